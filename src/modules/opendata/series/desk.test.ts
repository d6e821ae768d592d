import { afterAll, beforeAll, expect, test } from 'vitest'
import { parking, publishExample } from '#test/support/open-data.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'

let town: Town
/** Two persons of Kriens who keep its open data, and one of Luzern. */
let david: Visitor
let lead: Visitor
let stranger: Visitor

beforeAll(async () => {
  town = await openTown()
  david = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  lead = await town.signIn({ role: 'lead', authority: 'kriens' })
  stranger = await town.signIn({ role: 'data_steward', authority: 'luzern' })
  for (const year of [2023, 2024, 2025])
    await publishExample(town.house.kernel, {
      authority: 'kriens',
      name: `rechnung-${year}`,
      metadata: {
        ...parking.metadata,
        title: { de: `Rechnung ${year}`, fr: `Comptes ${year}` },
        temporal: [{ from: `${year}-01-01`, to: `${year}-12-31` }],
        distributions: [],
      },
      rows: {},
    })
}, 90_000)
afterAll(() => town?.close())

async function begin(name: string, title = 'Jahresrechnung'): Promise<Page> {
  const list = await (await david.open('/desk/opendata')).follow('Reihen')
  const form = await list.follow('Reihe anlegen')
  return form
    .fill({
      Kurzname: name,
      'Titel › Deutsch': title,
      'Titel › Französisch': 'Comptes annuels',
      'Beschreibung › Deutsch': 'Die Rechnung jedes Jahres (Beispiel).',
      Reihenfolge: 'nach der Zeit, von der die Daten handeln',
      Themen: ['Wirtschaft und Finanzen'],
      Aktualisierung: 'jährlich',
      'Kontaktstelle › Deutsch': 'Finanzen (Beispiel)',
      'E-Mail der Kontaktstelle': 'finanzen@kriens.example',
    })
    .submit('Speichern')
}

const choose = (page: Page, ...titles: string[]) =>
  page.fill({ 'Was gehört dazu?': titles }).submit('Zur Reihe hinzufügen')
