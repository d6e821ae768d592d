import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { publicActor, systemActor } from '#kernel/db/actor.ts'
import { json, seeOther } from '#kernel/http/answers.ts'
import { post } from '#kernel/http/route.ts'
import { createApiKey, keyEnd, revokeApiKey } from '#kernel/identity/api-keys.ts'
import { prepareDemo } from '#kernel/identity/demo/credentials.ts'
import { removeOldRows } from '#kernel/identity/remove-old-rows.ts'
import { startCaseSession } from '#kernel/identity/sessions.ts'
import { disableStaff, grantRole, inviteStaff } from '#kernel/identity/staff.ts'
import { slug, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { asOwner } from '#test/support/test-database.ts'
import { type Asking, type Browser, startPortal, type TestPortal } from './test-portal.ts'

const minute = 60_000
const luzern = slug<'authority'>('luzern')

async function signedIn(portal: TestPortal, name: string): Promise<Browser> {
  const person = portal.credentials.people.find((one) => one.name === name)
  if (!person) throw new Error(`nobody is called ${name}`)
  const browser = portal.browser()
  await browser.ask(person.signInUrl)
  return browser
}

test('the address of a person signs her in again and again, with the second factor counted as given', async () => {
  const portal = await startPortal()
  const { people } = portal.credentials
  expect(people.filter(({ role }) => role === 'resident').length).toBeGreaterThanOrEqual(4)
  const roles = ['clerk', 'lead', 'service_owner', 'data_steward', 'engineer', 'strategist', 'admin']
  for (const [authority, more] of [['luzern', ['project_lead']] as const, ['kriens', []] as const])
    expect(new Set(people.filter((one) => one.authority === authority).map(({ role }) => role))).toEqual(
      new Set([...roles, ...more]),
    )
  for (let round = 0; round < 2; round += 1) {
    const browser = portal.browser()
    const answer = await browser.ask(people.find(({ role }) => role === 'clerk')?.signInUrl ?? '')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/desk/inbox'])
    expect((await browser.who()).actor).toMatchObject({
      kind: 'staff',
      name: 'Vreni Muster',
      hasSecondFactor: true,
      memberships: [{ authorityId: 'luzern', unitId: null, role: 'clerk' }],
    })
    expect((await browser.ask('/desk/x')).status).toBe(200)
  }
  const mia = await signedIn(portal, 'Mia Muster')
  expect((await mia.who()).actor).toMatchObject({ kind: 'person', level: 'high' })
})

test('credentials are readable by their owner only, and those of an earlier start are dead', async () => {
  const portal = await startPortal()
  const { dataFolder } = portal.kernel.settings
  expect((await stat(join(dataFolder, 'demo/credentials.json'))).mode & 0o777).toBe(0o600)
  const earlier = portal.credentials
  await prepareDemo(portal.kernel)
  expect((await stat(join(dataFolder, 'demo/credentials.json'))).mode & 0o777).toBe(0o600)
  expect((await portal.browser().ask(earlier.people[0]?.signInUrl ?? '')).status).toBe(404)
  const headers = { authorization: `Bearer ${earlier.apiKeys[0]?.key}`, accept: 'application/json' }
  expect((await portal.browser().ask('/api/cases', { headers })).status).toBe(401)
  await expect(
    prepareDemo({ ...portal.kernel, settings: { ...portal.kernel.settings, mode: 'production' } }),
  ).rejects.toThrow('for the demo only')
})

test('only the hash of a token is stored, and every sign-in makes a new one and ends the old', async () => {
  const portal = await startPortal()
  const vreni = await signedIn(portal, 'Vreni Muster')
  const first = vreni.cookies.get('session') ?? ''
  expect(Buffer.from(first, 'base64url').length).toBeGreaterThanOrEqual(16)
  const stored = await asOwner(portal.urls, 'select * from kernel.sessions')
  expect(JSON.stringify(stored)).not.toContain(first)
  expect(stored[0]?.token_hash).toBe(createHash('sha256').update(first).digest('base64url'))

  await vreni.ask(portal.credentials.people.find(({ name }) => name === 'Vreni Muster')?.signInUrl ?? '')
  expect(vreni.cookies.get('session')).not.toBe(first)
  const old = portal.browser()
  old.cookies.set('session', first)
  expect((await old.who()).actor).toEqual(publicActor)
})

test('a cookie is for this host, not for script, and has its prefix over https', async () => {
  const portal = await startPortal()
  const link = portal.credentials.people[0]?.signInUrl ?? ''
  const line = (await portal.browser().ask(link)).headers.getSetCookie().find((one) => one.startsWith('session='))
  expect(line).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/)

  const { kernel } = portal
  const secure = await kernel.database.write(
    { kind: 'case', authorityId: luzern, caseId: uuid(caseId) },
    async (scope) =>
      startCaseSession(scope, { authorityId: luzern, caseId: uuid(caseId), origin: 'https://portal.example' }),
  )
  expect(secure.name).toBe('__Host-case')
})

