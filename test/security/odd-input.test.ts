import { parseHTML } from 'linkedom'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Route } from '#kernel/http/route.ts'
import { programWithDraft } from '#test/support/drafts.ts'
import { isLarge } from '#test/support/random.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { type Answered, type Ask, allRoutes, ask, makeCase, multipart, pdf, proveCase } from './attack.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
}, 120_000)
afterAll(() => town.close())

const deepList = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`
const deepObject = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

/** Values that have broken programs before. */
const values = [
  '',
  '\u0000',
  'a\u0000b',
  '\ud800',
  `' or 1=1; drop table egovernment.cases; --`,
  `") union select 1,2,3 --`,
  `\${7*7}{{7*7}}`,
  '"><svg onload=alert(1)>',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '..\\..\\windows',
  'CON',
  'x'.repeat(5_000),
  'a\r\nSet-Cookie: stolen=1',
  '-1',
  '999999999999999999999999',
  '1e309',
  'NaN',
  '0x1F',
  '9999-12-31~01a20414-f1b7-7353-8e68-5b41049328b4',
  '2026-02-31',
  '01a20414-f1b7-7353-8e68-5b41049328b4',
  'KRI-0000-0100-017',
  '__proto__',
  'constructor',
  'toString',
  '\u202egpj.exe',
  '🏔️'.repeat(50),
  '%',
  '_',
  '(((((((((a*)*)*)*)*)*)*)*)',
]

/** Texts behind the question mark and in the body of a form that no browser sends. */
const brokenForms = [
  'q=%C3',
  '%C3=%C3',
  'q=%',
  'q=%ZZ&q=%00',
  'a'.repeat(300),
  '=&=&&&===',
  'q[]=1&q[a]=2&q[__proto__]=3',
  '__proto__=1&constructor=2&prototype[x]=3',
  'q=1&q=2&q=3&q=4',
  Array.from({ length: 900 }, (_, index) => `f${index}=1`).join('&'),
  Array.from({ length: 1_100 }, (_, index) => `f${index}=1`).join('&'),
  `q=${'%41'.repeat(3_000)}`,
  'q=%ED%A0%80',
  'q=%F0%9F%98',
  '+++=+++',
  'q=a;b=c',
]

/** Names of fields that some form or address of ours knows. */
const names = [
  'q',
  'after',
  'before',
  'limit',
  'status',
  'authority',
  'unit',
  'service',
  'assigned',
  'tab',
  'life',
  'audience',
  'lang',
  'next',
  'level',
  'kind',
  'state',
  'code',
  'number',
  'hash',
  'email',
  'text',
  'page',
  'reason',
  'outcome',
  'whom',
  'to',
  'step',
  'reviewed',
  'reasons',
  'remedies',
  'answer_by.day',
  'answer_by.month',
  'answer_by.year',
  'notified_on.day',
  'notified_on.month',
  'notified_on.year',
  'language',
  'notices',
  'protected',
  'address',
  'done',
  'notice',
  'place',
  'place.text',
  'place.east',
  'place.north',
  'municipality',
  'description',
  'photos.kept',
  'photos.remove',
  'action',
  'seen_on.day',
  'seen_on.month',
  'seen_on.year',
  'caller.given',
  'caller.family',
  'phone',
  'is_dangerous',
  'postcode',
  'locality',
  'e',
  'n',
  'saved',
  'invitation',
  'error',
  'iss',
] as const

