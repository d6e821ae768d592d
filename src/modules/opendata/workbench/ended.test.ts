import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page } from '#test/support/visitor.ts'
import { addTable, back, beginDataSet, classColumns, csv, idOf, rows } from './test-bench.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

const at = '/opendata/kriens/wechsel'
const ask = (path: string) => town.house.app.inject({ url: path, headers: { host: town.host } })
const statuses = async (...paths: string[]) =>
  Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, (await ask(`${at}/${path}`)).statusCode] as const)),
  )

test('a table that is removed once it was public is not continued: its versions keep their addresses, nothing else gets its name, and they can be taken back', async () => {
  const david = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  const lead = await town.signIn({ role: 'lead', authority: 'kriens' })
  const publish = async (page: Page) => {
    await (await (await back(page)).submit('Prüfen')).submit('Zur Veröffentlichung einreichen')
    return (await lead.open(`/desk/opendata/${idOf(page)}`)).submit('Veröffentlichen')
  }
  const begun = await beginDataSet(town, david, 'wechsel')
  const table = await classColumns(await addTable(begun))
  await publish(table)
  const first = (await ask(`${at}/liste/versions/1.parquet`)).rawPayload
  const [{ id: api } = { id: '' }] = await town.query<{ id: string }>(
    `select id from opendata.published_distributions where slug = 'liste'`,
  )

  // Rows that nobody has agreed to yet, and then the table is removed.
  const more = await david.open(table.path)
  const newer = await more
    .fill({ 'Datei mit den neuen Zeilen': csv(`${rows}4;Waldweg;2\n`) })
    .submit('Hochladen und lesen')
  expect(newer.text).toContain('Version 2: 4 Zeilen')
  const removed = await newer.submit('Aus dem Datensatz entfernen')
  const form = await removed.follow('Daten hinzufügen')
  const refused = await form
    .fill({ 'Was fügen Sie hinzu?': 'Tabelle', Kurzname: 'liste', 'Titel › Deutsch': 'Andere' })
    .submit('Speichern')
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('oder es gab ihn')])
  const published = await publish(await classColumns(await addTable(removed, rows, 'neue')))
  expect(published.text).toContain('Nicht mehr weitergeführt')
  expect((await refused.submit('Speichern')).status).toBe(422)

  expect((await ask(`${at}/liste/versions/1.parquet`)).rawPayload).toEqual(first)
  expect(
    await statuses('liste/versions/1', 'liste/versions/2.csv', 'liste/versions/2', 'liste.csv', 'neue.csv'),
  ).toEqual({
    'liste/versions/1': 200,
    'liste/versions/2.csv': 404,
    'liste/versions/2': 404,
    'liste.csv': 410,
    'neue.csv': 200,
  })
  const rowsOf = (query: string) => ask(`/api/v1/opendata/datasets/kriens/wechsel/liste/${query}`)
  const ended = [await rowsOf('rows'), await rowsOf('rows?version=1'), await rowsOf('versions')]
  expect(ended.map(({ statusCode }) => statusCode)).toEqual([410, 200, 200])
  expect((await ask(`/api/3/action/datastore_search?resource_id=${api}`)).statusCode).toBe(404)
  const versions = await (await town.visitor().open(at)).follow('Liste')
  expect(versions.path).toBe(`${at}/liste/versions`)
  expect(versions.text).toContain('nicht mehr weitergeführt')
  expect((await versions.follow('Version 1')).text).toContain('nicht mehr weitergeführt')

  const desk = await lead.open(published.path)
  const without = await desk.submit('Auch die Versionen zurückziehen: Liste')
  expect(without.status).toBe(422)
  const taken = await without
    .fill({ Grund: 'Personen sind zu erkennen' })
    .submit('Auch die Versionen zurückziehen: Liste')
  expect(taken.text).toContain('Die Versionen sind zurückgezogen.')
  expect(await statuses('liste/versions/1', 'liste/versions/1.parquet', 'liste/versions', 'liste.csv')).toEqual({
    'liste/versions/1': 410,
    'liste/versions/1.parquet': 410,
    'liste/versions': 410,
    'liste.csv': 410,
  })
  expect((await rowsOf('rows?version=1')).statusCode).toBe(410)
  expect((await refused.submit('Speichern')).status).toBe(422)
})
