import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { DuckDBInstance } from '@duckdb/node-api'
import iconv from 'iconv-lite'
import { expect, onTestFinished, test } from 'vitest'
import { ZipFile } from 'yazl'
import { type Intake, type IntakeInput, readInFolder } from './read-intake.ts'

async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wegweiser-intake-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function read(name: string, content: string | Buffer, rest: Partial<IntakeInput> = {}): Promise<Intake> {
  async function* pieces() {
    yield Buffer.from(content)
  }
  return readInFolder(await openFolder(), { name, ...rest, content: pieces() })
}

function zip(parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const file = new ZipFile()
  for (const [name, content] of Object.entries(parts))
    file.addBuffer(Buffer.from(content), name, { compress: name !== 'mimetype' })
  file.end()
  return buffer(file.outputStream)
}

const rels = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const workbook = (sheet: string) => ({
  '_rels/.rels': `<Relationships><Relationship Id="a" Type="${rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns:r="${rels}"><sheets><sheet name="Versteckt" state="hidden" r:id="r0"/><sheet name="Einwohner" r:id="r1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="r0" Target="worksheets/none.xml"/><Relationship Id="r1" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
  'xl/styles.xml':
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-807]d. mmmm yyyy;@"/><numFmt numFmtId="165" formatCode="0.00 &quot;Std&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="165"/></cellXfs></styleSheet>',
  'xl/sharedStrings.xml':
    '<sst><si><t>Nr</t></si><si><r><t>Na</t></r><r><t>me</t></r><rPh><t>laut</t></rPh></si><si><t xml:space="preserve"> Kriens &amp; Horw_x000D_</t></si></sst>',
  'xl/worksheets/sheet1.xml': sheet,
})
const title = '<row r="1"><c r="A1" t="inlineStr"><is><t>Einwohner 2025</t></is></c></row>'
const heading =
  '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="str"><v>Tag</v></c><c r="D3" t="str"><v>Zeitpunkt</v></c><c r="E3" t="str"><v>Zeit</v></c><c r="F3" t="str"><v>Wert</v></c><c r="G3" t="str"><v>Offen</v></c></row>'
const row = (line: number, cells: string) => `<row r="${line}">${cells}</row>`

test('a workbook is read as it is shown: days, times, texts, truths; of the first sheet that is not hidden', async () => {
  const cells = (at: number) =>
    `<c r="A${at}"><v>${at}</v></c><c r="B${at}" t="s"><v>2</v></c><c r="C${at}" s="1"><v>46022</v></c><c r="D${at}" s="2"><v>45839.4375</v></c><c r="E${at}" s="3"><v>0.3541666666666667</v></c><c r="F${at}" s="4"><v>0.30000000000000004</v></c><c r="G${at}" t="b"><v>1</v></c>`
  const short = '<c r="A5"><v>5</v></c><c r="F5" t="e"><v>#N/A</v></c>'
  const sheet = `<worksheet><sheetData>${title}<row r="2"/>${heading}${row(4, cells(4))}${row(5, short)}${row(9, cells(9))}</sheetData></worksheet>`
  const intake = await read('einwohner.xlsx', await zip(workbook(sheet)))
  expect(intake).toMatchObject({
    format: 'xlsx',
    sheets: ['Einwohner'],
    sheet: 'Einwohner',
    headingLine: 3,
    faults: [],
  })
  expect(intake.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    ...['nr integer', 'name string', 'tag date', 'zeitpunkt datetime', 'zeit time', 'wert number', 'offen boolean'],
  ])
  const [first, second] = intake.sample
  expect(first).toEqual(['4', ' Kriens & Horw\r', '2025-12-31', '2025-07-01T08:30:00Z', '08:30:00', '0.3', 'true'])
  expect(second).toEqual(['5', null, null, null, null, null, null])
})

test('a fault in a workbook is told by its row', async () => {
  const sheet = `<worksheet><sheetData>${heading}${row(7, '<c r="A7" t="str"><v>sieben</v></c>')}</sheetData></worksheet>`
  const columns = [{ name: 'nr', title: { de: 'Nr' }, type: 'integer' as const }]
  const { faults } = await read('a.xlsx', await zip(workbook(sheet)), { columns })
  expect(faults).toEqual([{ line: 7, column: 'nr', kind: 'not_integer', value: 'sieben' }])
})

test.each<[string, string, string]>([
  ['entities of its own', `<!DOCTYPE a [<!ENTITY b "${'c'.repeat(50)}">]><worksheet>&b;</worksheet>`, 'unreadable'],
  ['XML that breaks off', '<worksheet><sheetData><row r="1"><c r="A1"', 'unreadable'],
  ['no rows', '<worksheet><sheetData/></worksheet>', 'empty'],
  ['more than its size allows', `<worksheet><sheetData>${' '.repeat(30_000_000)}</sheetData></worksheet>`, 'bomb'],
])('a workbook with %s is refused', async (_, sheet, kind) => {
  const intake = await read('a.xlsx', await zip(workbook(sheet)))
  expect(intake.faults).toMatchObject([{ kind }])
  expect(intake.source).toBeUndefined()
})

test('an old or encrypted workbook is refused in words that help', async () => {
  const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512)])
  expect((await read('a.xls', old)).faults).toMatchObject([{ kind: 'old_excel' }])
})

const ods = (rows: string, manifest = '<manifest/>') =>
  zip({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'META-INF/manifest.xml': manifest,
    'content.xml': `<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><table:table table:name="Eins">${rows}</table:table><table:table table:name="Zwei"/></office:document-content>`,
  })
const odsText = (text: string) =>
  `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`

test('an OpenDocument spreadsheet is read with its repeated cells and rows', async () => {
  const rows = [
    `<table:table-row>${['Nr', 'Name', 'Tag', 'Anteil', 'Leer'].map(odsText).join('')}<table:table-cell table:number-columns-repeated="16379"/></table:table-row>`,
    `<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="7"/><table:table-cell office:value-type="string"><office:annotation><text:p>Notiz</text:p></office:annotation><text:p>A<text:s text:c="2"/>B</text:p><text:p>C</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2025-12-31"/><table:table-cell office:value-type="percentage" office:value="0.125"/></table:table-row>`,
    '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
  ].join('')
  const intake = await read('a.ods', await ods(rows))
  expect(intake).toMatchObject({ format: 'ods', sheets: ['Eins', 'Zwei'], rows: 2, faults: [] })
  expect(intake.sample).toEqual(Array.from({ length: 2 }, () => ['7', 'A  B\nC', '2025-12-31', '0.125', null]))
  const other = await read('a.ods', await ods(rows), { options: { sheet: 'Drei' } })
  expect(other.faults).toMatchObject([{ kind: 'no_sheet', value: 'Drei' }])
  const closed = '<manifest:manifest xmlns:manifest="m"><manifest:encryption-data/></manifest:manifest>'
  expect((await read('a.ods', await ods(rows, closed))).faults).toMatchObject([{ kind: 'encrypted' }])
})