const bodies = [
  '',
  '{',
  'null',
  '[]',
  '"text"',
  '1',
  '{}',
  '\u0000',
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{}}}',
  deepList(2_000),
  deepList(10_000),
  deepObject(2_000),
  deepObject(10_000),
  `{"answers":${deepObject(900)}}`,
  `{"service":"schadensmeldung","authority":"kriens","answers":{"description":${deepList(1_500)}}}`,
  '{"service":["schadensmeldung"],"authority":{"a":1},"answers":[]}',
  '{"service":"schadensmeldung","authority":"kriens","answers":{"kind":{"$ne":1},"description":["a"],"place":7,"municipality":"1059"}}',
  '{"service":"schadensmeldung","authority":"kriens","answers":{"kind":"road","description":"a\\u0000b"}}',
  '{"service":"schadensmeldung","authority":"kriens","answers":{"kind":"road","description":"\\ud800"}}',
  '{"service":"schadensmeldung","service":"umzug","authority":"kriens","answers":{}}',
  '{"service":"umzug","authority":"kriens","answers":{"persons":[[[]]],"move_date":true,"unknown":1}}',
  '{"text":"a\\u0000b"}',
  '{"text":"\\ud800"}',
  '{"text":["a"]}',
  '{"text":""}',
  '{"text":"a","more":1}',
  '{"outcome":"approved","text":"a","notifiedOn":"9999-99-99"}',
  '{"outcome":"approved","text":"a\\u0000","notifiedOn":"2026-12-01"}',
  '{"outcome":["approved"],"text":{}}',
  `{"text":"${'x'.repeat(100_000)}"}`,
  'a=b',
  '﻿{}',
  '{"a":1e400}',
  '[1,]',
  '{"text":01}',
]

const cookies = [
  'session=%00',
  'session=',
  'session',
  '=',
  ';;;;',
  'session=%C3',
  `session=${'a'.repeat(43)}`,
  `case=${'a'.repeat(43)}`,
  `session=${'x'.repeat(7_000)}`,
  'language=%00',
  'language=__proto__',
  'draft-schadensmeldung=a.b.c',
  'draft-schadensmeldung=....',
  `draft-schadensmeldung=kriens.01a20414-f1b7-7353-8e68-5b41049328b4.${'a'.repeat(43)}`,
  'session="a b"; session=c',
  '__proto__=1',
  Array.from({ length: 200 }, (_, index) => `c${index}=1`).join('; '),
  `sign-in=${'é'.repeat(20)}`,
]

const languages = [
  '',
  '*',
  'xx',
  'de;q=',
  'de;q=1.0.0',
  ';;;,,,',
  `${'fr,'.repeat(2_000)}`,
  '\u00ff',
  '__proto__',
  'de-CH-1996;q=0.5,*;q=-1',
]

type Cast = { nobody: string; holder: string; person: string; clerk: string; number: string; draft: string }

/** The secret of the draft that programs are tried with. */
let token = ''

async function cast(): Promise<Cast> {
  const made = await makeCase(town)
  const draft = await programWithDraft(town)
  token = draft.draft.token
  const cookie = async (who: Parameters<Town['signIn']>[0]) => (await town.signIn(who)).cookies()
  return {
    nobody: '',
    holder: await proveCase(town, made),
    person: await cookie({ name: 'Mia Muster' }),
    clerk: await cookie({ role: 'clerk', authority: 'kriens' }),
    number: made.number,
    draft: draft.draft.id,
  }
}

/** Who gets furthest on a route. */
function fitting({ path }: Route, people: Cast): string {
  if (path.startsWith('/desk')) return people.clerk
  if (path.startsWith('/cases') || path.startsWith('/api/v1/cases')) return people.holder
  return /^\/(?:account|session|mailbox)/.test(path) ? people.person : people.nobody
}

/** The address of a route with true ids, or with a value in place of each. */
function address(route: Route, people: Cast, value?: string): string {
  const truth: Record<string, string> = {
    number: people.number,
    draft: people.draft,
    id:
      route.path.startsWith('/services') || route.path.startsWith('/api/v1/services')
        ? 'schadensmeldung'
        : '01a20414-f1b7-7353-8e68-5b41049328b4',
    page: 'details',
    token: 'a'.repeat(43),
    uid: 'x',
    question: '01a20414-f1b7-7353-8e68-5b41049328b4',
    file: '01a20414-f1b7-7353-8e68-5b41049328b4',
  }
  const path = route.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent((value ?? truth[name] ?? 'x').toWellFormed()),
  )
  return `${route.path.startsWith('/services') ? '/kriens' : ''}${path}`
}

