import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { publicActor, systemActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { testHost } from '#test/support/furnished.ts'
import { type SourceAnswer, type SourceServer, serveSource } from '#test/support/source-server.ts'
import { testNow } from '#test/support/test-database.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { withdrawDataSet } from '../catalogue/publish-data-set.ts'
import { findPublished, listPublished } from '../catalogue/queries.ts'
import { harvest } from './harvest-source.ts'
import { listRuns } from './queries.ts'
import type { HarvestSource, SourceKind } from './source.ts'

let town: Town
let server: SourceServer
let origin: string
/** What the source answers, by path. */
let answers: Record<string, SourceAnswer>

beforeAll(async () => {
  server = await serveSource((path) => answers[path])
  origin = `http://${server.host}`
  town = await openTown(fixedClock(testNow), testHost, { WEGWEISER_OUTSIDE_HOSTS: server.host })
})
afterAll(async () => {
  server.close()
  await town.close()
})
beforeEach(() => {
  answers = {}
})

const kriens = slug<'authority'>('kriens')

async function newSource(path: string, kind: SourceKind = 'dcat'): Promise<HarvestSource> {
  const source: HarvestSource = {
    ...{ authorityId: kriens, id: uuid<'harvest-source'>(v7()), kind, title: path, url: `${origin}${path}` },
    ...{
      contact: { name: 'Datenstelle', email: 'daten@kriens.example' },
      everyHours: 24,
      nextRunAt: new Date(testNow),
    },
  }
  await town.query(
    `insert into opendata.harvest_sources (authority_id, id, kind, title, url, contact_name, contact_email, every_hours, created_at, next_run_at)
     values ('kriens', $1, $2, $3, $4, 'Datenstelle', 'daten@kriens.example', 24, now(), $5)`,
    [source.id, kind, source.title, source.url, testNow],
  )
  return source
}

const prefixes = `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix hydra: <http://www.w3.org/ns/hydra/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n`
const dataSet = (name: string, title: string, more = '') => `
<https://example.ch/${name}> a dcat:Dataset; dct:identifier "${name}@quelle"; dct:title "${title}"@de; dct:description "Als Beispiel."@de; ${more}
  dcat:keyword "Probe"@de; dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENVI>; dct:issued "2026-01-01"^^xsd:date;
  dcat:distribution [ a dcat:Distribution; dct:title "CSV"@de; dcat:accessURL <https://example.ch/${name}.csv>; dct:license <http://dcat-ap.ch/vocabulary/licenses/terms_by> ] .\n`
const serve = (path: string, ...parts: string[]) => {
  answers[path] = { text: prefixes + parts.join('') }
}
const publishedTitle = async (name: string) => {
  const found = await town.house.kernel.database.read(publicActor, (scope) => findPublished(scope, kriens, name))
  return found?.withdrawnAt ? 'withdrawn' : found?.metadata.title.de
}
const run = (source: HarvestSource) => harvest(town.house.kernel, source)

test('a catalogue of two pages is taken over, changed, and withdrawn where it is not named any more', async () => {
  const source = await newSource('/zwei')
  serve(
    '/zwei',
    dataSet('wald', 'Wald'),
    dataSet('see', 'See'),
    `<${origin}/zwei> a hydra:PagedCollection; hydra:nextPage "${origin}/zwei-2" .`,
  )
  serve('/zwei-2', dataSet('moor', 'Moor'))
  expect(await run(source)).toMatchObject({
    found: 3,
    added: 3,
    changed: 0,
    refused: 0,
    withdrawn: 0,
    fault: undefined,
  })
  expect(await publishedTitle('moor')).toBe('Moor')
  expect(await run(source)).toMatchObject({ found: 3, added: 0, unchanged: 3 })

  serve('/zwei', dataSet('wald', 'Wald und Holz'), dataSet('see', 'See'))
  expect(await run(source)).toMatchObject({ found: 2, changed: 1, unchanged: 1, withdrawn: 1 })
  expect([await publishedTitle('wald'), await publishedTitle('see'), await publishedTitle('moor')]).toEqual([
    'Wald und Holz',
    'See',
    'withdrawn',
  ])

  serve('/zwei', dataSet('wald', 'Wald und Holz'), dataSet('see', 'See'), dataSet('moor', 'Moor'))
  expect(await run(source)).toMatchObject({ changed: 1, unchanged: 2, withdrawn: 0 })
  expect(await publishedTitle('moor')).toBe('Moor')
})

test('where a page is missing or is no catalogue nothing changes, and the report says what and where', async () => {
  const source = await newSource('/bricht')
  serve('/bricht', dataSet('bach', 'Bach'))
  await run(source)
  answers['/bricht'] = { text: `${prefixes}\n<a> a "offen .` }
  expect(await run(source)).toMatchObject({
    found: 0,
    withdrawn: 0,
    fault: 'syntax',
    faultDetail: expect.stringMatching(/^4 · /),
  })
  serve(
    '/bricht',
    dataSet('bach', 'Bach'),
    `<${origin}/bricht> a hydra:PagedCollection; hydra:nextPage "${origin}/fehlt" .`,
  )
  expect(await run(source)).toMatchObject({ fault: 'status', faultDetail: `404 ${origin}/fehlt` })
  serve('/bricht', `<${origin}/bricht> a hydra:PagedCollection; hydra:nextPage "${origin}/bricht" .`)
  expect(await run(source)).toMatchObject({ fault: 'too_many' })
  serve('/bricht')
  expect(await run(source)).toMatchObject({ fault: 'empty' })
  expect(await publishedTitle('bach')).toBe('Bach')
  const runs = await town.house.kernel.database.read(systemActor('opendata'), (scope) => listRuns(scope, source, 10))
  expect(runs.map(({ fault }) => fault)).toEqual(
    expect.arrayContaining(['syntax', 'status', 'too_many', 'empty', undefined]),
  )
})

test('an address within our own network is not asked', async () => {
  const source = await newSource('/innen')
  expect(await run({ ...source, url: 'http://169.254.169.254/latest/meta-data' })).toMatchObject({
    fault: 'outside',
    faultDetail: expect.stringContaining('refused'),
  })
})

test('one that cannot be taken over is named; a name that is taken gets a mark; what a steward withdrew stays withdrawn', async () => {
  const source = await newSource('/eigen')
  serve(
    '/eigen',
    dataSet('wald', 'Anderer Wald'),
    dataSet('ried', 'Ried'),
    '<https://example.ch/leer> a dcat:Dataset; dct:title "Leer"@de .',
  )
  const first = await run(source)
  expect(first).toMatchObject({ found: 3, added: 2, refused: 1 })
  expect(first.findings[0]).toMatchObject({ severity: 'error', subject: 'https://example.ch/leer' })
  expect(await publishedTitle('wald')).toBe('Wald und Holz')
  const all = await town.house.kernel.database.read(publicActor, (scope) =>
    listPublished(scope, { authorityId: kriens, limit: 50 }),
  )
  expect(all.find(({ metadata }) => metadata.title.de === 'Anderer Wald')?.slug).toMatch(/^wald-[0-9a-f]{8}$/)

  const ried = all.find(({ slug: name }) => name === 'ried')
  if (!ried) throw new Error('no ried')
  await town.house.kernel.database.write(systemActor('opendata'), (scope) =>
    withdrawDataSet(scope, { authorityId: kriens, id: ried.id }),
  )
  serve('/eigen', dataSet('wald', 'Anderer Wald'), dataSet('ried', 'Ried, neu'))
  expect(await run(source)).toMatchObject({ changed: 0, unchanged: 2 })
  expect(await publishedTitle('ried')).toBe('withdrawn')
})

const entry = (index: number) => ({
  name: `tor-${index}`,
  title: `Tor ${index}`,
  license_id: 'terms_open',
  tags: [{ name: 'Tor' }],
  resources: [{ url: `https://example.ch/${index}.csv` }],
})
const portalPage = (path: string, start: number) =>
  `${path}/api/3/action/package_search?sort=id+asc&rows=100&start=${start}`
const servePortal = (path: string, start: number, count: number, entries: readonly number[]) => {
  const text = JSON.stringify({ success: true, result: { count, results: entries.map(entry) } })
  answers[portalPage(path, start)] = { type: 'application/json', text }
}
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)

