import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatLongDate, swissDate } from '#kernel/i18n/format.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'
import { addTable, back, beginDataSet, classColumns, csv, idOf, rows, watchConnections } from './test-bench.ts'

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
})
afterAll(() => town.close())

const begin = (name: string) => beginDataSet(town, david, name)

const metadataOf = async (page: Page) => {
  const [row] = await town.query<{ metadata: { [key: string]: unknown } }>(
    'select metadata from opendata.data_sets where id = $1',
    [idOf(page)],
  )
  return row?.metadata
}

test('a steward describes a data set, uploads, has it checked, mends it and submits it; another publishes it, and everybody sees it', async () => {
  expect((await david.open('/desk')).heading).toBe('Offene Daten')
  const created = await begin('parkplaetze')
  expect(created.text).toContain('Der Datensatz ist angelegt')
  expect(await metadataOf(created)).toMatchObject({
    keywords: { de: ['Parkplatz', 'Verkehr'] },
    licence: 'terms_by',
    spatial: ['kriens', 'horw'],
    temporal: [{ from: '2025-01-01', to: '2025-12-31' }, { from: '2026-01-01' }],
    sources: [
      { title: { de: 'Zählung vor Ort', fr: 'Comptage' }, url: `${town.house.kernel.settings.origin}/zaehlung` },
    ],
  })

  const empty = await created.submit('Prüfen')
  expect(empty.text).toContain('Fügen Sie eine Tabelle oder einen Link zu den Daten hinzu.')
  expect(empty.text).not.toContain('Zur Veröffentlichung einreichen')

  const uploaded = await addTable(empty)
  expect(uploaded.text).toContain('geben Sie ihr eine Rolle')
  expect(uploaded.text).toContain('3 Zeilen liegen versiegelt bereit')
  const unclassed = await (await back(uploaded)).submit('Prüfen')
  expect(unclassed.text).toContain('Die Spalte «nummer» hat keine Rolle.')
  expect(unclassed.text).not.toContain('Zur Veröffentlichung einreichen')

  const classed = await classColumns(uploaded)
  expect(classed.text).toContain('Die Spalten sind gespeichert.')
  expect(classed.text).toContain('Version 1: 3 Zeilen')
  const fit = await (await back(classed)).submit('Prüfen')
  expect(fit.text).toContain('Der Datensatz ist bereit')
  const submitted = await fit.submit('Zur Veröffentlichung einreichen')
  expect(submitted.text).toContain('Eine zweite Person muss zustimmen')
  expect(submitted.document.querySelector('form[action$="/publication"]')).toBeNull()
  expect((await town.visitor().open('/opendata/kriens/parkplaetze.ttl')).status).toBe(404)

  const seen = await lead.open('/desk/opendata?state=in_review')
  const published = await (await seen.follow('Parkplätze')).submit('Veröffentlichen')
  expect(published.text).toContain('Der Datensatz ist veröffentlicht.')
  const everybody = await town.visitor().open('/opendata/kriens/parkplaetze.ttl')
  expect(everybody.html).toContain('Places de stationnement')
  // What is promised yearly and did not come for two years is told where it is kept.
  const path = `/desk/opendata/${idOf(created)}`
  expect((await david.open(path)).text).not.toContain('überfällig')
  await town.query(`update opendata.table_versions set published_at = '2024-11-01' where data_set_id = $1`, [
    idOf(created),
  ])
  expect((await david.open(path)).text).toContain('überfällig')
})

test('who submitted it does not publish it, however the request comes', async () => {
  const page = await back(await classColumns(await addTable(await begin('allein'))))
  const submitted = await (await page.submit('Prüfen')).submit('Zur Veröffentlichung einreichen')
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await david.post(`/desk/opendata/${idOf(submitted)}/publication`, '', headers)
  expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('Bitten Sie eine zweite Person')])
  const taken = await answer.fill({ Grund: 'Noch ein Fehler' }).submit('Einreichung zurücknehmen')
  expect(taken.text).toContain('Der Datensatz lässt sich wieder ändern')
})

