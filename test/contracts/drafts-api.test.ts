import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DraftBody, programWithDraft } from '#test/support/drafts.ts'
import { damageReport, readAcknowledgement } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { ask, cookiesOf, freshAddress, tinyPng, upload } from '../security/attack.ts'

type Problem = { status: number; title: string; code?: string; errors?: { path: string; message: string }[] }

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

const whole = damageReport('from a draft').answers
const contact = { email: 'petra@beispielhaft.example', language: 'de' }

describe('beginning and reading', () => {
  test('a draft comes with its id, its secret, what is still missing, and the way into the browser', async () => {
    const { started, draft } = await programWithDraft(town)
    expect(draft).toMatchObject({
      id: expect.stringMatching(/^kriens\.[0-9a-f-]{36}$/),
      service: 'schadensmeldung',
      authority: 'kriens',
      language: 'de',
      state: 'open',
      version: 1,
      answers: { kind: 'road' },
      contact: null,
      lost: [],
      token: expect.stringMatching(/^[\w-]{43}$/),
      url: expect.stringMatching(/^http:\/\/wegweiser\.test\/de\/kriens\/services\/schadensmeldung\/draft\/[\w-]{43}$/),
      savedAt: '2026-11-22T13:30:00.000Z',
      expiresAt: '2026-12-22T13:30:00.000Z',
      urlExpiresAt: '2026-11-23T13:30:00.000Z',
    })
    expect(started.headers).toMatchObject({
      etag: '"1"',
      location: `http://wegweiser.test/api/v1/drafts/${draft.id}`,
      'cache-control': 'no-store',
    })
    expect(draft.errors.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/answers/is_dangerous', '/answers/municipality', '/answers/description']),
    )
    expect(draft.pages[0]).toMatchObject({ id: 'kind', fields: ['kind'], isComplete: true })
    expect(draft.pages[1]).toMatchObject({ id: 'danger', isComplete: false })
  })

  test('no answers at all are a draft too, and the secret is shown only once', async () => {
    const { send, draft } = await programWithDraft(town, { answers: {} })
    const read = await send('GET', '')
    expect([read.statusCode, read.headers.etag]).toEqual([200, '"1"'])
    expect(read.json()).toMatchObject({ id: draft.id, answers: {} })
    expect(read.body).not.toContain(draft.token)
  })

  test('the answers lie sealed, the secret only as a hash', async () => {
    const { draft } = await programWithDraft(town, { answers: { description: 'Ein geheimes Loch' } })
    const rows = await town.query('select * from egovernment.drafts where id = $1', [draft.id.split('.')[1]])
    const kept = JSON.stringify(rows, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    )
    expect(rows).toHaveLength(1)
    expect(kept).not.toContain('geheimes')
    expect(kept).not.toContain(draft.token)
  })

  test.each<[string, object, number, string | undefined]>([
    ['an unknown service', { service: 'zauberei' }, 422, undefined],
    ['an authority that does not offer it', { authority: 'kanton-luzern' }, 422, undefined],
    ['a question that is none', { answers: { nonsense: 1 } }, 422, '/answers/nonsense'],
    ['a field more', { extra: true }, 422, ''],
    ['a language that we do not have', { language: 'rm' }, 422, '/language'],
    ['answers that are a list', { answers: [] }, 422, '/answers'],
    ['a service that needs a sign-in', { service: 'wohnsitzbestaetigung', answers: {} }, 403, undefined],
  ])('%s is refused', async (_name, wish, status, path) => {
    const json = { service: 'schadensmeldung', authority: 'kriens', ...wish }
    const answer = await ask(town, { path: '/api/v1/drafts', json })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ])
    if (path !== undefined) expect(answer.json<Problem>().errors?.map((error) => error.path)).toContain(path)
  })

  test('with a key, a service that needs a sign-in has drafts too; a key for other things has none', async () => {
    const { draft } = await programWithDraft(town, {
      key: town.key('submitter'),
      service: 'wohnsitzbestaetigung',
      answers: {},
    })
    expect(draft.state).toBe('open')
    await expect(programWithDraft(town, { key: town.key('reader', 'luzern') })).rejects.toThrow(/^Error: 403|^403/)
  })

  test('a wrong secret, a foreign number and nonsense look the same; without a secret it says what is missing', async () => {
    const { draft } = await programWithDraft(town)
    const other = await programWithDraft(town)
    const bodies = new Set<string>()
    for (const [id, token] of [
      [draft.id, other.draft.token],
      [draft.id, 'a'.repeat(43)],
      [draft.id, 'short'],
      [`luzern.${draft.id.split('.')[1]}`, draft.token],
      ['kriens.00000000-0000-7000-8000-000000000000', draft.token],
      ['nonsense', draft.token],
      ['a.b.c', draft.token],
    ] as const) {
      const answer = await ask(town, { path: `/api/v1/drafts/${id}`, headers: { 'x-draft-token': token } })
      expect(answer.statusCode, id).toBe(404)
      bodies.add(JSON.stringify({ ...answer.json<object>(), reference: '' }))
    }
    expect(bodies.size).toBe(1)
    const without = await ask(town, { path: `/api/v1/drafts/${draft.id}` })
    expect([without.statusCode, without.json<Problem>().title]).toEqual([401, expect.stringContaining('X-Draft-Token')])
  })
})

