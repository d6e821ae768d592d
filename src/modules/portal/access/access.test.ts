import { expect, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import type { Principal } from '#kernel/http/route.ts'
import { inviteStaff } from '#kernel/identity/staff.ts'
import { hashToken } from '#kernel/identity/token.ts'
import { slug } from '#kernel/ids.ts'
import { openPortal, staffOf } from '#test/support/portal.ts'
import { asOwner } from '#test/support/test-database.ts'
import { signInPermissions } from '../sign-in/manifest.ts'
import { accessRoutes } from './routes.tsx'

const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** Kriens with one administrator, and a clerk of Luzern. */
async function openOffice() {
  const portal = await openPortal({ routes: accessRoutes, permissions: signInPermissions })
  const invite = (name: string, authority: string, role: 'admin' | 'clerk') =>
    portal.kernel.database.write(systemActor('people'), async (scope) =>
      inviteStaff(scope, {
        name,
        email: `${role}@${authority}.example`,
        language: 'de',
        roles: [{ authorityId: slug(authority), unitId: null, role }],
      }),
    )
  const { staffId } = await invite('Vera Muster', 'kriens', 'admin')
  const foreign = await invite('Luca Muster', 'luzern', 'clerk')
  const { actor } = staffOf('kriens', 'admin')
  const admin: Principal = {
    actor: actor.kind === 'staff' ? { ...actor, staffId } : actor,
    provenAt: portal.clock.now(),
  }
  const rolesOf = (id: string) =>
    asOwner<{ id: string; role: string; authority_id: string }>(
      portal.urls,
      'select id, role, authority_id from kernel.staff_roles where staff_id = $1 order by role',
      [id],
    )
  return { ...portal, admin, adminId: staffId, foreignId: foreign.staffId, rolesOf }
}

test('an administrator invites somebody, gives and ends roles, shuts her out; each act is listed', async () => {
  const { as, admin, rolesOf, urls } = await openOffice()
  const vera = as(admin)
  const invited = await (await vera.open('/desk/access'))
    .fill({ Name: 'Nora Muster', 'E-Mail-Adresse': 'nora@kriens.example', Rolle: 'Sachbearbeitung' })
    .submit('Person einladen')
  const key = /invitation=([\w-]{43})/.exec(invited.text)?.[1] ?? ''
  const [nora] = await asOwner<{ id: string }>(urls, 'select id from kernel.staff where invitation_hash = $1', [
    hashToken(key),
  ])
  const id = nora?.id ?? ''
  expect(invited.document.querySelector('#done')?.textContent).toContain('Einladung für Nora Muster')
  expect((await vera.open('/desk/access')).text).not.toContain(key)

  await vera.post('/desk/access/roles', `staff=${id}&role=lead&unit=`, form)
  const [clerk, lead] = await rolesOf(id)
  expect([clerk?.role, lead?.role, lead?.authority_id]).toEqual(['clerk', 'lead', 'kriens'])
  expect((await vera.post('/desk/access/roles', `staff=${id}&role=lead&unit=`, form)).status).toBe(409)
  await vera.post(`/desk/access/roles/${lead?.id}/end`, '', form)
  expect((await rolesOf(id)).map(({ role }) => role)).toEqual(['clerk'])
  await vera.post(`/desk/access/staff/${id}/sign-out`, '', form)
  expect(
    (await vera.open('/desk/access?done=staff.sessions_ended#done')).document.querySelector('#done')?.textContent,
  ).toContain('Überall abgemeldet')
  const shut = await vera.post(`/desk/access/staff/${id}/disabling`, '', form)
  expect(await asOwner(urls, 'select is_disabled from kernel.staff where id = $1', [id])).toEqual([
    { is_disabled: true },
  ])
  for (const what of ['Eingeladen', 'Rolle gegeben', 'Rolle beendet', 'Überall abgemeldet', 'Zugang gesperrt'])
    expect(shut.text).toContain(what)
  expect(shut.text).not.toContain('kernel.')
})

test('the last administrator stays, and nobody reaches beyond her own authority', async () => {
  const { as, admin, adminId, foreignId, rolesOf } = await openOffice()
  const vera = as(admin)
  const [own] = await rolesOf(adminId)
  const [theirs] = await rolesOf(foreignId)
  expect((await vera.post(`/desk/access/roles/${own?.id}/end`, '', form)).status).toBe(409)
  expect((await vera.post(`/desk/access/staff/${adminId}/disabling`, '', form)).status).toBe(409)
  for (const path of [`roles/${theirs?.id}/end`, `staff/${foreignId}/disabling`, `staff/${foreignId}/sign-out`])
    expect([path, (await vera.post(`/desk/access/${path}`, '', form)).status]).toEqual([path, 404])
  const granted = await vera.post('/luzern/desk/access/roles', `staff=${foreignId}&role=admin&unit=`, form)
  expect(granted.status).toBe(404)
  expect((await rolesOf(foreignId)).map(({ role }) => role)).toEqual(['clerk'])
  expect((await vera.open('/luzern/desk/access')).text).not.toContain('Luca Muster')
  expect((await as(staffOf('kriens', 'lead')).open('/desk/access')).status).toBe(403)
})

test('an invitation with a mistake keeps what was typed', async () => {
  const { as, admin } = await openOffice()
  const page = await (await as(admin).open('/desk/access'))
    .fill({ Name: 'Nora Muster', 'E-Mail-Adresse': 'nora@', Rolle: 'Leitung' })
    .submit('Person einladen')
  expect(page.status).toBe(422)
  const value = (id: string) => page.document.querySelector(`#${id}`)?.getAttribute('value')
  expect([value('name'), value('email')]).toEqual(['Nora Muster', 'nora@'])
  expect(page.document.querySelector('#role option[selected]')?.getAttribute('value')).toBe('lead')
})

test('a key is shown once, stored hashed, and revoked', async () => {
  const { as, admin, urls, clock } = await openOffice()
  const vera = as(admin)
  const made = await (await vera.open('/desk/access'))
    .fill({ 'Name des Schlüssels': 'Fachanwendung', 'Geschäfte lesen (cases.read)': true })
    .submit('Schlüssel erstellen')
  const key = /wgw_[\w-]{43}/.exec(made.text)?.[0] ?? ''
  const stored = `select key_hash, scopes, authority_id, revoked_at from kernel.api_keys`
  expect(await asOwner(urls, stored)).toEqual([
    { key_hash: hashToken(key), scopes: ['cases.read'], authority_id: 'kriens', revoked_at: null },
  ])
  const [end] = await asOwner<{ expires_at: Date }>(urls, 'select expires_at from kernel.api_keys')
  expect(end?.expires_at).toEqual(new Date(clock.now().getTime() + 90 * 24 * 60 * 60_000))
  const list = await vera.open('/desk/access')
  expect(list.text).toContain('Noch nie')
  expect([list.text.includes('Fachanwendung'), list.text.includes(key)]).toEqual([true, false])
  const revocation = /\/desk\/access\/keys\/[\w-]+\/revocation/.exec(list.html)?.[0] ?? ''
  expect((await vera.post(revocation, '', form)).text).toContain('Schlüssel zurückgezogen')
  expect((await vera.post(revocation, '', form)).status).toBe(404)
  const wrong = await vera.post('/desk/access/keys', 'name=Steuern&days=180', form)
  expect(wrong.status).toBe(422)
  const typed = (name: string) => wrong.document.querySelector(`form[action$="/keys#done"] [name="${name}"]`)
  expect(typed('name')?.getAttribute('value')).toBe('Steuern')
  expect(wrong.document.querySelector('#days option[selected]')?.getAttribute('value')).toBe('180')
})

test('whoever signed in too long ago changes nothing', async () => {
  const { as, admin, urls, clock } = await openOffice()
  clock.advance(16 * 60_000)
  const late = as({ ...admin })
  const headers = { ...form, accept: 'application/json' }
  expect((await late.post('/desk/access/keys', 'name=x&scope=cases.read', headers)).status).toBe(401)
  expect(await asOwner(urls, 'select 1 from kernel.api_keys')).toEqual([])
})