test('the second person gives it back with a reason; what is public is taken back with one that everybody may read', async () => {
  const page = await back(await classColumns(await addTable(await begin('hin-und-her'))))
  const submitted = await (await page.submit('Prüfen')).submit('Zur Veröffentlichung einreichen')
  const path = `/desk/opendata/${idOf(submitted)}`
  const without = await (await lead.open(path)).submit('Zurückgeben')
  expect(without.status).toBe(422)
  await without.fill({ Grund: 'Bitte die Beschreibung ergänzen' }).submit('Zurückgeben')
  const returned = await david.open(path)
  expect(returned.text).toContain('Bitte die Beschreibung ergänzen')
  await returned.submit('Zur Veröffentlichung einreichen')
  const published = await (await lead.open(path)).submit('Veröffentlichen')
  const withdrawn = await published.fill({ Grund: 'Falsch gezählt' }).submit('Zurückziehen')
  expect(withdrawn.text).toContain('Der Datensatz ist zurückgezogen.')
  expect(await town.query(`select detail from opendata.data_set_changes where kind = 'withdrawn'`)).toEqual([
    { detail: { reason: 'Falsch gezählt' } },
  ])
  expect((await town.visitor().open('/opendata/kriens/hin-und-her.ttl')).status).toBe(404)
  const gone = await town.visitor().open('/opendata/kriens/hin-und-her')
  const day = formatLongDate(swissDate(town.house.kernel.clock.now()), 'de')
  expect([gone.status, gone.text]).toEqual([410, expect.stringContaining(`am ${day} zurückgezogen`)])
  expect(gone.text).toContain('Grund: Falsch gezählt')
  const headers = { host: town.host }
  const feed = await town.house.app.inject({ url: '/de/opendata/kriens/hin-und-her/changes.atom', headers })
  expect(feed.body).toContain('<summary>Zurückgezogen. Grund: Falsch gezählt</summary>')
})

test('two people who save over each other: the second sees both versions, and nothing she entered is lost', async () => {
  const page = await begin('gleichzeitig')
  const path = `/desk/opendata/${idOf(page)}/metadata`
  const [one, other] = [await david.open(path), await lead.open(path)]
  await one.fill({ 'Titel › Deutsch': 'Parkfelder' }).submit('Speichern')
  const late = await other.fill({ 'Beschreibung › Deutsch': 'Ganz neu beschrieben.' }).submit('Speichern')
  expect(late.status).toBe(412)
  expect(late.text).toContain('Jemand anders hat inzwischen gespeichert')
  expect(late.text).toContain('Parkfelder')
  expect(late.html).toContain('Ganz neu beschrieben.')
  const saved = await late.fill({ 'Titel › Deutsch': 'Parkfelder' }).submit('Speichern')
  expect(saved.text).toContain('Gespeichert.')
  expect(await metadataOf(page)).toMatchObject({
    title: { de: 'Parkfelder', en: 'Parking spaces' },
    description: { de: 'Ganz neu beschrieben.' },
  })
})

test('what is entered wrongly stays, with what to do at its field', async () => {
  const page = await david.open('/desk/opendata/new')
  const again = await page
    .fill({
      Kurzname: 'Mit Leerzeichen',
      'Titel › Deutsch': 'Nur ein Titel',
      Zeitraum: 'letztes Jahr',
      Gebiet: 'Atlantis',
    })
    .submit('Speichern')
  expect(again.status).toBe(422)
  for (const text of [
    '«letztes Jahr» ist kein Zeitraum',
    '«Atlantis» ist keine Gemeinde',
    'Wählen Sie wenigstens ein Thema',
  ])
    expect(again.text).toContain(text)
  expect(again.html).toContain('Nur ein Titel')
  expect(again.html).toContain('Mit Leerzeichen')
})