const pathOf = (page: Page) => page.path.replace(/[?#].*/, '')
/** One submits it, another publishes it. */
const publish = async (page: Page) => {
  await (await david.open(pathOf(page))).submit('Zur Veröffentlichung einreichen')
  return (await lead.open(pathOf(page))).submit('Veröffentlichen')
}
const titlesOn = (page: Page) => [...page.document.querySelectorAll('.data-set-entry h3')].map((one) => one.textContent)
const chosenOn = (page: Page) => [...page.document.querySelectorAll('.ds-table tbody th')].map((one) => one.textContent)
const form = { 'content-type': 'application/x-www-form-urlencoded' }

test('a steward makes a series and chooses its data sets, another publishes it, and everybody finds their way through it', async () => {
  const created = await begin('jahresrechnung')
  expect(created.text).toContain('Die Reihe ist angelegt')
  expect(created.text).toContain('Wählen Sie die Datensätze.')
  const found = await created.fill({ 'Im Titel suchen': 'rechnung 2024' }).submit('Suchen')
  expect(found.text).not.toContain('Rechnung 2023')
  const chosen = await choose(await david.open(pathOf(created)), 'Rechnung 2025', 'Rechnung 2023', 'Rechnung 2024')
  expect(chosenOn(chosen)).toHaveLength(3)
  const submitted = await chosen.submit('Zur Veröffentlichung einreichen')
  expect(submitted.text).toContain('Eine zweite Person sieht die Reihe an und veröffentlicht sie.')
  expect((await town.visitor().open('/opendata/series/kriens/jahresrechnung')).status).toBe(404)

  const seen = await (await (await lead.open('/desk/opendata')).follow('Reihen')).follow('Jahresrechnung')
  const published = await seen.submit('Veröffentlichen')
  expect(published.text).toContain('Die Reihe ist veröffentlicht.')

  const page = await town.visitor().open('/opendata/series/kriens/jahresrechnung')
  expect(page.heading).toBe('Jahresrechnung')
  expect(titlesOn(page)).toEqual(['Rechnung 2025', 'Rechnung 2024', 'Rechnung 2023'])
  expect(page.text).toContain('01.01.2023 bis 31.12.2025')
  const middle = await page.follow('Rechnung 2024')
  expect((await middle.follow('Rechnung 2023')).path).toBe('/opendata/kriens/rechnung-2023')
  expect((await middle.follow('Rechnung 2025')).path).toBe('/opendata/kriens/rechnung-2025')
  expect((await middle.follow('Jahresrechnung')).heading).toBe('Jahresrechnung')
  const french = await town.visitor('fr').open('/fr/opendata/series/kriens/jahresrechnung')
  expect([french.heading, titlesOn(french)[0]]).toEqual(['Comptes annuels', 'Comptes 2025'])

  const narrowed = await (await town.visitor().open('/opendata')).follow('Jahresrechnung')
  expect(narrowed.path).toContain('series=jahresrechnung%40kriens')
  expect(titlesOn(narrowed)).toHaveLength(3)
  expect((await narrowed.follow('Was zur Reihe')).heading).toBe('Jahresrechnung')
  // As the address was before a series was a record.
  expect(titlesOn(await town.visitor().open('/kriens/opendata?series=jahresrechnung'))).toHaveLength(3)

  const feed = await town.visitor().open('/opendata/series/kriens/jahresrechnung/changes.atom')
  expect(feed.html.match(/<entry>/g)).toHaveLength(3)
  expect((await town.visitor().open('/kriens/sitemap.xml')).html).toContain('/opendata/series/kriens/jahresrechnung')
})

test('it is linked data of its own, that each of its data sets names', async () => {
  const series = `${town.house.kernel.settings.origin}/opendata/series/kriens/jahresrechnung`
  const turtle = (await town.visitor().open('/opendata/kriens/rechnung-2024.ttl')).html
  for (const line of [
    `dcat:inSeries <${series}>`,
    `dcat:prev <${town.house.kernel.settings.origin}/opendata/kriens/rechnung-2023>`,
    `dcat:next <${town.house.kernel.settings.origin}/opendata/kriens/rechnung-2025>`,
    `<${series}> a dcat:DatasetSeries`,
  ])
    expect(turtle).toContain(line)
  const whole = (await town.visitor().open('/opendata/series/kriens/jahresrechnung.ttl')).html
  expect(whole.match(/a dcat:Dataset[;,\s]/g)).toHaveLength(3)
  expect(whole).toContain('dcat:first <')
  expect(
    (await town.visitor().open('/opendata/catalog.rdf')).html.match(/<dct:title[^>]*>Jahresrechnung</g),
  ).toHaveLength(1)
  const page = await town.visitor().open('/opendata/kriens/rechnung-2024')
  const [described] = [...page.document.querySelectorAll('script[type="application/ld+json"]')].map((one) =>
    JSON.parse(one.textContent ?? ''),
  )
  expect(described.isPartOf).toMatchObject([{ '@type': 'Dataset', '@id': series, name: 'Jahresrechnung' }])
})

test('it goes out over CKAN as ckanext-dataset-series gives it', async () => {
  const show = async (id: string) =>
    (await town.visitor().open(`/api/3/action/package_show?id=${id}`)).json<{ result: Record<string, unknown> }>()
      .result
  const series = await show('jahresrechnung_kriens')
  expect(series).toMatchObject({
    type: 'dataset_series',
    title: { de: 'Jahresrechnung', fr: 'Comptes annuels' },
    resources: [],
    series_navigation: {
      count: 3,
      first: { name: 'rechnung-2023_kriens', type: 'dataset' },
      last: { name: 'rechnung-2025_kriens' },
    },
  })
  expect(await show('rechnung-2025_kriens')).toMatchObject({
    in_series: [series.id],
    series_navigation: [
      {
        id: series.id,
        name: 'jahresrechnung_kriens',
        title: 'Jahresrechnung',
        type: 'dataset_series',
        previous: { name: 'rechnung-2024_kriens', title: 'Rechnung 2024', type: 'dataset' },
        next: null,
      },
    ],
  })
  expect(await show(String(series.id))).toEqual(series)
  const search = await town.visitor().open(`/api/3/action/package_search?fq=in_series:"${series.id}"`)
  expect(search.json<{ result: { count: number } }>().result.count).toBe(3)
})

test('a change stays at the desk until a second person has agreed, however the request comes', async () => {
  const page = await choose(await begin('allein', 'Allein'), 'Rechnung 2024')
  const early = await lead.post(`${pathOf(page)}/publication`, 'revision=2', form)
  expect([early.status, early.text]).toEqual([409, expect.stringContaining('hat sie noch niemand eingereicht')])
  const own = await page.submit('Zur Veröffentlichung einreichen')
  expect(own.document.querySelector('input[name=revision]')).toBeNull()
  const refused = await david.post(`${pathOf(page)}/publication`, 'revision=2', form)
  expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('Bitten Sie eine zweite Person')])
  await (await lead.open(pathOf(page))).submit('Veröffentlichen')
  const changed = await (await david.open(`${pathOf(page)}/metadata`))
    .fill({ 'Titel › Deutsch': 'Nicht mehr allein' })
    .submit('Speichern')
  expect(changed.text).toContain('Änderungen zur Freigabe')
  expect((await town.visitor().open('/opendata/series/kriens/allein')).heading).toBe('Allein')
  await changed.submit('Zur Veröffentlichung einreichen')
  const seen = await lead.open(pathOf(page))
  await choose(changed, 'Rechnung 2025')
  const late = await seen.submit('Veröffentlichen')
  expect([late.status, late.text]).toEqual([412, expect.stringContaining('Jemand anders hat inzwischen')])
  await publish(page)
  const shown = await town.visitor().open('/opendata/series/kriens/allein')
  expect([shown.heading, titlesOn(shown)]).toEqual(['Nicht mehr allein', ['Rechnung 2025', 'Rechnung 2024']])
})

