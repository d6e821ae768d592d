import { Parser } from 'n3'
import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { publicActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { testHost } from '#test/support/furnished.ts'
import { type SourceAnswer, type SourceServer, serveSource } from '#test/support/source-server.ts'
import { testNow } from '#test/support/test-database.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { findPublishedSeries } from '../series/queries.ts'
import { harvest } from './harvest-source.ts'
import { readCatalogue } from './read-catalogue.ts'
import { seriesOfAll } from './read-series.ts'
import type { HarvestSource, SourceKind } from './source.ts'

let town: Town
let server: SourceServer
/** What the source answers, by path. */
let answers: Record<string, SourceAnswer>

beforeAll(async () => {
  server = await serveSource((path) => answers[path])
  town = await openTown(fixedClock(testNow), testHost, { WEGWEISER_OUTSIDE_HOSTS: server.host })
}, 90_000)
afterAll(async () => {
  server?.close()
  await town?.close()
})
beforeEach(() => {
  answers = {}
})

const kriens = slug<'authority'>('kriens')

async function newSource(path: string, kind: SourceKind = 'dcat'): Promise<HarvestSource> {
  const source: HarvestSource = {
    authorityId: kriens,
    id: uuid<'harvest-source'>(v7()),
    kind,
    title: path,
    url: `http://${server.host}${path}`,
    contact: { name: 'Datenstelle', email: 'daten@kriens.example' },
    everyHours: 24,
    nextRunAt: new Date(testNow),
  }
  await town.query(
    `insert into opendata.harvest_sources (authority_id, id, kind, title, url, contact_name, contact_email, every_hours, created_at, next_run_at)
     values ('kriens', $1, $2, $3, $4, 'Datenstelle', 'daten@kriens.example', 24, now(), $5)`,
    [source.id, kind, source.title, source.url, testNow],
  )
  return source
}

const prefixes = `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n`
const dataSet = (name: string, more: string) => `
<https://example.ch/${name}> a dcat:Dataset; dct:identifier "${name}@quelle"; dct:title "Satz ${name}"@de; dct:description "Als Beispiel."@de; ${more}
  dcat:keyword "Probe"@de; dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENVI>;
  dcat:distribution [ a dcat:Distribution; dct:title "CSV"@de; dcat:accessURL <https://example.ch/${name}.csv>; dct:license <http://dcat-ap.ch/vocabulary/licenses/terms_by> ] .\n`
const inSeries = (name: string, more = '') => `dcat:inSeries <https://example.ch/reihe/${name}>; ${more}`
const series = (name: string, title: string) => `
<https://example.ch/reihe/${name}> a dcat:DatasetSeries; dct:title "${title}"@de, "En français"@fr; dct:description "Jedes Jahr."@de;
  dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/ANNUAL> .\n`
const serve = (path: string, ...parts: string[]) => {
  answers[path] = { text: prefixes + parts.join('') }
}
const run = (source: HarvestSource) => harvest(town.house.kernel, source)
const seriesNamed = (name: string) =>
  town.house.kernel.database.read(publicActor, (scope) =>
    findPublishedSeries(scope, { authorityId: kriens, slug: name }),
  )
const membersOf = async (name: string) => (await seriesNamed(name))?.members.map((one) => one.slug)

test('a series of two pages is kept with its data sets in their order, changed, and withdrawn where it is not named any more', async () => {
  const source = await newSource('/reihe')
  const second = `<http://${server.host}/reihe> a hydra:PagedCollection; hydra:nextPage <http://${server.host}/reihe2> .`
  serve('/reihe', second, series('wald', 'Wald'), dataSet('w3', inSeries('wald', 'dcat:prev <https://example.ch/w2>;')))
  serve(
    '/reihe2',
    dataSet('w1', inSeries('wald', 'dcat:next <https://example.ch/w2>;')),
    dataSet('w2', inSeries('wald')),
  )
  expect(await run(source)).toMatchObject({ found: 3, added: 3, fault: undefined })
  const found = await seriesNamed('example-ch-reihe-wald')
  expect(found).toMatchObject({
    origin: 'harvest',
    metadata: {
      title: { de: 'Wald', fr: 'En français' },
      themes: ['ENVI'],
      frequency: 'ANNUAL',
      order: 'chosen',
      original: { uri: 'https://example.ch/reihe/wald' },
    },
  })
  expect(await membersOf('example-ch-reihe-wald')).toEqual(['w1', 'w2', 'w3'])

  // It goes out again as it came in, under the address that it has there.
  const turtle = (await town.visitor().open('/opendata/kriens/w2.ttl')).html
  expect(turtle).toMatch(
    /dcat:inSeries <https:\/\/example\.ch\/reihe\/wald>;\s*dcat:prev <https:\/\/example\.ch\/w1>;\s*dcat:next <https:\/\/example\.ch\/w3>/,
  )
  const steward = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  const desk = await (await steward.open('/desk/opendata/series')).follow('Wald')
  expect(desk.text).toContain('aus einem anderen Katalog übernommen')

  serve(
    '/reihe',
    series('wald', 'Wald und Holz'),
    dataSet('w3', inSeries('wald')),
    dataSet('w1', inSeries('wald')),
    dataSet('w2', ''),
  )
  await run(source)
  expect((await seriesNamed('example-ch-reihe-wald'))?.metadata).toMatchObject({
    title: { de: 'Wald und Holz' },
    order: 'none',
  })
  expect(await membersOf('example-ch-reihe-wald')).toEqual(['w3', 'w1'])

  serve('/reihe', dataSet('w1', ''))
  await run(source)
  expect((await seriesNamed('example-ch-reihe-wald'))?.withdrawnAt).toBeInstanceOf(Date)
  serve('/reihe', series('wald', 'Wald'), dataSet('w1', inSeries('wald')))
  await run(source)
  expect((await seriesNamed('example-ch-reihe-wald'))?.withdrawnAt).toBeNull()
})

test('what did not change is not published again, and what a steward took back stays so', async () => {
  const source = await newSource('/ruhig')
  serve('/ruhig', series('see', 'See'), dataSet('s1', inSeries('see')))
  await run(source)
  const before = await seriesNamed('example-ch-reihe-see')
  town.clock.advance(60_000)
  await run(source)
  expect(await seriesNamed('example-ch-reihe-see')).toEqual(before)
  const steward = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  await (await (await steward.open('/desk/opendata/series')).follow('See')).submit('Zurückziehen')
  await run(source)
  expect((await seriesNamed('example-ch-reihe-see'))?.withdrawnAt).toBeInstanceOf(Date)
})

test('a series that is a data set too is no data set here, and one without data sets is none', async () => {
  const source = await newSource('/beides')
  const both = series('doppelt', 'Doppelt').replace('a dcat:DatasetSeries', 'a dcat:DatasetSeries, dcat:Dataset')
  serve('/beides', both, series('leer', 'Leer'), dataSet('d1', inSeries('doppelt')))
  expect(await run(source)).toMatchObject({ found: 1, refused: 0 })
  expect(await membersOf('example-ch-reihe-doppelt')).toEqual(['d1'])
  expect(await seriesNamed('example-ch-reihe-leer')).toBeUndefined()
})

test('when a source ends its series stay, and are kept by hand from then on', async () => {
  const source = await newSource('/endet')
  serve('/endet', series('ende', 'Ende'), dataSet('e1', inSeries('ende')))
  await run(source)
  const steward = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  const page = await steward.open(`/desk/opendata/sources/${source.id}`)
  await steward.post(`${page.path}/removal`, 'fate=keep', { 'content-type': 'application/x-www-form-urlencoded' })
  await town.jobs.drain()
  expect(await seriesNamed('example-ch-reihe-ende')).toMatchObject({ origin: 'steward', withdrawnAt: null })
})

test('one series that cannot be kept is named, and holds neither the others nor what is withdrawn up', async () => {
  const source = await newSource('/streng')
  serve('/streng', dataSet('f1', inSeries('fest')), dataSet('f2', ''))
  await run(source)
  await town.query(`alter table opendata.series add constraint refuses check (title <> 'Verboten')`)
  onTestFinished(async () => {
    await town.query('alter table opendata.series drop constraint refuses')
  })
  serve(
    '/streng',
    series('verboten', 'Verboten'),
    series('fest', 'Fest'),
    dataSet('f1', inSeries('fest', inSeries('verboten'))),
  )
  const report = await run(source)
  expect(report).toMatchObject({ found: 1, withdrawn: 1, fault: undefined })
  expect(report.findings).toContainEqual(
    expect.objectContaining({ severity: 'error', kind: 'not_stored', subject: 'https://example.ch/reihe/verboten' }),
  )
  expect(await membersOf('example-ch-reihe-fest')).toEqual(['f1'])
})

test('a series of more data sets than one may have here keeps the first of them, and the report says so', () => {
  const many = Array.from({ length: 201 }, (_, at) => dataSet(`v${at}`, inSeries('viele')))
  const graph = new Parser().parse(prefixes + series('viele', 'Viele') + many.join(''))
  const page = readCatalogue(graph, {
    ...{ contact: { name: { de: 'Amt' }, email: 'amt@kriens.example' }, issued: '2026-11-26' },
    authorityOf: () => undefined,
  })
  const together = seriesOfAll(page.series, page.dataSets)
  expect(together.series[0]?.members).toHaveLength(200)
  expect(together.findings).toMatchObject([{ kind: 'too_many', property: 'dcat:inSeries', value: '201' }])
})

test('series of a portal of CKAN come in as ckanext-dataset-series gives them', async () => {
  const source = await newSource('/portal', 'ckan')
  const id = (number: number) => `0199c000-0000-7000-8000-00000000000${number}`
  const packageOf = (number: number, more: object) => ({
    ...{
      id: id(number),
      name: `haushalt-${number}`,
      title: `Haushalt ${number}`,
      notes: 'Als Beispiel.',
      license_id: 'terms_by',
    },
    ...{ groups: [{ name: 'finances' }], tags: [{ name: 'Geld' }], type: 'dataset', in_series: [id(9)] },
    resources: [{ id: `r${number}`, name: 'CSV', url: `https://example.ch/${number}.csv`, license: 'terms_by' }],
    ...more,
  })
  const results = [
    { id: id(9), name: 'haushalt', title: 'Haushalt', notes: 'Jahr für Jahr.', type: 'dataset_series', resources: [] },
    packageOf(2, { series_navigation: [{ id: id(9), previous: { id: id(1) }, next: null }] }),
    packageOf(1, {}),
  ]
  answers['/portal/api/3/action/package_search?sort=id+asc&rows=100&start=0'] = {
    text: JSON.stringify({ success: true, result: { count: 3, results } }),
    type: 'application/json',
  }
  expect(await run(source)).toMatchObject({ found: 2, added: 2, fault: undefined })
  expect(await seriesNamed('haushalt')).toMatchObject({ metadata: { title: { de: 'Haushalt' }, order: 'chosen' } })
  expect(await membersOf('haushalt')).toEqual(['haushalt-1', 'haushalt-2'])
})
