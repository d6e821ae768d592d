import fc from 'fast-check'
import { parseHTML } from 'linkedom'
import { SaxesParser } from 'saxes'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { parking, publishExample, publishExamples } from '#test/support/open-data.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { tablesOf } from '../tables/tables.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
  await publishExamples(town.house.kernel)
})
afterAll(() => town.close())

const places = '/opendata/kriens/parkplaetze/plaetze'
const people = '/opendata/kanton-luzern/bevoelkerung/bestand'
const cells = (page: { document: Document }, at: number) =>
  [...page.document.querySelectorAll('.look-table tbody tr')].map((row) => row.children[at]?.textContent)
const ask = (path: string) => town.house.app.inject({ url: path, headers: { host: town.host } })

/** Throws for what is no XML. */
function readXml(text: string): void {
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.write(text).close()
}

test('rows are sorted by links, page by page, and their codes are told in words', async () => {
  const first = await town.visitor().open(places)
  expect(first.text).toContain('130 Zeilen')
  expect(cells(first, 1)[0]).toBe('Blaue Zone')
  const sorted = await (await first.follow('Felder')).follow('Felder')
  expect(sorted.path).toBe(`${places}?sort=-felder`)
  expect(cells(sorted, 2)[0]).toBe('12')
  expect(sorted.document.querySelector('th[aria-sort]')?.getAttribute('aria-sort')).toBe('descending')
  const seen = new Set(cells(sorted, 0))
  const next = await sorted.follow('Nächste')
  for (const number of cells(next, 0)) seen.add(number)
  expect(seen.size).toBe(100)
  const third = await next.follow('Nächste')
  expect(cells(await third.follow('Vorherige'), 0)).toEqual(cells(next, 0))
  const back = await (await third.follow('Vorherige')).follow('Vorherige')
  expect([cells(back, 0), back.text.includes('Vorherige')]).toEqual([cells(sorted, 0), false])
})

test('filters are a form, stand in the address, and are taken off one by one', async () => {
  const page = await town.visitor().open(`${places}?sort=felder`)
  const filtered = await page.fill({ Art: 'Weisse Zone', Felder: '> 10' }).submit('Anwenden')
  expect(new Set(cells(filtered, 1))).toEqual(new Set(['Weisse Zone']))
  expect(new Set(cells(filtered, 2))).toEqual(new Set(['12']))
  expect(filtered.text).toMatch(/\d+ Zeilen von 130/)
  const less = await filtered.follow('Art: Weisse Zone')
  expect(new Set(cells(less, 2))).toEqual(new Set(['11', '12']))
  const unclear = await page.fill({ Felder: 'viele' }).submit('Anwenden')
  expect(unclear.text).toContain('Geben Sie eine Zahl oder einen Bereich ein')
  const none = await town.visitor().open(`${places}?q=elefant`)
  expect(none.text).toContain('Keine Zeile passt')
  expect((await town.visitor().open(`${places}?after=unsinn`)).status).toBe(400)
})

test('words that are asked for hold in the table, in charts, maps and their pictures alike', async () => {
  const table = await town.visitor().open(`${places}?q=weiss`)
  expect(table.text).toContain('65 Zeilen von 130')
  const figures = async (search: string) =>
    (await town.visitor().open(`${places}?view=chart${search}`)).document.querySelector('figure')?.textContent
  expect(await figures('')).toContain('Blaue Zone')
  expect(await figures('&q=weiss')).toContain('Weisse Zone')
  expect(await figures('&q=weiss')).not.toContain('Blaue Zone')
  const drawn = await ask(`${places}/chart.svg?q=weiss`)
  expect(drawn.body).toContain('Weisse Zone')
  expect(drawn.body).not.toContain('Blaue Zone')
  const points = async (search: string) =>
    parseHTML((await ask(`${places}/chart.svg?kind=point&x=nummer&y=felder${search}`)).body).document.querySelectorAll(
      'circle',
    ).length
  expect([await points(''), await points('&q=weiss')]).toEqual([130, 65])

  const mapped = await town.visitor().open(`${places}?view=map&q=weiss`)
  expect(mapped.document.querySelectorAll('.chart .map-point')).toHaveLength(65)
  const areas = await town.visitor().open(`${people}?view=map&at=2025&q=1024`)
  expect([...areas.document.querySelectorAll('.map-table tbody th, .map-table tbody td:first-child')]).toHaveLength(1)
  // Times in which the words occur nowhere are not offered.
  const times = await town.visitor().open(`${people}?view=chart&kind=bar&x=gemeinde&q=1030`)
  expect(times.document.querySelector('figure h2')?.textContent).toBe('Einwohner nach Gemeinde, 2025')
  const columns = await town.visitor().open(`${places}?view=columns&q=weiss`)
  expect(columns.text).toContain('Diese Angaben gelten für alle Zeilen der Tabelle.')
})

