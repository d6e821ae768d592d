import { expect, test } from 'vitest'
import { Authenticator, type Twist } from '#test/support/authenticator.ts'
import { asOwner } from '#test/support/test-database.ts'
import { type Browser, startPortal, type TestPortal } from '../sign-in/test-portal.ts'

/** Staff whose sign-in service gave no second factor. */
async function signInPlain(portal: TestPortal, person = 'vreni-muster'): Promise<Browser> {
  const browser = portal.browser()
  await browser.signIn('/sign-in/staff?next=/who&fresh=1', { person })
  const { actor } = await browser.who()
  await asOwner(portal.urls, 'update kernel.sessions set second_factor_at = null where staff_id = $1', [actor.staffId])
  return browser
}

async function challengeOf(browser: Browser, path: string) {
  const answer = await browser.ask(`${path}/challenge`, { method: 'POST', headers: { accept: 'application/json' } })
  return JSON.parse(answer.text)
}

const newPath = '/account/passkeys/new'
const factorPath = '/sign-in/second-factor'

async function register(browser: Browser, device: Authenticator, name = 'Laptop', twist: Twist = {}) {
  const credential = device.register(await challengeOf(browser, newPath), twist)
  return browser.post(newPath, { name, credential })
}

async function confirm(browser: Browser, device: Authenticator, twist: Twist = {}) {
  const credential = device.confirm(await challengeOf(browser, factorPath), twist)
  return browser.post(`${factorPath}?next=/desk/x`, { credential })
}

const hasFactor = async (browser: Browser) => (await browser.who()).actor.hasSecondFactor === true

test('staff without a second factor reach nothing but the page that sets one up, and then their desk', async () => {
  const portal = await startPortal()
  const vreni = await signInPlain(portal)
  expect((await vreni.who()).actor).toEqual({ kind: 'public' })
  for (const path of ['/desk/x', '/account', '/account/passkeys'])
    expect((await vreni.ask(path)).headers.get('location')).toBe(`${factorPath}?next=${encodeURIComponent(path)}`)
  expect((await vreni.ask('/account/sessions/x/end', { method: 'POST' })).status).toBe(403)

  const asked = await vreni.open('/desk/x')
  expect(asked.text).toContain('Sie haben noch keinen Passkey')
  expect(asked.text).toContain(`href="${newPath}?next=%2Fdesk%2Fx"`)
  const device = new Authenticator(portal.origin)
  const before = vreni.cookies.get('session')
  const saved = await register(vreni, device, 'Mein <b>Laptop</b>')
  expect([saved.status, saved.text.includes('Mein &lt;b>Laptop&lt;/b>')]).toEqual([200, true])
  expect(vreni.cookies.get('session')).not.toBe(before)
  expect((await vreni.open('/desk/x')).status).toBe(200)
})

test('at the next sign-in the passkey is shown, under a new session token that lasts no longer', async () => {
  const portal = await startPortal()
  const device = new Authenticator(portal.origin)
  await register(await signInPlain(portal), device)
  const vreni = await signInPlain(portal)
  const page = await vreni.open('/desk/x')
  expect(page.text).toContain('Mit Passkey bestätigen')
  expect(page.text).toContain('Passkeys brauchen JavaScript')
  const [before] = await asOwner(portal.urls, 'select expires_at from kernel.sessions order by created_at desc limit 1')
  portal.clock.advance(60_000)
  const done = await confirm(vreni, device)
  expect([done.address.pathname, done.status]).toEqual(['/desk/x', 200])
  expect(
    await asOwner(
      portal.urls,
      'select expires_at from kernel.sessions where ended_at is null and second_factor_at = $1',
      [portal.clock.now()],
    ),
  ).toEqual([before])
  expect(await asOwner(portal.urls, 'select name, last_used_at from kernel.passkeys')).toEqual([
    { name: 'Laptop', last_used_at: portal.clock.now() },
  ])
})

const wrong: Record<string, Twist> = {
  'of another origin': { origin: 'https://evil.example' },
  'of another port of this host': { origin: 'http://localhost:1' },
  'for another relying party': { rpId: 'evil.example' },
  'whose user was not verified': { isVerified: false },
  'to another challenge': { challenge: 'A'.repeat(43) },
}

