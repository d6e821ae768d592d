import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { languages } from '#kernel/i18n/language.ts'
import { caseStatuses } from '#modules/egovernment/cases/case.ts'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { testNow } from '#test/support/test-database.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { ask, cookiesOf, freshAddress, makeCase, multipart, pdf, tinyPng, upload } from '../security/attack.ts'

// What other systems hold on to, shape by shape: fields, status codes, headers. More may come; nothing of this goes.

type List = { items: Record<string, unknown>[]; total: number; next: string | null }
type Problem = { status: number; title: string; reference: string; errors?: { path: string; message: string }[] }

const clock = fixedClock(testNow)
let town: Town
beforeAll(async () => {
  town = await openTown(clock)
})
afterAll(() => town.close())

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const kriens = () => bearer(town.key('clerk', 'kriens'))
const get = (path: string, headers: Record<string, string> = {}) => ask(town, { path, headers })
const list = async (path: string, headers?: Record<string, string>) => (await get(path, headers)).json<List>()
const idsOf = ({ items }: List) => items.map(({ id }) => id)
const own = (accessCode: string) => ({ 'x-access-code': accessCode })

let serial = 0
function submit(body: object, { key = '' } = {}) {
  serial += 1
  return ask(town, {
    path: '/api/v1/submissions',
    headers: submissionHeaders(town.key('submitter'), key || `shapes-${serial}`),
    json: body,
  })
}

function post(path: string, json: unknown, headers: Record<string, string>) {
  return ask(town, { method: 'POST', path, headers, ...(json === undefined ? {} : { json }) })
}

/** Every item of a list, page by page. */
async function readAll(path: string, headers?: Record<string, string>): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = []
  let after: string | null = ''
  while (after !== null) {
    const page: List = await list(after === '' ? path : `${path}&after=${encodeURIComponent(after)}`, headers)
    items.push(...page.items)
    after = page.next
    expect(items.length).toBeLessThan(1_000)
  }
  return items
}

describe('catalogue', () => {
  test('authorities: { items: [{ id, name, kind, bfsNumber, url }], total }, by words, limited and page by page', async () => {
    const all = await readAll('/api/v1/authorities?limit=30')
    expect([all.length, new Set(all.map(({ id }) => id)).size]).toEqual([80, 80])
    for (const one of all)
      expect(one).toEqual({
        id: expect.stringMatching(/^[a-z-]+$/),
        name: expect.any(String),
        kind: expect.stringMatching(/^(?:canton|municipality)$/),
        bfsNumber: expect.any(Number),
        url: `http://wegweiser.test/de/${one.id}/`,
      })
    expect(all.filter(({ kind }) => kind === 'canton')).toHaveLength(1)
    expect(all.find(({ id }) => id === 'luzern')).toMatchObject({ bfsNumber: 1061 })
    expect(await list('/api/v1/authorities?limit=1&q=luzern')).toMatchObject({ items: [{}], total: 2 })
    expect((await list('/api/v1/authorities?limit=1')).next).toEqual(expect.any(String))
  })

  test('services: { id, title, summary, authority, lifeSituations, audience, url }, by words, place, situation, audience and language', async () => {
    const all = await readAll('/api/v1/services?limit=5')
    expect(all.length).toBeGreaterThanOrEqual(15)
    for (const one of all)
      expect(one).toEqual({
        id: expect.any(String),
        title: expect.any(String),
        summary: expect.any(String),
        authority: null,
        lifeSituations: expect.any(Array),
        audience: expect.any(Array),
        url: `http://wegweiser.test/de/services/${one.id}`,
      })
    const situations = new Set(all.flatMap(({ lifeSituations }) => lifeSituations))
    for (const life of situations) {
      const found = await readAll(`/api/v1/services?life=${life}&limit=200`)
      const wanted = all.filter(({ lifeSituations }) => JSON.stringify(lifeSituations).includes(`"${life}"`))
      expect(found.map(({ id }) => id).sort(), String(life)).toEqual(wanted.map(({ id }) => id).sort())
    }
    for (const audience of ['persons', 'firms']) {
      const found = await readAll(`/api/v1/services?audience=${audience}&limit=200`)
      expect(found.length).toBeGreaterThan(0)
      for (const one of found) expect(one.audience, String(one.id)).toContain(audience)
    }
    const inKriens = await list('/api/v1/services?authority=kriens&lang=it&q=cane')
    expect(inKriens.items[0]).toMatchObject({
      id: 'hundeanmeldung',
      authority: 'kriens',
      url: 'http://wegweiser.test/it/kriens/services/hundeanmeldung',
    })
    expect(await list('/api/v1/services?audience=firms&q=xyzzy')).toEqual({ items: [], total: 0, next: null })
  })

  test('a service, and its answers as a schema, general and for one authority', async () => {
    for (const id of idsOf(await list('/api/v1/services?limit=200'))) {
      const service = (await get(`/api/v1/services/${id}?lang=fr`)).json<Record<string, unknown>>()
      expect(service).toMatchObject({ id, language: 'fr', authority: null, fee: expect.any(Object) })
      const schema = await get(`/api/v1/services/${id}/schema`)
      expect([schema.statusCode, schema.headers['content-type']]).toEqual([
        200,
        'application/schema+json; charset=utf-8',
      ])
      expect(schema.json()).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' })
    }
    const local = await get('/api/v1/services/umzug/schema?authority=kriens&lang=en')
    expect(local.json<{ properties: Record<string, { title: string }> }>().properties.from_where?.title).toMatch(
      /^[A-Z]/,
    )
    expect((await get('/api/v1/services/umzug/schema?authority=kanton-luzern')).statusCode).toBe(404)
  })
})