test('rows that do not fit are told by line and column, and the version before stays', async () => {
  const classed = await classColumns(await addTable(await begin('zeilen')))
  const form = await david.open(classed.path.replace(/\?.*/, ''))
  const wrong = `${rows}4;Feldweg;viele\n1;Dorfweg;12\n`
  const refused = await form.fill({ 'Datei mit den neuen Zeilen': csv(wrong) }).submit('Hochladen und lesen')
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('«viele» ist keine ganze Zahl.')
  // Describing columns makes no version of its own as long as nothing is public.
  expect(refused.text).toContain('Version 1: 3 Zeilen')
  const next = await refused
    .fill({ 'Datei mit den neuen Zeilen': csv(`${rows}4;Feldweg;9\n`) })
    .submit('Hochladen und lesen')
  expect(next.text).toContain('Version 2: 4 Zeilen')
  expect(next.text).toContain('1 neu, 0 geändert, 0 weggefallen')
})

test('while a file is read, no transaction waits that the database would end, and its faults are listed afterwards', async () => {
  const classed = await classColumns(await addTable(await begin('langsam')))
  const form = await david.open(classed.path.replace(/\?.*/, ''))
  const held = watchConnections(town)
  const refused = await form
    .fill({ 'Datei mit den neuen Zeilen': csv(`${rows}4;Feldweg;viele\n`) })
    .submit('Hochladen und lesen')
  expect([refused.status, held]).toEqual([422, [0]])
  expect(refused.text).toContain('«viele» ist keine ganze Zahl.')
})

test('a table schema describes the columns before the first rows, which are checked against it, and goes out again', async () => {
  const form = await (await begin('schema')).follow('Daten hinzufügen')
  const added = await form
    .fill({ 'Was fügen Sie hinzu?': 'Tabelle', Kurzname: 'liste', 'Titel › Deutsch': 'Liste' })
    .submit('Speichern')
  const file = (text: string) => ({ name: 's.json', type: 'application/json', content: new TextEncoder().encode(text) })
  const none = await added.fill({ 'Datei mit dem Schema': file('{"fields":[]}') }).submit('Schema übernehmen')
  expect([none.status, none.text]).toEqual([422, expect.stringContaining('Das ist kein Tabellenschema')])
  const schema = {
    fields: [
      { name: 'nummer', title: 'Nummer', type: 'integer', constraints: { required: true } },
      {
        ...{ name: 'plaetze', title: 'Plätze', description: 'Alle Plätze.', type: 'integer' },
        constraints: { minimum: 0, maximum: 500 },
      },
    ],
    ...{ primaryKey: 'nummer', missingValues: ['', '-999'] },
  }
  const slow = JSON.stringify(schema).replace('"required":true', '"required":true,"pattern":"(?=a)b"')
  const unfit = await none
    .fill({ 'Datei mit dem Schema': file(slow.replace('"integer"', '"string"')) })
    .submit('Schema übernehmen')
  expect([unfit.status, unfit.text]).toEqual([422, expect.stringContaining('Das Muster «(?=a)b» kann nicht')])
  const taken = await unfit.fill({ 'Datei mit dem Schema': file(JSON.stringify(schema)) }).submit('Schema übernehmen')
  expect(taken.text).toContain('Das Schema ist übernommen.')
  const columns = await taken.follow('2 Spalten beschreiben')
  const wrong = await columns
    .fill({ 'plaetze › Kleinster Wert': '600', 'plaetze › Muster': 'x', 'plaetze › nur beschriebene Codes': true })
    .submit('Spalten speichern')
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('liegt unter dem kleinsten')])
  expect(wrong.text).toMatch(/gibt es für Spalten mit diesem Inhalt nicht.*Beschreiben Sie die Codes/s)
  const saved = await wrong
    .fill({ 'plaetze › Kleinster Wert': '1', 'plaetze › Muster': '', 'plaetze › nur beschriebene Codes': false })
    .submit('Spalten speichern')
  const refused = await saved
    .fill({ 'Datei mit den Zeilen': csv('Nummer;Plätze\n1;viele\n;3\n4;501\n5;0\n') })
    .submit('Hochladen und lesen')
  expect(refused.text).toMatch(/«viele» ist keine ganze Zahl.*3\s*nummer/s)
  expect(refused.text).toMatch(/erlaubt ist höchstens 500.*erlaubt ist 1 oder mehr/s)
  const rowsIn = await refused
    .fill({ 'Datei mit den Zeilen': csv('Nummer;Plätze\n1;-999\n2;3\n') })
    .submit('Hochladen und lesen')
  expect(rowsIn.text).toContain('2 Zeilen liegen versiegelt bereit')
  const out = await david.open(`${new URL(rowsIn.path, 'http://x').pathname}/schema.json`)
  expect(JSON.parse(out.html)).toMatchObject({
    fields: [
      { constraints: { required: true } },
      { description: 'Alle Plätze.', constraints: { minimum: 1, maximum: 500 } },
    ],
    ...{ primaryKey: ['nummer'], missingValues: ['', '-999'] },
  })
})

