import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { asOwner, openTestDatabase } from '#test/support/test-database.ts'
import { publicActor, type StaffActor } from '../db/actor.ts'
import { jsonb } from '../db/jsonb.ts'
import type { Scope } from '../db/scope.ts'
import { type IsoDate, isIsoDate } from '../i18n/format.ts'
import { type AuthorityId, slug, uuid } from '../ids.ts'
import { importAuthorities } from './import-authorities.ts'
import { loadAuthorities } from './load-authorities.ts'
import {
  findAuthority,
  findAuthorityByBfsNumber,
  findSuccessor,
  findUnit,
  listAuthorities,
  listPredecessors,
  listUnits,
  unitInCharge,
} from './queries.ts'

const content = loadAuthorities(join(import.meta.dirname, '../../../content/authorities'))
const id = (text: string) => slug<'authority'>(text)
const authorityTables = ['authorities', 'authority_successions', 'units', 'unit_serves', 'competences']

async function openTown() {
  const { database, urls } = await openTestDatabase()
  await importAuthorities(urls.ownerUrl, content)
  const read = <Result>(work: (scope: Scope) => Promise<Result>) => database.read(publicActor, work)
  return { database, urls, read }
}

function day(text: string): IsoDate {
  if (!isIsoDate(text)) throw new Error(`${text} is no day`)
  return text
}

function staffOf(authorityId: AuthorityId): StaffActor {
  return {
    kind: 'staff',
    staffId: uuid('00000000-0000-7000-8000-000000000001'),
    identityId: null,
    name: 'Erika Beispiel',
    memberships: [{ authorityId, unitId: null, role: 'admin' }],
    hasSecondFactor: true,
  }
}

test('what is imported is read back as it was in the files', async () => {
  const { read } = await openTown()
  for (const { authority, units } of content.entries.filter((entry) =>
    ['kriens', 'luzern', 'littau'].includes(entry.authority.id),
  )) {
    expect(await read((scope) => findAuthority(scope, authority.id))).toEqual(authority)
    expect(await read((scope) => listUnits(scope, authority.id))).toEqual(
      units.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    )
  }
  expect(await read((scope) => findAuthority(scope, id('atlantis')))).toBeUndefined()
  expect((await read((scope) => findAuthorityByBfsNumber(scope, 1059)))?.id).toBe('kriens')
})

test('importing the same content again changes nothing, and leaves what staff have changed', async () => {
  const { database, urls, read } = await openTown()
  await database.write(staffOf(id('kriens')), async (scope) => {
    scope.write(
      scope.db
        .updateTable('kernel.authorities')
        .set({ theme: jsonb({ accent: '#000000' }) })
        .where('id', '=', 'kriens'),
    )
  })
  const before = await versions(urls)
  expect(await importAuthorities(urls.ownerUrl, content)).toEqual([])
  expect(await versions(urls)).toEqual(before)
  expect((await read((scope) => findAuthority(scope, id('kriens'))))?.theme).toEqual({ accent: '#000000' })
})

test('a changed file changes its authority only; a unit that left serves nobody but stays for its cases', async () => {
  const { urls, read } = await openTown()
  const entries = content.entries.map((entry) =>
    entry.authority.id === 'horw'
      ? {
          ...entry,
          contentHash: 'changed',
          authority: { ...entry.authority, name: { de: 'Horw am See' } },
          units: entry.units.filter((unit) => unit.kind !== 'social'),
          serves: entry.serves.filter((serving) => serving.unit.kind !== 'social'),
        }
      : entry,
  )
  expect(await importAuthorities(urls.ownerUrl, { ...content, entries })).toEqual(['horw'])
  expect((await read((scope) => findAuthority(scope, id('horw'))))?.name).toEqual({ de: 'Horw am See' })
  expect(await read((scope) => findUnit(scope, id('horw'), slug('sozialdienste')))).toBeDefined()
  const question = { serviceId: 'x', unitKind: 'social', municipalityId: id('horw'), date: day('2026-11-22') } as const
  expect(await read((scope) => unitInCharge(scope, question))).toBeUndefined()
})