describe('files', () => {
  const take = (...files: Parameters<typeof multipart>[1][number][]) =>
    ask(town, { path: '/api/v1/files', ...multipart({}, files) })
  const file = { field: 'file', name: 'Plan.pdf', type: 'application/pdf', content: pdf('Plan') }

  test('multipart → 201 { id, name, size, type }, and the id is used in answers', async () => {
    const made = await take({ field: 'file', name: 'Lampe.png', type: 'image/png', content: tinyPng() })
    expect(made.statusCode).toBe(201)
    const { id, ...about } = made.json<{ id: string; name: string; size: number; type: string }>()
    expect(about).toEqual({ name: 'Lampe.png', size: expect.any(Number), type: 'image/png' })
    const report = damageReport('with a photo')
    const accepted = await submit({ ...report, answers: { ...report.answers, photos: [{ id }] } })
    const { number, accessCode } = readAcknowledgement(accepted.json())
    const seen = await get(`/api/v1/cases/${number}`, own(accessCode))
    expect(seen.json()).toMatchObject({ documents: [{ name: 'Lampe.png', type: 'image/png' }] })
  })

  test('what is no file of ours is refused with its place', async () => {
    const program = { ...file, name: 'a.exe', type: 'application/octet-stream', content: Buffer.from('MZ') }
    for (const [files, status] of [
      [[], 422],
      [[file, file], 422],
      [[program], 422],
    ] as const)
      expect((await take(...files)).statusCode).toBe(status)
    expect((await take(program)).json<Problem>().errors?.[0]?.path).toBe('/file')
    expect((await post('/api/v1/files', {}, {})).statusCode).toBe(415)
    const reader = bearer(town.key('reader', 'luzern'))
    const { body, headers } = multipart({}, [file])
    expect((await ask(town, { path: '/api/v1/files', body, headers: { ...headers, ...reader } })).statusCode).toBe(403)
  })

  test('a file of somebody else, or of nobody, is no answer', async () => {
    const photo = await upload(town, 'Lampe.png', tinyPng(), 'image/png')
    const report = damageReport('taken')
    const taken = { ...report, answers: { ...report.answers, photos: [{ id: photo }] } }
    expect((await submit(taken)).statusCode).toBe(201)
    for (const id of [photo, '01a20414-f1b7-7353-8e68-5b41049328b4', 'nonsense']) {
      const again = await submit({ ...taken, answers: { ...taken.answers, photos: [{ id }] } })
      expect(again.statusCode, id).toBe(422)
      expect(
        again
          .json<Problem>()
          .errors?.map(({ path }) => path)
          .join(),
        id,
      ).toContain('/answers/photos')
    }
  })
})