test('a portal with the Action API is read page by page, and when its time has come', async () => {
  const source = await newSource('/ckan', 'ckan')
  servePortal('/ckan', 0, 102, numbers(0, 100))
  servePortal('/ckan', 100, 102, numbers(100, 2))
  const { kernel } = town.house
  await kernel.database.write(systemActor('opendata'), async (scope) =>
    scope.enqueue('opendata.ask_sources', { payload: {} }),
  )
  await town.jobs.drain()
  const runs = await kernel.database.read(systemActor('opendata'), (scope) => listRuns(scope, source, 10))
  expect(runs).toMatchObject([{ found: 102, added: 102 }])
  expect(await publishedTitle('tor-101')).toBe('Tor 101')
  const [row] = await town.query<{ next_run_at: Date }>(
    'select next_run_at from opendata.harvest_sources where id = $1',
    [source.id],
  )
  expect(row?.next_run_at).toEqual(new Date(new Date(testNow).getTime() + 24 * 3_600_000))
})

test('a portal that gives fewer rows a page than asked for is read to its end; where records are missing nothing is withdrawn', async () => {
  const source = await newSource('/klein', 'ckan')
  servePortal('/klein', 0, 5, [201, 202])
  servePortal('/klein', 2, 5, [203, 204])
  servePortal('/klein', 4, 5, [205])
  expect(await run(source)).toMatchObject({ found: 5, added: 5, fault: undefined })

  // One that moved between the pages comes twice, another one not at all.
  servePortal('/klein', 2, 5, [202, 203])
  expect(await run(source)).toMatchObject({
    withdrawn: 0,
    fault: 'incomplete',
    faultDetail: expect.stringContaining('4 / 5'),
  })
  // The portal ends before it gave what it has.
  servePortal('/klein', 2, 5, [])
  expect(await run(source)).toMatchObject({ withdrawn: 0, fault: 'incomplete' })
  expect(await publishedTitle('tor-204')).toBe('Tor 204')

  servePortal('/klein', 0, 2, [201, 202])
  expect(await run(source)).toMatchObject({ found: 2, withdrawn: 3, fault: undefined })
  expect(await publishedTitle('tor-204')).toBe('withdrawn')
})

