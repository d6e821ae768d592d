import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { damageReport, type SubmissionBody, submissionHeaders } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page } from '#test/support/visitor.ts'

type Accepted = { number: string; accessCode: string; url: string; receivedAt: string }
type Problem = { status: number; title: string; code: string; errors?: { path: string; message: string }[] }

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

let serial = 0
function newKey(): string {
  serial += 1
  return `key-${serial}`
}

function send(body: unknown, key = newKey(), language: 'de' | 'fr' = 'de'): Promise<Page> {
  return town
    .visitor(language)
    .post('/api/v1/submissions', JSON.stringify(body), submissionHeaders(town.key('submitter'), key))
}

function sendWithoutKey(body: unknown, key = newKey()): Promise<Page> {
  return town
    .visitor()
    .post('/api/v1/submissions', JSON.stringify(body), { 'content-type': 'application/json', 'idempotency-key': key })
}

async function submitted(body: SubmissionBody = damageReport('1')): Promise<Accepted> {
  const page = await send(body)
  expect(page.status).toBe(201)
  return page.json<Accepted>()
}

describe('handing in', () => {
  test('gives a number, a code, an address and the time of arrival, and the applicant is told', async () => {
    const accepted = await submitted()
    expect(accepted).toEqual({
      number: expect.stringMatching(/^KRI-[\d-]+$/),
      accessCode: expect.stringMatching(/^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3,}$/),
      url: `http://wegweiser.test/cases/${accepted.number}`,
      receivedAt: '2026-11-22T13:30:00.000Z',
    })
    await town.jobs.drain()
    const mails = await town.mail.to('petra@beispielhaft.example')
    const mail = mails.find(({ subject }) => subject.includes(accepted.number))
    expect(mail?.subject).toBe(`Eingabe eingegangen: ${accepted.number}`)
    expect(mail?.text).toContain(`/de/cases/${accepted.number}`)
    expect(mail?.text).not.toContain('Loch im Belag')
  })

  test('the same key and body give the same answer, another body is refused', async () => {
    const key = newKey()
    const first = await send(damageReport('a'), key)
    const again = await send(damageReport('a'), key)
    expect([again.status, again.json()]).toEqual([201, first.json()])
    const other = await send(damageReport('b'), key)
    expect([other.status, other.json<Problem>().title]).toEqual([422, expect.stringContaining('Idempotency-Key')])
  })

  test('thirty at once with the same key make one case', async () => {
    const key = newKey()
    const pages = await Promise.all(Array.from({ length: 30 }, () => send(damageReport('parallel'), key)))
    expect(new Set(pages.map((page) => page.status))).toEqual(new Set([201]))
    expect(new Set(pages.map((page) => page.json<Accepted>().number)).size).toBe(1)
  })

  test('what is wrong is named by its JSON Pointer, in the language of the program', async () => {
    const page = await send({ ...damageReport('x'), answers: { kind: 'nothing', nonsense: 1 } }, newKey(), 'fr')
    expect(page.status).toBe(422)
    expect(page.headers['content-type']).toContain('application/problem+json')
    const paths = page.json<Problem>().errors?.map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['/answers/kind', '/answers/nonsense', '/answers/municipality']))
    expect(page.json<Problem>().title).toMatch(/Veuillez/)
  })

  test.each<[string, unknown, number]>([
    ['an unknown service', { ...damageReport('x'), service: 'unbekannt' }, 422],
    ['an unknown authority', { ...damageReport('x'), authority: 'atlantis' }, 422],
    ['a field more', { ...damageReport('x'), extra: true }, 422],
    ['no contact', { service: 'wohnsitzbestaetigung', authority: 'kriens', answers: {} }, 422],
    ['a list', [], 422],
    [
      'a NUL in an answer',
      { ...damageReport('x'), answers: { ...damageReport('x').answers, description: 'a\u0000b' } },
      422,
    ],
    [
      'a lone surrogate',
      { ...damageReport('x'), answers: { ...damageReport('x').answers, description: 'a\ud800b' } },
      422,
    ],
    ['another municipality', { ...damageReport('x'), authority: 'luzern' }, 422],
  ])('%s is refused', async (_name, body, status) => {
    const page = await send(body)
    expect(page.status).toBe(status)
  })

  test('without an Idempotency-Key nothing is taken', async () => {
    const { 'idempotency-key': _left, ...headers } = submissionHeaders(town.key('submitter'), '')
    const page = await town.visitor().post('/api/v1/submissions', JSON.stringify(damageReport('x')), headers)
    expect(page.status).toBe(400)
  })

  test('without an API key mail is sent only after the address is confirmed', async () => {
    const body = { ...damageReport('anonymous'), contact: { email: 'fremd@beispielhaft.example', language: 'it' } }
    const page = await sendWithoutKey(body)
    expect(page.status).toBe(201)
    await town.jobs.drain()
    const mails = await town.mail.to('fremd@beispielhaft.example')
    expect(mails.map(({ subject }) => subject)).toEqual([`Confermi il suo indirizzo: ${page.json<Accepted>().number}`])
  })

  test('without a key only what needs no sign-in is taken', async () => {
    const page = await sendWithoutKey({ ...damageReport('x'), service: 'wohnsitzbestaetigung' })
    expect([page.status, page.json<Problem>().title]).toEqual([403, expect.stringContaining('submissions.write')])
  })

  test('a wrong key is refused', async () => {
    const page = await town
      .visitor()
      .post('/api/v1/submissions', JSON.stringify(damageReport('x')), submissionHeaders('wgw_nonsense', newKey()))
    expect(page.status).toBe(401)
  })
})

