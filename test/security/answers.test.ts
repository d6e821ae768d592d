import { parseHTML } from 'linkedom'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contentPolicy } from '#kernel/http/security-headers.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { type Answered, type Ask, allRoutes, ask, cookiesOf, makeCase, proveCase } from './attack.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
}, 120_000)
afterAll(() => town.close())

function checkPage(answer: Answered, label: string): void {
  const { document } = parseHTML(answer.body)
  expect(
    document.querySelectorAll('style, script:not([src]), [style], base, object, embed, iframe, meta[http-equiv]')
      .length,
    label,
  ).toBe(0)
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      expect(name.startsWith('on'), `${label}: ${element.tagName} ${name}`).toBe(false)
      if (/^(?:href|src|action|formaction|srcset|poster|data)$/.test(name)) {
        expect(value, label).not.toMatch(/^\s*(?:javascript|vbscript):/i)
        const isForeign = /^(?:https?:)?\/\//.test(value) && !value.startsWith(`http://${town.host}/`)
        if (isForeign && element.tagName !== 'A') throw new Error(`${label}: ${element.tagName} ${name} ${value}`)
      }
    }
  }
  for (const script of document.querySelectorAll('script[src]'))
    expect(script.getAttribute('src'), label).toMatch(/^\/assets\//)
}

/** `isOpen`: public data, which pages of any site may read; never with anybody's cookie. */
function checkHeaders(answer: Answered, label: string, isPersonal: boolean, isOpen: boolean): void {
  const policy = String(answer.headers['content-security-policy'])
  expect([contentPolicy, `${contentPolicy}; sandbox`], label).toContain(policy)
  expect(answer.headers, label).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': isOpen ? 'cross-origin' : 'same-origin',
  })
  expect(policy).toContain("frame-ancestors 'none'")
  expect(
    Object.keys(answer.headers).filter((name) => name.startsWith('access-control')),
    label,
  ).toEqual(isOpen ? ['access-control-allow-origin', 'access-control-expose-headers'] : [])
  if (isOpen) expect(answer.headers['access-control-allow-origin'], label).toBe('*')
  expect(answer.headers.server ?? answer.headers['x-powered-by'], label).toBeUndefined()
  if (isPersonal) expect(answer.headers['cache-control'], label).toBe('no-store')
  for (const { name, ...cookie } of answer.cookies)
    expect(cookie, `${label} ${name}`).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
}

test('every page of every address, as nobody, holder, person and clerk, carries our policies and no script of its own', async () => {
  const made = await makeCase(town)
  const mia = (await town.signIn({ name: 'Mia Muster' })).cookies()
  const first = await ask(town, { path: '/kriens/services/schadensmeldung/apply/kind', form: { kind: 'road' } })
  const people: [string, string][] = [
    ['nobody', ''],
    ['draft', cookiesOf(first)],
    ['holder', await proveCase(town, made)],
    ['person', mia],
    ['clerk', (await town.signIn({ role: 'clerk', authority: 'kriens' })).cookies()],
    ['lead', (await town.signIn({ role: 'lead', authority: 'kriens' })).cookies()],
  ]
  const values: Record<string, string> = {
    number: made.number,
    id: 'schadensmeldung',
    page: 'danger',
    token: 'a'.repeat(43),
    uid: 'x',
    question: 'x',
    file: 'x',
  }
  const routes = allRoutes(town).filter(({ path }) => !/^\/sign-in\/(?:person|staff)$|^\/sign-out/.test(path))
  const signedIn = new Set(['holder', 'person', 'clerk', 'lead'])
  let pages = 0
  for (const route of routes) {
    for (const [name, cookie] of people) {
      const path = `${route.path.startsWith('/services') ? '/de/kriens' : ''}${route.path.replace(/:(\w+)/g, (_, part: string) => values[part] ?? 'x')}`
      const isWrite = route.method !== 'GET'
      if (isWrite && name !== 'clerk' && name !== 'nobody') continue
      const one: Ask = {
        path,
        ...(cookie ? { cookie } : {}),
        ...(isWrite ? (route.options.body === 'json' ? { json: {} } : { form: {} }) : {}),
      }
      const answer = await ask(town, one)
      const label = `${name}: ${route.method} ${path} ${answer.statusCode}`
      checkHeaders(
        answer,
        label,
        signedIn.has(name) || isWrite || answer.statusCode !== 200 || /\/(?:apply|draft)/.test(path),
        route.options.isOpenToSites ?? false,
      )
      if (!String(answer.headers['content-type']).startsWith('text/html')) continue
      pages += 1
      checkPage(answer, label)
    }
  }
  expect(pages).toBeGreaterThan(250)
}, 120_000)

test('what a cache may keep is the same for all, and says what it depends on', async () => {
  const mia = (await town.signIn({ name: 'Mia Muster' })).cookies()
  for (const { path } of allRoutes(town).filter(
    ({ method, options, path: at }) => method === 'GET' && options.isPublic && !at.includes(':'),
  )) {
    const [open, own] = [await ask(town, { path }), await ask(town, { path, cookie: mia })]
    expect(open.headers.vary, path).toContain('Cookie')
    expect(open.headers.vary, path).toContain('Accept-Language')
    if (open.headers['cache-control'] !== 'no-store') expect(open.headers['set-cookie'], path).toBeUndefined()
    expect(own.headers['cache-control'], path).toBe('no-store')
    expect(open.body, path).not.toContain('Mia')
  }
})

test('no other site reads an answer: not with credentials, not after asking first', async () => {
  const key = `Bearer ${town.key('clerk', 'kriens')}`
  for (const path of ['/api/v1/cases?authority=kriens', '/api/v1/services', '/api/v1/submissions', '/', '/session']) {
    for (const method of ['GET', 'OPTIONS', 'POST'] as const) {
      const headers = {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
        authorization: key,
      }
      const answer = await ask(town, { path, method, headers })
      expect(
        Object.keys(answer.headers).filter((name) => name.startsWith('access-control')),
        `${method} ${path}`,
      ).toEqual([])
    }
  }
})
