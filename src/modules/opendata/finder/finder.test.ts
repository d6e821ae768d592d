import { afterAll, beforeAll, expect, test } from 'vitest'
import { parking, population, publishExample } from '#test/support/open-data.ts'
import { openTown, type Town } from '#test/support/town.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
  await publishExample(town.house.kernel, population)
  await publishExample(town.house.kernel, parking)
})
afterAll(() => town.close())

const titlesOn = (page: { document: Document }) =>
  [...page.document.querySelectorAll('.data-set-entry h3')].map((title) => title.textContent)

test('everybody finds the catalogue from the start page, and all data sets are there', async () => {
  const page = await (await town.visitor().open('/')).follow('Daten suchen')
  expect(page.heading).toBe('Offene Daten')
  expect(titlesOn(page)).toEqual(expect.arrayContaining(['Parkplätze', 'Bevölkerung nach Gemeinde']))
})

test.each([
  ['a word of the title', 'Bevölkerung', 'Bevölkerung nach Gemeinde'],
  ['another form', 'Parkplatz', 'Parkplätze'],
  ['a keyword', 'einwohner', 'Bevölkerung nach Gemeinde'],
  ['a part of a word', 'platz', 'Parkplätze'],
  ['another language', 'inhabitants', 'Bevölkerung nach Gemeinde'],
  ['what a column is called', 'Felder', 'Parkplätze'],
  ['the authority', 'kriens', 'Parkplätze'],
  ['a word that says nothing beside one that does', 'die Parkplätze', 'Parkplätze'],
  ['words of which only one is there', 'Parkplatz Elefant', 'Parkplätze'],
])('a data set is found by %s', async (_, words, title) => {
  const page = await town.visitor().open(`/opendata?q=${encodeURIComponent(words)}`)
  expect(titlesOn(page)[0]).toBe(title)
})

test('what is chosen narrows down, is in the address, and can be taken off again', async () => {
  const all = await town.visitor().open('/opendata')
  const mobility = await all.follow('Verkehr')
  expect(mobility.path).toContain('theme=TRAN')
  expect(titlesOn(mobility)).toEqual(['Parkplätze'])
  const none = await town.visitor().open('/opendata?theme=TRAN&authority=kanton-luzern')
  expect(none.text).toContain('Dazu gibt es keine Daten.')
  expect(titlesOn(await none.follow('Ohne Eingrenzung suchen'))).toHaveLength(titlesOn(all).length)
  expect(titlesOn(await mobility.follow('Verkehr'))).toHaveLength(titlesOn(all).length)
})

test('series of the same name are told apart by their authority', async () => {
  for (const authority of ['luzern', 'horw']) {
    await town.query(
      `with made as (
         insert into opendata.series (authority_id, id, slug, origin, title, metadata, created_at, changed_at)
         values ($1, gen_random_uuid(), 'plaetze', 'steward', 'Plätze', $2, now(), now()) returning *),
       shown as (
         insert into opendata.published_series (authority_id, id, slug, origin, metadata, revision, published_at, changed_at)
         select authority_id, id, slug, origin, metadata, revision, now(), now() from made returning *)
       select 1 from shown`,
      [authority, JSON.stringify({ ...seriesMetadata, title: { de: `Plätze von ${authority}` } })],
    )
    const metadata = { ...parking.metadata, distributions: [] }
    await publishExample(town.house.kernel, { authority, name: 'plaetze-2025', metadata, rows: {} })
    await town.query(
      `insert into opendata.series_members (authority_id, series_id, data_set_id, position)
       select s.authority_id, s.id, d.id, 1 from opendata.published_series s join opendata.published_data_sets d using (authority_id)
       where s.authority_id = $1 and d.slug = 'plaetze-2025'`,
      [authority],
    )
  }
  const series = await (await town.visitor().open('/opendata')).follow('Plätze von luzern')
  expect(series.path).toContain('series=plaetze%40luzern')
  expect(titlesOn(series)).toEqual(['Parkplätze'])
  expect(titlesOn(await town.visitor().open('/opendata?series=plaetze&authority=horw'))).toEqual(['Parkplätze'])
})

const seriesMetadata = {
  description: { de: 'Als Beispiel.' },
  themes: ['TRAN'],
  frequency: 'ANNUAL',
  contact: parking.metadata.contact,
  order: 'none',
}

test('each choice says how many data sets it would leave', async () => {
  const page = await town.visitor().open('/opendata?authority=kriens')
  const counts = Object.fromEntries(
    [...page.document.querySelectorAll('.facet a')].map((link) => [
      new URL(link.getAttribute('href') ?? '', 'http://x').search,
      Number(link.querySelector('.facet-count')?.textContent?.replace(/\D/g, '')),
    ]),
  )
  expect(counts['?authority=kriens&format=PDF']).toBe(1)
  expect(counts['?authority=kriens&licence=terms_by']).toBeUndefined()
  expect(counts['?authority=kanton-luzern']).toBeGreaterThan(0)
})

test('an authority shows its own, in its language, and leads to all', async () => {
  const page = await town.visitor('fr').open('/fr/kriens/opendata')
  expect(titlesOn(page)).toEqual(['Places de parc'])
  expect((await page.follow('Chercher dans tout le canton')).path).toBe('/fr/opendata')
})

test('pages follow each other by key, best or newest first', async () => {
  for (let number = 0; number < 45; number += 1)
    await publishExample(town.house.kernel, {
      authority: 'emmen',
      name: `satz-${number}`,
      metadata: {
        ...parking.metadata,
        title: { de: `Fischbestand ${number}` },
        distributions: [],
      },
      rows: {},
    })
  for (const start of ['/opendata?q=Fischbestand', '/opendata?q=Fischbestand&sort=newest', '/emmen/opendata']) {
    const seen: (string | null)[] = []
    let page = await town.visitor().open(start)
    for (let step = 0; step < 3; step += 1) {
      seen.push(...titlesOn(page))
      if (step < 2) page = await page.follow('Nächste')
    }
    expect([seen.length, new Set(seen).size], start).toEqual([45, 45])
  }
})

test.each(['after=unsinn', 'after=9_x', 'q=x&after=2026-99-99%2000:00:00%2B00_0199c000-0000-7000-8000-000000000001'])(
  'a place that is none is told so: %s',
  async (search) => {
    expect((await town.visitor().open(`/opendata?${search}`)).status).toBe(400)
  },
)

test.each(["'", '%', '_', '\\', ':*', '& | !', '<->', '🌳', 'a'.repeat(5_000), '%00', '%F0%9F'])(
  'anything may be typed: %#',
  async (words) => {
    const page = await town.visitor().open(`/opendata?q=${words.startsWith('%') ? words : encodeURIComponent(words)}`)
    expect(page.status).toBeLessThan(500)
  },
)
