import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { expect, onTestFinished, test } from 'vitest'
import { asOwner, openTestDatabase, testNow } from '#test/support/test-database.ts'
import { fixedClock } from '../clock.ts'
import { readSettings } from '../config/settings.ts'
import { createKernel } from '../create-kernel.ts'
import type { FileStore } from '../files/file-store.ts'
import { slug, uuid } from '../ids.ts'
import { createLog } from '../log.ts'
import { json, page, seeOther } from './answers.ts'
import { ConflictError } from './errors.ts'
import { get, type Permissions, type Principal, post, type Route } from './route.ts'
import { createServer } from './server.ts'

const noFiles: FileStore = {
  put: () => Promise.reject(new Error('no files here')),
  get: () => Promise.reject(new Error('no files here')),
  delete: () => Promise.reject(new Error('no files here')),
  list: async function* () {},
}

const permissions: Permissions = {
  'test.look': ['anyone'],
  'test.work': ['clerk'],
  'test.submit': ['anyone', 'key:submissions.write'],
}
const subjectId = '00000000-0000-7000-8000-000000000001'

const routes: readonly Route[] = [
  get('/hello/:name', { permission: 'test.look', isPublic: true }, (_scope, request) =>
    page({ title: 'Hello', shell: 'public', body: h('p', {}, request.params.name ?? '', ' ', request.href('/x')) }),
  ),
  get('/actor', { permission: 'test.look' }, ({ actor }) => json({ kind: actor.kind })),
  get('/actor/public', { permission: 'test.look', readsAsPublic: true }, ({ actor }) => json({ kind: actor.kind })),
  get('/desk/x', { permission: 'test.work' }, () => json({ ok: true })),
  get('/fault', { permission: 'test.look' }, () => {
    throw new Error('a secret inside')
  }),
  get('/api/conflict', { permission: 'test.look' }, () => {
    throw new ConflictError('no', { userMessage: 'kernel.error.status_409' })
  }),
  get('/person', { permission: 'test.look', showsPersonalData: 'case' }, (_scope, request) => {
    if (request.query.has('named'))
      request.showed({ authorityId: slug('luzern'), subjectIds: [subjectId], reason: 'test' })
    return json({ secret: 'personal' })
  }),
  get('/person/conflict', { permission: 'test.look', showsPersonalData: 'case' }, (_scope, request) => {
    if (request.query.has('named')) request.showed({ authorityId: slug('luzern'), subjectIds: [subjectId] })
    return json({ secret: 'personal' }, { status: 409 })
  }),
  post('/things', { permission: 'test.submit', body: 'multipart' }, (scope, request) => {
    scope.announce('test.made', { authorityId: slug('luzern'), payload: { name: request.form.get('name') ?? '' } })
    return seeOther('/hello/you')
  }),
  post('/api/json', { permission: 'test.submit', body: 'json' }, (_scope, request) => json({ got: request.json })),
  get('/limited', { permission: 'test.look', rateLimit: 2 }, () => json({})),
]

async function startServer(principal: Principal = { actor: { kind: 'public' } }) {
  const { urls } = await openTestDatabase()
  const lines: string[] = []
  const settings = { ...readSettings({ WEGWEISER_URL: 'http://portal.example' }), port: 8080 }
  const kernel = createKernel({
    settings,
    clock: fixedClock(testNow),
    databaseUrl: urls.appUrl,
    masterKey: Buffer.alloc(32, 1),
    messages: [{ prefix: 'kernel', folder: new URL('../messages', import.meta.url).pathname }],
    files: noFiles,
    log: createLog({ logLevel: 'info' }, { write: (line) => lines.push(line) }),
  })
  const app = await createServer({
    kernel,
    routes,
    permissions,
    renderPage: (content) => renderToString(h('html', {}, h('title', {}, content.title), content.body)),
    authenticate: async () => principal,
    storeUpload: () => Promise.reject(new Error('no uploads here')),
    signInPath: () => '/sign-in',
  })
  onTestFinished(async () => {
    await app.close()
    await kernel.database.close()
  })
  const ask = (
    method: 'GET' | 'POST' | 'PUT' | 'HEAD',
    url: string,
    headers: Record<string, string> = {},
    payload?: string,
  ) =>
    app.inject({
      method,
      url,
      headers: { host: 'portal.example', ...headers },
      ...(payload === undefined ? {} : { payload }),
    })
  return { app, ask, urls, lines, kernel }
}