describe('filling in', () => {
  test('all answers are replaced, then those of one page; each time under a new version', async () => {
    const { send } = await programWithDraft(town)
    const all = await send('PUT', '', { answers: whole, contact }, 1)
    expect([all.statusCode, all.headers.etag]).toEqual([200, '"2"'])
    expect(all.json()).toMatchObject({ version: 2, answers: whole, contact, errors: [] })
    const one = await send('PUT', '/pages/danger', { answers: { is_dangerous: true } }, 2)
    expect(one.json()).toMatchObject({ version: 3, answers: { ...whole, is_dangerous: true }, contact })
    const emptied = await send('PUT', '/pages/danger', { answers: {} }, 3)
    expect(emptied.json<DraftBody>().answers).not.toHaveProperty('is_dangerous')
    const less = await send('PUT', '', { answers: { kind: 'sign' }, contact: null }, 4)
    expect(less.json()).toMatchObject({ version: 5, answers: { kind: 'sign' }, contact: null })
    expect((await send('GET', '')).json()).toEqual(less.json())
  })

  test('what is wrong is kept and named, in the language asked for', async () => {
    const { draft, send } = await programWithDraft(town)
    await send('PUT', '', { answers: { ...whole, kind: 'dragon', municipality: 'Kriens' } }, 1)
    const read = await ask(town, {
      path: `/fr/api/v1/drafts/${draft.id}`,
      headers: { 'x-draft-token': draft.token },
    })
    const { errors, answers } = read.json<DraftBody>()
    expect(answers).toMatchObject({ kind: 'dragon' })
    expect(errors.map(({ path }) => path)).toEqual(expect.arrayContaining(['/answers/kind', '/answers/municipality']))
    expect(errors.map(({ message }) => message).join(' ')).toMatch(/Veuillez|Choisissez|Indiquez|forme/)
  })

  test('of two writers the second is told, and overwrites nothing', async () => {
    const { send } = await programWithDraft(town)
    const answers = (kind: string) => ({ answers: { kind } })
    expect((await send('PUT', '', answers('sign'))).statusCode).toBe(428)
    const both = await Promise.all([send('PUT', '', answers('sign'), 1), send('PUT', '', answers('green'), 1)])
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412])
    const late = await send('PUT', '/pages/kind', answers('water'), 1)
    expect([late.statusCode, late.json<Problem>().code]).toEqual([412, 'DraftOutdatedError'])
    for (const tag of ['W/"2"', '2', '"1", "3"'])
      expect((await send('PUT', '', answers('water'), tag)).statusCode, tag).toBe(412)
    expect((await send('GET', '')).json<DraftBody>().version).toBe(2)
    expect((await send('PUT', '', answers('water'), '"1", "2"')).statusCode).toBe(200)
    expect((await send('PUT', '', answers('waste'), '*')).statusCode).toBe(200)
  })

  test('a page takes its own questions only, and there is no other page', async () => {
    const { send } = await programWithDraft(town)
    const foreign = await send('PUT', '/pages/danger', { answers: { kind: 'sign' } }, 1)
    expect([foreign.statusCode, foreign.json<Problem>().errors?.[0]?.path]).toEqual([422, '/answers/kind'])
    expect((await send('PUT', '/pages/nowhere', { answers: {} }, 1)).statusCode).toBe(404)
  })

  test('a file goes with the draft, and with the case made of it', async () => {
    const { send } = await programWithDraft(town)
    const photo = await upload(town, 'loch.png', tinyPng(), 'image/png')
    const kept = await send('PUT', '', { answers: { ...whole, photos: [{ id: photo }] } }, 1)
    expect(kept.json<DraftBody>().errors).toEqual([])
    const again = await send('PUT', '/pages/danger', { answers: { is_dangerous: true } }, 2)
    expect(again.json<DraftBody>().errors).toEqual([])
    const { number, accessCode } = readAcknowledgement((await send('POST', '/submission')).json())
    const seen = await ask(town, { path: `/api/v1/cases/${number}`, headers: { 'x-access-code': accessCode } })
    expect(seen.json()).toMatchObject({ documents: [{ name: 'loch.png', type: 'image/png' }] })
  })

  test('another method is refused with those that there are', async () => {
    const { draft } = await programWithDraft(town)
    for (const [path, allow] of [
      [`/api/v1/drafts/${draft.id}`, 'GET, HEAD, PUT, DELETE, OPTIONS'],
      [`/api/v1/drafts/${draft.id}/submission`, 'POST, OPTIONS'],
      ['/api/v1/drafts', 'POST, OPTIONS'],
    ] as const) {
      const patch = await ask(town, { path, method: 'PATCH' })
      expect([patch.statusCode, patch.headers.allow], path).toEqual([405, allow])
      const options = await ask(town, { path, method: 'OPTIONS' })
      expect([options.statusCode, options.headers.allow], path).toEqual([204, allow])
    }
  })
})