test('nobody makes her own texts public because somebody else added a data set', async () => {
  const page = await choose(await begin('zu-zweit', 'Zu zweit'), 'Rechnung 2024')
  await choose(await lead.open(pathOf(page)), 'Rechnung 2025')
  const mine = await david.open(pathOf(page))
  expect(mine.html).not.toContain('/publication')
  const tried = await david.post(`${pathOf(page)}/publication`, 'revision=3', form)
  expect(tried.status).toBe(409)
  await (await lead.open(pathOf(page))).submit('Zur Veröffentlichung einreichen')
  expect((await lead.post(`${pathOf(page)}/publication`, 'revision=3', form)).status).toBe(403)
  await (await david.open(pathOf(page))).submit('Veröffentlichen')
  expect((await town.visitor().open('/opendata/series/kriens/zu-zweit')).heading).toBe('Zu zweit')
})

test('without a data set there is nothing to publish', async () => {
  const page = await begin('leer', 'Leer')
  const refused = await lead.post(`${pathOf(page)}/publication`, 'revision=1', form)
  expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('Wählen Sie zuerst einen Datensatz.')])
  expect((await david.post(`${pathOf(page)}/submission`, 'revision=1', form)).status).toBe(409)
  const none = await david.post(`${pathOf(page)}/data-sets`, '', form)
  expect([none.status, none.text]).toEqual([422, expect.stringContaining('Wählen Sie wenigstens einen Datensatz.')])
})

test('two people who save over each other: the second sees both versions; what both choose is kept', async () => {
  const page = await begin('gleichzeitig', 'Gleichzeitig')
  const path = pathOf(page)
  const [one, other] = [await david.open(`${path}/metadata`), await lead.open(`${path}/metadata`)]
  await one.fill({ 'Titel › Deutsch': 'Zugleich' }).submit('Speichern')
  const late = await other
    .fill({ 'Beschreibung › Deutsch': 'Ganz neu beschrieben.', Reihenfolge: 'keine' })
    .submit('Speichern')
  expect(late.status).toBe(412)
  expect(late.text).toContain('Zugleich')
  expect(late.text).toContain('nach der Zeit, von der die Daten handeln')
  expect(late.html).toContain('Ganz neu beschrieben.')
  const saved = await late.fill({ 'Titel › Deutsch': 'Zugleich' }).submit('Speichern')
  expect(saved.heading).toBe('Zugleich')

  const [mine, hers] = [await david.open(path), await lead.open(path)]
  await choose(mine, 'Rechnung 2023')
  expect(chosenOn(await choose(hers, 'Rechnung 2024'))).toEqual(['Rechnung 2023', 'Rechnung 2024'])
  const posts = ['rechnung-2025', 'rechnung-2024', 'rechnung-2023'].map(async (slug, at) => {
    const [row] = await town.query<{ id: string }>(`select id from opendata.data_sets where slug = $1`, [slug])
    return (at % 2 ? david : lead).post(`${path}/data-sets`, `data_set=${row?.id}`, form)
  })
  await Promise.all(posts)
  expect(chosenOn(await david.open(path))).toEqual(['Rechnung 2023', 'Rechnung 2024', 'Rechnung 2025'])
})

test('a chosen order is moved about, and a data set can be left out', async () => {
  const page = await choose(await begin('gewaehlt', 'Gewählt'), 'Rechnung 2023', 'Rechnung 2024', 'Rechnung 2025')
  expect(page.text).not.toContain('Nach oben')
  await (await david.open(`${pathOf(page)}/metadata`))
    .fill({ Reihenfolge: 'wie von der Behörde gewählt' })
    .submit('Speichern')
  const before = await david.open(pathOf(page))
  const up = await before.submit('Nach oben Rechnung 2025')
  expect(chosenOn(up)).toEqual(['Rechnung 2023', 'Rechnung 2025', 'Rechnung 2024'])
  const down = await up.submit('Nach unten Rechnung 2023')
  expect(chosenOn(down)).toEqual(['Rechnung 2025', 'Rechnung 2023', 'Rechnung 2024'])
  const without = await down.submit('Weglassen Rechnung 2023')
  expect(chosenOn(without)).toEqual(['Rechnung 2025', 'Rechnung 2024'])
})