test('what a steward has in review stays, is named in the report, and holds nothing else up; later it is taken over', async () => {
  const source = await newSource('/pruefung')
  serve('/pruefung', dataSet('weiher', 'Weiher'), dataSet('quelle', 'Quelle'))
  await run(source)
  const state = (to: string) =>
    town.query(`update opendata.data_sets set state = '${to}' where slug = 'weiher' returning id`)
  await state('in_review')
  serve('/pruefung', dataSet('weiher', 'Weiher, neu'), dataSet('quelle', 'Quelle, neu'))
  const held = await run(source)
  expect(held).toMatchObject({ found: 2, changed: 1, refused: 1, fault: undefined })
  expect(held.findings[0]).toMatchObject({ severity: 'error', kind: 'unfit', subject: 'weiher@quelle' })
  expect([await publishedTitle('weiher'), await publishedTitle('quelle')]).toEqual(['Weiher', 'Quelle, neu'])
  await state('published')
  expect(await run(source)).toMatchObject({ changed: 1, unchanged: 1 })
  expect(await publishedTitle('weiher')).toBe('Weiher, neu')
})

test('texts that no database holds are kept as far as they can be', async () => {
  const source = await newSource('/zeichen')
  const long = `dct:coverage "${'x'.repeat(1_999)}🎉 und weiter";`
  const odd = dataSet('fest', 'Fest', `${long} dct:coverage "a\\u0000b";`)
  serve('/zeichen', odd, dataSet('markt', 'Markt'))
  expect(await run(source)).toMatchObject({ found: 2, added: 2, refused: 0, fault: undefined })
  const [row] = await town.query<{ more: { text: string }[] }>(
    `select metadata #> '{original,more}' as more from opendata.data_sets where slug = 'fest'`,
  )
  expect(row?.more.map(({ text }) => text)).toEqual(['x'.repeat(1_999), 'ab'])
})