test('a forged or malformed cookie is nobody', async () => {
  const portal = await startPortal()
  for (const value of ['x', 'x'.repeat(43), "' or true --", '%00', 'a'.repeat(5_000)]) {
    const browser = portal.browser()
    browser.cookies.set('session', value)
    expect((await browser.who()).actor).toEqual(publicActor)
  }
})

test.each([
  ['Vreni Muster', 30],
  ['Mia Muster', 60],
])('%s is signed out after %i minutes without a request, not before', async (name, idle) => {
  const portal = await startPortal()
  const browser = await signedIn(portal, name)
  portal.clock.advance((idle - 1) * minute)
  expect((await browser.who()).actor.kind).not.toBe('public')
  portal.clock.advance((idle - 1) * minute)
  expect((await browser.who()).actor.kind).not.toBe('public')
  portal.clock.advance(idle * minute)
  expect((await browser.who()).actor.kind).toBe('public')
})

test('after twelve hours a sign-in is needed again, however busy one was', async () => {
  const portal = await startPortal()
  const vreni = await signedIn(portal, 'Vreni Muster')
  for (let passed = 0; passed < 12 * 60 - 20; passed += 20) {
    portal.clock.advance(20 * minute)
    expect((await vreni.who()).actor.kind).toBe('staff')
  }
  portal.clock.advance(20 * minute)
  expect((await vreni.who()).actor.kind).toBe('public')
})

test('that somebody was here is written once a minute at most', async () => {
  const portal = await startPortal()
  const vreni = await signedIn(portal, 'Vreni Muster')
  const version = async () => (await asOwner(portal.urls, 'select xmin::text, last_seen_at from kernel.sessions'))[0]
  const before = await version()
  portal.clock.advance(59_000)
  await vreni.who()
  expect(await version()).toEqual(before)
  portal.clock.advance(1_000)
  await vreni.who()
  const after = await version()
  expect(after?.last_seen_at).toEqual(portal.clock.now())
  await vreni.who()
  expect(await version()).toEqual(after)
})

test('a page knows when the session ends, and staying is one request', async () => {
  const portal = await startPortal()
  const vreni = await signedIn(portal, 'Vreni Muster')
  const end = () => new Date(portal.clock.now().getTime() + 30 * minute).toISOString()
  expect((await vreni.who()).endsAt).toBe(end())
  portal.clock.advance(25 * minute)
  const stayed = await vreni.ask('/session', { method: 'POST' })
  expect(JSON.parse(stayed.text)).toEqual({ endsAt: end() })
  expect(
    (await portal.browser().ask('/session', { method: 'POST', headers: { accept: 'application/json' } })).status,
  ).toBe(401)
})

test('who signs out is out at the next request, with everything the browser held', async () => {
  const portal = await startPortal()
  const vreni = await signedIn(portal, 'Vreni Muster')
  const token = vreni.cookies.get('session') ?? ''
  const answer = await vreni.ask('/fr/sign-out', { method: 'POST' })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/fr/sign-in?notice=signed_out'])
  expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"')
  expect(vreni.cookies.has('session')).toBe(false)
  vreni.cookies.set('session', token)
  expect((await vreni.who()).actor).toEqual(publicActor)
  expect((await vreni.open('/sign-in?notice=signed_out')).text).toContain('Sie sind abgemeldet.')
})

