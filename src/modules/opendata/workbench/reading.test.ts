import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { systemActor } from '#kernel/db/actor.ts'
import { slug } from '#kernel/ids.ts'
import { treeMetadata } from '#test/support/data-sets.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Visitor } from '#test/support/visitor.ts'
import { createDataSet } from '../catalogue/workbench.ts'

let town: Town
let steward: Visitor
let id: string
const tableId = '0199c000-0000-7000-8000-0000000000d7'

beforeAll(async () => {
  town = await openTown()
  steward = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  const list = { id: tableId, slug: 'liste', kind: 'table' as const, title: { de: 'Liste' } }
  const metadata = { ...treeMetadata, distributions: [list] }
  id = await town.house.kernel.database.write(systemActor('opendata'), (scope) =>
    createDataSet(scope, { authorityId: slug<'authority'>('kriens'), slug: 'mappe', metadata }),
  )
})
afterAll(() => town.close())

/** A workbook whose data is on its second sheet, below a title and a line that is none. */
async function workbookWithCover(): Promise<Buffer> {
  const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const cell = (text: string | number) =>
    typeof text === 'number' ? `<c><v>${text}</v></c>` : `<c t="inlineStr"><is><t>${text}</t></is></c>`
  const sheet = (lines: readonly (readonly (string | number)[])[]) =>
    `<worksheet><sheetData>${lines.map((cells) => `<row>${cells.map(cell).join('')}</row>`).join('')}</sheetData></worksheet>`
  const related = (id: string, target: string) =>
    `<Relationship Id="${id}" Type="${types}/officeDocument" Target="${target}"/>`
  const parts = {
    '_rels/.rels': `<Relationships>${related('a', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns:r="${types}"><sheets><sheet name="Deckblatt" r:id="r0"/><sheet name="Daten" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${related('r0', 'worksheets/sheet1.xml')}${related('r1', 'worksheets/sheet2.xml')}</Relationships>`,
    'xl/worksheets/sheet1.xml': sheet([
      ['Titel', 'Stand', 'Amt'],
      ['Parkplätze', 2026, 'Tiefbau'],
    ]),
    'xl/worksheets/sheet2.xml': sheet([
      ...[
        ['Parkplätze der Gemeinde', 'Stand', 'Amt'],
        ['ohne', 'Gewähr', 'Beispiel'],
      ],
      ...[
        ['Nummer', 'Strasse', 'Plätze'],
        [1, 'Dorfweg', 12],
        [2, 'Bachweg', 7],
      ],
    ]),
  }
  const file = new ZipFile()
  for (const [name, content] of Object.entries(parts)) file.addBuffer(Buffer.from(content), name)
  file.end()
  return buffer(file.outputStream)
}

test('what a file is read as is said; the steward names sheet, line, delimiter and encoding herself, which holds for the next file', async () => {
  const page = await steward.open(`/desk/opendata/${id}/distributions/${tableId}`)
  const file = { name: 'mappe.xlsx', type: 'application/octet-stream', content: await workbookWithCover() }
  const cover = await page.fill({ 'Datei mit den Zeilen': file }).submit('Hochladen und lesen')
  expect(cover.text).toContain('Gelesen als XLSX. Tabellenblatt «Deckblatt»; vorhanden: Deckblatt, Daten.')

  const asked = { 'Datei mit den Zeilen': file, 'Spalten neu erkennen': true, Tabellenblatt: 'Daten' }
  const wrong = await cover.fill({ ...asked, 'Zeile mit den Namen der Spalten': 'drei' }).submit('Hochladen und lesen')
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('Geben Sie eine ganze Zahl von 1 bis 1000')])
  expect(wrong.document.querySelector('#sheet')?.getAttribute('value')).toBe('Daten')
  const taken = await wrong.fill({ ...asked, 'Zeile mit den Namen der Spalten': '3' }).submit('Hochladen und lesen')
  expect(taken.text).toContain('Tabellenblatt «Daten»')
  expect(taken.text).toContain('stehen in Zeile 3')
  const classed = await (await taken.follow('3 Spalten beschreiben'))
    .fill({ 'nummer › Rolle': 'Sachmerkmal', 'strasse › Rolle': 'Sachmerkmal', 'plaetze › Rolle': 'Sachmerkmal' })
    .submit('Spalten speichern')
  expect(classed.text).toContain('Version 1: 2 Zeilen')
  expect(classed.document.querySelector('#sheet')?.getAttribute('value')).toBe('Daten')
  const again = await classed.fill({ 'Datei mit den neuen Zeilen': file }).submit('Hochladen und lesen')
  expect(again.text).toContain('Die Zeilen sind')

  const text = 'Nummer|Strasse|Plätze\n1|Dorfweg; hinten|12\n'
  const bars = { name: 'plaetze.csv', type: 'text/csv', content: new TextEncoder().encode(text) }
  const other = await again
    .fill({
      ...{ 'Datei mit den neuen Zeilen': bars, Tabellenblatt: '', 'Zeile mit den Namen der Spalten': '' },
      ...{ Trennzeichen: 'senkrechter Strich', Zeichensatz: 'utf-8' },
    })
    .submit('Hochladen und lesen')
  expect(other.text).toContain('Trennzeichen: senkrechter Strich. Zeichensatz: utf-8.')
  expect(other.text).toContain('1 Zeile')
  const kept = `select metadata #> '{distributions,0,reading}' as reading from opendata.data_sets where id = $1`
  expect(await town.query(kept, [id])).toEqual([{ reading: { delimiter: '|', encoding: 'utf-8' } }])

  const signs = { name: 'plaetze.csv', type: 'text/csv', content: new TextEncoder().encode(text.replaceAll('|', '^')) }
  const asked2 = { 'Datei mit den neuen Zeilen': signs, Trennzeichen: 'selbst erkennen' }
  const two = await other.fill({ ...asked2, 'Anderes Trennzeichen': '"' }).submit('Hochladen und lesen')
  expect([two.status, two.text]).toEqual([422, expect.stringContaining('Geben Sie ein einzelnes Zeichen ein')])
  const free = await two.fill({ ...asked2, 'Anderes Trennzeichen': '^' }).submit('Hochladen und lesen')
  expect(free.text).toContain('Trennzeichen: ^.')
  expect(await town.query(kept, [id])).toEqual([{ reading: { delimiter: '^', encoding: 'utf-8' } }])
  expect(free.document.querySelector('#other_delimiter')?.getAttribute('value')).toBe('^')
})
