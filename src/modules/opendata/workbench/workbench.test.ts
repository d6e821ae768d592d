import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'
import { findRaw } from '../protection/raw-rows.ts'
import { tablesOf } from '../tables/tables.ts'

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

const csv = (text: string) => ({ name: 'parkplaetze.csv', type: 'text/csv', content: new TextEncoder().encode(text) })
const rows = 'Nummer;Strasse;Plätze\n1;Dorfweg;12\n2;Bachweg;7\n3;Schulweg;30\n'

async function begin(slug: string): Promise<Page> {
  const page = await david.open('/desk/opendata/new')
  const filled = page.fill({
    Kurzname: slug,
    'Titel › Deutsch': 'Parkplätze',
    'Titel › Französisch': 'Places de stationnement',
    'Titel › Italienisch': 'Parcheggi',
    'Titel › Englisch': 'Parking spaces',
    'Beschreibung › Deutsch': 'Öffentliche Parkplätze (Beispiel).',
    'Schlagwörter › Deutsch': 'Parkplatz\nVerkehr',
    Themen: ['Verkehr'],
    Aktualisierung: 'jährlich',
    'Kontaktstelle › Deutsch': 'Tiefbau (Beispiel)',
    'E-Mail der Kontaktstelle': 'tiefbau@kriens.example',
    Zeitraum: '1.1.2025 – 31.12.2025\n2026-01-01',
    Gebiet: 'Kriens\nHorw',
    Quellen: `Zählung vor Ort | Comptage | ${town.house.kernel.settings.origin}/zaehlung`,
  })
  return filled.submit('Speichern')
}

async function addTable(page: Page, file = rows): Promise<Page> {
  const form = await page.follow('Daten hinzufügen')
  const added = await form
    .fill({ 'Was fügen Sie hinzu?': 'Tabelle', Kurzname: 'liste', 'Titel › Deutsch': 'Liste' })
    .submit('Speichern')
  return added.fill({ 'Datei mit den Zeilen': csv(file) }).submit('Hochladen und lesen')
}

async function classColumns(page: Page): Promise<Page> {
  const columns = await page.follow('3 Spalten beschreiben')
  return columns
    .fill({
      'nummer › Rolle': 'Sachmerkmal',
      'nummer › gehört zum Schlüssel': true,
      'strasse › Rolle': 'Sachmerkmal',
      'plaetze › Rolle': 'Messwert',
      'plaetze › Einheit': 'Plätze',
    })
    .submit('Spalten speichern')
}

const back = (page: Page) => page.visitor.open(page.path.replace(/\/distributions.*/, ''))
const idOf = (page: Page) => /opendata\/([0-9a-f-]{36})/.exec(page.path)?.[1] ?? ''
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

/** How many connections to the database were held, each time when work began that may take minutes: such work has a folder of its own. */
function watchConnections(): readonly number[] {
  const { database } = town.house.kernel
  const { cache } = tablesOf(town.house.kernel)
  const workFolder = cache.workFolder.bind(cache)
  const held: number[] = []
  const spy = vi.spyOn(cache, 'workFolder').mockImplementation(() => {
    const { total, idle } = database.connections()
    held.push(total - idle)
    return workFolder()
  })
  onTestFinished(() => {
    spy.mockRestore()
  })
  return held
}