test('an answer that is not quite right neither sets up a passkey nor counts as one', async () => {
  const portal = await startPortal()
  const vreni = await signInPlain(portal)
  const device = new Authenticator(portal.origin)
  for (const [name, twist] of Object.entries(wrong)) {
    const refused = await register(vreni, device, 'Laptop', twist)
    expect([name, refused.status, refused.text.includes('konnte nicht eingerichtet werden')]).toEqual([name, 422, true])
  }
  expect(await asOwner(portal.urls, 'select 1 from kernel.passkeys')).toEqual([])

  await register(vreni, device)
  const again = await signInPlain(portal)
  for (const [name, twist] of Object.entries(wrong)) {
    const answer = await confirm(again, device, twist)
    expect([name, answer.address.pathname, answer.text.includes('gilt hier nicht')]).toEqual([name, factorPath, true])
    expect([name, await hasFactor(again)]).toEqual([name, false])
  }
  const refusals = `select 1 from kernel.audit_entries where action = 'kernel.passkey.refused'`
  expect(await asOwner(portal.urls, refusals)).toHaveLength(Object.keys(wrong).length)
})

test('an answer is good once, in time, and in the session that asked', async () => {
  const portal = await startPortal()
  const device = new Authenticator(portal.origin)
  await register(await signInPlain(portal), device)

  const vreni = await signInPlain(portal)
  const credential = device.confirm(await challengeOf(vreni, factorPath))
  const thief = await signInPlain(portal)
  await challengeOf(thief, factorPath)
  await thief.post(factorPath, { credential })
  expect(await hasFactor(thief)).toBe(false)
  await vreni.post(factorPath, { credential })
  expect(await hasFactor(vreni)).toBe(true)
  await asOwner(portal.urls, 'update kernel.sessions set second_factor_at = null')
  await vreni.post(factorPath, { credential })
  expect(await hasFactor(vreni)).toBe(false)

  const late = device.confirm(await challengeOf(vreni, factorPath))
  portal.clock.advance(6 * 60_000)
  await vreni.post(factorPath, { credential: late })
  expect(await hasFactor(vreni)).toBe(false)
  const forRegistering = device.confirm({ ...(await challengeOf(vreni, newPath)), rpId: 'localhost' })
  await vreni.post(factorPath, { credential: forRegistering })
  expect(await hasFactor(vreni)).toBe(false)
})

test('a copy that has fallen behind, a foreign passkey and a removed one open nothing', async () => {
  const portal = await startPortal()
  const [device, foreign] = [new Authenticator(portal.origin), new Authenticator(portal.origin)]
  const vreni = await signInPlain(portal)
  await register(vreni, device)
  await register(await signInPlain(portal, 'nina-exemple'), foreign)

  const again = await signInPlain(portal)
  await confirm(again, foreign)
  expect(await hasFactor(again)).toBe(false)
  await confirm(again, device, { counter: 1 })
  expect(await hasFactor(again)).toBe(false)
  await confirm(again, device)
  expect(await hasFactor(again)).toBe(true)

  const list = await again.open('/account/passkeys')
  const removal = /href="(\/account\/passkeys\/[^"]+\/removal)"/.exec(list.text)?.[1] ?? ''
  const nina = await signInPlain(portal, 'nina-exemple')
  await confirm(nina, foreign)
  expect((await nina.open(removal)).status).toBe(404)
  expect((await nina.ask(removal, { method: 'POST' })).status).toBe(404)
  expect((await again.open(removal)).text).toContain('Es ist Ihr letzter')
  expect((await again.post(removal)).text).not.toContain('/removal"')
  const later = await signInPlain(portal)
  await confirm(later, device)
  expect(await hasFactor(later)).toBe(false)
})