describe('handing in and ending', () => {
  test('a whole draft becomes a case; asked again, or thirty times at once, it is the same one', async () => {
    const { send } = await programWithDraft(town, { key: town.key('submitter'), answers: whole, contact })
    const answers = await Promise.all(Array.from({ length: 30 }, () => send('POST', '/submission')))
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([201]))
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
    const { number, accessCode } = readAcknowledgement(answers[0]?.json())
    const [row] = await town.query<{ channel: string }>('select channel from egovernment.cases where number = $1', [
      number,
    ])
    expect(row?.channel).toBe('api')
    expect(accessCode).toMatch(/^[0-9A-Z-]{19,}$/)
    const read = await send('GET', '')
    expect(read.json()).toMatchObject({ state: 'submitted', answers: {}, errors: [], pages: [], contact: null })
    for (const [method, path, json] of [
      ['PUT', '', { answers: {} }],
      ['PUT', '/pages/kind', { answers: {} }],
      ['DELETE', '', undefined],
      ['POST', '/link', undefined],
    ] as const)
      expect((await send(method, path, json, '*')).statusCode, `${method} ${path}`).toBe(409)
  })

  test('what is missing is named, and nothing is handed in; so is a version that is not the present one', async () => {
    const { send, draft } = await programWithDraft(town)
    const early = await send('POST', '/submission')
    expect([early.statusCode, early.json<Problem>().errors]).toEqual([422, draft.errors])
    expect((await send('POST', '/submission', undefined, 7)).statusCode).toBe(412)
    expect((await send('GET', '')).json()).toMatchObject({ state: 'open', version: 1 })
  })

  test('where a contact is needed, it is among what is missing', async () => {
    const { send, draft } = await programWithDraft(town, {
      key: town.key('submitter'),
      service: 'wohnsitzbestaetigung',
      answers: {},
    })
    expect(draft.errors.map(({ path }) => path)).toContain('/contact')
    const named = await send('PUT', '', { answers: {}, contact }, 1)
    expect(named.json<DraftBody>().errors.map(({ path }) => path)).not.toContain('/contact')
  })

  test('without a key mail is sent only after the address is confirmed', async () => {
    const email = 'fremd.entwurf@beispielhaft.example'
    const { send } = await programWithDraft(town, { answers: whole, contact: { email, language: 'it' } })
    const { number } = readAcknowledgement((await send('POST', '/submission')).json())
    await town.jobs.drain()
    expect((await town.mail.to(email)).map(({ subject }) => subject)).toEqual([`Confermi il suo indirizzo: ${number}`])
  })

  test('a discarded draft is gone, with its file and its key', async () => {
    const photo = await upload(town, 'weg.png', tinyPng(), 'image/png')
    const { send, draft } = await programWithDraft(town, { answers: { photos: [{ id: photo }] } })
    expect((await send('DELETE', '', undefined, 9)).statusCode).toBe(412)
    const gone = await send('DELETE', '', undefined, 1)
    expect([gone.statusCode, gone.body]).toEqual([204, ''])
    expect((await send('GET', '')).statusCode).toBe(404)
    const left = await town.query('select 1 as one from kernel.stored_files where id = $1', [photo])
    const keys = await town.query('select 1 as one from kernel.sealing_keys where subject_id = $1', [
      draft.id.split('.')[1],
    ])
    expect([left, keys]).toEqual([[], []])
  })
})

