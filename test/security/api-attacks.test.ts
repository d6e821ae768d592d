import { afterAll, beforeAll, expect, test } from 'vitest'
import { programWithDraft } from '#test/support/drafts.ts'
import { damageReport } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { type Answered, ask, cookiesOf, makeCase } from './attack.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

type Problem = { status: number; title: string; errors?: { path: string; message: string }[] }
const json = { 'content-type': 'application/json' }
const report = () => JSON.stringify(damageReport('attack'))

let serial = 0
function submit(body: string | Buffer, headers: Record<string, string> = {}): Promise<Answered> {
  serial += 1
  return ask(town, {
    path: '/api/v1/submissions',
    body,
    headers: { ...json, 'idempotency-key': `api-attack-${serial}`, ...headers },
  })
}

/** A body with something put in behind its first brace. */
const with_ = (more: string, body = report()) => `{${more},${body.slice(1)}`

test('nobody sets more than the shape has: no field of a row, no field of a prototype', async () => {
  for (const more of ['status', 'channel', 'number', 'receivedAt', 'party_id', 'unitId', 'isContactConfirmed']) {
    const refused = await submit(with_(`"${more}":"x"`))
    expect([refused.statusCode, refused.json<Problem>().errors?.length], more).toEqual([422, 1])
  }
  for (const name of ['__proto__', 'constructor', 'prototype']) {
    expect((await submit(with_(`"${name}":{"isAdmin":true}`))).statusCode, name).toBe(400)
    expect((await submit(report().replace('"kind"', `"${name}":{"a":1},"kind"`))).statusCode, name).toBe(400)
  }
  expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false)
  const { send } = await programWithDraft(town)
  for (const more of ['version', 'state', 'token', 'authority', 'savedAt'])
    expect((await send('PUT', '', { answers: {}, [more]: 1 }, 1)).statusCode, more).toBe(422)
  const { number } = await makeCase(town, { key: town.key('clerk', 'kriens') })
  for (const more of ['signedBy', 'id', 'status']) {
    const answer = await ask(town, {
      path: `/api/v1/cases/${number}/decision`,
      headers: { authorization: `Bearer ${town.key('clerk', 'kriens')}` },
      json: { outcome: 'noted', text: 'x', [more]: 'x' },
    })
    expect(answer.statusCode, more).toBe(422)
  }
})

test('what is nested too deep or too long is refused quickly and in few words', async () => {
  const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
  for (const depth of [101, 1_000, 5_000, 20_000, 200_000])
    expect((await submit(report().replace('"road"', deep(depth)))).statusCode, String(depth)).toBe(400)
  expect((await submit(report().replace('"road"', deep(60)))).statusCode).toBe(422)
  const braces = JSON.stringify({ ...damageReport('x'), service: '{'.repeat(60) })
  expect((await submit(braces)).statusCode).toBe(422)

  const many = [
    report().replace('"road"', `[${'0,'.repeat(300_000)}0]`),
    report().replace('"road"', `"road","photos":[${'{"id":"x"},'.repeat(60_000)}{"id":"x"}]`),
    report().replace('"road"', `"waste","waste_kinds":[${'"no",'.repeat(120_000)}"no"]`),
    report().replace('"road"', `"road",${Array.from({ length: 20_000 }, (_, at) => `"a${at}":1`).join()}`),
    `{"answers":{${Array.from({ length: 390 }, (_, at) => `"a${at}":1`).join()}},"service":"schadensmeldung","authority":"kriens"}`,
  ]
  for (const body of many) {
    const answer = await submit(body)
    expect(answer.statusCode, body.slice(0, 200)).toBe(422)
    expect(answer.body.length, body.slice(0, 200)).toBeLessThan(100_000)
  }
  expect((await submit(report().replace('"road"', `"${'x'.repeat(1_100_000)}"`))).statusCode).toBe(413)
})

