import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { parking, publishExample, publishExamples } from '#test/support/open-data.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { withdrawDataSet } from '../catalogue/publish-data-set.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
  await publishExamples(town.house.kernel)
})
afterAll(() => town.close())

const population = '/opendata/kanton-luzern/bevoelkerung'

test('a data set says what it is, who publishes it, what may be done with it, and where it comes from', async () => {
  const page = await town.visitor().open(population)
  expect(page.heading).toBe('Bevölkerung nach Gemeinde')
  for (const said of [
    'Kanton Luzern',
    'Freie Nutzung. Quellenangabe ist Pflicht.',
    'Auch für kommerzielle Zwecke.',
    '01.01.2020 bis 31.12.2025',
    'Frei erfunden',
    'daten@beispiel.example',
    'bevoelkerung@kanton-luzern',
    'Neue Daten: Bestand am Jahresende',
    'Einwohner (Personen)',
  ])
    expect(page.text).toContain(said)
  expect(page.document.querySelector(`a[href="${population}/bestand.csv"]`)).not.toBeNull()
  const french = await town.visitor('fr').open(`/fr${population}`)
  expect(french.heading).toBe('Population par commune')
})

test('programs find it in other forms: by links, by what they ask for, and in the page itself', async () => {
  const page = await town.visitor().open(population)
  const links = [...page.document.querySelectorAll('link[rel=alternate][type]')].map((link) =>
    link.getAttribute('type'),
  )
  expect(links).toEqual(['application/rdf+xml', 'text/turtle', 'application/ld+json', 'application/atom+xml'])
  const described = [...page.document.querySelectorAll('script[type="application/ld+json"]')].map((block) =>
    JSON.parse(block.textContent ?? ''),
  )
  expect(described.map((one) => one['@type'])).toEqual(['Dataset', 'sc:Dataset'])
  const asked = await town.house.app.inject({ url: population, headers: { host: town.host, accept: 'text/turtle' } })
  expect([asked.statusCode, asked.headers.location]).toEqual([303, `http://${town.host}${population}.ttl`])
})

test('what a data set says of itself cannot leave the block that programs read', async () => {
  const evil = '</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> \u2028'
  await publishExample(town.house.kernel, {
    ...parking,
    name: 'boese',
    metadata: { ...parking.metadata, title: { de: evil }, description: { de: evil }, distributions: [] },
  })
  const page = await town.visitor().open('/opendata/kriens/boese')
  const scripts = [...page.document.querySelectorAll('script')].filter((one) => one.getAttribute('src') === null)
  expect(scripts.map((one) => one.getAttribute('type'))).toEqual(['application/ld+json'])
  expect(JSON.parse(scripts[0]?.textContent ?? '').name).toBe(evil)
  expect(page.html).not.toContain('<img src=x')
})

test('one that was taken back says so at its address and at those below', async () => {
  await publishExample(town.house.kernel, {
    ...parking,
    name: 'zurueck',
    metadata: {
      ...parking.metadata,
      distributions: [
        {
          id: '0199c000-0000-7000-8000-000000000399',
          slug: 'plan',
          kind: 'link',
          title: { de: 'Plan' },
          url: 'https://x.example/',
        },
      ],
    },
  })
  const [row] = await town.query<{ id: string }>(`select id from opendata.data_sets where slug = 'zurueck'`)
  const key = { authorityId: slug<'authority'>('kriens'), id: uuid<'data-set'>(row?.id ?? '') }
  await town.house.kernel.database.write(systemActor('opendata'), (scope) => withdrawDataSet(scope, key))
  for (const below of ['', '/plan', '/plan/versions']) {
    const page = await town.visitor().open(`/opendata/kriens/zurueck${below}`)
    expect(page.status).toBe(410)
    expect(page.text).toContain('zurückgezogen')
  }
  expect((await town.visitor().open('/opendata/kriens/nie-da')).status).toBe(404)
  expect((await town.visitor().open('/opendata/kriens/Nie%20da')).status).toBe(404)
})

test('a feed reader follows the changes of the canton, of an authority and of a data set', async () => {
  const ask = (path: string, headers: Record<string, string> = {}) =>
    town.house.app.inject({ url: path, headers: { host: town.host, ...headers } })
  const one = await ask(`/de${population}/changes.atom`)
  expect(one.headers['content-type']).toBe('application/atom+xml; charset=utf-8')
  expect(one.body.match(/<summary>[^<]+/g)).toEqual(['<summary>Neue Daten', '<summary>Erstmals veröffentlicht'])
  expect(one.body).toContain(`<id>http://${town.host}/de${population}/changes.atom</id>`)
  const kriens = await ask('/de/kriens/opendata/changes.atom')
  expect(kriens.body).toContain('Parkplätze')
  expect(kriens.body).not.toContain('Bevölkerung')
  const all = await ask('/de/opendata/changes.atom')
  expect(all.body).toContain('Parkplätze')
  expect(all.body).toContain('Bevölkerung')
  const etag = String(all.headers.etag)
  expect((await ask('/de/opendata/changes.atom', { 'if-none-match': etag })).statusCode).toBe(304)
  await publishExample(town.house.kernel, {
    ...parking,
    name: 'weitere',
    metadata: { ...parking.metadata, distributions: [] },
  })
  await expect
    .poll(async () => (await ask('/de/opendata/changes.atom', { 'if-none-match': etag })).statusCode)
    .toBe(200)
})

test('every version keeps its address, says what changed, and is found by a day', async () => {
  const versions = await (await town.visitor().open(population)).follow('Frühere Stände')
  expect(versions.text).toMatch(/Version 2 .*Zeilen: 1 neu, 1 geändert, 1 entfernt\..*Version 1 .*Erste Version\./)
  const changes = await versions.follow('Welche Zeilen?')
  const rows = [...changes.document.querySelectorAll('tbody tr')].map((row) => row.textContent)
  expect(rows).toEqual(['entfernt1024 Emmen2021900', 'geändert1024 Emmen2020950 900', "neu1024 Emmen20261'200"])
  const former = await versions.follow('Version 1')
  expect(former.text).toContain('Sie sehen einen früheren Stand.')
  expect((await former.follow('Zum heutigen Stand')).path).toBe(`${population}/bestand`)
  const today = await versions.fill({ 'Stand an einem bestimmten Tag': '31.12.2099' }).submit('Anzeigen')
  expect(today.path).toBe(`${population}/bestand/versions/2`)
  const early = await versions.fill({ 'Stand an einem bestimmten Tag': '2020' }).submit('Anzeigen')
  expect(early.text).toContain('An diesem Tag war noch keine Version veröffentlicht.')
  expect((await town.visitor().open(`${population}/bestand/versions/9`)).status).toBe(404)
})