describe('following', () => {
  test('number and code show where a case stands, in the language asked for', async () => {
    const { number, accessCode } = await submitted()
    const page = await town.visitor('fr').open(`/api/v1/cases/${number}`, { 'x-access-code': accessCode })
    expect(page.json()).toMatchObject({
      number,
      service: 'schadensmeldung',
      authority: 'kriens',
      status: 'received',
      nextStep: expect.any(String),
      events: [{ type: 'received', at: '2026-11-22T13:30:00.000Z', text: 'Nous avons reçu votre demande.' }],
      messages: [],
      documents: [],
    })
  })

  test('a wrong code, a number of nobody and nonsense look the same', async () => {
    const { number } = await submitted()
    const bodies = []
    for (const asked of [number, 'KRI-9999-9999-911', 'nonsense']) {
      const page = await town.visitor().open(`/api/v1/cases/${asked}`, { 'x-access-code': 'AAAA-AAAA-AAAA-AAAA' })
      const { reference: _reference, ...body } = page.json<Record<string, unknown>>()
      bodies.push([page.status, body])
    }
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1)
    expect(bodies[0]?.[0]).toBe(404)
  })

  test('the authority lists, writes and decides with its key; another authority sees nothing', async () => {
    const { number, accessCode } = await submitted()
    const clerk = { authorization: `Bearer ${town.key('clerk', 'kriens')}` }
    const list = await town.visitor().open('/api/v1/cases?authority=kriens', clerk)
    expect(list.json<{ items: { number: string }[] }>().items.map((item) => item.number)).toContain(number)

    const post = (path: string, body: object, headers: Record<string, string>) =>
      town.visitor().post(`/api/v1/cases/${number}${path}`, JSON.stringify(body), {
        'content-type': 'application/json',
        ...headers,
      })
    expect((await post('/messages', { text: 'Ich komme vorbei.' }, { 'x-access-code': accessCode })).status).toBe(201)
    expect((await post('/messages', { text: 'Danke.' }, clerk)).status).toBe(201)
    const early = await post('/decision', { outcome: 'noted', text: 'Wird geflickt.' }, clerk)
    expect(early.status).toBe(409)

    const seen = await town.visitor().open(`/api/v1/cases/${number}`, { 'x-access-code': accessCode })
    expect(seen.json<{ messages: { from: string; text: string }[] }>().messages).toMatchObject([
      { from: 'applicant', text: 'Ich komme vorbei.' },
      { from: 'authority', text: 'Danke.' },
    ])

    const foreign = { authorization: `Bearer ${town.key('clerk', 'luzern')}` }
    expect((await town.visitor().open(`/api/v1/cases/${number}`, foreign)).status).toBe(404)
    expect((await post('/messages', { text: 'x' }, foreign)).status).toBe(404)
    const elsewhere = await town.visitor().open('/api/v1/cases?authority=kriens', foreign)
    expect(elsewhere.json<{ items: unknown[] }>().items).toEqual([])
  })

  test('a message sent again with its key is written once, whoever sends it; the key stands for nothing else', async () => {
    const [{ number, accessCode }, other] = [await submitted(), await submitted()]
    const own = { 'x-access-code': accessCode }
    const clerk = { authorization: `Bearer ${town.key('clerk', 'kriens')}` }
    const write = (headers: Record<string, string>, key: string, text: string, to = number) =>
      town.visitor().post(`/api/v1/cases/${to}/messages`, JSON.stringify({ text }), {
        'content-type': 'application/json',
        'idempotency-key': key,
        ...headers,
      })
    const first = await write(own, 'm-1', 'Ist es geflickt?')
    const again = await write(own, 'm-1', 'Ist es geflickt?')
    expect([first.status, again.status, again.json()]).toEqual([201, 201, first.json()])
    // Another sender has keys of her own.
    expect((await write(clerk, 'm-1', 'Ja.')).status).toBe(201)
    const atOnce = await Promise.all(Array.from({ length: 10 }, () => write(clerk, 'm-2', 'Seit gestern.')))
    expect(new Set(atOnce.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(atOnce.map((page) => page.json<{ id: string }>().id)).size).toBe(1)
    for (const misused of [
      await write(clerk, 'm-2', 'Seit heute.'),
      await write(clerk, 'm-2', 'Seit gestern.', other.number),
    ])
      expect([misused.status, misused.json<Problem>().code]).toEqual([422, 'KeyReusedError'])
    expect((await write(own, 'x'.repeat(201), 'Zu lang.')).status).toBe(400)

    const seen = await town.visitor().open(`/api/v1/cases/${number}`, own)
    expect(seen.json<{ messages: { text: string }[] }>().messages.map(({ text }) => text)).toEqual([
      'Ist es geflickt?',
      'Ja.',
      'Seit gestern.',
    ])
  })

  test('whoever guesses codes is slowed, and told when to come back', async () => {
    const { number } = await submitted()
    const visitor = town.visitor()
    const statuses = new Set<number>()
    for (let attempt = 0; attempt < 30; attempt += 1) {
      statuses.add(
        (await visitor.open(`/api/v1/cases/${number}`, { 'x-access-code': `AAAA-AAAA-AAAA-AA${10 + attempt}` })).status,
      )
    }
    expect(statuses).toEqual(new Set([404, 429]))
  })
})