test('another kind of body, another character set or a packed body is refused before it is read', async () => {
  for (const type of [
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json-patch+json',
    'application/problem+json',
    'application/json; charset=iso-8859-1',
    'application/json; charset="utf-16"',
    'application/json;charset=UTF-7',
    'nonsense',
  ])
    expect((await submit(report(), { 'content-type': type })).statusCode, type).toBe(415)
  for (const type of ['application/json; charset=utf-8', 'Application/JSON; Charset="UTF-8"'])
    expect((await submit(report(), { 'content-type': type })).statusCode, type).toBe(201)
  const refused = await submit(report(), { 'content-type': 'text/plain' })
  expect(refused.json<Problem>().title).toContain('UTF-8')
  for (const coding of ['gzip', 'br', 'deflate'])
    expect((await submit(report(), { 'content-encoding': coding })).statusCode, coding).toBe(415)
  expect((await submit(Buffer.from(report(), 'latin1'))).statusCode).toBe(201)
  expect((await submit(Buffer.from(report().replace('Loch', 'Löch'), 'latin1'))).statusCode).toBe(400)
  expect((await submit(Buffer.from(`\ufeff${report()}`, 'utf8'))).statusCode).toBeLessThan(500)
  expect((await submit('')).statusCode).toBe(400)
})

test('HEAD says what GET would, without its body; OPTIONS says which methods there are, to any site the same', async () => {
  const { number, accessCode } = await makeCase(town)
  const { draft } = await programWithDraft(town)
  for (const [path, headers] of [
    ['/api/v1/services', {}],
    ['/api/openapi.json', {}],
    [`/api/v1/cases/${number}`, { 'x-access-code': accessCode }],
    [`/api/v1/drafts/${draft.id}`, { 'x-draft-token': draft.token }],
  ] as const) {
    const [got, head] = [await ask(town, { path, headers }), await ask(town, { path, headers, method: 'HEAD' })]
    expect([head.statusCode, head.body, head.headers['content-type']], path).toEqual([
      200,
      '',
      got.headers['content-type'],
    ])
    const options = await ask(town, { path, method: 'OPTIONS', headers: { origin: 'https://evil.example' } })
    expect([options.statusCode, options.body], path).toEqual([204, ''])
    expect(options.headers.allow, path).toContain('GET, HEAD')
    expect(Object.keys(options.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  }
  expect((await ask(town, { path: '/api/v1/nowhere', method: 'OPTIONS' })).statusCode).toBe(404)
})

test('a draft takes anything that is JSON, and neither program nor browser stumbles over it', async () => {
  const odd = [null, true, 7, -1e308, 'x', '', [], [[]], {}, { id: 1 }, [{ id: null }], { text: {} }, ['a', 1]]
  const fields = ['kind', 'is_dangerous', 'municipality', 'place', 'description', 'seen_on', 'photos', 'waste_kinds']
  const { draft, send } = await programWithDraft(town)
  const taken = await ask(town, { path: new URL(draft.url).pathname, form: {} })
  const cookie = cookiesOf(taken)
  expect(cookie).toContain('draft-schadensmeldung=')
  for (const value of odd) {
    const answers = Object.fromEntries(fields.map((field) => [field, value]))
    const saved = await send('PUT', '', { answers }, '*')
    expect(saved.statusCode, JSON.stringify(value)).toBe(200)
    expect(saved.json<{ answers: unknown }>().answers).toEqual(answers)
    for (const page of ['kind', 'place', 'details', 'photos', 'review']) {
      const path = `/kriens/services/schadensmeldung/apply/${page}`
      expect((await ask(town, { path, cookie })).statusCode, `${page} ${JSON.stringify(value)}`).toBeLessThan(400)
    }
    expect((await send('POST', '/submission')).statusCode, JSON.stringify(value)).toBe(422)
  }
  for (const text of ['a\u0000b', '\ud800']) {
    const saved = await send('PUT', '', { answers: { kind: 'road', description: text } }, '*')
    expect(saved.statusCode).toBe(200)
    expect(saved.json<Problem>().errors?.map(({ path }) => path)).toContain('/answers/description')
  }
})