// The provider of the demo listens at an address of its own, which a test does not have.
const asksTheProvider = /^\/sign-in\/(?:person|staff)$/
const endsSessions = /^\/sign-out/

const programs = /^\/(?:api(?!\/reference$)|healthz|readyz|metrics)(?:\/|$)/
const files = /\.(?:pdf|xml|txt|ics|csv|xlsx|json)$|^\/account\/export$|\/receipt$|\/files\/[^/]*$/

/** Open data in formats of its own, and refusals in words or for programs. */
const openData = /^\/opendata\/(?:features(?:\/.*)?$|.*\.[a-z]+$)|^\/datastore\/dump\//
const openTypes =
  /^(?:text\/(?:html|plain|csv|turtle|tab-separated-values)|image\/svg\+xml|application\/(?:(?:rdf|atom|ld|geo|problem)\+(?:xml|json)|json|x-ndjson|vnd\.[a-z.+-]+))(?:;|$)/

function check(answer: Answered, route: Route, label: string): void {
  expect(answer.statusCode, `${label}\n${answer.body.slice(0, 300)}`).toBeLessThan(
    asksTheProvider.test(route.path) ? 504 : 500,
  )
  expect(answer.headers['x-content-type-options'], label).toBe('nosniff')
  expect(answer.headers['content-security-policy'], label).toContain("default-src 'none'")
  expect(
    answer.headers['set-cookie'] === undefined || !/stolen/.test(String(answer.headers['set-cookie'])),
    label,
  ).toBe(true)
  expect(
    answer.headers.location === undefined ||
      /^\/(?!\/)|^http:\/\/wegweiser\.test\//.test(String(answer.headers.location)),
    label,
  ).toBe(true)
  if (answer.body === '' || (answer.statusCode >= 300 && answer.statusCode < 400)) return
  const type = String(answer.headers['content-type'])
  if (programs.test(route.path))
    expect(type, label).toMatch(
      /^(?:application\/(?:(?:problem|schema|geo)\+)?json; charset=utf-8|text\/plain|application\/javascript)/,
    )
  else if (openData.test(route.path)) expect(type, label).toMatch(openTypes)
  else if (!(files.test(route.path) || /suggest$|^\/session$/.test(route.path)) || answer.statusCode >= 400)
    expect(type, label).toBe('text/html; charset=utf-8')
  if (type.startsWith('text/html'))
    expect(answer.body.includes('<svg onload') || answer.body.includes('<script>alert'), label).toBe(false)
}

let sent = 0
async function attack(route: Route, one: Ask): Promise<void> {
  sent += 1
  const headers = {
    ...(route.method === 'GET' ? {} : { 'sec-fetch-site': 'same-origin' }),
    ...(route.path.startsWith('/api/v1/drafts/') ? { 'x-draft-token': token, 'if-match': '*' } : {}),
    ...one.headers,
  }
  const answer = await ask(town, { ...one, method: route.method, headers })
  check(
    answer,
    route,
    `${route.method} ${one.path.slice(0, 200)} ${JSON.stringify(one.form ?? one.json ?? one.cookie ?? one.headers ?? '').slice(0, 200)}`,
  )
}

function* pick<Item>(items: readonly Item[], from: number, count: number): Generator<Item> {
  for (let index = 0; index < count; index += 1) {
    const item = items[(from * 7 + index) % items.length]
    if (item !== undefined) yield item
  }
}

/** Every eighth, beginning elsewhere for each route: eight routes together get all. At full size each gets all. */
function shareOf<Item>(items: readonly Item[], index: number): readonly Item[] {
  return isLarge ? items : items.filter((_, place) => (place + index) % 8 === 0)
}