test('a document is uploaded, looked at by its content, published by two, and taken along whole or in parts; never shown in our pages', async () => {
  const form = await (await begin('plan')).follow('Daten hinzufügen')
  const added = await form
    .fill({ 'Was fügen Sie hinzu?': 'Datei', Kurzname: 'karte', 'Titel › Deutsch': 'Karte' })
    .submit('Speichern')
  const file = (name: string, content: Uint8Array) => ({ name, type: 'application/octet-stream', content })
  const send = (page: Page, name: string, content: Uint8Array | string) =>
    page.fill({ Datei: file(name, Buffer.from(content)) }).submit('Datei hochladen')
  const page = await send(added, 'karte.html', '<html></html>')
  expect([page.status, page.text]).toEqual([422, expect.stringContaining('Diese Art von Datei')])
  expect((await send(page, 'karte.pdf', '<html></html>')).text).toContain('Der Inhalt passt nicht zur Endung')
  expect((await send(page, 'karte.txt', 'x <svg onload=1>')).text).toContain('Der Inhalt passt nicht zur Endung')
  const geoPackage = Buffer.alloc(4_096, 7)
  geoPackage.write('SQLite format 3\0', 'latin1')
  geoPackage.write('GPKG', 68, 'latin1')
  const kept = await send(page, 'karte.gpkg', geoPackage)
  expect(kept.text).toContain('Die Datei ist als neue Version da.')
  const fit = await (await back(kept)).submit('Prüfen')
  const submitted = await fit.submit('Zur Veröffentlichung einreichen')
  const anybody = town.visitor()
  expect((await anybody.open('/opendata/kriens/plan/karte/file')).status).toBe(404)
  await (await lead.open(submitted.path)).submit('Veröffentlichen')

  const ask = (path: string, headers = {}) =>
    town.house.app.inject({ url: `/opendata/kriens/plan/${path}`, headers: { host: town.host, ...headers } })
  const whole = await ask('karte/file')
  expect(whole.rawPayload.equals(geoPackage)).toBe(true)
  expect(whole.headers).toMatchObject({
    ...{ 'content-type': 'application/geopackage+sqlite3', 'x-content-type-options': 'nosniff' },
    ...{ 'accept-ranges': 'bytes', 'x-checksum-sha256': expect.stringMatching(/^[0-9a-f]{64}$/) },
    'content-disposition': expect.stringMatching(/^attachment; filename="karte.gpkg"/),
    'content-security-policy': expect.stringContaining('sandbox'),
  })
  const part = await ask('karte/versions/1/file', { range: 'bytes=68-71' })
  expect([part.statusCode, part.body, part.headers['content-range']]).toEqual([206, 'GPKG', 'bytes 68-71/4096'])
  expect((await ask('karte/versions/2/file')).statusCode).toBe(404)
  expect((await ask('karte/file', { 'if-none-match': String(whole.headers.etag) })).statusCode).toBe(304)
  expect((await anybody.open('/opendata/kriens/plan/karte')).text).toContain('Version 1 herunterladen (4.1 kB')
  expect((await anybody.open('/opendata/kriens/plan')).html).toContain('/opendata/kriens/plan/karte/file')
  expect((await ask('../plan.ttl')).body).toMatch(/downloadURL <[^>]*plan\/karte\/file>/)
})

test('a column that gets a type its rows do not fit is refused, and what was entered stays', async () => {
  const uploaded = await addTable(await begin('typen'))
  const columns = await uploaded.follow('3 Spalten beschreiben')
  const refused = await columns
    .fill({ 'strasse › Inhalt': 'ganze Zahl', 'strasse › Rolle': 'Messwert' })
    .submit('Spalten speichern')
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('Die Zeilen passen nicht zu den Spalten')
  expect(refused.document.querySelector('[id="strasse.type"] option[selected]')?.getAttribute('value')).toBe('integer')
})

