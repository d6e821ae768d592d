/** What a program hands in: the body of `POST /api/v1/submissions`. */
export type SubmissionBody = {
  readonly service: string
  readonly authority: string
  readonly answers: Readonly<Record<string, unknown>>
  readonly contact: { readonly email: string; readonly language: string }
}

/** A damage in Kriens, invented; each serial makes another one. */
export function damageReport(serial: string): SubmissionBody {
  return {
    service: 'schadensmeldung',
    authority: 'kriens',
    answers: {
      kind: 'road',
      is_dangerous: false,
      municipality: 1059,
      place: { text: 'Beispielplatz, beim Brunnen' },
      description: `Loch im Belag, Beispiel ${serial}`,
    },
    contact: { email: 'petra@beispielhaft.example', language: 'de' },
  }
}

/** The lines of the head that go with a submission. */
export function submissionHeaders(apiKey: string, idempotencyKey: string): Record<string, string> {
  return {
    authorization: `Bearer ${apiKey}`,
    'content-type': 'application/json',
    'idempotency-key': idempotencyKey,
  }
}

/** What a submission was acknowledged with. */
export type Acknowledgement = { readonly number: string; readonly accessCode: string }

export function readAcknowledgement(body: unknown): Acknowledgement {
  if (typeof body === 'object' && body !== null && 'number' in body && 'accessCode' in body)
    return { number: String(body.number), accessCode: String(body.accessCode) }
  throw new TypeError(`not an acknowledgement: ${JSON.stringify(body)}`)
}