/** What is odd and sent to one route: of each kind its share. */
function* oddRequests(route: Route, index: number, people: Cast): Generator<Ask> {
  const cookie = fitting(route, people)
  const plain = address(route, people)
  const body: Ask = route.method === 'GET' ? { path: plain, cookie } : { path: plain, cookie, form: {} }
  const isCostly = /\.(?:pdf|tsv|json|ndjson|xlsx|geojson|parquet|svg)$|receipt$/.test(route.path)
  if (route.path.includes(':'))
    for (const value of isCostly ? pick(values, index, 3) : shareOf(values, index))
      yield { ...body, path: address(route, people, value) }
  if (route.method === 'GET') {
    for (const form of isCostly ? pick(brokenForms, index, 3) : shareOf(brokenForms, index))
      yield { path: `${plain}?${form}`, cookie }
    for (const value of isCostly ? [] : shareOf(values, index + 1)) {
      const search = names
        .map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(value.slice(0, 60).toWellFormed())}`)
        .join('&')
      yield { path: `${plain}?${search}`, cookie }
    }
  } else if (route.options.body === 'json') {
    for (const [serial, json] of shareOf(bodies, index).entries())
      yield { path: plain, cookie, json, headers: { 'idempotency-key': `odd-${index}-${serial}` } }
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data', '', 'application/json; charset=utf-16'])
      yield { path: plain, cookie, body: '{}', headers: { 'content-type': type } }
  } else {
    for (const form of shareOf(brokenForms, index)) yield { path: plain, cookie, form }
    for (const value of isCostly ? pick(values, index, 3) : shareOf(values, index)) {
      const form = names
        .map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`)
        .join('&')
      yield { path: plain, cookie, form }
    }
    yield { path: plain, cookie, form: `text=${'x'.repeat(100_000)}` }
    yield {
      path: plain,
      cookie,
      body: Buffer.from([0xff, 0xfe, 0x00]),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }
  }
  if (isCostly || route.method !== 'GET') return
  for (const line of shareOf(cookies, index)) yield { path: plain, cookie: line }
  for (const line of shareOf(languages, index)) yield { path: plain, cookie, headers: { 'accept-language': line } }
}

test('whatever is sent to whatever address, it is answered in words and never with a fault', async () => {
  const people = await cast()
  const routes = allRoutes(town).filter(({ path }) => !endsSessions.test(path))
  for (const [index, route] of routes.entries()) {
    // Several come at once, as they do; then nobody waits for the database alone.
    const requests = oddRequests(route, index, people)
    const sendAll = async () => {
      for (const one of requests) await attack(route, one)
    }
    await Promise.all(Array.from({ length: 4 }, sendAll))
  }
  expect(sent).toBeGreaterThanOrEqual(isLarge ? 20_000 : 4_000)
}, 600_000)