test('while a file is read, no transaction waits that the database would end, and its faults are listed afterwards', async () => {
  const classed = await classColumns(await addTable(await begin('langsam')))
  const form = await david.open(classed.path.replace(/\?.*/, ''))
  const held = watchConnections()
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

/** A hundred and twenty persons of two quarters and one who is known to all: what names them and how old they are must not get out. */
const person = (at: number) =>
  [`756.${9_000 + at}`, 20 + (at % 60), at % 2 === 0 ? 'Nord' : 'Süd', at % 4 < 2 ? 'ja' : 'nein', 100 + at].join(';')
const persons = (count: number) => Array.from({ length: count }, (_, at) => person(at))
const heading = 'Versichertennummer;Alter;Quartier;Hilfe;Betrag'
const personCsv = (lines: readonly string[]) => [heading, ...lines, '756.8888;97;Geheimwinkel;ja;7'].join('\n')

test('rows on persons are sealed, put together, looked at and published without a trace of what was brought; what is delivered later does not undo it', async () => {
  const uploaded = await addTable(await begin('hilfe'), personCsv(persons(120)))
  const table = /distributions\/([0-9a-f-]{36})/.exec(uploaded.path)?.[1] ?? ''
  const sealed = 'select file, wrapped_key is null as gone, expires_at from opendata.raw_rows where table_id = $1'
  const [raw] = await town.query<{ file: string; expires_at: Date }>(sealed, [table])
  const store = town.house.kernel.files
  const bytes = async (name: string) => Buffer.concat(await (await store.get(name)).toArray()).toString('latin1')
  expect(await bytes(raw?.file ?? '')).not.toContain('756.')
  expect(raw?.expires_at.getTime()).toBe(town.clock.now().getTime() + 14 * 86_400_000)
  const classed = await (await uploaded.follow('5 Spalten beschreiben'))
    .fill({
      'versichertennummer › Rolle': 'nennt Personen',
      'alter › Rolle': 'Merkmal von Personen',
      'quartier › Rolle': 'Merkmal von Personen',
      'hilfe › Rolle': 'besonders schützenswert',
      'betrag › Rolle': 'Messwert',
    })
    .submit('Spalten speichern')
  // Nobody of this age and quarter has nine others beside her.
  const page = await classed.follow('Schutz der Personen')
  expect(page.text).toMatch(/Gezeigt0 Zeilen/)
  expect((await (await back(page)).submit('Prüfen')).text).toContain('Es bleibt keine Zeile')
  const few = await page
    .fill({ 'Personen, die dasselbe gemeinsam haben, wenigstens': '4' })
    .submit('Speichern und neu schützen')
  expect([few.status, few.text]).toEqual([422, expect.stringContaining('von 10 bis 1000')])
  const meanwhile = watchConnections()
  const proposed = await few
    .fill({ 'Personen, die dasselbe gemeinsam haben, wenigstens': '10', 'Betrag (Messwert)': 'in Bändern von 100' })
    .submit('Vorschlagen lassen')
  expect(new Set(meanwhile)).toEqual(new Set([0]))
  expect(proposed.text).toMatch(/Gezeigt110 Zeilen/)
  expect(proposed.text).toMatch(/Personen in der kleinsten Gruppe10/)
  expect(proposed.text).toMatch(/Alter[\d.]+ %/)
  expect(proposed.document.querySelector('[id="coarsen.alter"] option[selected]')?.textContent).toMatch(/^in Bändern/)

  const submitted = await (await (await back(proposed)).submit('Prüfen')).submit('Zur Veröffentlichung einreichen')
  await (await lead.open(submitted.path)).submit('Veröffentlichen')
  expect(await town.query(sealed, [table])).toMatchObject([{ gone: true }])
  await town.jobs.drain()
  expect(await town.query(sealed, [table])).toEqual([])
  await expect(store.get(raw?.file ?? '')).rejects.toThrow()

  const at = '/opendata/kriens/hilfe'
  const api = '/api/v1/opendata/datasets/kriens/hilfe/liste'
  const ask = (url: string) => town.house.app.inject({ url, headers: { host: town.host } })
  const everywhere = async () => {
    const paths = [
      ...[
        at,
        `${at}/liste`,
        `${at}/liste?view=columns`,
        `${at}/liste?view=chart`,
        `${at}.ttl`,
        `${at}/versions`,
        `${at}/feed`,
      ],
      ...['csv', 'json', 'ndjson'].map((ending) => `${at}/liste.${ending}`),
      ...[`${at}/liste/schema.json`, '/opendata/catalog.ttl', api, `${api}/rows`, `${api}/versions`],
      ...[`${api}/groups?by=quartier`, `/api/3/action/package_show?id=hilfe%40kriens`],
      ...[`/api/3/action/datastore_search?resource_id=${table}`, `/api/3/action/datastore_info?id=${table}`],
      `/api/3/action/datastore_search_sql?sql=${encodeURIComponent(`select * from "${table}"`)}`,
    ]
    const answers = await Promise.all(paths.map(async (path) => ({ path, body: (await ask(path)).body })))
    return answers.filter(({ body }) => /756\.|Geheimwinkel|versichertennummer/i.test(body)).map(({ path }) => path)
  }
  expect(await everywhere()).toEqual([])
  const shown = (await ask(`${api}/rows?limit=200`)).json<{ items: Record<string, unknown>[] }>().items
  // The one who is known to all is hidden, and a whole group with her, so that nobody is told by being missing.
  expect(shown).toHaveLength(110)
  expect(shown[0]).toMatchObject({
    alter: expect.stringMatching(/^\d+–\d+$/),
    betrag: expect.stringMatching(/^\d+–\d+$/),
  })

  // A program brings them again: one more does not show, others who are many enough do, and what cannot be protected stays out.
  const put = (lines: readonly string[], method: 'PUT' | 'POST' = 'PUT') =>
    town.house.app.inject({
      ...{ method, url: `/api/v1/opendata/tables/${table}/rows`, payload: personCsv(lines) },
      headers: {
        host: town.host,
        authorization: `Bearer ${town.key('data_steward', 'kriens')}`,
        'content-type': 'text/csv',
      },
    })
  expect((await put(persons(121))).json()).toMatchObject({ version: 1, isNew: false })
  expect((await put(persons(240))).json()).toMatchObject({ version: 2, isNew: true, state: 'published', rows: 230 })
  const strange = persons(40).map((line, n) => line.replace(/Nord|Süd/, `Weiler ${n}`))
  const held = await put(strange)
  expect([held.statusCode, held.json()]).toMatchObject([422, { code: 'ProtectionError' }])
  expect((await put(persons(5), 'POST')).json()).toMatchObject({ code: 'ClosedTableError' })
  expect(
    await town.query(`select reason from opendata.deliveries where table_id = $1 and outcome = 'refused' order by id`, [
      table,
    ]),
  ).toEqual([{ reason: 'unprotected' }, { reason: 'persons_add' }])
  expect(await everywhere()).toEqual([])
  expect((await ask(`${api}/rows?limit=1`)).json()).toMatchObject({ total: 230 })
})

test('rows on persons that nobody publishes go after fourteen days, key and bytes, and cannot be opened any more', async () => {
  const uploaded = await addTable(await begin('liegen-geblieben'), personCsv(persons(20)))
  const table = /distributions\/([0-9a-f-]{36})/.exec(uploaded.path)?.[1] ?? ''
  const kept = 'select file, authority_id, data_set_id, table_id from opendata.raw_rows where table_id = $1'
  const [raw] = await town.query<{ file: string; authority_id: string; data_set_id: string }>(kept, [table])
  const { kernel } = town.house
  const sweep = async () => {
    await kernel.database.write(systemActor('opendata'), async (scope) =>
      scope.enqueue('opendata.drop_raw_rows', { payload: {} }),
    )
    await town.jobs.drain()
  }
  const day = 86_400_000
  town.clock.advance(14 * day - 1_000)
  await sweep()
  expect(await town.query(kept, [table])).toHaveLength(1)
  expect((await (await kernel.files.get(raw?.file ?? '')).toArray()).length).toBeGreaterThan(0)
  town.clock.advance(1_000)
  const key = { authorityId: slug<'authority'>('kriens'), tableId: uuid<'distribution'>(table) }
  expect(await kernel.database.read(systemActor('opendata'), (scope) => findRaw(scope, key))).toBeUndefined()
  await sweep()
  expect(await town.query(kept, [table])).toEqual([])
  await expect(kernel.files.get(raw?.file ?? '')).rejects.toThrow()
})