test('a foreign page signs nobody out', async () => {
  const portal = await startPortal()
  const vreni = await signedIn(portal, 'Vreni Muster')
  const foreign: Record<string, string>[] = [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }]
  for (const headers of foreign) expect((await vreni.ask('/sign-out', { method: 'POST', headers })).status).toBe(403)
  expect((await vreni.who()).actor.kind).toBe('staff')
})

test('signing out everywhere ends all of one person and nobody else, within a second', async () => {
  const portal = await startPortal()
  const [phone, desk, colleague] = [
    await signedIn(portal, 'Mia Muster'),
    await signedIn(portal, 'Mia Muster'),
    await signedIn(portal, 'Claire Exemple'),
  ]
  const began = performance.now()
  await phone.post('/sign-out-everywhere')
  expect((await desk.who()).actor).toEqual(publicActor)
  expect(performance.now() - began).toBeLessThan(1_000)
  expect((await colleague.who()).actor.kind).toBe('person')
})

test('a role that is taken away or given counts at the next request', async () => {
  const portal = await startPortal()
  const vreni = await signedIn(portal, 'Vreni Muster')
  expect((await vreni.ask('/desk/x')).status).toBe(200)
  await asOwner(portal.urls, `update kernel.staff_roles set valid_to = '2026-11-21' where role = 'clerk'`)
  expect((await vreni.ask('/desk/x')).status).toBe(403)
  const staffId = uuid<'staff'>(String((await vreni.who()).actor.staffId))
  await portal.kernel.database.write(systemActor('people'), async (scope) =>
    grantRole(scope, staffId, { authorityId: luzern, unitId: slug('einwohnerdienste'), role: 'clerk' }),
  )
  expect((await vreni.ask('/desk/x')).status).toBe(200)
  expect((await vreni.who()).actor.memberships).toEqual([
    { authorityId: 'luzern', unitId: 'einwohnerdienste', role: 'clerk' },
  ])
  expect(await asOwner(portal.urls, `select action, authority_id from kernel.audit_entries`)).toContainEqual({
    action: 'kernel.staff.role_granted',
    authority_id: 'luzern',
  })
})

test('who is disabled is out at the next request and does not come in again', async () => {
  const portal = await startPortal()
  const vreni = await signedIn(portal, 'Vreni Muster')
  const staffId = uuid<'staff'>(String((await vreni.who()).actor.staffId))
  await portal.kernel.database.write(systemActor('people'), async (scope) => disableStaff(scope, staffId))
  expect((await vreni.who()).actor).toEqual(publicActor)
  const again = portal.browser()
  expect((await again.signIn('/sign-in/staff', { person: 'vreni-muster' })).status).toBe(403)
  await again.ask(portal.credentials.people.find(({ name }) => name === 'Vreni Muster')?.signInUrl ?? '')
  expect((await again.who()).actor).toEqual(publicActor)

  const mia = await signedIn(portal, 'Mia Muster')
  await asOwner(portal.urls, `update kernel.identities set disabled_at = now() where subject = 'mia-muster'`)
  expect((await mia.who()).actor).toEqual(publicActor)
})

