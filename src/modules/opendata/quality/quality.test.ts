import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { publicActor, systemActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { testHost } from '#test/support/furnished.ts'
import { parking, publishExample } from '#test/support/open-data.ts'
import { testNow } from '#test/support/test-database.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { DataSetMetadata } from '../catalogue/data-set.ts'
import { findPublished } from '../catalogue/queries.ts'
import { insertDelivery } from '../deliveries/queries.ts'
import { freshnessOf } from './freshness.ts'
import { lookAtLinks } from './link-looks.ts'
import { readQuality } from './read-quality.ts'
import { scoreOf } from './score.ts'
import { Uses, usesOf } from './uses.ts'

let town: Town
let server: Server
let origin: string
let isGone = false

beforeAll(async () => {
  server = createServer((_, reply) => reply.writeHead(isGone ? 404 : 200).end())
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  origin = `http://${host}`
  town = await openTown(fixedClock(testNow), testHost, { WEGWEISER_OUTSIDE_HOSTS: host })
  await publishExample(town.house.kernel, {
    ...parking,
    metadata: { ...parking.metadata, landingPage: `${origin}/seite` },
  })
})
afterAll(async () => {
  server.close()
  await town.close()
})

async function readParking() {
  const found = await town.house.kernel.database.read(publicActor, (scope) =>
    findPublished(scope, slug<'authority'>(parking.authority), parking.name),
  )
  if (!found) throw new Error('not published')
  return found
}

const page = `/opendata/${parking.authority}/${parking.name}`

test('a link that leads nowhere is named on the page of the data set and of the quality, and is forgotten when it answers again', async () => {
  const { kernel } = town.house
  const dataSet = await readParking()
  expect((await town.visitor().open('/opendata/quality')).text).toContain('Die Links wurden noch nicht geprüft.')
  isGone = true
  expect(await lookAtLinks(kernel, dataSet)).toBeGreaterThan(0)
  expect((await town.visitor().open(page)).text).toContain(`${origin}/seite`)
  const before = (await town.visitor().open('/opendata/quality')).text
  expect(before).toMatch(/Links? führ(t|en) ins Leere/)
  isGone = false
  town.clock.advance(60_000)
  await lookAtLinks(kernel, dataSet)
  const links = await town.query<{ url: string }>('select url from opendata.dead_links where url like $1', [
    `${origin}%`,
  ])
  expect(links).toEqual([])
})

test('dead links of a data set that was taken back do not count any more', async () => {
  const { kernel } = town.house
  const [table] = parking.metadata.distributions
  if (!table) throw new Error('no table')
  const metadata = {
    ...parking.metadata,
    landingPage: `${origin}/zurueck`,
    distributions: [{ ...table, id: '0199c000-0000-7000-8000-000000000396' }],
  }
  await publishExample(kernel, { ...parking, authority: 'emmen', name: 'zurueck', metadata })
  const dataSet = await kernel.database.read(publicActor, (scope) => findPublished(scope, slug('emmen'), 'zurueck'))
  if (!dataSet) throw new Error('not published')
  isGone = true
  const dead = await lookAtLinks(kernel, dataSet)
  isGone = false
  const quality = '/emmen/opendata/quality'
  expect((await town.visitor().open(quality)).text).toMatch(new RegExp(`(?:^|\\D)${dead} Links? führ`))
  await town.query('update opendata.published_data_sets set withdrawn_at = now() where id = $1', [dataSet.id])
  expect((await town.visitor().open(quality)).text).toContain('Kein Link führt ins Leere.')
})

test('looking, downloading and nothing else is counted, and shown by data set', async () => {
  const { kernel } = town.house
  const visitor = town.visitor()
  const table = parking.metadata.distributions.find(({ kind }) => kind === 'table')?.slug
  await visitor.open(`${page}/${table}`)
  await visitor.open(`${page}/${table}`)
  await visitor.open(`${page}/${table}.csv`)
  await visitor.open(`${page}/${table}.csv`, { range: 'bytes=100-200' })
  await visitor.open(page)
  await usesOf(kernel).flush()
  await usesOf(kernel).flush()
  expect(await town.query('select kind, count::int from opendata.uses order by kind')).toEqual([
    { kind: 'download', count: 1 },
    { kind: 'view', count: 2 },
  ])
  expect((await visitor.open(page)).text).toContain('2 Mal angesehen, 1 Mal heruntergeladen')
  const listed = await visitor.open(`/${parking.authority}/opendata/quality`)
  const cells = [...listed.document.querySelectorAll('tbody tr:first-child td')].map((cell) => cell.textContent?.trim())
  expect(cells.slice(-3)).toEqual(['2', '1', '0'])
})

test('what could not be written while the database was away is written later, in its own month', async () => {
  const { kernel } = town.house
  const dataSet = await readParking()
  let isAway = true
  const database = new Proxy(kernel.database, {
    get: (target, name) =>
      name === 'write' && isAway ? () => Promise.reject(new Error('away')) : Reflect.get(target, name).bind(target),
  })
  const clock = fixedClock('2026-09-30T10:00:00Z')
  const uses = new Uses({ database, clock })
  for (let time = 0; time < 3; time += 1) uses.count(dataSet, 'api')
  await expect(uses.flush()).rejects.toThrow('away')
  clock.set('2026-10-01T10:00:00Z')
  uses.count(dataSet, 'api')
  isAway = false
  await uses.flush()
  expect(
    await town.query("select month::text, count::int from opendata.uses where kind = 'api' order by month"),
  ).toEqual([
    { month: '2026-09-01', count: 3 },
    { month: '2026-10-01', count: 1 },
  ])
})

test('rows that come as promised and are the same are not late', async () => {
  const { kernel } = town.house
  const dataSet = await readParking()
  const tableId = dataSet.metadata.distributions.find(({ kind }) => kind === 'table')?.id ?? ''
  const freshness = async () => {
    const yearly = { ...dataSet, metadata: { ...dataSet.metadata, frequency: 'ANNUAL' as const } }
    const [quality] = await kernel.database.read(publicActor, (scope) => readQuality(scope, [yearly]))
    return quality?.freshness.kind
  }
  await town.query(`update opendata.table_versions set published_at = '2020-01-01' where table_id = $1`, [tableId])
  expect(await freshness()).toBe('late')
  await kernel.database.write(systemActor('opendata'), async (scope) =>
    insertDelivery(scope, {
      ...{ authorityId: dataSet.authorityId, dataSetId: dataSet.id, tableId: uuid<'distribution'>(tableId) },
      ...{ way: 'fetch', outcome: 'same', version: null, rows: null, changes: null },
      ...{ reason: null, detail: null, said: null, faults: [], faultCount: 0 },
    }),
  )
  expect(await freshness()).toBe('fresh')
})

test('a place in the list that is none is told so', async () => {
  expect((await town.visitor().open('/opendata/quality?after=unsinn')).status).toBe(400)
})

test('what is promised is measured: a yearly table of two years ago is late, one without a promise never', () => {
  const on = (day: string, frequency: Parameters<typeof freshnessOf>[0]) => freshnessOf(frequency, day, '2026-11-22')
  expect(on('2026-10-01', 'ANNUAL')).toEqual({ kind: 'fresh', dueOn: '2028-01-01', days: 405 })
  expect(on('2024-11-22', 'ANNUAL').kind).toBe('late')
  expect(on('2026-11-20', 'DAILY')).toMatchObject({ kind: 'fresh', days: 1 })
  expect(on('2026-11-18', 'DAILY')).toMatchObject({ kind: 'late', days: 1 })
  expect(on('2001-01-01', 'NEVER')).toEqual({ kind: 'none' })
})

test('points are those of the method, held against the linked data that goes out; what is missing is named', async () => {
  const published = await readParking()
  const score = (metadata: DataSetMetadata, deadLinks: readonly string[] = []) =>
    scoreOf({ dataSet: { ...published, metadata }, deadLinks: new Set(deadLinks) })
  const whole: DataSetMetadata = {
    ...parking.metadata,
    temporal: [{ from: '2026-01-01' }],
    rights: 'CC0-1.0',
    distributions: parking.metadata.distributions.filter(({ kind }) => kind === 'table'),
  }
  const best = score(whole)
  expect(best).toMatchObject({ points: 400, most: 405, rating: 'excellent' })
  expect(best.dimensions.map(({ most }) => most)).toEqual([100, 100, 110, 75, 20])
  expect(best.dimensions.flatMap(({ missing }) => missing)).toEqual(['size'])
  const { temporal: _, rights: __, ...bare } = whole
  const url = 'https://example.ch/a.pdf'
  const link = {
    id: parking.metadata.distributions[0]?.id ?? '',
    slug: 'a',
    kind: 'link' as const,
    title: { de: 'A' },
    url,
    format: 'PDF',
  }
  const poor = score({ ...bare, distributions: [link] }, [url])
  expect(poor.points).toBe(80 + 0 + 90 + 75 + 10)
  expect(poor.rating).toBe('good')
  expect(poor.dimensions[1]?.missing).toEqual(['access_url', 'download_alive', 'download_url'])
  // A document that lies here has its address here.
  const { url: _url, ...file } = { ...link, kind: 'file' as const }
  const kept = { ...file, sha256: 'a'.repeat(64), fileName: 'a.pdf', byteSize: 9 }
  expect(score({ ...bare, distributions: [kept] }).dimensions[1]).toMatchObject({ points: 100, missing: [] })
  expect(score({ ...bare, distributions: [kept] }).dimensions[4]?.missing).toContain('size')
  // What is harvested and names no area goes out with none.
  const { spatial: ___, ...elsewhere } = { ...whole, original: { identifier: 'a@b' } }
  expect(score(elsewhere).dimensions[0]).toMatchObject({ points: 80, missing: ['area'] })
  const { original: ____, ...here } = elsewhere
  expect(score(here).dimensions[0]).toMatchObject({ points: 100, missing: [] })
})
