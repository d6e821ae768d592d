import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { programWithDraft } from '#test/support/drafts.ts'
import { damageReport, type SubmissionBody, submissionHeaders } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page } from '#test/support/visitor.ts'
import { ask } from '../security/attack.ts'

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

describe('for a firm', () => {
  const firm = { uid: 'CHE-999.999.996' }
  const name = 'Beispiel Velo GmbH'
  const cookiesOf = async (who: string) => (await town.signIn({ name: who })).cookies()
  const whole = { answers: damageReport('a firm').answers }
  const handIn = (headers: Record<string, string>, body: object) =>
    ask(town, {
      path: '/api/v1/submissions',
      headers: { 'idempotency-key': newKey(), 'sec-fetch-site': 'same-origin', ...headers },
      json: body,
    })
  const parties = (number: string) =>
    town.query(
      `select p.name, c.role, k.applicant_name from egovernment.cases k
       join egovernment.case_parties c on (c.authority_id, c.case_id) = (k.authority_id, k.id)
       join kernel.parties p on p.id = c.party_id where k.number = $1 order by c.role`,
      [number],
    )

  test('who has a mandate begins, fills in and hands in a draft; it is the firm’s case, and no code is told', async () => {
    const { draft, send } = await programWithDraft(town, { cookie: await cookiesOf('Luca Esempio'), firm })
    expect(draft.firm).toEqual({ uid: firm.uid, name })
    const saved = await send('PUT', '', whole, 1)
    expect(saved.json()).toMatchObject({ firm: { name }, errors: [] })
    const answer = await send('POST', '/submission')
    expect([answer.statusCode, answer.json()]).toEqual([201, expect.objectContaining({ accessCode: null })])
    expect((await send('POST', '/submission')).json()).toEqual(answer.json())
    const { number } = answer.json<Accepted>()
    expect(await parties(number)).toEqual([
      { name, role: 'applicant', applicant_name: name },
      { name: 'Luca Esempio', role: 'filed_by', applicant_name: name },
    ])
    const sees = async (who: string) =>
      (await ask(town, { path: `/api/v1/cases/${number}`, cookie: await cookiesOf(who) })).statusCode
    expect([await sees('Beat Beispiel'), await sees('Mia Muster')]).toEqual([200, 404])
  })

  test('the firm can be named later, changed back, and is asked again when it is handed in', async () => {
    const { draft, send } = await programWithDraft(town, { cookie: await cookiesOf('Erika Example'), ...whole })
    expect(draft.firm).toBeNull()
    expect((await send('PUT', '', { ...whole, firm: { uid: 'CHE999999996' } }, 1)).json()).toMatchObject({
      firm: { uid: firm.uid },
    })
    const page = await send('PUT', '/pages/danger', { answers: { is_dangerous: true } }, 2)
    expect(page.json()).toMatchObject({ firm: { name } })
    // Whoever merely holds the token is not the firm.
    const headers = { 'x-draft-token': draft.token }
    const stolen = await ask(town, { method: 'POST', path: `/api/v1/drafts/${draft.id}/submission`, headers })
    expect([stolen.statusCode, stolen.json<Problem>().title]).toEqual([403, expect.stringContaining('Firma')])
    const foreign = { ...headers, authorization: `Bearer ${town.key('clerk', 'luzern')}` }
    const elsewhere = await ask(town, {
      method: 'POST',
      path: `/api/v1/drafts/${draft.id}/submission`,
      headers: foreign,
    })
    expect(elsewhere.statusCode).toBe(403)
    expect((await send('PUT', '', { ...whole, firm: null }, 3)).json()).toMatchObject({ firm: null })
    const { number, accessCode } = (await send('POST', '/submission')).json<Accepted>()
    expect(accessCode).toMatch(/-/)
    expect(await parties(number)).toMatchObject([{ name: 'Erika Example', role: 'applicant' }])
  })

  test('a program of the authority hands in for a firm that it has looked at itself, in one go or by a draft', async () => {
    const key = town.key('clerk', 'kriens')
    const { send } = await programWithDraft(town, { key, firm, ...whole })
    const byDraft = (await send('POST', '/submission')).json<Accepted>()
    const own = { authorization: `Bearer ${key}`, 'idempotency-key': newKey() }
    const atOnce = await handIn(own, { ...damageReport('firm'), firm })
    expect([atOnce.statusCode, atOnce.json()]).toEqual([201, expect.objectContaining({ accessCode: null })])
    expect((await handIn(own, { ...damageReport('firm'), firm })).json()).toEqual(atOnce.json())
    for (const { number } of [byDraft, atOnce.json<Accepted>()])
      expect(await parties(number)).toEqual([{ name, role: 'applicant', applicant_name: name }])
    // Which program it was stays known.
    const sent = await town.query(
      `select p.authority_id, count(*)::int as cases from kernel.audit_entries a join kernel.api_keys p on p.id::text = a.detail->>'sentByKey'
       join egovernment.cases k on k.id = a.subject_id where k.number = any($1) group by p.authority_id`,
      [[byDraft.number, atOnce.json<Accepted>().number]],
    )
    expect(sent).toEqual([{ authority_id: 'kriens', cases: 2 }])
    // Those who represent it are told, and see it as its other cases.
    const cookie = await cookiesOf('Luca Esempio')
    expect((await ask(town, { path: `/api/v1/cases/${byDraft.number}`, cookie })).statusCode).toBe(200)
  })

  test.each<[string, () => Promise<Record<string, string>>, object]>([
    ['who may only read', async () => ({ cookie: await cookiesOf('Beat Beispiel') }), {}],
    [
      'whose mandate is for other services',
      async () => ({ cookie: await cookiesOf('Luca Esempio') }),
      { service: 'parkkarte' },
    ],
    ['who has no mandate', async () => ({ cookie: await cookiesOf('Mia Muster') }), {}],
    ['nobody', async () => ({}), {}],
    ['a program that hands in for anybody', async () => ({ authorization: `Bearer ${town.key('submitter')}` }), {}],
    ['a program of another authority', async () => ({ authorization: `Bearer ${town.key('clerk', 'luzern')}` }), {}],
    [
      'the authority itself, for a firm nobody knows',
      async () => ({ authorization: `Bearer ${town.key('clerk', 'kriens')}` }),
      { firm: { uid: 'CHE-123.456.788' } },
    ],
    [
      'a service that is for persons',
      async () => ({ authorization: `Bearer ${town.key('clerk', 'kriens')}` }),
      { service: 'hundeanmeldung' },
    ],
  ])('%s is refused, in a draft and at once, and learns nothing of the firm', async (_name, asker, wish) => {
    const headers = { 'sec-fetch-site': 'same-origin', ...(await asker()) }
    const body = { ...damageReport('refused'), firm, ...wish }
    const refused = [await ask(town, { path: '/api/v1/drafts', headers, json: body }), await handIn(headers, body)]
    for (const answer of refused) {
      expect(answer.statusCode, answer.body).toBe(422)
      expect(answer.json<Problem>().errors).toEqual([
        { path: '/firm', message: expect.stringMatching(/^Für diese Firma können Sie/) },
      ])
    }
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
