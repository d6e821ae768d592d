import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Column, ColumnType } from '../tables/column.ts'
import { type Intake, type IntakeInput, readInFolder } from './read-intake.ts'
import { fromTableSchema } from './table-schema.ts'

async function read(content: string | Buffer, rest: Partial<IntakeInput> = {}): Promise<Intake> {
  const folder = await mkdtemp(join(tmpdir(), 'wegweiser-intake-'))
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const intake = await readInFolder(folder, { name: 'table.csv', ...rest, content: pieces(bytes) })
  onTestFinished(() => intake.close())
  return intake
}

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function stored({ source }: Intake): Promise<string> {
  return source?.kind === 'file' ? readFile(source.path, 'utf8') : ''
}

const typesOf = ({ columns }: Intake) => Object.fromEntries(columns.map(({ name, type }) => [name, type]))
const column = (name: string, type: ColumnType, more: Partial<Column> = {}): Column => ({
  ...{ name, title: { de: name }, type },
  ...more,
})

test('a table as a municipality exports it is read as it is meant', async () => {
  const intake = await read(
    [
      'Gemeinde-Nr. BFS;Gemeinde;PLZ;Jahr;Stand;Einwohner (Total);Anteil %;Hat Bad;Zeit',
      '1059;Kriens;06010;2025;31.12.2025;29\u2019100;12,5;ja;08:30',
      '1061;"Luzern; Stadt";06003;2025;1.1.2026;84\'231;7,25;nein;12:00',
      '1054;Ebikon;06030;2025;01.02.2026;14’010;…;ja;',
      '',
    ].join('\r\n'),
  )
  expect(intake.faults).toEqual([])
  expect(intake).toMatchObject({ encoding: 'utf-8', delimiter: ';', headingLine: 1, rows: 3 })
  expect(typesOf(intake)).toEqual({
    ...{ gemeinde_nr_bfs: 'integer', gemeinde: 'string', plz: 'string', jahr: 'year', stand: 'date' },
    ...{ einwohner_total: 'integer', anteil_prozent: 'number', hat_bad: 'boolean', zeit: 'time' },
  })
  expect(intake.columns[0]).toEqual({
    ...{ name: 'gemeinde_nr_bfs', title: { de: 'Gemeinde-Nr. BFS' }, type: 'integer' },
    ...{ isKey: true, isRequired: true, reference: 'bfs-municipality' },
  })
  expect(await stored(intake)).toBe(
    [
      'gemeinde_nr_bfs,gemeinde,plz,jahr,stand,einwohner_total,anteil_prozent,hat_bad,zeit',
      '1059,"Kriens","06010",2025,2025-12-31,29100,12.5,true,08:30:00',
      '1061,"Luzern; Stadt","06003",2025,2026-01-01,84231,7.25,false,12:00:00',
      '1054,"Ebikon","06030",2025,2026-02-01,14010,,true,',
      '',
    ].join('\n'),
  )
})

test('what does not fit is told by line and column, and then there is nothing to keep', async () => {
  const columns = [
    column('nr', 'integer', { isKey: true, isRequired: true }),
    column('am', 'date'),
    column('name', 'string', { isRequired: true }),
    column('flaeche', 'number'),
  ]
  const intake = await read(
    'Nr;Name;am;mehr\n1;"eins\nzwei";31.12.2025;\nzwei;x;31.12.2025;\n1;x;31.02.2025;\n1;;;\n4;vier\n5;fünf;;;;zu viel\n',
    { columns },
  )
  expect(intake.source).toBeUndefined()
  expect(intake.unused).toEqual(['mehr'])
  expect(intake.faults).toEqual([
    { line: 1, column: 'flaeche', kind: 'no_column', value: null },
    { line: 4, column: 'nr', kind: 'not_integer', value: 'zwei' },
    { line: 5, column: 'am', kind: 'not_date', value: '31.02.2025' },
    { line: 6, column: 'name', kind: 'missing', value: null },
    { line: 7, column: null, kind: 'too_few_cells', value: null },
    { line: 8, column: null, kind: 'too_many_cells', value: 'zu viel' },
  ])
})