describe('submissions', () => {
  test('201 { number, accessCode, url, receivedAt }, the same again within thirty days, not after', async () => {
    clock.set(testNow)
    const report = damageReport('thirty days')
    const first = await submit(report, { key: 'thirty-days' })
    expect([first.statusCode, first.headers.location]).toEqual([201, first.json<{ url: string }>().url])
    expect(first.json()).toEqual({
      number: expect.stringMatching(/^KRI-\d{4}-\d{4}-\d{3}$/),
      accessCode: expect.stringMatching(/^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3,}$/),
      url: expect.stringContaining('http://wegweiser.test/cases/KRI-'),
      receivedAt: clock.now().toISOString(),
    })
    clock.advance(29 * 86_400_000)
    const reordered = { ...report, answers: Object.fromEntries(Object.entries(report.answers).reverse()) }
    expect((await submit(reordered, { key: 'thirty-days' })).json()).toEqual(first.json())
    const other = await submit(damageReport('another body'), { key: 'thirty-days' })
    expect([other.statusCode, other.headers['content-type']]).toEqual([422, 'application/problem+json; charset=utf-8'])
    clock.advance(2 * 86_400_000)
    const later = await submit(report, { key: 'thirty-days' })
    expect(later.statusCode).toBe(201)
    expect(later.json<{ number: string }>().number).not.toBe(first.json<{ number: string }>().number)
    clock.set(testNow)
  })

  test('422 names each place as a JSON Pointer, also inside an answer, and a reference to ask by', async () => {
    const report = damageReport('wrong')
    const answers = { ...report.answers, 'a/b~c': 1, kind: 'dragon', place: { text: 7 }, photos: [{ id: 'none' }] }
    const refused = await submit({ ...report, answers })
    const { errors, ...problem } = refused.json<Problem>()
    expect(problem).toMatchObject({ type: 'about:blank', status: 422, title: expect.any(String) })
    expect(problem.reference).toBe(refused.headers['x-request-id'])
    const paths = errors?.map(({ path }) => path) ?? []
    expect(paths).toEqual(expect.arrayContaining(['/answers/a~1b~0c', '/answers/kind', '/answers/place/text']))
    for (const { message } of errors ?? []) expect(message).toMatch(/\S/)
  })

  test('without a key it is limited to so many a minute: 429 with Retry-After', async () => {
    const remoteAddress = freshAddress()
    const answers = []
    for (let round = 0; round < 32; round += 1)
      answers.push(
        await town.house.app.inject({
          method: 'POST',
          url: '/api/v1/submissions',
          remoteAddress,
          headers: { host: town.host, 'content-type': 'application/json', 'idempotency-key': `limit-${round}` },
          payload: JSON.stringify(damageReport('limit')),
        }),
      )
    const refused = answers.filter(({ statusCode }) => statusCode === 429)
    expect(answers.filter(({ statusCode }) => statusCode === 201).length).toBe(30)
    expect(refused.length).toBe(2)
    for (const { headers } of refused) {
      expect(Number(headers['retry-after'])).toBeGreaterThan(0)
      expect(headers['content-type']).toBe('application/problem+json; charset=utf-8')
    }
  })
})

