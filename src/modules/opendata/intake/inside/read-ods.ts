import { Archive } from './archive.ts'
import type { IntakeLimits, IntakeOptions } from './order.ts'
import { IntakeError, type RawRow, type RawTable } from './raw-table.ts'
import { chooseSheet, setCell, sheetTable } from './read-sheet.ts'
import { readAllXml, readXml } from './read-xml.ts'

const content = 'content.xml'

/** Opens a sheet of an OpenDocument spreadsheet (OASIS OpenDocument 1.3 part 3, chapter 9). */
export async function readOds(path: string, options: IntakeOptions, limits: IntakeLimits): Promise<RawTable> {
  const archive = await Archive.open(path, limits)
  await refuseEncrypted(archive)
  const sheets: string[] = []
  await readAllXml(archive.bytes(content), {
    open: (tag, attributes) => {
      if (tag === 'table') sheets.push(attributes['table:name'] ?? `${sheets.length + 1}`)
    },
  })
  const sheet = chooseSheet(sheets, options.sheet)
  const place = sheets.indexOf(sheet)
  return sheetTable(() => readRows(archive.bytes(content), place, limits.rows), {
    format: 'ods',
    sheets,
    sheet,
    options,
  })
}

async function refuseEncrypted(archive: Archive): Promise<void> {
  await readAllXml(archive.bytes('META-INF/manifest.xml'), {
    open: (tag) => {
      if (tag === 'encryption-data') throw new IntakeError('encrypted')
    },
  })
}

type Attributes = Readonly<Record<string, string>>

async function* readRows(bytes: AsyncIterable<Buffer>, wanted: number, most: number): AsyncGenerator<RawRow> {
  const ready: { row: RawRow; times: number }[] = []
  let [sheet, line, times] = [-1, 0, 1]
  let [cell, repeat, aside, paragraphs]: [Attributes, number, number, string[]] = [{}, 1, 0, []]
  let cells: (string | null)[] = []
  let place = 0
  const handler = {
    open: (tag: string, attributes: Attributes) => {
      if (tag === 'table') sheet += 1
      if (sheet !== wanted) return
      if (tag === 'table-row') {
        times = countOf(attributes['table:number-rows-repeated'])
        cells = []
        place = 0
      } else if (tag === 'table-cell' || tag === 'covered-table-cell') {
        cell = attributes
        repeat = countOf(attributes['table:number-columns-repeated'])
        paragraphs = []
      } else if (tag === 'annotation') aside += 1
      else if (aside > 0) return
      else if (tag === 'p') paragraphs.push('')
      else if (tag === 's') add(paragraphs, ' '.repeat(Math.min(1_000, countOf(attributes['text:c']))))
      else if (tag === 'tab') add(paragraphs, '\t')
      else if (tag === 'line-break') add(paragraphs, '\n')
    },
    text: (piece: string) => {
      if (sheet === wanted && aside === 0) add(paragraphs, piece)
    },
    close: (tag: string) => {
      if (sheet !== wanted) return
      if (tag === 'annotation') aside -= 1
      else if (tag === 'table-cell' || tag === 'covered-table-cell') {
        const value = textOfCell(cell, paragraphs)
        for (let turn = 0; value !== null && turn < Math.min(repeat, 1_000); turn += 1)
          setCell(cells, place + turn, value)
        place += repeat
      } else if (tag === 'table-row') {
        if (cells.some((one) => one !== null)) ready.push({ row: { line: line + 1, cells }, times })
        line += times
      }
    },
  }
  let count = 0
  for await (const _ of readXml(bytes, handler)) {
    for (const { row, times: turns } of ready.splice(0)) {
      count += turns
      if (count > most + 1_000) throw new IntakeError('too_many_rows', { line: row.line })
      for (let turn = 0; turn < turns; turn += 1) yield { ...row, line: row.line + turn }
    }
    if (sheet > wanted) return
  }
}

/** To the last paragraph; what stands between paragraphs is only layout. */
function add(paragraphs: string[], piece: string): void {
  const last = paragraphs.length - 1
  if (last >= 0) paragraphs[last] += piece
}

function countOf(text: string | undefined): number {
  const count = Number(text ?? 1)
  return Number.isInteger(count) && count > 0 ? count : 1
}

function textOfCell(cell: Attributes, paragraphs: readonly string[]): string | null {
  switch (cell['office:value-type']) {
    case 'float':
    case 'percentage':
    case 'currency':
      return cell['office:value'] ?? null
    case 'date':
      return (cell['office:date-value'] ?? '').replace(/T00:00:00(?:\.0+)?$/, '') || null
    case 'time':
      return timeOf(cell['office:time-value'] ?? '')
    case 'boolean':
      return cell['office:boolean-value'] ?? null
    case 'string':
      return cell['office:string-value'] ?? (paragraphs.join('\n') || null)
    default:
      return paragraphs.join('\n') || null
  }
}

/** A time of the day from a duration such as `PT08H30M00S`. */
function timeOf(duration: string): string | null {
  const found = /^PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S$/.exec(duration)
  return found
    ? found
        .slice(1)
        .map((part) => part.padStart(2, '0'))
        .join(':')
    : duration || null
}
