import { afterAll, beforeAll, expect, test } from 'vitest'
import { publicActor, systemActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { findPublished } from '../catalogue/queries.ts'
import { findCurrentVersion } from '../tables/queries.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

/** As a process that does jobs begins. */
async function begin(): Promise<number> {
  await town.house.kernel.database.write(systemActor('opendata'), async (scope) => {
    scope.enqueue('opendata.bring_content', { payload: {} })
  })
  return town.jobs.drain()
}

const versionOf = (name: string) =>
  town.house.kernel.database.read(publicActor, async (scope) => {
    const dataSet = await findPublished(scope, slug<'authority'>('kanton-luzern'), name)
    const [table] = dataSet?.metadata.distributions ?? []
    return { dataSet, version: table && (await findCurrentVersion(scope, uuid<'distribution'>(table.id))) }
  })

const rows = { abstimmungssonntage: 47, dienstleistungen: 1_186, gemeinden: 109, gemeindegrenzen: 79, ruhetage: 120 }

test('at its first start the platform publishes what it brings along; later there is nothing to do', async () => {
  expect(await begin()).toBeGreaterThan(Object.keys(rows).length)
  for (const [name, count] of Object.entries(rows)) expect((await versionOf(name)).version?.rows, name).toBe(count)
  const { dataSet } = await versionOf('dienstleistungen')
  const codes = new Map(dataSet?.metadata.distributions[0]?.columns?.map((column) => [column.name, column.codes]))
  expect(codes.get('service')).toHaveLength(16)
  expect(codes.get('authority')).toContainEqual({
    code: 'kriens',
    label: { de: 'Kriens', fr: 'Kriens', it: 'Kriens', en: 'Kriens' },
  })

  const series = await town.visitor().open('/opendata/series/kanton-luzern/digitalstrategien')
  const members = [...series.document.querySelectorAll('.data-set-entry h3')].map((one) => one.textContent)
  expect(members).toHaveLength(19)
  expect(members[0]).toBe('Digitalstrategien: Ziele, Projekte, Kredite')

  const revisions = () =>
    town.query(
      `select sum(revision) as revisions from opendata.data_sets union all select sum(revision) from opendata.series`,
    )
  const before = await revisions()
  expect(await begin()).toBe(1)
  expect(await revisions()).toEqual(before)
  for (const name of Object.keys(rows)) expect((await versionOf(name)).version?.number, name).toBe(1)
}, 90_000)

test('what is public of the strategy is open data, and what an authority keeps to itself is not', async () => {
  const readAll = async () => {
    await begin()
    return (await versionOf('strategie-eintraege')).version?.rows ?? 0
  }
  const before = await readAll()
  expect(before).toBeGreaterThan(100)
  await town.query("update strategy.nodes set audience = 'authority' where slug = 'fb1'")
  expect(await readAll()).toBe(before - 1)
  expect((await versionOf('strategie-verbindungen')).version?.rows).toBeGreaterThan(50)
  expect((await versionOf('strategie-indikatoren')).version?.rows).toBeGreaterThan(10)
  expect((await versionOf('strategie-projekte')).version?.rows).toBeGreaterThan(20)
  expect((await versionOf('strategie-meilensteine')).version?.rows).toBeGreaterThan(50)
  expect((await versionOf('strategie-kredite')).version?.rows).toBeGreaterThan(10)
  const least = {
    entscheide: 50,
    auflagen: 5,
    partner: 4,
    berichte: 10,
    halbjahre: 50,
    indikatordefinitionen: 10,
    vereinbarungen: 1,
    mitglieder: 2,
  }
  for (const [name, count] of Object.entries(least))
    expect((await versionOf(`strategie-${name}`)).version?.rows, name).toBeGreaterThanOrEqual(count)
})

test('when an authority no longer offers a service, the catalogue of services has a new version', async () => {
  await begin()
  await town.query(
    "update egovernment.service_offers set valid_to = valid_from where authority_id = 'kriens' and service_id = 'umzug'",
  )
  town.clock.advance(86_400_000)
  await begin()
  const { version } = await versionOf('dienstleistungen')
  expect(version).toMatchObject({ number: 2, rows: 1_185, changes: { added: 0, removed: 1 } })
})

test('a steward reads of each month of her feeds how much was hidden and why; of those of others nothing', async () => {
  const month = (authority: string, at: string) =>
    town.query(
      `insert into opendata.feed_months (authority_id, feed, month, k, shown, small, dominated, complement, earlier, lost, counted_at)
       values ($1, 'ausleihen', $2, 5, 1234, 17, 0, 4, 0, 0, now())`,
      [authority, at],
    )
  await month('kriens', '2026-10-01')
  await month('luzern', '2026-09-01')
  const steward = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  const page = await steward.open('/desk/opendata/feeds')
  expect(page.text).toContain('Oktober 2026')
  expect(page.text).toMatch(/1[’']234/)
  expect(page.text).not.toContain('September 2026')
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  expect((await clerk.open('/desk/opendata/feeds')).status).toBe(403)
})