test('a row of a spreadsheet that says it comes a billion times is stopped', async () => {
  const rows = `<table:table-row>${odsText('Nr')}</table:table-row><table:table-row table:number-rows-repeated="1000000000">${odsText('1')}</table:table-row>`
  const intake = await read('a.ods', await ods(rows))
  expect(intake.faults).toMatchObject([{ kind: 'too_many_rows' }])
})

test('features of the Swiss grid come in degrees; coordinates of a screen are refused', async () => {
  const feature = (coordinates: number[]) =>
    JSON.stringify({
      type: 'FeatureCollection',
      features: [{ type: 'Feature', id: 7, properties: { name: 'Bad' }, geometry: { type: 'Point', coordinates } }],
    })
  const intake = await read('a.geojson', feature([2_666_000, 1_211_000]))
  expect(intake.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'id integer',
    'name string',
    'geometry geometry',
  ])
  const [, , geometry] = intake.sample[0] ?? []
  expect(JSON.parse(geometry ?? '')).toEqual({ type: 'Point', coordinates: [8.30718, 47.0467476] })
  const columns = intake.columns
  expect((await read('a.geojson', feature([512, 300]), { columns })).faults).toMatchObject([
    { line: 1, kind: 'not_geometry' },
  ])
})

test('an object of TopoJSON becomes rows', async () => {
  const topology = {
    type: 'Topology',
    arcs: [
      [
        [8, 47],
        [8.1, 47],
        [8.1, 47.1],
        [8, 47],
      ],
    ],
    objects: {
      a: {
        type: 'GeometryCollection',
        geometries: [{ type: 'Polygon', id: 1059, properties: { name: 'Kriens' }, arcs: [[0]] }],
      },
    },
  }
  const intake = await read('a.json', JSON.stringify(topology))
  expect(intake).toMatchObject({ format: 'topojson', sheet: 'a', rows: 1, faults: [] })
  expect(intake.sample[0]?.slice(0, 2)).toEqual(['1059', 'Kriens'])
})