test('the day that a cell shows finds its row: days are those of Switzerland', async () => {
  const [table] = parking.metadata.distributions
  if (!table) throw new Error('no table')
  const columns = [
    { name: 'nr', title: { de: 'Nr' }, type: 'integer', role: 'fact', isKey: true } as const,
    { name: 'zeit', title: { de: 'Zeit' }, type: 'datetime', role: 'fact' } as const,
  ]
  const id = '0199c000-0000-7000-8000-000000000396'
  const metadata = { ...parking.metadata, distributions: [{ ...table, id, columns }] }
  const rows = {
    plaetze: [
      [1, '2026-11-25T22:59:59.999Z'],
      [2, '2026-11-25T23:30:00Z'],
      [3, '2026-11-26T22:59:59.999999Z'],
      [4, '2026-11-26T23:00:00Z'],
    ],
  }
  await publishExample(town.house.kernel, { ...parking, name: 'zeiten', metadata, rows })
  const path = '/opendata/kriens/zeiten/plaetze'
  const all = await town.visitor().open(path)
  expect(cells(all, 1)[1]).toBe('26.11.2026, 00.30 Uhr')
  const day = await town.visitor().open(`${path}?f.zeit=26.11.2026`)
  expect(cells(day, 0)).toEqual(['2', '3'])
  const chart = await town.visitor().open(`${path}?view=chart&x=zeit&y=_rows&kind=column`)
  const counted = [...chart.document.querySelectorAll('details table tbody tr')].map((row) => row.textContent)
  expect(counted).toEqual(['25.11.20261', '26.11.20262', '27.11.20261'])
})

test('each column says what is in it', async () => {
  const page = await town.visitor().open(`${places}?view=columns`)
  expect(page.text).toMatch(/Felder.*Ausgefüllt130 \(100 %\)Verschiedene Werte12Kleinster Wert1Grösster Wert12/)
})

test('a cell that stands for all together says so, and a chart counts nothing twice', async () => {
  const place = { name: 'ort', title: { de: 'Ort' }, type: 'string', role: 'fact', isKey: true } as const
  const columns = [
    { ...place, codes: [{ code: 'a', label: { de: 'Am Platz' } }], emptyMeans: { de: 'alle zusammen' } },
    { name: 'zahl', title: { de: 'Zahl' }, type: 'integer', role: 'measure' } as const,
  ]
  const [table] = parking.metadata.distributions
  if (!table) throw new Error('no table')
  const id = '0199c000-0000-7000-8000-000000000395'
  const metadata = { ...parking.metadata, distributions: [{ ...table, id, columns }] }
  const rows = {
    plaetze: [
      ['a', 10],
      ['b', 5],
      [null, 15],
    ],
  }
  await publishExample(town.house.kernel, { ...parking, name: 'summen', metadata, rows })
  const shown = await town.visitor().open('/opendata/kriens/summen/plaetze')
  expect(cells(shown, 0)).toEqual(['Am Platz', 'b', 'alle zusammen'])
  const chart = await town.visitor().open('/opendata/kriens/summen/plaetze?view=chart')
  expect(chart.text).toContain('Am Platz')
  expect(chart.text).not.toContain('alle zusammen')
  const counted = await town.visitor().open('/opendata/kriens/summen/plaetze?view=chart&x=zahl')
  expect(counted.document.querySelector('figure')?.textContent).toContain('15')
  expect(counted.document.querySelector('figure')?.textContent).not.toContain('10')
})

test('a chart is chosen, can be changed by a form, linked, and shown elsewhere', async () => {
  const page = await town.visitor().open(`${people}?view=chart`)
  expect(page.document.querySelector('figure h2')?.textContent).toBe('Einwohner nach Jahr')
  const changed = await page.fill({ 'Art des Diagramms': 'Balken', Nach: 'Gemeinde' }).submit('Diagramm zeichnen')
  // People of several years are not added up: the latest year is shown.
  expect(changed.document.querySelector('figure h2')?.textContent).toBe('Einwohner nach Gemeinde, 2026')
  const earlier = await changed.fill({ Stand: '2025' }).submit('Diagramm zeichnen')
  expect(earlier.document.querySelector('figure h2')?.textContent).toBe('Einwohner nach Gemeinde, 2025')
  const picture = earlier.document.querySelector('a[href*="chart.svg"]')?.getAttribute('href') ?? ''
  const svg = await ask(new URL(picture).pathname + new URL(picture).search)
  expect(svg.headers['content-type']).toBe('image/svg+xml; charset=utf-8')
  expect(svg.headers['cross-origin-resource-policy']).toBe('cross-origin')
  expect(svg.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; sandbox$/)
  expect(svg.body).toContain('Quelle: Kanton Luzern, Bevölkerung nach Gemeinde')
  readXml(svg.body)
})

test('a map is asked of the processes that are there', async () => {
  const processes = () => process.getActiveResourcesInfo().filter((one) => one === 'ProcessWrap').length
  await ask(`${people}?view=map`)
  const before = processes()
  for (const path of [`${people}?view=map&at=2025`, `${places}?view=map`, `${people}/map.svg`])
    expect((await ask(path)).statusCode).toBe(200)
  expect(processes()).toBeLessThanOrEqual(before + 1)
})