test('a file with a column that nobody has described is refused by its name, and comes in once the columns are recognised anew', async () => {
  const classed = await classColumns(await addTable(await begin('mehr-spalten')))
  const more = 'Nummer;Strasse;Plätze;Zone\n1;Dorfweg;12;A\n2;Bachweg;7;B\n'
  const refused = await classed.fill({ 'Datei mit den neuen Zeilen': csv(more) }).submit('Hochladen und lesen')
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('Diese Spalten der Datei sind nicht beschrieben: Zone.')
  expect(refused.text).toContain('Version 1: 3 Zeilen')
  const taken = await refused
    .fill({ 'Datei mit den neuen Zeilen': csv(more), 'Spalten neu erkennen': true })
    .submit('Hochladen und lesen')
  const described = await (await taken.follow('4 Spalten beschreiben'))
    .fill({ 'zone › Rolle': 'Sachmerkmal' })
    .submit('Spalten speichern')
  expect(described.text).toContain('2 Zeilen')
  const rowsAt =
    'select rows::int, columns from opendata.table_versions where data_set_id = $1 order by number desc limit 1'
  expect(await town.query(rowsAt, [idOf(described)])).toMatchObject([{ rows: 2, columns: { length: 4 } }])
})

test('a steward of elsewhere finds nothing here, and staff of another kind are kept out', async () => {
  const page = await begin('fremd')
  const [id, distribution] = [idOf(page), idOf(page)]
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  for (const path of ['', '/metadata', '/distributions/new', `/distributions/${distribution}`])
    expect((await stranger.open(`/desk/opendata/${id}${path}`)).status).toBe(404)
  for (const path of ['/check', '/submission', '/publication', '/metadata'])
    expect((await stranger.post(`/desk/opendata/${id}${path}`, 'revision=1', headers)).status).toBe(404)
  expect((await stranger.open('/desk/opendata?authority=kriens')).status).toBe(404)
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  expect((await clerk.open(`/desk/opendata/${id}`)).status).toBe(403)
  expect((await clerk.open('/desk/opendata')).status).toBe(403)
  expect((await town.visitor().open(`/desk/opendata/${id}`)).path).toContain('/sign-in')
})

test('a list that goes on from a place that is none begins again', async () => {
  for (const after of [
    '',
    '1',
    '1~x',
    `${'9'.repeat(16)}~00000000-0000-7000-8000-000000000001`,
    "1'~00000000-0000-7000-8000-000000000001",
  ])
    expect((await david.open(`/desk/opendata?${new URLSearchParams({ after, state: 'nonsense' })}`)).status).toBe(200)
})

test('a request from another site changes nothing', async () => {
  const page = await begin('kreuz')
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' }
  expect((await david.post(`/desk/opendata/${idOf(page)}/check`, '', headers)).status).toBe(403)
})

test('an interface says which one it is; a format that came from elsewhere stays while it is worked on', async () => {
  const page = await begin('karten')
  const added = await (await page.follow('Daten hinzufügen'))
    .fill({ 'Was fügen Sie hinzu?': 'Schnittstelle', Kurzname: 'wfs', 'Titel › Deutsch': 'Karte' })
    .fill({ Adresse: 'https://karten.example.ch/wfs', Format: 'WFS' })
    .submit('Speichern')
  const [one] = [(await metadataOf(page))?.distributions].flat()
  expect(one).toMatchObject({ kind: 'service', format: 'WFS_SRVC', url: 'https://karten.example.ch/wfs' })
  await town.query(
    `update opendata.data_sets set metadata = jsonb_set(metadata, '{distributions,0,format}', '"GTFS"') where id = $1`,
    [idOf(page)],
  )
  await (await david.open(added.path)).fill({ 'Titel › Deutsch': 'Fahrplan' }).submit('Speichern')
  const [other] = [(await metadataOf(page))?.distributions].flat()
  expect(other).toMatchObject({ title: { de: 'Fahrplan' }, format: 'GTFS' })
})