describe('between program and browser', () => {
  test('what a program began, a person finishes in her browser', async () => {
    const { draft, send } = await programWithDraft(town, { answers: { ...whole, description: undefined } })
    const browser = town.visitor()
    const { pathname } = new URL(draft.url)
    const asked = await browser.open(pathname)
    const form = await asked.submit('Weitermachen')
    expect(form.heading).toBe('Was haben Sie gesehen?')
    const filled = await form.fill({ 'Beschreiben Sie den Schaden': 'Ein Loch, vom Browser aus' }).submit('Weiter')
    expect([filled.status, filled.heading]).not.toEqual([200, form.heading])
    const read = (await send('GET', '')).json<DraftBody>()
    expect([read.version, read.answers]).toEqual([2, { ...whole, description: 'Ein Loch, vom Browser aus' }])
    const again = await town.visitor().open(pathname)
    expect((await again.submit('Weitermachen')).status).toBe(404)
  })

  test('what a person began in her browser, a program goes on with by her link, once', async () => {
    const begun = await ask(town, { path: '/kriens/services/schadensmeldung/apply/kind', form: { kind: 'sign' } })
    const cookie = cookiesOf(begun)
    const page = await ask(town, { path: '/kriens/services/schadensmeldung/draft/link', form: { email: '' }, cookie })
    const link = /http:\/\/wegweiser\.test\/[^\s"<]*\/draft\/[\w-]{43}/.exec(page.body)?.[0] ?? ''
    const taken = await ask(town, { path: '/api/v1/drafts/handover', json: { link } })
    expect([taken.statusCode, taken.json<DraftBody>().answers]).toEqual([
      200,
      expect.objectContaining({ kind: 'sign' }),
    ])
    const { id, token, version } = taken.json<DraftBody>()
    const saved = await ask(town, {
      method: 'PUT',
      path: `/api/v1/drafts/${id}`,
      headers: { 'x-draft-token': token, 'if-match': `"${version}"` },
      json: { answers: whole },
    })
    expect(saved.statusCode).toBe(200)
    const inBrowser = await ask(town, { path: '/kriens/services/schadensmeldung/apply/details', cookie })
    expect(inBrowser.body).toContain(String(whole.description))
    const used = await ask(town, { path: '/api/v1/drafts/handover', json: { link } })
    expect([used.statusCode, used.json<Problem>().errors?.[0]?.path]).toEqual([422, '/link'])
  })

  test('a draft that belongs to somebody is hers alone where somebody else is signed in', async () => {
    const mia = (await town.signIn({ name: 'Mia Muster' })).cookies()
    const made = await ask(town, {
      path: '/api/v1/drafts',
      cookie: mia,
      headers: { 'sec-fetch-site': 'same-origin' },
      json: { service: 'schadensmeldung', authority: 'kriens' },
    })
    const { id, token } = made.json<DraftBody>()
    const [row] = await town.query<{ party_id: string | null }>(
      'select party_id from egovernment.drafts where id = $1',
      [id.split('.')[1]],
    )
    expect(row?.party_id).not.toBeNull()
    const other = (
      await town.signIn({
        name: town.credentials.people.find((one) => one.role === 'resident' && one.name !== 'Mia Muster')?.name ?? '',
      })
    ).cookies()
    const read = (cookie: string) =>
      ask(town, { path: `/api/v1/drafts/${id}`, cookie, headers: { 'x-draft-token': token } })
    expect([(await read(mia)).statusCode, (await read(other)).statusCode]).toEqual([200, 404])
    const foreign = await ask(town, {
      method: 'DELETE',
      path: `/api/v1/drafts/${id}`,
      cookie: mia,
      headers: { 'x-draft-token': token, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    })
    expect(foreign.statusCode).toBe(403)
  })
})

test('without a key there are limits, and the answer says when to go on', async () => {
  const remoteAddress = freshAddress()
  const begin = () =>
    town.house.app.inject({
      method: 'POST',
      url: '/api/v1/drafts',
      remoteAddress,
      headers: { host: town.host, 'content-type': 'application/json' },
      payload: '{}',
    })
  const answers = []
  for (let round = 0; round < 31; round += 1) answers.push(await begin())
  expect(answers.slice(0, 30).every(({ statusCode }) => statusCode === 422)).toBe(true)
  const last = answers.at(-1)
  expect(last?.statusCode).toBe(429)
  expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0)
})