test('whoever has passkeys adds one only after showing one, and none that somebody else has', async () => {
  const portal = await startPortal()
  const [first, second] = [new Authenticator(portal.origin), new Authenticator(portal.origin)]
  await register(await signInPlain(portal), first)
  const vreni = await signInPlain(portal)
  expect((await vreni.open(newPath)).status).toBe(403)
  expect((await register(vreni, second)).status).toBe(422)
  await confirm(vreni, first)
  expect((await register(vreni, second, '')).text).toContain('Geben Sie dem Passkey einen Namen')
  expect((await register(vreni, second, 'Schlüssel am Bund')).text).toContain('Schlüssel am Bund')
  const nina = await signInPlain(portal, 'nina-exemple')
  expect((await register(nina, second)).text).toContain('gibt es schon')
})

test('a passkey is enough for sensitive acts of staff, and residents have none of it', async () => {
  const portal = await startPortal()
  const device = new Authenticator(portal.origin)
  const vreni = await signInPlain(portal)
  await register(vreni, device)
  portal.clock.advance(11 * 60_000)
  const asked = await vreni.open(newPath)
  expect(asked.address.pathname).toBe('/sign-in/again')
  expect(asked.text).toContain('Mit Passkey bestätigen')
  await confirm(vreni, device)
  expect((await vreni.open(newPath)).address.pathname).toBe(newPath)

  const mia = portal.browser()
  await mia.signIn('/sign-in/person?next=/who', { person: 'mia-muster' })
  for (const path of [factorPath, newPath, '/account/passkeys']) expect((await mia.ask(path)).status).toBe(403)
})

test('nonsense instead of a passkey is refused, whatever it is', async () => {
  const portal = await startPortal()
  const vreni = await signInPlain(portal)
  for (const credential of ['', 'x', '{}', 'null', '[]', '{"id":"x","rawId":"x","type":"public-key"}']) {
    await challengeOf(vreni, newPath)
    expect(
      (await vreni.ask(newPath, { method: 'POST', body: new URLSearchParams({ name: 'x', credential }) })).status,
    ).toBe(422)
    expect((await vreni.post(factorPath, { credential })).status).toBe(200)
  }
  expect(await hasFactor(vreni)).toBe(false)
})

test('removing a passkey ends every session it has opened, here and elsewhere, and no other', async () => {
  const portal = await startPortal()
  const [lost, kept] = [new Authenticator(portal.origin), new Authenticator(portal.origin)]
  const vreni = await signInPlain(portal)
  await register(vreni, lost, 'Verloren')
  await register(vreni, kept, 'Behalten')
  const thief = await signInPlain(portal)
  await confirm(thief, lost)
  expect((await thief.ask('/desk/x')).status).toBe(200)

  await confirm(vreni, kept)
  const list = await vreni.open('/account/passkeys')
  const removals = [...list.text.matchAll(/href="(\/account\/passkeys\/[^"]+\/removal)"/g)].map(([, path = '']) => path)
  expect(removals).toHaveLength(2)
  await vreni.post(removals.at(-1) ?? '')
  expect(await asOwner(portal.urls, 'select name from kernel.passkeys')).toEqual([{ name: 'Behalten' }])
  const headers = { accept: 'application/json' }
  expect((await thief.ask('/desk/x', { headers })).status).toBe(401)
  expect((await vreni.ask('/desk/x', { headers })).status).toBe(200)

  await vreni.post(removals[0] ?? '')
  expect((await vreni.ask('/desk/x', { headers })).status).toBe(401)
})

test('whoever gets a passkey is told of it by mail', async () => {
  const portal = await startPortal()
  await register(await signInPlain(portal), new Authenticator(portal.origin), 'Dienstlaptop')
  const mails = await asOwner<{ to_address: string; body_text: string }>(
    portal.urls,
    `select to_address, body_text from kernel.mails where key like 'passkey/%'`,
  )
  const [holder] = await asOwner<{ email: string }>(
    portal.urls,
    'select m.email from kernel.staff m join kernel.passkeys k on k.staff_id = m.id',
  )
  expect(mails).toHaveLength(1)
  expect(mails[0]?.to_address).toBe(holder?.email)
  expect(mails[0]?.body_text).toContain('Dienstlaptop')
})
