import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Membership } from '#kernel/db/actor.ts'
import { systemActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { openPortal } from '#test/support/portal.ts'
import { asOwner } from '#test/support/test-database.ts'
import { submission } from '../cases/test-cases.ts'
import { readCatalogue } from '../services/catalogue.ts'
import { importServices } from '../services/import-services.ts'
import { serviceFolder } from '../services/load-service-content.ts'
import { publishDrafts } from '../services/publish-services.ts'
import { readServiceFolder } from '../services/read-service-folder.ts'
import { CaseNumbers } from '../submissions/case-numbers.ts'
import { submitCase } from '../submissions/submit-case.ts'
import { deskRoutes } from './routes.tsx'
import { deskPermissions } from './standing.ts'

const [luzern, kriens] = [slug<'authority'>('luzern'), slug<'authority'>('kriens')]
const [residents, works] = [slug<'unit'>('einwohnerdienste'), slug<'unit'>('werkdienst')]
const me = '0199aaaa-0000-7000-8000-000000000001'

const moving = {
  from_where: 'abroad',
  to_where: 'lucerne',
  move_date: '2026-11-20',
  new_address: { street: 'Musterstrasse', number: '1', postcode: '6003', locality: 'Luzern', municipality: 1061 },
  persons: [{ person_name: { given: 'Petra', family: 'Beispielhaft' }, ahv_number: '756.9217.0769.85' }],
}

/** The desk on its own, with published services; `as` gives a visitor with any memberships. */
async function openDesk() {
  const portal = await openPortal({ routes: deskRoutes, permissions: deskPermissions })
  const { kernel } = portal
  const version = await kernel.database.write(systemActor('content'), async (scope) => {
    await importServices(scope, readServiceFolder(serviceFolder))
    await publishDrafts(scope)
    return (await readCatalogue(scope)).find('umzug')
  })
  if (!version) throw new Error('the moving service is not published')
  const parts = { database: kernel.database, sealing: kernel.sealing, numbers: new CaseNumbers(kernel.database) }
  const service = { id: version.serviceId, versionId: version.versionId, title: 'Umzug melden', targetDays: 10 }
  return {
    ...portal,
    hand: async (at: typeof luzern, unitId: typeof works) => {
      const key = { hash: randomBytes(32), bodyHash: createHash('sha256').update('body').digest() }
      return (await submitCase(parts, submission({ at, unitId, service, answers: moving, key }))).number
    },
    member: (...held: readonly (readonly [typeof luzern, typeof works | null, Membership['role']])[]) =>
      portal.as({
        actor: {
          kind: 'staff',
          staffId: uuid(me),
          identityId: null,
          name: 'Testa Muster',
          memberships: held.map(([authorityId, unitId, role]) => ({ authorityId, unitId, role })),
          hasSecondFactor: true,
        },
      }),
  }
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }

test('a clerk of a unit sees the cases of her unit, and opens another one only with a reason', async () => {
  const desk = await openDesk()
  const [own, other] = [await desk.hand(luzern, residents), await desk.hand(luzern, works)]
  const clerk = desk.member([luzern, residents, 'clerk'])
  const inbox = await clerk.open('/desk/inbox')
  expect(inbox.text).toContain(own)
  expect(inbox.text).not.toContain(other)
  expect((await clerk.open('/desk/inbox?q=beispielhaft')).text).not.toContain(other)
  expect((await clerk.open(`/desk/cases/${own}`)).text).toContain('Petra Beispielhaft')

  const asked = await clerk.open(`/desk/cases/${other}`)
  expect(asked.text).toContain('Dieses Geschäft gehört einer anderen Abteilung: Tiefbau und Werkdienst.')
  expect(asked.text).not.toContain('Petra')
  expect((await asked.submit('Geschäft öffnen')).status).toBe(422)
  const opened = await asked.fill({ 'Wozu brauchen Sie die Angaben?': 'Anruf der Person' }).submit('Geschäft öffnen')
  expect(opened.text).toContain('Petra Beispielhaft')
  expect(opened.text).not.toContain('Bearbeitung beginnen')
  expect((await clerk.post(`/desk/cases/${other}/notes`, 'text=x', form)).status).toBe(403)
  expect((await clerk.post(`/desk/cases/${other}/start`, '', form)).status).toBe(403)
})

test('what is specially protected is shown with a reason that is written down, or to who has the case', async () => {
  const desk = await openDesk()
  const number = await desk.hand(luzern, residents)
  const clerk = desk.member([luzern, null, 'clerk'])
  const page = await clerk.open(`/desk/cases/${number}`)
  expect(page.text).toContain('AHV-NummerBesonders geschützt')
  expect(page.html).not.toContain('756.9217')
  expect((await page.submit('Anzeigen')).status).toBe(422)
  const shown = await page.fill({ 'Wozu brauchen Sie die Angaben?': 'Abgleich im Register' }).submit('Anzeigen')
  expect(shown.text).toContain('756.9217')
  expect((await clerk.open(`/desk/cases/${number}`)).html).not.toContain('756.9217')
  const rows = await asOwner(desk.urls, `select reason from kernel.audit_entries where kind = 'access'`)
  expect(rows.map(({ reason }) => reason)).toContain('Abgleich im Register')

  await (await clerk.open(`/desk/cases/${number}`)).submit('Übernehmen')
  expect((await clerk.open(`/desk/cases/${number}`)).html).toContain('756.9217')
  for (const noun of ['messages', 'notes', 'questions'])
    expect((await clerk.open(`/desk/cases/${number}/${noun}`)).status).toBe(200)
})

test('a clerk of two authorities has both in one inbox, told apart, and is a lead only where she is one', async () => {
  const desk = await openDesk()
  const [here, there] = [await desk.hand(luzern, works), await desk.hand(kriens, works)]
  const both = desk.member([luzern, null, 'clerk'], [kriens, null, 'lead'])
  const inbox = await both.open('/desk/inbox?tab=all')
  expect(inbox.text).toContain(`${here} · Luzern`)
  expect(inbox.text).toContain(`${there} · Kriens`)
  const one = await both.open('/desk/inbox?tab=all&authority=kriens')
  expect(one.text).toContain(there)
  expect(one.text).not.toContain(here)
  expect((await both.open(`/desk/cases/${here}/assignment`)).status).toBe(403)
  expect((await both.open(`/desk/cases/${there}/assignment`)).status).toBe(200)
})
