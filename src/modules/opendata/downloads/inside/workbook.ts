import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { ColumnType } from '../../tables/column.ts'
import { guarded } from './guarded.ts'

type WorkbookColumn = { readonly name: string; readonly type: ColumnType }

/** Rows of one sheet with its heading (https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3). */
export const sheetRows = 1_048_576

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/**
 * Rows as an Office Open XML workbook (ECMA-376), made as it is read: sheet after sheet, and only at the end the parts that say how many there
 * are. Text is written into the cells themselves, so nothing is collected. Days are days of the workbook, counted from 30 December 1899. What is longer
 * than a cell may be is said in a sheet of its own at the end.
 */
export async function* workbook(
  chunks: AsyncGenerator<unknown[][]>,
  columns: readonly WorkbookColumn[],
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile()
  const out = new PassThrough({ highWaterMark: 256 * 1024 })
  zip.outputStream.pipe(out)
  const written = writeSheets(zip, chunks, columns).catch((error: unknown) => {
    out.destroy(error instanceof Error ? error : new Error('the workbook broke off'))
  })
  try {
    for await (const part of out) yield part
  } finally {
    out.destroy()
    await chunks.return(undefined)
    await written
  }
}

async function writeSheets(
  zip: ZipFile,
  chunks: AsyncGenerator<unknown[][]>,
  columns: readonly WorkbookColumn[],
): Promise<void> {
  const rest: Rest = { rows: [], isOver: false }
  const overlong = new Map<string, number>()
  const names: string[] = []
  do {
    names.push(names.length === 0 ? 'data' : `data ${names.length + 1}`)
    const sheet = Readable.from(sheetXml(chunks, columns, { rest, overlong }), { objectMode: false })
    const isRead = new Promise<void>((resolve, reject) => {
      sheet.on('close', resolve)
      sheet.on('error', reject)
    })
    zip.addReadStream(sheet, sheetPath(names.length))
    await isRead
  } while (!rest.isOver)
  if (overlong.size > 0) {
    names.push('notes')
    zip.addBuffer(Buffer.from(notesXml(columns, overlong)), sheetPath(names.length))
  }
  for (const [name, xml] of partsOf(names)) zip.addBuffer(Buffer.from(declaration + xml), name)
  zip.end()
}

const sheetPath = (number: number) => `xl/worksheets/sheet${number}.xml`

/** Rows that were fetched and belong to the next sheet. */
type Rest = { rows: unknown[][]; isOver: boolean }

/** `overlong` counts by column what was longer than a cell may be. */
type Written = { readonly rest: Rest; readonly overlong: Map<string, number> }

async function* sheetXml(
  chunks: AsyncGenerator<unknown[][]>,
  columns: readonly WorkbookColumn[],
  { rest, overlong }: Written,
): AsyncGenerator<string> {
  const heading = columns.map(({ name }) => textCell(name)).join('')
  yield `${declaration}<worksheet xmlns="${main}"><sheetData><row>${heading}</row>`
  let room = sheetRows - 1
  while (room > 0) {
    if (rest.rows.length === 0) {
      const next = await chunks.next()
      if (next.done) {
        rest.isOver = true
        break
      }
      rest.rows = next.value
    }
    const here = rest.rows.slice(0, room)
    rest.rows = rest.rows.slice(room)
    room -= here.length
    yield here
      .map((row) => `<row>${columns.map((column, at) => cell(row[at], column, overlong)).join('')}</row>`)
      .join('')
  }
  yield '</sheetData></worksheet>'
}

const dayStyle = 1

function cell(value: unknown, { name, type }: WorkbookColumn, overlong: Map<string, number>): string {
  if (value === null || value === undefined) return '<c/>'
  if (typeof value === 'boolean') return `<c t="b"><v>${value ? 1 : 0}</v></c>`
  // Fifteen digits are what a workbook keeps of a number; longer ones stay whole as text.
  if (typeof value === 'bigint') return fits(value) ? `<c><v>${value}</v></c>` : textCell(String(value))
  if (typeof value === 'number') return Number.isFinite(value) ? `<c><v>${value}</v></c>` : '<c/>'
  const text = String(value)
  const day = type === 'date' ? dayNumber(text) : undefined
  const safe = guarded(text)
  if (safe.length > longestText) {
    overlong.set(name, (overlong.get(name) ?? 0) + 1)
    // Half a geometry is none.
    return type === 'geometry' ? '<c/>' : textCell(safe.slice(0, longestText))
  }
  return day === undefined ? textCell(safe) : `<c s="${dayStyle}"><v>${day}</v></c>`
}