test('what is asked of values is held against each of them, and what is not so is told with what it should be', async () => {
  const columns = [
    column('uid', 'string', { constraints: { pattern: 'CHE-[0-9]{3}', isUnique: true } }),
    column('anteil', 'number', { constraints: { minimum: '0', maximum: '100' } }),
    column('seit', 'date', { constraints: { minimum: '1848-09-12' } }),
    column('ort', 'string', { constraints: { minLength: 2, maxLength: 5 } }),
    column('art', 'string', { constraints: { isListed: true }, codes: [{ code: 'k', label: { de: 'kurz' } }] }),
  ]
  const rows = [
    'CHE-001;0;12.9.1848;Horw;k',
    'CHE-001;-0,5;11.9.1848;X;l',
    'CHE-1;100,5;;Kriens;',
    ';99,9;1.1.2026;Bülö😀;k',
  ]
  const intake = await read(`uid;anteil;seit;ort;art\n${rows.join('\n')}\n`, { columns })
  expect(intake.source).toBeUndefined()
  expect(intake.faults).toEqual([
    { line: 3, column: 'uid', kind: 'value_twice', value: 'CHE-001' },
    { line: 3, column: 'anteil', kind: 'below_minimum', value: '-0,5', limit: '0' },
    { line: 3, column: 'seit', kind: 'below_minimum', value: '11.9.1848', limit: '1848-09-12' },
    { line: 3, column: 'ort', kind: 'too_few_signs', value: 'X', limit: '2' },
    { line: 3, column: 'art', kind: 'not_a_code', value: 'l' },
    { line: 4, column: 'uid', kind: 'not_as_pattern', value: 'CHE-1', limit: 'CHE-[0-9]{3}' },
    { line: 4, column: 'anteil', kind: 'above_maximum', value: '100,5', limit: '100' },
    { line: 4, column: 'ort', kind: 'too_many_signs', value: 'Kriens', limit: '5' },
  ])
  expect((await read(`uid;anteil;seit;ort;art\n${rows[0]}\n${rows[3]}\n`, { columns })).faults).toEqual([])
})

test('faults are told up to a hundred, and all are counted', async () => {
  const intake = await read(`a;b\n${'y;1\n'.repeat(500)}`, {
    columns: [column('a', 'integer'), column('b', 'integer')],
  })
  expect(intake.faults).toHaveLength(100)
  expect(intake.faultCount).toBe(500)
})

test('columns are found whatever their order and their case, and by what the file calls them', async () => {
  const columns = [
    column('bfs', 'integer'),
    column('einwohner', 'integer', { title: { de: 'Einwohner', fr: 'Habitants' } }),
  ]
  const intake = await read('HABITANTS,OFS\n29100,1059\n', { columns, headings: { bfs: 'OFS' } })
  expect(intake.headings).toEqual({ bfs: 'OFS', einwohner: 'HABITANTS' })
  expect(await stored(intake)).toBe('bfs,einwohner\n1059,29100\n')
})

test('titles above a table and empty columns beside it are no part of it', async () => {
  const intake = await read('Einwohner nach Gemeinde;;;\nStand 2025;;;\n\nNr;Name;Wert;\n1;Kriens;1,5;\n2;Horw;2,5;\n')
  expect(intake).toMatchObject({ headingLine: 4, faults: [], rows: 2 })
  expect(typesOf(intake)).toEqual({ nr: 'integer', name: 'string', wert: 'number' })
})

test('where yes and no are wanted, 1 and 0 are taken for them; where nothing is said they are figures', async () => {
  const text = 'nr;offen\n1;1\n2;0\n3;\n'
  expect(typesOf(await read(text))).toEqual({ nr: 'integer', offen: 'integer' })
  const columns = [column('nr', 'integer'), column('offen', 'boolean')]
  expect(await stored(await read(text, { columns }))).toBe('nr,offen\n1,true\n2,false\n3,\n')
  expect((await read('nr;offen\n1;2\n', { columns })).faults).toMatchObject([{ kind: 'not_boolean', value: '2' }])
})

test('a file that is as its Table Schema says is taken: its words for yes and no, its decimals, groups and days', async () => {
  const schema = fromTableSchema({
    fields: [
      { name: 'aktiv', type: 'boolean', trueValues: ['X'], falseValues: ['-'] },
      { name: 'flaeche', type: 'number', decimalChar: ',', groupChar: '.' },
      { name: 'einwohner', type: 'integer', groupChar: '.' },
      { name: 'am', type: 'date', format: '%m/%d/%Y' },
      { name: 'mail', type: 'string', format: 'email' },
      { name: 'preis', type: 'number', bareNumber: false, decimalChar: '·' },
    ],
  })
  expect(schema?.leftAside).toEqual(['mail.format', 'preis.decimalChar', 'preis.bareNumber'])
  const intake = await read(
    'aktiv;flaeche;einwohner;am;mail;preis\nX;1.234;29.100;02/03/2025;a@b.ch;1\n-;1,5;7;12/31/2025;;2.5\n',
    {
      columns: schema?.columns ?? [],
      options: { writing: schema?.writing ?? [] },
    },
  )
  expect(intake.faults).toEqual([])
  expect(await stored(intake)).toBe(
    [
      'aktiv,flaeche,einwohner,am,mail,preis',
      'true,1234,29100,2025-02-03,"a@b.ch",1',
      'false,1.5,7,2025-12-31,,2.5',
      '',
    ].join('\n'),
  )
})