describe('cases', () => {
  test('all six statuses, each as the case shows it and as the list finds it', async () => {
    const karin = await town.signIn({ role: 'clerk', authority: 'kriens' })
    const made = async () => makeCase(town, { key: town.key('clerk', 'kriens') })
    const work = ({ number }: { number: string }) => post(`/api/v1/cases/${number}/work`, undefined, kriens())
    const [received, started, waiting, decided, closed, withdrawn] = [
      await made(),
      await made(),
      await made(),
      await made(),
      await made(),
      await made(),
    ]
    for (const one of [started, waiting, decided, closed]) expect((await work(one)).statusCode).toBe(201)
    await (await (await karin.open(`/desk/cases/${waiting.number}`)).follow('Rückfrage'))
      .fill({ 'Was möchten Sie wissen?': 'Wie tief?' })
      .submit('Rückfrage stellen')
    for (const one of [decided, closed])
      await post(`/api/v1/cases/${one.number}/decision`, { outcome: 'noted', text: 'Gut.' }, kriens())
    await (await (await karin.open(`/desk/cases/${closed.number}`)).follow('Abschliessen'))
      .fill({ 'Warum schliessen Sie das Geschäft ab?': 'Erledigt' })
      .submit('Geschäft abschliessen')
    await town.query(`update egovernment.cases set status = 'withdrawn' where number = $1`, [withdrawn.number])

    const cases = { received, in_progress: started, waiting_for_applicant: waiting, decided, closed, withdrawn }
    for (const status of caseStatuses) {
      const { number, accessCode } = cases[status]
      for (const headers of [own(accessCode), kriens()]) {
        const seen = (await get(`/api/v1/cases/${number}`, headers)).json<Record<string, unknown>>()
        expect(seen, status).toMatchObject({
          number,
          service: 'schadensmeldung',
          authority: 'kriens',
          status,
          nextStep: expect.stringMatching(/\S/),
          messages: expect.any(Array),
          documents: expect.any(Array),
        })
        expect(seen.events).toEqual(
          expect.arrayContaining([{ at: expect.any(String), type: 'received', text: expect.any(String) }]),
        )
      }
      const found = await readAll(`/api/v1/cases?status=${status}&authority=kriens&limit=7`, kriens())
      expect(
        found.map((one) => one.number),
        status,
      ).toContain(number)
      expect(new Set(found.map((one) => one.status))).toEqual(new Set([status]))
    }
    const all = await readAll('/api/v1/cases?limit=3', kriens())
    expect(new Set(all.map(({ number }) => number)).size).toBe(all.length)
    for (const { number } of Object.values(cases)) expect(all.map((one) => one.number)).toContain(number)
  })

  test('only what a key’s scopes say, and only with a key', async () => {
    const { number } = await makeCase(town)
    const status = async (headers: Record<string, string>, path: string, json?: object) =>
      (
        await ask(town, {
          method: path === '' ? 'GET' : 'POST',
          path: `/api/v1/cases${path}`,
          headers,
          ...(json && { json }),
        })
      ).statusCode
    const reader = bearer(town.key('reader', 'luzern'))
    const submitter = bearer(town.key('submitter'))
    const table: Record<string, number[]> = {}
    for (const [who, headers] of Object.entries({ nobody: {}, wrong: bearer('wgw_nonsense'), reader, submitter }))
      table[who] = [
        await status(headers, ''),
        await status(headers, `/${number}/work`),
        await status(headers, `/${number}/messages`, { text: 'x' }),
        await status(headers, `/${number}/decision`, { outcome: 'noted', text: 'x' }),
      ]
    expect(table).toEqual({
      nobody: [401, 401, 401, 401],
      wrong: [401, 401, 401, 401],
      reader: [200, 403, 403, 403],
      submitter: [403, 403, 403, 403],
    })
    expect((await get('/api/v1/cases?status=lost', kriens())).json<Problem>().errors?.[0]?.path).toBe('/status')
    expect((await get('/api/v1/cases?limit=0', kriens())).statusCode).toBe(422)
    expect((await get('/api/v1/cases?sort=name', kriens())).statusCode).toBe(400)
  })

  test('a program writes, takes up and decides; the applicant reads it and answers', async () => {
    const { number, accessCode } = await makeCase(town, { key: town.key('clerk', 'kriens') })
    const at = `/api/v1/cases/${number}`
    const said = await post(`${at}/messages`, { text: 'Wir schauen es an.' }, kriens())
    expect([said.statusCode, said.json()]).toEqual([
      201,
      { id: expect.any(String), at: expect.any(String), text: 'Wir schauen es an.' },
    ])
    expect((await post(`${at}/messages`, { text: 'Danke.' }, own(accessCode))).statusCode).toBe(201)
    expect((await post(`${at}/messages`, { text: '' }, kriens())).json<Problem>().errors?.[0]?.path).toBe('/text')
    const decision = { outcome: 'rejected', text: 'Das ist kein Schaden.' }
    const early = await post(`${at}/decision`, { outcome: 'noted', text: 'Gut.' }, kriens())
    expect(early.statusCode).toBe(409)
    expect((await post(`${at}/work`, undefined, kriens())).json()).toEqual({ number, status: 'in_progress' })
    expect((await post(`${at}/work`, undefined, kriens())).statusCode).toBe(409)
    const bare = await post(`${at}/decision`, decision, kriens())
    expect([bare.statusCode, bare.json<Problem>().errors?.map(({ path }) => path)]).toEqual([
      422,
      ['/reasons', '/remedies'],
    ])
    const whole = { ...decision, reasons: 'Der Belag ist ganz.', remedies: 'Beschwerde innert 20 Tagen.' }
    const decided = await post(`${at}/decision`, whole, kriens())
    expect([decided.statusCode, decided.json()]).toEqual([
      201,
      { id: expect.any(String), number, outcome: 'rejected', status: 'decided' },
    ])
    const seen = await get(at, own(accessCode))
    expect(seen.json()).toMatchObject({
      status: 'decided',
      messages: [
        { from: 'authority', text: 'Wir schauen es an.' },
        { from: 'applicant', text: 'Danke.' },
      ],
      decisions: [{ outcome: 'rejected', text: 'Das ist kein Schaden.', reasons: 'Der Belag ist ganz.' }],
    })
  })
})