test('a page speaks the language of its address, and its text is escaped', async () => {
  const { ask } = await startServer()
  const answer = await ask('GET', '/fr/hello/%3Cb%3E')
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-language']).toBe('fr')
  expect(answer.body).toContain('&lt;b')
  expect(answer.body).toContain('/fr/x')
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
  expect((await ask('GET', '/hello/a', { 'accept-language': 'it' })).headers['content-language']).toBe('it')
  expect(
    (await ask('GET', '/hello/a', { 'accept-language': 'it', cookie: 'language=en' })).headers['content-language'],
  ).toBe('en')
})

test('an unchanged public page is not sent twice', async () => {
  const { ask } = await startServer()
  const first = await ask('GET', '/hello/a')
  const again = await ask('GET', '/hello/a', { 'if-none-match': String(first.headers.etag) })
  expect([again.statusCode, again.body]).toEqual([304, ''])
})

test('what is not there answers 404, and an unknown method is refused', async () => {
  const { ask } = await startServer()
  expect((await ask('GET', '/nothing')).statusCode).toBe(404)
  const put = await ask('PUT', '/hello/a')
  expect([put.statusCode, put.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
  const api = await ask('GET', '/api/nothing')
  expect(api.headers['content-type']).toContain('application/problem+json')
  expect(api.json()).toMatchObject({ status: 404, reference: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/) })
})

test('a query string that cannot be read is refused in words, like everything else', async () => {
  const { ask } = await startServer()
  const answer = await ask('GET', '/fr/hello/a?q=%C3')
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8'])
  expect((await ask('GET', '/api/conflict?q=%C3')).headers['content-type']).toContain('application/problem+json')
})

test('a fault shows a reference and nothing else, and is logged in full', async () => {
  const { ask, lines } = await startServer()
  const answer = await ask('GET', '/fault')
  const reference = answer.headers['x-request-id']
  expect(answer.statusCode).toBe(500)
  expect(answer.body).toContain(String(reference))
  expect(answer.body).not.toContain('secret')
  expect(lines.find((line) => line.includes('a secret inside'))).toContain(String(reference))
})

test('a refusal is said in the language of the person and is no fault', async () => {
  const { ask, lines } = await startServer()
  const answer = await ask('GET', '/it/api/conflict', { accept: 'application/json' })
  expect(answer.json()).toMatchObject({ status: 409, code: 'ConflictError' })
  expect(answer.json().title).toMatch(/Ricarichi/)
  expect(lines.filter((line) => line.includes('"fault"'))).toEqual([])
})

test('the desk is for staff with a second factor', async () => {
  const anybody = await startServer()
  const answer = await anybody.ask('GET', '/fr/desk/x?secret=1')
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/fr/sign-in?next=%2Ffr%2Fdesk%2Fx'])
  const staff = (hasSecondFactor: boolean): Principal => ({
    actor: {
      kind: 'staff',
      staffId: uuid('00000000-0000-7000-8000-0000000000bb'),
      identityId: null,
      name: 'Testa',
      memberships: [{ authorityId: slug('luzern'), unitId: null, role: 'clerk' }],
      hasSecondFactor,
    },
  })
  const half = await startServer(staff(false))
  expect((await half.ask('GET', '/desk/x')).headers.location).toBe('/sign-in/second-factor?next=%2Fdesk%2Fx')
  const whole = await startServer(staff(true))
  expect((await whole.ask('GET', '/desk/x')).statusCode).toBe(200)
  expect((await whole.ask('GET', '/actor')).json()).toEqual({ kind: 'staff' })
  expect((await whole.ask('GET', '/actor/public')).json()).toEqual({ kind: 'public' })
})

test('an answer that refuses and shows something personal all the same leaves an entry; one that shows nothing leaves none', async () => {
  const { ask, urls } = await startServer()
  const actions = () => asOwner(urls, `select action from kernel.audit_entries where kind = 'access'`)
  expect((await ask('GET', '/person/conflict')).statusCode).toBe(409)
  expect(await actions()).toEqual([])
  expect((await ask('GET', '/person/conflict?named')).statusCode).toBe(409)
  expect(await actions()).toEqual([{ action: 'shown:GET /person/conflict' }])
})

test('nothing personal is shown before it is written down who saw it', async () => {
  const { ask, urls } = await startServer()
  const unnamed = await ask('GET', '/person')
  expect([unnamed.statusCode, unnamed.body.includes('personal')]).toEqual([500, false])
  const named = await ask('GET', '/person?named')
  expect(named.json()).toEqual({ secret: 'personal' })
  expect(await asOwner(urls, 'select kind, subject_id, reason from kernel.audit_entries')).toEqual([
    { kind: 'access', subject_id: subjectId, reason: 'test' },
  ])
  await asOwner(urls, 'revoke insert on kernel.audit_entries from wegweiser_app')
  const refused = await ask('GET', '/person?named')
  expect([refused.statusCode, refused.body.includes('personal')]).toEqual([500, false])
})

const formType = { 'content-type': 'application/x-www-form-urlencoded' }

test('a change is committed before the answer leaves, and a foreign page cannot ask for it', async () => {
  const { ask, urls } = await startServer()
  expect((await ask('POST', '/things', formType, 'name=a')).statusCode).toBe(303)
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ]
  for (const headers of foreign) {
    expect((await ask('POST', '/things', { ...formType, ...headers }, 'name=b')).statusCode).toBe(403)
  }
  expect(
    (
      await ask(
        'POST',
        '/things',
        { ...formType, origin: 'http://portal.example', 'sec-fetch-site': 'same-origin' },
        'name=c',
      )
    ).statusCode,
  ).toBe(303)
  expect(await asOwner(urls, `select payload ->> 'name' as name from kernel.outbox order by id`)).toEqual([
    { name: 'a' },
    { name: 'c' },
  ])
})

