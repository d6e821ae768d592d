import {
  type Acknowledgement,
  damageReport,
  readAcknowledgement,
  submissionHeaders,
} from '#test/support/submissions.ts'
import { Stream, type StreamOptions } from './stream.ts'

/**
 * Programs that hand in one report after the other, each with a key of its own, and ask again with the same key until they are answered:
 * as an authority's application does over a bad line.
 */
export class SubmissionStream extends Stream {
  /** All answers that were acknowledgements, by idempotency key. */
  readonly acknowledged = new Map<string, Acknowledgement>()
  readonly #apiKey: string
  readonly #serials = new Map<number, number>()

  constructor({ apiKey, ...options }: StreamOptions & { apiKey: string }) {
    super(options)
    this.#apiKey = apiKey
  }

  protected override get count(): number {
    return this.acknowledged.size
  }

  protected override async step(client: number): Promise<boolean> {
    const serial = this.#serials.get(client) ?? 0
    const key = `stream-${client}-${serial}`
    const init = {
      method: 'POST',
      headers: submissionHeaders(this.#apiKey, key),
      body: JSON.stringify(damageReport(key)),
    }
    const answer = await this.ask('/api/v1/submissions', init, 201)
    if (!answer) return false
    this.acknowledged.set(key, readAcknowledgement(JSON.parse(answer.text)))
    this.#serials.set(client, serial + 1)
    return true
  }
}