test('the list holds the 80 authorities of today, page by page', async () => {
  const { read } = await openTown()
  const all = await read((scope) => listAuthorities(scope))
  expect([all.items.length, all.total, all.next]).toEqual([80, 80, null])
  expect(all.items.map((authority) => authority.id)).not.toContain('littau')

  const walked: AuthorityId[] = []
  let after: AuthorityId | undefined
  do {
    const page = await read((scope) => listAuthorities(scope, { limit: 9, after }))
    expect(page.total).toBe(80)
    walked.push(...page.items.map((authority) => authority.id))
    after = page.next ?? undefined
  } while (after)
  expect(walked).toEqual(all.items.map((authority) => authority.id))
})

test('an authority is found by part of a name in any language, with umlauts typed as one likes', async () => {
  const { read } = await openTown()
  const found = async (q: string) =>
    (await read((scope) => listAuthorities(scope, { q }))).items.map((authority) => authority.id)
  expect(await found('lucerna')).toEqual(['kanton-luzern', 'luzern'])
  expect(await found('schupfheim')).toEqual(['schuepfheim'])
  expect(await found('Schüpf')).toEqual(['schuepfheim'])
  expect(await found('kri')).toEqual(['kriens'])
  expect(await found('Zürich')).toEqual([])
})

test('a closed municipality is continued by its successor from the day of the merger', async () => {
  const { read } = await openTown()
  const successor = (from: string, on: string) => read((scope) => findSuccessor(scope, id(from), day(on)))
  expect(await successor('littau', '2009-12-31')).toBeNull()
  expect(await successor('littau', '2010-01-01')).toBe('luzern')
  expect(await successor('kriens', '2026-11-22')).toBeNull()
  expect(await successor('atlantis', '2026-11-22')).toBeNull()
  const willisau = (on: string) => read((scope) => listPredecessors(scope, [id('willisau')], day(on)))
  expect(await willisau('2020-12-31')).toEqual(['willisau-land', 'willisau-stadt'])
  expect(await willisau('2021-01-01')).toEqual(['gettnau', 'willisau-land', 'willisau-stadt'])
})

test('a successor that closes itself passes the work on', async () => {
  const { urls, read } = await openTown()
  await asOwner(urls, `insert into kernel.authority_successions values ('hitzkirch', 'hochdorf', '2030-01-01')`)
  const successor = (on: string) => read((scope) => findSuccessor(scope, id('altwis'), day(on)))
  expect(await successor('2029-12-31')).toBe('hitzkirch')
  expect(await successor('2030-01-01')).toBe('hochdorf')
  expect(await read((scope) => listPredecessors(scope, [id('hochdorf')], day('2030-01-01')))).toContain('altwis')
})

test('without a competence the unit of the kind is in charge: its own, a regional one, or the canton', async () => {
  const { read } = await openTown()
  const inCharge = async (
    unitKind: 'residents' | 'civil-status' | 'vehicles',
    municipality: string,
    date = '2026-11-22',
  ) => {
    const found = await read((scope) =>
      unitInCharge(scope, { serviceId: 'any', unitKind, municipalityId: id(municipality), date: day(date) }),
    )
    return found && `${found.authority.id}/${found.unit.id}`
  }
  expect(await inCharge('residents', 'kriens')).toBe('kriens/einwohnerdienste')
  expect(await inCharge('civil-status', 'zell')).toBe('willisau/zivilstandsamt')
  expect(await inCharge('vehicles', 'zell')).toBe('kanton-luzern/strassenverkehrsamt')
  expect(await inCharge('residents', 'littau')).toBe('luzern/einwohnerdienste')
  expect(await inCharge('residents', 'atlantis')).toBeUndefined()
})

test('a competence goes before the default on its days, the first and the last included', async () => {
  const { urls, read } = await openTown()
  await asOwner(
    urls,
    `insert into kernel.competences (service_id, municipality_id, authority_id, unit_id, valid_from, valid_to)
     values ('moving', 'horw', 'kriens', 'einwohnerdienste', '2026-03-01', '2026-03-31')`,
  )
  const inCharge = async (serviceId: string, date: string) =>
    (
      await read((scope) =>
        unitInCharge(scope, { serviceId, unitKind: 'residents', municipalityId: id('horw'), date: day(date) }),
      )
    )?.authority.id
  expect(await inCharge('moving', '2026-02-28')).toBe('horw')
  expect(await inCharge('moving', '2026-03-01')).toBe('kriens')
  expect(await inCharge('moving', '2026-03-31')).toBe('kriens')
  expect(await inCharge('moving', '2026-04-01')).toBe('horw')
  expect(await inCharge('other', '2026-03-15')).toBe('horw')
})

