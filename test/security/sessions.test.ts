import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { readSettings } from '#kernel/config/settings.ts'
import { createLog } from '#kernel/log.ts'
import { asOwner, cloneDatabase, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { openTown, startTown, type Town } from '#test/support/town.ts'
import { buildHouse, type House } from '../../src/house.ts'
import { allRoutes, ask, cookiesOf, makeCase, proveCase } from './attack.ts'

describe('sessions', () => {
  let town: Town
  beforeAll(async () => {
    town = await openTown()
  }, 120_000)
  afterAll(() => town.close())
  beforeEach(() => town.clock.set(testNow))
  afterEach(() => town.query('update kernel.staff set is_disabled = false'))

  const enter = async (name: string, cookie?: string) => {
    const person = town.credentials.people.find((one) => one.name === name)
    return ask(town, { path: new URL(person?.signInUrl ?? '').pathname, ...(cookie ? { cookie } : {}) })
  }
  const isIn = async (cookie: string) => (await ask(town, { path: '/account', cookie })).statusCode === 200
  const clerk = async () => (await town.signIn({ role: 'clerk', authority: 'kriens' })).cookies()

  test('a session that somebody planted is not the one that a sign-in begins', async () => {
    const planted = `session=${'A'.repeat(43)}`
    const fresh = cookiesOf(await enter('Mia Muster', planted))
    expect(fresh).toMatch(/^session=[\w-]{43}/)
    expect(fresh).not.toContain('A'.repeat(43))
    expect([await isIn(planted), await isIn(fresh)]).toEqual([false, true])
  })

  test('a new sign-in in a browser ends the session before, also of somebody else', async () => {
    const before = cookiesOf(await enter('Mia Muster'))
    const after = cookiesOf(await enter('Beat Beispiel', before))
    expect([await isIn(before), await isIn(after)]).toEqual([false, true])
  })

  test('signing out ends the session and the open case on the server, not only in the browser', async () => {
    const made = await makeCase(town)
    const cookie = await proveCase(town, made, cookiesOf(await enter('Mia Muster')))
    const out = await ask(town, { path: '/sign-out', cookie, form: {} })
    expect(String(out.headers['clear-site-data'])).toContain('"storage"')
    expect(await isIn(cookie)).toBe(false)
    expect((await ask(town, { path: `/cases/${made.number}`, cookie })).statusCode).toBe(303)
  })

  test('signing out everywhere ends every session of the person at once, and nobody else’s', async () => {
    const [phone, laptop] = [cookiesOf(await enter('Mia Muster')), cookiesOf(await enter('Mia Muster'))]
    const beat = cookiesOf(await enter('Beat Beispiel'))
    expect((await ask(town, { path: '/sign-out-everywhere', cookie: phone, form: {} })).statusCode).toBe(303)
    expect([await isIn(phone), await isIn(laptop), await isIn(beat)]).toEqual([false, false, true])
  })

  test.each([
    ['a person', 'Mia Muster', 60],
    ['staff', 'Karin Beispiel', 30],
  ])('the session of %s ends when nothing is done, and after half a day whatever is done', async (_who, name, idle) => {
    const cookie = cookiesOf(await enter(name))
    town.clock.advance((idle - 1) * 60_000)
    expect(await isIn(cookie)).toBe(true)
    town.clock.advance((idle + 1) * 60_000)
    expect(await isIn(cookie)).toBe(false)
    const busy = cookiesOf(await enter(name))
    for (let minutes = 0; minutes < 12 * 60; minutes += 20) {
      expect(await isIn(busy), `${minutes}`).toBe(true)
      town.clock.advance(20 * 60_000)
    }
    expect(await isIn(busy)).toBe(false)
  })

  test('a role that is taken away, and a person who is shut out, count at the next request', async () => {
    const cookie = await clerk()
    expect((await ask(town, { path: '/desk/inbox', cookie })).statusCode).toBe(200)
    const [role] = await town.query<{ id: string }>(
      `update kernel.staff_roles set valid_to = '2026-11-21' where role = 'clerk' and authority_id = 'kriens'
         and staff_id = (select staff_id from kernel.sessions where kind = 'staff' order by created_at desc, id desc limit 1) returning id`,
    )
    expect((await ask(town, { path: '/desk/inbox', cookie })).statusCode).toBe(403)
    await town.query('update kernel.staff_roles set valid_to = null where id = $1', [role?.id])
    expect((await ask(town, { path: '/desk/inbox', cookie })).statusCode).toBe(200)
    await town.query('update kernel.staff set is_disabled = true')
    expect((await ask(town, { path: '/desk/inbox', cookie })).statusCode).toBe(303)
  })

  test('without a second factor no address of the desk opens, nor do cases over the API; keys need none', async () => {
    const made = await makeCase(town)
    const cookie = await clerk()
    await town.query(`update kernel.sessions set second_factor_at = null where kind = 'staff'`)
    const routes = allRoutes(town).filter(({ path }) => path.startsWith('/desk') || path.startsWith('/api/v1/cases'))
    expect(routes.length).toBeGreaterThan(30)
    for (const { method, path, options } of routes) {
      const at = path.replace(':number', made.number).replace(/:\w+/, '01a20414-f1b7-7353-8e68-5b41049328b4')
      const body = options.body === 'json' ? { json: { text: 'x' } } : { form: {} }
      const answer = await ask(town, { method, path: at, cookie, ...(method === 'GET' ? {} : body) })
      // Whoever has not shown it is nobody: pages send her to where she can show it, the rest refuses.
      expect([303, 401, 403], `${method} ${at}`).toContain(answer.statusCode)
      if (answer.statusCode === 303) expect(String(answer.headers.location), at).toContain('/sign-in')
    }
    const headers = { authorization: `Bearer ${town.key('clerk', 'kriens')}` }
    expect((await ask(town, { path: `/api/v1/cases/${made.number}`, headers })).statusCode).toBe(200)
  })

  test('a key that was revoked or has expired opens nothing at the next request', async () => {
    const headers = { authorization: `Bearer ${town.key('reader', 'luzern')}` }
    const status = async () => (await ask(town, { path: '/api/v1/cases?authority=luzern', headers })).statusCode
    expect(await status()).toBe(200)
    await town.query(`update kernel.api_keys set expires_at = '2026-11-22T13:29:59Z'`)
    expect(await status()).toBe(401)
    await town.query(`update kernel.api_keys set expires_at = '2027-01-01', revoked_at = '2026-11-22T13:00:00Z'`)
    expect(await status()).toBe(401)
    await town.query(`update kernel.api_keys set revoked_at = null`)
    for (const wrong of ['Bearer wgw_', `Bearer wgw_${'A'.repeat(43)}`, `bearer  wgw_${'A'.repeat(43)}`])
      expect((await ask(town, { path: '/api/v1/services', headers: { authorization: wrong } })).statusCode).toBe(401)
  })

  test('whoever shows something that is no key of ours is limited like everybody else', async () => {
    const give = (authorization?: string) =>
      town.house.app.inject({
        method: 'POST',
        url: '/cases/new-code',
        remoteAddress: '192.0.2.99',
        headers: {
          host: town.host,
          'content-type': 'application/x-www-form-urlencoded',
          ...(authorization === undefined ? {} : { authorization }),
        },
        payload: 'number=x&email=y',
      })
    const statuses = []
    for (const authorization of [undefined, 'Basic eDp5', 'Bearer x', '', 'Bearer', 'Digest wgw_'])
      for (let time = 0; time < 3; time += 1) statuses.push((await give(authorization)).statusCode)
    expect(statuses.filter((status) => status === 200)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(8)
  })

  test('a change asked for by a page of somebody else is refused wherever a cookie counts', async () => {
    const made = await makeCase(town)
    const holder = await proveCase(town, made)
    const cookies = [holder, cookiesOf(await enter('Mia Muster')), await clerk()]
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]
    let count = 0
    for (const route of allRoutes(town).filter(({ method }) => method !== 'GET')) {
      const path = route.path.replace(':number', made.number).replace(/:\w+/g, 'x')
      for (const cookie of cookies) {
        for (const headers of foreign) {
          const one = route.options.body === 'json' ? { json: { text: 'x' } } : { form: {} }
          const answer = await ask(town, { method: route.method, path, cookie, headers, ...one })
          count += 1
          expect(answer.statusCode, `${route.path} ${JSON.stringify(headers)}`).toBe(403)
        }
      }
    }
    expect(count).toBeGreaterThan(400)
  })
})

describe('in production', () => {
  let house: House
  let urls: TestDatabase
  let folder: string
  const host = 'portal.example.ch'
  beforeAll(async () => {
    urls = await cloneDatabase()
    folder = await mkdtemp(join(tmpdir(), 'wegweiser-production-'))
    const settings = readSettings({
      WEGWEISER_MODE: 'production',
      WEGWEISER_URL: `https://${host}`,
      WEGWEISER_DATA: folder,
      HOST: '0.0.0.0',
      DATABASE_URL: urls.appUrl,
      WEGWEISER_OWNER_DATABASE_URL: urls.ownerUrl,
      WEGWEISER_MASTER_KEY: Buffer.alloc(32, 3).toString('base64url'),
    })
    house = await buildHouse({
      settings,
      clock: fixedClock(testNow),
      appUrl: urls.appUrl,
      ownerUrl: urls.ownerUrl,
      masterKey: Buffer.alloc(32, 3),
      log: createLog({ logLevel: 'silent' }),
    })
    await house.loadContent()
    await house.app.ready()
  }, 120_000)
  afterAll(async () => {
    await house.close()
    await urls.drop()
    await rm(folder, { recursive: true, force: true })
  })
  const open = (url: string, headers: Record<string, string> = {}) =>
    house.app.inject({ url, headers: { host, ...headers } })

  test('nothing of the demo is there: no people, no addresses that sign in, no provider, no gallery', async () => {
    const paths = [
      '/demo/people/x',
      '/demo/people/x/choice',
      `/demo/sign-in/${'a'.repeat(43)}`,
      '/demo/oidc/.well-known/openid-configuration',
      '/demo/oidc/auth',
      '/demo',
      '/gallery',
      '/gallery/fields',
      '/sign-in/person',
      '/sign-in/staff',
      '/metrics',
    ]
    for (const path of paths) expect((await open(path)).statusCode, path).toBe(404)
    expect(house.app.servedRoutes.filter((path) => path.includes('demo'))).toEqual([])
  })

  test('nobody gets in: there are no people, keys or sessions, and the mailbox is one’s own', async () => {
    expect((await open('/mailbox?address=mia.muster@wegweiser.example')).statusCode).toBe(303)
    expect((await open('/desk')).statusCode).toBe(303)
    for (const table of ['staff', 'parties', 'identities', 'sessions', 'api_keys', 'facts']) {
      expect(await asOwner(urls, `select 1 from kernel.${table}`), table).toEqual([])
    }
  })

  test('answers ask for TLS, and cookies are bound to it', async () => {
    const page = await open('/')
    expect(page.headers['strict-transport-security']).toMatch(/max-age=(?:3153|63)\d+; includeSubDomains/)
    expect((await open('/', { host: 'evil.example' })).statusCode).toBe(421)
    const chosen = await open('/fr/privacy')
    for (const cookie of chosen.cookies) expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax' })
    // Cookies without the prefix are not looked at.
    expect((await open('/account', { cookie: `session=${'a'.repeat(43)}` })).statusCode).toBe(303)
  })
})

describe('behind a proxy', () => {
  test('what people write into X-Forwarded-For themselves is not believed', async () => {
    const urls = await cloneDatabase()
    const folder = await mkdtemp(join(tmpdir(), 'wegweiser-proxy-'))
    const house = await buildHouse({
      settings: readSettings({
        WEGWEISER_URL: 'http://wegweiser.test',
        WEGWEISER_DATA: folder,
        WEGWEISER_TRUST_PROXY: 'yes',
      }),
      clock: fixedClock(testNow),
      appUrl: urls.appUrl,
      ownerUrl: urls.ownerUrl,
      masterKey: Buffer.alloc(32, 3),
      log: createLog({ logLevel: 'silent' }),
    })
    try {
      await house.app.ready()
      const guess = (forged: string) =>
        house.app.inject({
          method: 'POST',
          url: '/cases/new-code',
          remoteAddress: '10.0.0.1',
          headers: {
            host: 'wegweiser.test',
            'content-type': 'application/x-www-form-urlencoded',
            'x-forwarded-for': `${forged}, 203.0.113.7`,
          },
          payload: 'number=x&email=y',
        })
      const statuses = []
      for (let time = 0; time < 15; time += 1) statuses.push((await guess(`198.51.100.${time}`)).statusCode)
      expect(statuses.filter((status) => status === 429)).toHaveLength(5)
    } finally {
      await house.close()
      await urls.drop()
      await rm(folder, { recursive: true, force: true })
    }
  })
})

test('at a shared computer nobody finds what somebody began before signing out', async () => {
  const town = await startTown()
  const mia = await town.signIn({ role: 'resident' })
  const begun = await mia.open('/kriens/services/schadensmeldung/apply')
  expect(begun.status).toBe(200)
  await mia.post(begun.path, 'kind=road', { 'content-type': 'application/x-www-form-urlencoded' })
  expect(mia.cookies()).toMatch(/draft-schadensmeldung=/)
  await mia.post('/sign-out', '', { 'content-type': 'application/x-www-form-urlencoded' })
  expect(mia.cookies()).not.toMatch(/draft-/)
})