function fits(value: bigint): boolean {
  return value < 1_000_000_000_000_000n && value > -1_000_000_000_000_000n
}

/** Undefined before March 1900, where workbooks count a day that never was. */
function dayNumber(day: string): number | undefined {
  const days = Math.round((Date.parse(day) - Date.UTC(1899, 11, 30)) / 86_400_000)
  return days > 60 && days < 2_958_466 ? days : undefined
}

/** Signs in one cell (as `sheetRows`). */
export const longestText = 32_767

/** A workbook is the same for everybody: it speaks all four languages. */
const notes = {
  geometry: [
    'Geometrien mit mehr als 32’767 Zeichen haben in einer Zelle nicht Platz und fehlen hier; vollständig sind sie in CSV, JSON, GeoJSON und Parquet.',
    'Les géométries de plus de 32’767 caractères ne tiennent pas dans une cellule et manquent ici ; elles sont complètes en CSV, JSON, GeoJSON et Parquet.',
    'Le geometrie di più di 32’767 caratteri non stanno in una cella e qui mancano; sono complete in CSV, JSON, GeoJSON e Parquet.',
    'Geometries of more than 32’767 characters do not fit a cell and are missing here; they are complete in CSV, JSON, GeoJSON and Parquet.',
  ],
  text: [
    'Texte mit mehr als 32’767 Zeichen haben in einer Zelle nicht Platz und sind hier gekürzt; vollständig sind sie in CSV, JSON und Parquet.',
    'Les textes de plus de 32’767 caractères ne tiennent pas dans une cellule et sont abrégés ici ; ils sont complets en CSV, JSON et Parquet.',
    'I testi di più di 32’767 caratteri non stanno in una cella e qui sono abbreviati; sono completi in CSV, JSON e Parquet.',
    'Texts of more than 32’767 characters do not fit a cell and are shortened here; they are complete in CSV, JSON and Parquet.',
  ],
} as const

/** A line for each column with cells that are not whole: its name, how many, and what became of them. */
function notesXml(columns: readonly WorkbookColumn[], overlong: ReadonlyMap<string, number>): string {
  const lines = columns.flatMap(({ name, type }) => {
    const count = overlong.get(name)
    if (count === undefined) return []
    const said = notes[type === 'geometry' ? 'geometry' : 'text']
    return [`<row>${textCell(name)}<c><v>${count}</v></c>${said.map(textCell).join('')}</row>`]
  })
  return `${declaration}<worksheet xmlns="${main}"><sheetData>${lines.join('')}</sheetData></worksheet>`
}

function textCell(text: string): string {
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** What XML 1.0 cannot hold is left out. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>]/g, (mark) => marks[mark] ?? '')
}

function partsOf(names: readonly string[]): [string, string][] {
  const sheets = names.map((_, at) => at + 1)
  const override = (part: string, type: string) =>
    `<Override PartName="/xl/${part}.xml" ContentType="${spreadsheet}.${type}+xml"/>`
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${relationships}/${type}" Target="${target}"/>`
  return [
    [
      '[Content_Types].xml',
      `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${override('workbook', 'sheet.main')}${override('styles', 'styles')}${sheets.map((one) => override(`worksheets/sheet${one}`, 'worksheet')).join('')}</Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${packaged}/relationships">${relation('book', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${packaged}/relationships">${relation('styles', 'styles', 'styles.xml')}${sheets.map((one) => relation(`sheet${one}`, 'worksheet', `worksheets/sheet${one}.xml`)).join('')}</Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets>${sheets.map((one) => `<sheet name="${names[one - 1]}" sheetId="${one}" r:id="sheet${one}"/>`).join('')}</sheets></workbook>`,
    ],
    [
      'xl/styles.xml',
      `<styleSheet xmlns="${main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ],
  ]
}