test('what the database refuses of one data set is named in the report, and the run goes on', async () => {
  const source = await newSource('/verboten')
  await town.query(`alter table opendata.data_sets add constraint refuses check (title <> 'Verboten')`)
  onTestFinished(async () => {
    await town.query('alter table opendata.data_sets drop constraint refuses')
  })
  serve('/verboten', dataSet('verboten', 'Verboten'), dataSet('erlaubt', 'Erlaubt'))
  const report = await run(source)
  expect(report).toMatchObject({ found: 2, added: 1, refused: 1, fault: undefined })
  expect(report.findings[0]).toMatchObject({ severity: 'error', kind: 'not_stored', subject: 'verboten@quelle' })
  expect(await publishedTitle('erlaubt')).toBe('Erlaubt')
})

test('a run that ended before it published is made good by the next one', async () => {
  const source = await newSource('/abbruch')
  serve('/abbruch', dataSet('tobel', 'Tobel'))
  await run(source)
  serve('/abbruch', dataSet('tobel', 'Tobel, neu'))
  await town.query(
    `update opendata.data_sets set metadata = jsonb_set(metadata, '{title,de}', '"Tobel, neu"') where slug = 'tobel' returning id`,
  )
  expect(await run(source)).toMatchObject({ changed: 1, unchanged: 0 })
  expect(await publishedTitle('tobel')).toBe('Tobel, neu')
})

test('stewards are told once when a catalogue begins to fail, see it in the list, and are told again after it went well between', async () => {
  const source = await newSource('/faellt-aus')
  const told = async () => {
    await town.jobs.drain()
    const mails = await town.query<{ key: string }>('select key from kernel.mails where key like $1', [
      `harvest/${source.id}/%`,
    ])
    return new Set(mails.map(({ key }) => key.split('/')[2])).size
  }
  const steward = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  const listed = async () => {
    const page = await steward.open('/desk/opendata/sources')
    const row = [...page.document.querySelectorAll('tbody tr')].find((one) => one.textContent?.includes('/faellt-aus'))
    return row?.querySelectorAll('td, th')[2]?.textContent
  }
  expect(await listed()).toBe('noch nie gelesen')
  serve('/faellt-aus', dataSet('teich', 'Teich'))
  await run(source)
  expect([await told(), await listed()]).toEqual([0, expect.stringMatching(/^gelesen .*2026/)])
  answers = {}
  await run(source)
  await run(source)
  expect([await told(), await listed()]).toEqual([1, expect.stringMatching(/^misslungen .*2026/)])
  serve('/faellt-aus', dataSet('teich', 'Teich'))
  town.clock.advance(60_000)
  await run(source)
  answers = {}
  town.clock.advance(60_000)
  await run(source)
  expect(await told()).toBe(2)
})