test.each<[string, string, Record<string, string>, string, number]>([
  ['/things', 'broken escape', formType, 'name=%zz', 400],
  ['/things', 'wrong type', { 'content-type': 'text/xml' }, '<a/>', 415],
  ['/things', 'huge', formType, `name=${'x'.repeat(2 * 1024 * 1024)}`, 413],
  ['/things', 'broken multipart', { 'content-type': 'multipart/form-data; boundary=x' }, '--x\r\nContent-Dispos', 400],
  ['/things', 'multipart without boundary', { 'content-type': 'multipart/form-data' }, 'x', 400],
  ['/api/json', 'no JSON', { 'content-type': 'application/json' }, '{', 400],
  ['/api/json', 'prototype', { 'content-type': 'application/json' }, '{"a":{"__proto__":{"x":1}}}', 400],
  ['/api/json', 'form instead of JSON', formType, 'a=1', 415],
])('%s refuses %s', async (path, _name, headers, body, status) => {
  const { ask } = await startServer()
  expect((await ask('POST', path, headers, body)).statusCode).toBe(status)
})

test('JSON arrives as it was sent: nothing is converted or dropped', async () => {
  const { ask } = await startServer()
  const body = { n: '42', list: ['1'], unknown: null, big: 1.15 }
  const answer = await ask('POST', '/api/json', { 'content-type': 'application/json' }, JSON.stringify(body))
  expect(answer.json()).toEqual({ got: body })
})

test('too many requests are told when to come back', async () => {
  const { ask } = await startServer()
  await ask('GET', '/limited')
  await ask('GET', '/limited')
  const answer = await ask('GET', '/limited')
  expect(answer.statusCode).toBe(429)
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
})

test.each([
  ['TRACE', 'TRACE /hello/a HTTP/1.1\r\nHost: portal.example\r\n\r\n'],
  ['two hosts', 'GET /hello/a HTTP/1.1\r\nHost: portal.example\r\nHost: evil.example\r\n\r\n'],
  ['a foreign host', 'GET /hello/a HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
  ['an absolute address', 'GET http://evil.example/hello/a HTTP/1.1\r\nHost: portal.example\r\n\r\n'],
  ['two lengths', 'POST /things HTTP/1.1\r\nHost: portal.example\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na'],
  [
    'a length and chunks',
    'POST /things HTTP/1.1\r\nHost: portal.example\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
])('%s is refused', async (_name, bytes) => {
  const { app } = await startServer()
  await app.listen({ port: 0, host: '127.0.0.1' })
  const address = app.server.address()
  const status = await sendRaw(isPortAddress(address) ? address.port : 0, bytes)
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
})

function isPortAddress(address: unknown): address is AddressInfo {
  return typeof address === 'object' && address !== null && 'port' in address
}

function sendRaw(port: number, bytes: string): Promise<number> {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.once('data', (data) => {
      socket.destroy()
      done(Number(/^HTTP\/1\.1 (\d+)/.exec(data.toString())?.[1]))
    })
    socket.once('error', fail)
    socket.setTimeout(5_000, () => fail(new Error('no answer')))
  })
}