test('a map draws municipalities of today, and those that merged as a part of them', async () => {
  const page = await town.visitor().open(`${people}?view=map&at=2025`)
  expect(page.document.querySelectorAll('.map-areas path')).toHaveLength(79)
  expect(page.text).toContain('Littau in Luzern')
  const luzern = [...page.document.querySelectorAll('.map-table tr')].find((row) =>
    row.textContent?.startsWith('Luzern'),
  )
  // 1061 and 1060 of 2025 in the example: 900 + 5 × 2'400 + 5 × 37, and 900 + 10 × 2'400 + 5 × 37 × 2.
  expect(luzern?.textContent).toBe("Luzern38'355")
  const points = await town.visitor().open(`${places}?view=map`)
  expect(points.document.querySelectorAll('.chart .map-point')).toHaveLength(130)
  for (const path of [`${people}/map.svg`, `${places}/map.svg`, `${people}/versions/1/map.svg`])
    readXml((await ask(path)).body)
  expect((await town.visitor().open('/opendata/kanton-luzern/bevoelkerung/nie/map.svg')).status).toBe(404)
})

test('while rows are read for a page or a picture, nobody holds a connection to the database', async () => {
  const { kernel } = town.house
  const { reader } = tablesOf(kernel)
  const held: number[] = []
  const watched =
    <Asked extends unknown[], Answer>(work: (...asked: Asked) => Answer) =>
    (...asked: Asked): Answer => {
      const { total, idle } = kernel.database.connections()
      held.push(total - idle)
      return work(...asked)
    }
  const { rows, group, profile, changes } = reader
  vi.spyOn(reader, 'rows').mockImplementation(watched(rows))
  vi.spyOn(reader, 'group').mockImplementation(watched(group))
  vi.spyOn(reader, 'profile').mockImplementation(watched(profile))
  vi.spyOn(reader, 'changes').mockImplementation(watched(changes))
  onTestFinished(() => {
    vi.restoreAllMocks()
  })
  const views = ['', '?view=chart', '?view=map', '?view=columns', '/chart.svg', '/map.svg', '/versions/1']
  for (const path of [...views, '/versions/2/changes', '/versions/1/chart.svg', '/versions/1/map.svg']) {
    held.length = 0
    expect((await ask(people + path)).statusCode, path).toBe(200)
    expect(new Set(held), path).toEqual(new Set([0]))
  }
})

test('where there is no preview, the page says why', async () => {
  const page = await town.visitor().open('/opendata/kriens/parkplaetze/plan')
  expect(page.text).toContain('Diese Daten liegen bei kriens.example.')
})

test('no text in the data becomes a part of the page or of a picture', { timeout: 60_000 }, async () => {
  const evil = fc
    .sample(
      fc.oneof(
        fc.constantFrom(
          '</svg><script>alert(1)</script>',
          '"onload="alert(1)',
          "'><img src=x>",
          '<![CDATA[',
          '&#x3c;b>',
          '\u0000\u0008',
          '\ud800',
          '--><!--',
        ),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
      ),
      { numRuns: 60, seed: 20_261_126 },
    )
    .map((text) => text.toWellFormed().replaceAll('\u0000', ''))
  const [first = '<b>'] = evil
  await publishExample(town.house.kernel, {
    authority: 'kriens',
    name: 'fremdes',
    metadata: {
      ...parking.metadata,
      title: { de: `${first} <i>` },
      distributions: [
        {
          id: '0199c000-0000-7000-8000-000000000777',
          slug: 'texte',
          kind: 'table',
          title: { de: '<script>alert(1)</script>' },
          columns: [
            { name: 'wort', title: { de: '"><svg onload=alert(1)>' }, type: 'string', role: 'fact' },
            { name: 'wert', title: { de: '&lt;wert&gt;' }, type: 'integer', role: 'measure', unit: '<u>' },
          ],
        },
      ],
    },
    rows: { texte: evil.map((text, at) => [text, at * 7]) },
  })
  const path = '/opendata/kriens/fremdes/texte'
  for (const search of ['', '?view=chart', '?view=chart&by=wort&kind=line', '?view=columns', '?q=%3Cscript%3E']) {
    const { body, statusCode } = await ask(path + search)
    expect(statusCode).toBe(200)
    const { document } = parseHTML(body)
    expect(
      [...document.querySelectorAll('script:not([src]), img, [onload], b, i, u')].map((one) => one.outerHTML),
    ).toEqual([])
  }
  for (const search of ['', '?kind=column', '?by=wort&x=wert', '?kind=point&x=wert&y=wert']) {
    const { body } = await ask(`${path}/chart.svg${search}`)
    readXml(body)
    const { document } = parseHTML(body)
    expect(document.querySelectorAll('script, [onload], foreignObject, image, a')).toHaveLength(0)
  }
})