test('what nobody expected leaves a report too, and is told', async () => {
  const source = await newSource('/unerwartet')
  serve('/unerwartet', dataSet('schilf', 'Schilf'))
  const broken = new Proxy(town.house.kernel, {
    get: (kernel, name) => {
      if (name === 'authorities') throw new Error('broken')
      return Reflect.get(kernel, name)
    },
  })
  await expect(harvest(broken, source)).rejects.toThrow('broken')
  await town.jobs.drain()
  const runs = await town.house.kernel.database.read(systemActor('opendata'), (scope) => listRuns(scope, source, 10))
  expect(runs).toMatchObject([{ fault: 'unexpected', withdrawn: 0 }])
  expect(await town.query('select 1 from kernel.mails where key like $1', [`harvest/${source.id}/%`])).not.toEqual([])
  const steward = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  expect((await steward.open(`/desk/opendata/sources/${source.id}`)).text).toContain('unerwarteter Fehler')
})

test('a steward adds a catalogue, reads its report, lets it rest; nobody else sees it', async () => {
  serve('/amt', dataSet('park', 'Park', 'dct:modified "2026-4-1"^^xsd:date;'))
  const steward = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  const empty = await (await steward.open('/desk/opendata')).follow('Fremde Kataloge')
  const wrong = await empty.fill({ 'Name des Katalogs': 'Amt', Adresse: 'ftp://amt' }).submit('Katalog übernehmen')
  expect(wrong.status).toBe(422)
  expect(wrong.document.querySelector('#url')?.getAttribute('value')).toBe('ftp://amt')
  const filled = wrong.fill({
    Adresse: `${origin}/amt`,
    Kontaktstelle: 'Amt (Beispiel)',
    'E-Mail der Kontaktstelle': 'amt@kriens.example',
  })
  const added = await filled.submit('Katalog übernehmen')
  expect(added.document.querySelector('#done')?.textContent).toContain('wird jetzt gelesen')
  await town.jobs.drain()
  const report = await added.follow('Amt')
  expect(report.text).toMatch(/kein gültiges Datum\s*dct:modified\s*2026-4-1/)
  expect(await publishedTitle('park')).toBe('Park')
  const rested = await report.submit('Ruhen lassen')
  expect(rested.text).toContain('ruht')

  answers['/amt'] = { text: '<a> <b> .' }
  const again = await rested.submit('Jetzt lesen')
  await town.jobs.drain()
  expect((await steward.open(again.path)).text).toContain('Was kommt ist fehlerhaft')

  const stranger = await town.signIn({ role: 'data_steward', authority: 'luzern' })
  const path = new URL(again.path, 'http://x').pathname
  expect((await stranger.open(path)).status).toBe(404)
  expect((await stranger.open('/desk/opendata/sources')).text).toContain('Noch kein fremder Katalog')
  expect((await (await town.signIn({ role: 'clerk', authority: 'kriens' })).open(path)).status).toBe(403)

  const asked = await (await steward.open(path)).submit('Endgültig beenden')
  expect([asked.status, asked.text]).toEqual([
    422,
    expect.stringContaining('Wählen Sie, was mit den Datensätzen geschieht.'),
  ])
  await asked
    .fill({ 'Was geschieht mit den übernommenen Datensätzen?': 'Veröffentlicht lassen' })
    .submit('Endgültig beenden')
  await town.jobs.drain()
  expect((await steward.open(path)).status).toBe(404)
  expect(await publishedTitle('park')).toBe('Park')
  expect(await town.query(`select origin from opendata.data_sets where slug = 'park'`)).toEqual([{ origin: 'steward' }])
})

test('a source that ends can take its data sets with it', async () => {
  serve('/ende', dataSet('letzter', 'Letzter'))
  const source = await newSource('/ende')
  await run(source)
  await town.house.kernel.database.write(systemActor('opendata'), async (scope) =>
    scope.enqueue('opendata.end_source', {
      payload: { source: source.id, authority: source.authorityId, fate: 'withdraw' },
    }),
  )
  await town.jobs.drain()
  expect(await town.query(`select state, origin from opendata.data_sets where slug = 'letzter'`)).toEqual([
    { state: 'withdrawn', origin: 'steward' },
  ])
  expect(await town.query('select id from opendata.harvest_sources where id = $1', [source.id])).toEqual([])
})