test('addresses that cannot be read lead where nothing is, with our own page and headers', async () => {
  const paths = [
    '/%',
    '/%C3',
    '/services/%C3',
    '/fr/kriens/services/%ZZ',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/../package.json',
    '/assets/%2e%2e/package.json',
    '/assets/..%2fpackage.json',
    '/assets/%00',
    `/services/${'a'.repeat(5_000)}`,
    '/services//apply',
    '/de/de/de',
    '/.env',
    '/.git/config',
    '/services/schadensmeldung/',
    '/SERVICES',
    '/%73ervices/%C3%28',
    '/kriens/%ff',
    '/demo/oidc/%C3',
  ]
  for (const path of paths) {
    const answer = await ask(town, { path })
    expect([403, 404], path).toContain(answer.statusCode)
    expect(answer.headers['content-security-policy'], path).toContain("default-src 'none'")
    expect(answer.headers['content-type'], path).toBe('text/html; charset=utf-8')
  }
  const api = await ask(town, { path: '/api/v1/%C3' })
  expect([api.statusCode, api.headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8'])
})

test('a line break in names, addresses and codes adds no line to a mail or an answer', async () => {
  const lines = [
    'petra@beispielhaft.example\r\nBcc: all@evil.example',
    'petra@beispielhaft.example\nSubject: x',
    'a@b.example%0d%0aBcc: c@d.example',
  ]
  for (const email of lines) {
    const answer = await ask(town, {
      path: '/api/v1/submissions',
      headers: { 'idempotency-key': `crlf-${email}`.replace(/[\r\n]/g, '') },
      json: { service: 'schadensmeldung', authority: 'kriens', answers: {}, contact: { email, language: 'de' } },
    })
    expect(answer.statusCode, email).toBe(422)
    for (const path of ['/kriens/services/schadensmeldung/draft/link', '/accessibility/feedback', '/cases/new-code'])
      expect(
        (await ask(town, { path, form: { email, text: 'x', number: 'KRI-0000-0100-017' } })).statusCode,
      ).toBeLessThan(500)
  }
  await town.jobs.drain()
  expect(
    await town.query(`select to_address from kernel.mails where to_address ~ '[\\s%]' or subject ~ '[\\r\\n]'`),
  ).toEqual([])
})

test('multipart bodies may be as odd as they like', async () => {
  const made = await makeCase(town)
  const cookie = await proveCase(town, made)
  const path = `/cases/${made.number}/messages`
  const file = (name: string, field = 'files', type = 'application/pdf') => ({ field, name, type, content: pdf('x') })
  const odd = [
    multipart(
      { text: 'a' },
      Array.from({ length: 12 }, (_, index) => file(`${index}.pdf`)),
    ),
    multipart({ text: 'a\u0000' }, [file('a\u0000.pdf')]),
    multipart({ __proto__x: '1', text: 'x'.repeat(190_000) }, []),
    multipart({ text: 'x'.repeat(300_000) }, []),
    multipart(Object.fromEntries(Array.from({ length: 700 }, (_, index) => [`f${index}`, '1'])), []),
    multipart({ text: 'a' }, [file('a'.repeat(5_000))]),
    multipart({ text: 'a' }, [file('x.pdf', 'x'.repeat(5_000))]),
    multipart({ text: 'a' }, [file('x.pdf', 'files', 'x'.repeat(2_000))]),
    { body: '', headers: { 'content-type': 'multipart/form-data; boundary=' } },
    { body: '--x', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
    { body: '--x\r\n\r\n\r\n--x--', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
    {
      body: '--x\r\ncontent-disposition: form-data\r\n\r\na\r\n--x--\r\n',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    },
    { body: 'a', headers: { 'content-type': `multipart/form-data; boundary=${'b'.repeat(500)}` } },
    { body: 'a', headers: { 'content-type': 'multipart/form-data; boundary="' } },
  ]
  for (const one of odd) {
    const answer = await ask(town, { path, cookie, ...one })
    expect(
      answer.statusCode,
      `${one.headers['content-type']} ${String(one.body).slice(0, 80)} ${town.logs.at(-2)}`,
    ).toBeLessThan(500)
    expect(answer.statusCode).not.toBe(200)
  }
})

test('an answer to a form on a page of our own never leaves the origin', async () => {
  const evil = [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/%2f%2fevil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '\\\\evil',
    '/%5cevil.example',
    ' //evil',
    'x',
  ]
  for (const next of evil) {
    const page = await ask(town, { path: `/sign-in?next=${encodeURIComponent(next)}` })
    expect(page.statusCode).toBe(200)
    const links = [...parseHTML(page.body).document.querySelectorAll('[href], [action]')].map(
      (one) => new URL(one.getAttribute('href') ?? one.getAttribute('action') ?? '', `http://${town.host}/sign-in`),
    )
    expect(links.length).toBeGreaterThan(10)
    for (const link of links.filter(({ href }) => href !== 'data:,')) {
      expect(link.origin, link.href).toBe(`http://${town.host}`)
      if (link.pathname === '/sign-in/person') expect(link.searchParams.get('next'), next).toBe('/')
    }
  }
})