test('JSON says in which line it breaks, and lists are found within objects', async () => {
  expect((await read('a.json', '{\n "data": [\n  {"a": 1},\n  {"a": }\n ]\n}')).faults).toMatchObject([
    { kind: 'not_json', line: 4 },
  ])
  expect((await read('a.ndjson', '{"a": 1}\n{"a": 2}\n{a: 3}\n')).faults).toMatchObject([{ kind: 'not_json', line: 3 }])
  const nested = await read('a.json', JSON.stringify({ ok: true, result: { records: [{ a: { b: '01' }, c: [1] }] } }))
  expect(nested.columns.map(({ name, type }) => `${name} ${type}`)).toEqual(['a_b string', 'c string'])
  expect((await read('a.json', '{"a": 1}')).faults).toMatchObject([{ kind: 'no_table' }])
})

test('a Parquet file is read by its own types', async () => {
  const folder = await openFolder()
  const path = join(folder, 'a.parquet')
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(
    `copy (select 1059 as "BFS-Nr.", '0601' as "PLZ", 12.5::decimal(9,2) as wert, date '2025-12-31' as tag,
       timestamp '2025-07-01 10:30:00' as am, [1, 2] as liste, null::varchar as leer) to '${path}' (format parquet)`,
  )
  connection.closeSync()
  instance.closeSync()
  const intake = await read('a.parquet', await readFile(path))
  expect(intake.faults).toEqual([])
  expect(intake.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    ...['bfs_nr integer', 'plz string', 'wert number', 'tag date', 'am datetime', 'liste string', 'leer string'],
  ])
  expect(intake.sample[0]).toEqual(['1059', '0601', '12.50', '2025-12-31', '2025-07-01T10:30:00Z', '[1,2]', null])
  expect((await read('a.parquet', 'PAR1 no more')).faults).toMatchObject([{ kind: 'unreadable' }])
})

const feature =
  '{"type":"Feature","properties":{"name":"Zürich, Genève"},"geometry":{"type":"Point","coordinates":[8.5,47.4]}}'
test.each([
  ['orte.geojson', `{"type":"FeatureCollection","features":[${feature}]}`],
  ['orte.json', '[{"name":"Zürich, Genève"}]'],
  ['orte.ndjson', '{"name":"Zürich, Genève"}\n'],
])(
  '%s of an old encoding is read as it is meant, by itself and as it is said; what is said to be UTF-8 and is not is refused',
  async (name, text) => {
    for (const encoding of ['windows-1252', 'macintosh', 'utf-16le', 'utf-8'] as const) {
      const bytes = iconv.encode(text, encoding)
      for (const options of [{}, { encoding }]) {
        const intake = await read(name, bytes, { options })
        expect([intake.encoding, intake.faults, intake.sample[0]?.[0]]).toEqual([encoding, [], 'Zürich, Genève'])
      }
    }
    const wrong = await read(name, iconv.encode(text, 'windows-1252'), { options: { encoding: 'utf-8' } })
    expect(wrong.faults).toMatchObject([{ kind: 'wrong_encoding', value: 'utf-8' }])
    expect(wrong.source).toBeUndefined()
  },
)