describe('credentials of the demo', () => {
  test('{ people: [{ name, role, authority, signInUrl }], apiKeys: [{ role, authority, key, scopes }] }, for their owner only', async () => {
    const file = join(town.folder, 'demo', 'credentials.json')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const { people, apiKeys, ...more }: Town['credentials'] = JSON.parse(await readFile(file, 'utf8'))
    expect(more).toEqual({})
    const authority = expect.toSatisfy((value: unknown) => value === null || typeof value === 'string')
    for (const person of people)
      expect(person).toEqual({
        name: expect.any(String),
        role: expect.any(String),
        authority,
        signInUrl: expect.stringMatching(/^http:\/\/wegweiser\.test\/demo\/sign-in\/[\w-]{43}$/),
      })
    for (const key of apiKeys)
      expect(key).toEqual({ role: expect.any(String), authority, key: expect.any(String), scopes: expect.any(Array) })
  })

  test('each address signs in again and again, with a redirect to where one works, and the second factor counts as given', async () => {
    for (const { signInUrl, role, name } of town.credentials.people) {
      const { pathname } = new URL(signInUrl)
      for (let round = 0; round < 2; round += 1) {
        const answer = await ask(town, { path: pathname })
        expect(answer.statusCode, name).toBe(303)
        const at = String(answer.headers.location)
        expect((await ask(town, { path: at, cookie: cookiesOf(answer) })).statusCode, `${name} ${at}`).toBeLessThan(400)
        if (role !== 'clerk' && role !== 'lead') continue
        expect(at).toBe('/desk/inbox')
        const inbox = await ask(town, { path: at, cookie: cookiesOf(answer) })
        expect(inbox.statusCode, name).toBe(200)
      }
    }
  })

  test('each key does what its scopes say', async () => {
    for (const { key, authority, scopes, role } of town.credentials.apiKeys) {
      const cases = await get(`/api/v1/cases?limit=1${authority ? `&authority=${authority}` : ''}`, bearer(key))
      expect(cases.statusCode, role).toBe(scopes.includes('cases.read') ? 200 : 403)
      const draft = await post('/api/v1/drafts', { service: 'schadensmeldung', authority: 'kriens' }, bearer(key))
      expect(draft.statusCode, role).toBe(scopes.includes('submissions.write') ? 201 : 403)
    }
  })
})

describe('pages', () => {
  const paths = ['/', '/services', '/services/umzug', '/cases', '/privacy', '/imprint', '/accessibility', '/sign-in']

  test('every public path exists under each language and authority, and says so in its head', async () => {
    for (const path of paths)
      for (const language of languages)
        for (const authority of ['', '/kriens', '/luzern']) {
          const at = `/${language}${authority}${path}`
          const page = await town.visitor(language).open(at)
          expect(page.status, at).toBe(200)
          const { documentElement, head } = page.document
          expect(documentElement?.getAttribute('lang'), at).toBe(language)
          expect(page.headers['content-language'], at).toBe(language)
          expect(head?.querySelector('link[rel=canonical]')?.getAttribute('href'), at).toBe(
            `http://wegweiser.test${at}`,
          )
          const alternates = [...(head?.querySelectorAll('link[rel=alternate][hreflang]') ?? [])]
          expect(alternates.map((link) => [link.getAttribute('hreflang'), link.getAttribute('href')])).toEqual(
            languages.map((one) => [one, `http://wegweiser.test/${one}${authority}${path}`]),
          )
        }
  })

  test('without a language in the address the cookie says it, then Accept-Language, then it is German', async () => {
    const languageOf = async (headers: Record<string, string>) =>
      (await ask(town, { path: '/services', headers })).headers['content-language']
    expect(await languageOf({ cookie: 'language=it', 'accept-language': 'fr' })).toBe('it')
    expect(await languageOf({ 'accept-language': 'en-GB;q=0.4, fr-CH;q=0.9' })).toBe('fr')
    expect(await languageOf({ 'accept-language': 'rm, ja' })).toBe('de')
  })

  test('the API answers under prefixes of language and authority as well', async () => {
    const services = await list('/fr/kriens/api/v1/services?q=chien')
    expect(services.items[0]).toMatchObject({ id: 'hundeanmeldung', authority: 'kriens' })
    expect(String(services.items[0]?.title)).toMatch(/chien/i)
  })
})