test('unknown staff are turned away, invited staff come in by their key once', async () => {
  const portal = await startPortal()
  await asOwner(portal.urls, `delete from kernel.identities where subject in ('vreni-muster', 'rita-muster')`)
  const stranger = portal.browser()
  const refused = await stranger.signIn('/sign-in/staff', { person: 'vreni-muster' })
  expect([refused.status, refused.text.includes('um eine Einladung')]).toEqual([403, true])

  const { invitation } = await portal.kernel.database.write(systemActor('people'), async (scope) =>
    inviteStaff(scope, {
      name: 'Vreni Muster',
      email: 'vreni.muster@luzern.example',
      language: 'de',
      roles: [{ authorityId: luzern, unitId: null, role: 'clerk' }],
    }),
  )
  const invited = portal.browser()
  const welcome = await invited.signIn(`/sign-in/staff?next=/desk/x&invitation=${invitation}`, {
    person: 'vreni-muster',
  })
  expect([welcome.address.pathname, welcome.status]).toEqual(['/desk/x', 200])
  const second = await portal.browser().signIn(`/sign-in/staff?invitation=${invitation}`, { person: 'rita-muster' })
  expect(second.status).toBe(403)
  expect((await portal.browser().signIn('/sign-in/staff?next=/desk/x', { person: 'vreni-muster' })).status).toBe(200)
})

test('one ends a session of one’s own on another device, never that of somebody else', async () => {
  const portal = await startPortal()
  const [phone, desk, stranger] = [
    await signedIn(portal, 'Mia Muster'),
    await signedIn(portal, 'Mia Muster'),
    await signedIn(portal, 'Claire Exemple'),
  ]
  const account = await phone.open('/account')
  const endings = [...account.text.matchAll(/action="(\/account\/sessions\/[^"]+)"/g)].map((match) => match[1] ?? '')
  expect(endings).toHaveLength(1)
  const ending = endings[0] ?? ''
  await stranger.post(ending)
  expect((await desk.who()).actor.kind).toBe('person')
  await phone.post(ending)
  expect((await desk.who()).actor.kind).toBe('public')
  expect((await phone.who()).actor.kind).toBe('person')
  expect((await phone.ask('/account/sessions/nonsense/end', { method: 'POST' })).status).toBe(404)
})

test('one sets the language of mails and whether they come', async () => {
  const portal = await startPortal()
  const mia = await signedIn(portal, 'Mia Muster')
  const saved = await mia.post('/account', { language: 'it' })
  expect(saved.text).toContain('Gespeichert.')
  expect(
    await asOwner(portal.urls, `select language, email_notices from kernel.parties where name = 'Mia Muster'`),
  ).toEqual([{ language: 'it', email_notices: false }])
  expect((await mia.ask('/account', { method: 'POST', body: new URLSearchParams({ language: 'xx' }) })).status).toBe(
    422,
  )
  expect((await portal.browser().ask('/account')).headers.get('location')).toBe('/sign-in?next=%2Faccount')
  const vreni = await signedIn(portal, 'Vreni Muster')
  expect((await vreni.open('/account')).text).toContain('Sachbearbeitung')
})

const caseId = '00000000-0000-7000-8000-0000000000c1'

function caseRoutes(kernel: Kernel) {
  return [
    post('/prove', { permission: 'test.anyone' }, async (_scope, request) => {
      const grant = { authorityId: luzern, caseId: uuid<'case'>(caseId) }
      const cookie = await request.writeAs({ kind: 'case', ...grant }, async (scope) =>
        startCaseSession(scope, { ...grant, origin: kernel.settings.origin }),
      )
      return seeOther('/who', { cookies: [cookie] })
    }),
    post('/api/things', { permission: 'test.api', body: 'json' }, () => json({ ok: true })),
  ]
}

test('a proven case opens that case to this browser, beside a sign-in or without one', async () => {
  const portal = await startPortal({}, caseRoutes)
  const grant = { authorityId: 'luzern', caseId }
  const guest = portal.browser()
  await guest.post('/prove')
  expect(await guest.who()).toMatchObject({ actor: { kind: 'case', ...grant }, grant })

  const mia = await signedIn(portal, 'Mia Muster')
  await mia.post('/prove')
  expect(await mia.who()).toMatchObject({ actor: { kind: 'person' }, grant })
  await mia.post('/sign-out')
  expect(await mia.who()).toEqual({ actor: publicActor })
  portal.clock.advance(61 * minute)
  expect((await guest.who()).actor).toEqual(publicActor)
})