test('two competences for the same service, municipality and day are refused', async () => {
  const { urls } = await openTown()
  const appoint = (municipality: string, from: string, to: string | null) =>
    asOwner(
      urls,
      `insert into kernel.competences (service_id, municipality_id, authority_id, unit_id, valid_from, valid_to)
       values ('moving', $1, 'kriens', 'einwohnerdienste', $2, $3)`,
      [municipality, from, to],
    )
  await appoint('horw', '2026-03-01', '2026-03-31')
  await appoint('horw', '2026-04-01', null)
  await appoint('emmen', '2026-03-01', null)
  await expect(appoint('horw', '2026-03-31', '2026-03-31')).rejects.toMatchObject({
    constraint: 'competences_one_at_a_time',
  })
  await expect(appoint('horw', '2027-01-01', null)).rejects.toMatchObject({ constraint: 'competences_one_at_a_time' })
})

test('everybody reads; nobody but its own staff changes an authority, and no staff give work to or take it from another', async () => {
  const { database, urls } = await openTown()
  const attempt = async (actor: StaffActor | typeof publicActor, statement: string) => {
    try {
      return await database.write(actor, async (scope) =>
        Number((await sql.raw(statement).execute(scope.db)).numAffectedRows),
      )
    } catch {
      return 'refused'
    }
  }
  const kriens = staffOf(id('kriens'))
  for (const table of authorityTables)
    expect(await attempt(publicActor, `select 1 from kernel.${table} limit 1`)).not.toBe('refused')

  const presents = (authority: string) => `update kernel.authorities set contact = contact where id = '${authority}'`
  expect(await attempt(kriens, presents('kriens'))).toBe(1)
  expect(await attempt(kriens, presents('emmen'))).toBe(0)
  expect(await attempt(publicActor, presents('kriens'))).toBe(0)
  expect(await attempt(kriens, `update kernel.authorities set code = 'XXX' where id = 'kriens'`)).toBe('refused')
  expect(await attempt(kriens, `delete from kernel.authorities where id = 'kriens'`)).toBe('refused')

  const answers = (authority: string) =>
    `update kernel.units set inbox_email = 'a@b.example' where authority_id = '${authority}' and kind = 'works'`
  expect(await attempt(kriens, answers('kriens'))).toBe(1)
  expect(await attempt(kriens, answers('emmen'))).toBe(0)
  const adds = (authority: string) =>
    `insert into kernel.units (authority_id, id, kind, name, inbox_email) values ('${authority}', 'neu', 'works', '{"de":"Neu"}', 'a@b.example')`
  expect(await attempt(kriens, adds('emmen'))).toBe('refused')
  expect(await attempt(kriens, adds('kriens'))).toBe(1)

  const serves = (unit: string, municipality: string) =>
    `update kernel.unit_serves set authority_id = 'kriens', unit_id = '${unit}' where kind = 'works' and municipality_id = '${municipality}'`
  expect(await attempt(kriens, serves('neu', 'kriens'))).toBe(1)
  expect(await attempt(kriens, serves('neu', 'emmen'))).toBe(0)

  const appoints = (authority: string, municipality: string) =>
    `insert into kernel.competences (service_id, municipality_id, authority_id, unit_id, valid_from)
     values ('moving', '${municipality}', '${authority}', 'einwohnerdienste', '2026-01-01')`
  expect(await attempt(kriens, appoints('kriens', 'emmen'))).toBe('refused')
  expect(await attempt(kriens, appoints('emmen', 'kriens'))).toBe('refused')
  expect(await attempt(publicActor, appoints('kriens', 'kriens'))).toBe('refused')
  expect(await attempt(kriens, appoints('kriens', 'kriens'))).toBe(1)
  expect(await attempt(staffOf(id('emmen')), `delete from kernel.competences`)).toBe(0)
  expect(
    await attempt(kriens, `insert into kernel.authority_successions values ('kriens', 'emmen', '2026-01-01')`),
  ).toBe('refused')
  expect(await asOwner(urls, 'select authority_id, municipality_id from kernel.competences')).toEqual([
    { authority_id: 'kriens', municipality_id: 'kriens' },
  ])
})

/** Where each row was last written. */
async function versions(urls: Parameters<typeof asOwner>[0]): Promise<unknown[]> {
  return Promise.all(
    authorityTables.map((table) =>
      asOwner(urls, `select '${table}' as name, xmin::text, t::text from kernel.${table} t order by 3`),
    ),
  )
}