test('a data set that is published later stands in its series from then on', async () => {
  await town.query(
    `insert into opendata.data_sets (authority_id, id, slug, origin, state, title, metadata, created_at, changed_at)
     select authority_id, gen_random_uuid(), 'rechnung-2026', 'platform', 'draft', 'Rechnung 2026', metadata, now(), now()
     from opendata.data_sets where slug = 'rechnung-2025'`,
  )
  const page = await choose(await begin('spaeter', 'Später'), 'Rechnung 2025', 'Rechnung 2026')
  await publish(page)
  expect(titlesOn(await town.visitor().open('/opendata/series/kriens/spaeter'))).toEqual(['Rechnung 2025'])
  await publishExample(town.house.kernel, {
    authority: 'kriens',
    name: 'rechnung-2026',
    metadata: {
      ...parking.metadata,
      title: { de: 'Rechnung 2026' },
      temporal: [{ from: '2026-01-01', to: '2026-12-31' }],
      distributions: [],
    },
    rows: {},
  })
  const shown = await town.visitor().open('/opendata/series/kriens/spaeter')
  expect(titlesOn(shown)).toEqual(['Rechnung 2026', 'Rechnung 2025'])
  expect(titlesOn(await town.visitor().open('/opendata?series=spaeter%40kriens'))).toHaveLength(2)
})

test('nobody of another authority sees it, and data sets of others are not chosen into it', async () => {
  const page = await begin('unser', 'Unser')
  const path = pathOf(page)
  for (const end of ['', '/metadata']) expect((await stranger.open(`${path}${end}`)).status).toBe(404)
  for (const end of ['/metadata', '/data-sets', '/submission', '/publication', '/withdrawal'])
    expect((await stranger.post(`${path}${end}`, 'data_set=x', form)).status).toBe(404)
  await publishExample(town.house.kernel, {
    ...parking,
    authority: 'luzern',
    metadata: { ...parking.metadata, distributions: [] },
    rows: {},
  })
  const [foreign] = await town.query<{ id: string }>(
    `select id from opendata.data_sets where authority_id = 'luzern' limit 1`,
  )
  const tried = await david.post(`${path}/data-sets`, `data_set=${foreign?.id}&data_set=unsinn`, form)
  expect(tried.status).toBeLessThan(400)
  expect(chosenOn(await david.open(path))).toEqual([])
})

test('a draft is deleted for good, and its data sets stay; what was public is not', async () => {
  const page = await choose(await begin('entwurf', 'Nur ein Entwurf'), 'Rechnung 2024')
  expect((await stranger.post(`${pathOf(page)}/deletion`, '', form)).status).toBe(404)
  const list = await page.submit('Reihe endgültig löschen')
  expect(list.text).not.toContain('Nur ein Entwurf')
  expect((await david.open(pathOf(page))).status).toBe(404)
  expect((await town.visitor().open('/opendata/kriens/rechnung-2024')).status).toBe(200)
  const public_ = await publish(await choose(await begin('entwurf', 'Doch eine Reihe'), 'Rechnung 2024'))
  expect(public_.text).not.toContain('Reihe endgültig löschen')
  expect((await david.post(`${pathOf(public_)}/deletion`, '', form)).status).toBe(409)
})

test('a series that is taken back says so at its address; its data sets stay', async () => {
  const page = await choose(await begin('weg', 'Weg damit'), 'Rechnung 2023')
  const published = await publish(page)
  expect(titlesOn(await town.visitor().open('/opendata?series=weg%40kriens'))).toHaveLength(1)
  expect((await published.submit('Zurückziehen')).text).toContain('Die Reihe ist zurückgezogen.')
  const gone = await town.visitor().open('/opendata/series/kriens/weg')
  expect([gone.status, gone.text]).toEqual([
    410,
    expect.stringContaining('hat diese Reihe am 22. November 2026 zurückgezogen'),
  ])
  expect((await town.visitor().open('/opendata/series/kriens/weg.ttl')).status).toBe(404)
  expect(titlesOn(await town.visitor().open('/opendata?series=weg%40kriens'))).toEqual([])
  const dataSet = await town.visitor().open('/opendata/kriens/rechnung-2023')
  expect([dataSet.status, dataSet.text.includes('Weg damit')]).toEqual([200, false])
})