test('a key works for its authority within its scopes, without one it is only a key', async () => {
  const portal = await startPortal({}, caseRoutes)
  const { apiKeys } = portal.credentials
  const ask = async (path: string, key: string, init: Asking = {}) =>
    portal
      .browser()
      .ask(path, { ...init, headers: { authorization: `Bearer ${key}`, accept: 'application/json', ...init.headers } })
  const keyOf = (role: string, authority: string | null) =>
    apiKeys.find((one) => one.role === role && one.authority === authority)?.key ?? ''

  const clerk = keyOf('clerk', 'kriens')
  expect(clerk).toMatch(/^wgw_[\w-]{43}$/)
  expect(JSON.parse((await ask('/who', clerk)).text)).toMatchObject({
    actor: { kind: 'staff', memberships: [{ authorityId: 'kriens', unitId: null }] },
    key: ['submissions.write', 'cases.read', 'cases.write', 'cases.decide'],
  })
  expect((await ask('/api/cases', clerk)).status).toBe(200)
  expect((await ask('/desk/x', clerk)).status).toBe(403)
  expect((await ask('/account', clerk)).status).toBe(403)
  const foreign = {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
  }
  expect((await ask('/api/things', clerk, foreign)).status).toBe(200)

  const submitter = keyOf('submitter', null)
  expect(JSON.parse((await ask('/who', submitter)).text)).toEqual({ actor: publicActor, key: ['submissions.write'] })
  expect((await ask('/api/cases', submitter)).status).toBe(403)
  for (const wrong of ['wgw_', 'wgw_x', `wgw_${'x'.repeat(43)}`, `${clerk}x`])
    expect([wrong, (await ask('/who', wrong)).status]).toEqual([wrong, 401])
})

test('a key that has expired or was revoked opens nothing from then on', async () => {
  const portal = await startPortal()
  const { database } = portal.kernel
  const people = systemActor('people')
  const expiresAt = new Date(portal.clock.now().getTime() + minute)
  const scopes = ['cases.read']
  const made = await database.write(people, async (scope) => ({
    short: createApiKey(scope, { authorityId: luzern, name: 'short', scopes, expiresAt }),
    long: createApiKey(scope, { authorityId: luzern, name: 'long', scopes, expiresAt: keyEnd(scope, 365) }),
  }))
  const status = async (key: string) =>
    (
      await portal
        .browser()
        .ask('/api/cases', { headers: { authorization: `Bearer ${key}`, accept: 'application/json' } })
    ).status
  expect([await status(made.short.key), await status(made.long.key)]).toEqual([200, 200])
  portal.clock.advance(minute)
  await database.write(people, async (scope) => revokeApiKey(scope, made.long.id))
  expect([await status(made.short.key), await status(made.long.key)]).toEqual([401, 401])
  expect(JSON.stringify(await asOwner(portal.urls, 'select * from kernel.api_keys'))).not.toContain(made.long.key)
  await expect(
    database.write(people, async (scope) => createApiKey(scope, { authorityId: null, name: 'x', scopes, expiresAt })),
  ).rejects.toThrow(RangeError)
  const tooLong = new Date(portal.clock.now().getTime() + 366 * 24 * 60 * minute)
  await expect(
    database.write(people, async (scope) =>
      createApiKey(scope, { authorityId: luzern, name: 'x', scopes, expiresAt: tooLong }),
    ),
  ).rejects.toThrow(RangeError)
})

test('what is over is cleared away', async () => {
  const portal = await startPortal()
  await portal.browser().open('/sign-in/person')
  await signedIn(portal, 'Mia Muster')
  portal.clock.advance(31 * 24 * 60 * minute)
  await signedIn(portal, 'Claire Exemple')
  await portal.kernel.database.write(systemActor('sessions'), async (scope) => removeOldRows(scope))
  expect(await asOwner(portal.urls, 'select count(*)::int as n from kernel.sign_ins')).toEqual([{ n: 0 }])
  expect(await asOwner(portal.urls, 'select count(*)::int as n from kernel.sessions')).toEqual([{ n: 1 }])
})
