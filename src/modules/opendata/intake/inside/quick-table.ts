import type { CsvLayout, ForeignCell, ForeignLayout, ForeignReading } from '../../tables/foreign-reading.ts'
import { Converter } from './convert-rows.ts'
import { keyLooks, seenOf } from './infer-columns.ts'
import type { IntakeOrder, IntakeReport } from './order.ts'
import { type RawRow, type RawTable, sampleRows } from './raw-table.ts'
import { bytesOf } from './read-csv.ts'
import { planColumns, reportOf, type Target } from './report.ts'
import { hasNothing, type QuickColumn, type QuickTable, seeQuickly, watchOf } from './see-quickly.ts'
import { asType, isNothing } from './values.ts'

/** Texts of one column that are read otherwise than they are written. */
const mostInstead = 300
const longestKey = 200

/**
 * Reads a large CSV, Parquet or NDJSON file by way of DuckDB: what its columns are, that every value fits, that keys are keys; its rows are then taken from the file itself.
 * Undefined where there is any fault, or anything DuckDB might read otherwise than we do: then it is read line by line, which says what
 * is wrong, and where. Both say the same of a file (`any-table.test.ts`).
 */
export async function readTableQuickly(order: IntakeOrder, table: RawTable): Promise<IntakeReport | undefined> {
  const { limits, path } = order
  // What is asked of values besides their type is looked at one by one.
  if (order.columns?.some(({ constraints }) => constraints !== undefined)) return undefined
  const layout = await layoutOf(path, table)
  if (!layout) return undefined
  const sample = await firstRows(table, sampleRows)
  const seen = await seeQuickly(path, layout, sample)
  if (!seen) return undefined
  try {
    const { rows, columns } = seen
    if (rows === 0 || rows > limits.rows || columns.some(({ longest }) => longest > limits.cell / 2)) return undefined
    const parts = { headings: table.headings, watches: columns.map(watchOf), rows, texts: seen.texts ?? table.texts }
    const keys = await keysOf(seen, parts)
    if (!keys) return undefined
    const plan = planColumns(
      order,
      table,
      seenOf(parts, () => keys),
    )
    const cells = plan.targets.map((target) => cellOf(target, columns[target.place]))
    const known = cells.flatMap((cell) => (cell ? [cell] : []))
    const own = plan.targets.flatMap(({ column, place }, at) => (column.isKey ? [{ place, cell: cells[at] }] : []))
    if (known.length < cells.length || own.some(({ cell }) => cell === undefined || cell.instead.length > 0))
      return undefined
    if (own.length > 0 && !(await seen.isUnique(own.map(({ place }) => place)))) return undefined
    const first = sample.slice(0, limits.sample)
    const converter = new Converter(
      {
        ...table,
        rows: async function* () {
          yield* first
        },
      },
      plan,
      limits,
    )
    for await (const _ of converter.lines());
    const { sample: shown, faultCount } = converter.result()
    if (faultCount > 0) return undefined
    const reading: ForeignReading = { ...layout, cells: known }
    return { ...reportOf(order, table, plan, { rows, sample: shown, faults: [], faultCount: 0 }), reading }
  } finally {
    seen.close()
  }
}

async function layoutOf(path: string, table: RawTable): Promise<ForeignLayout | undefined> {
  // Of one column, rows of nothing would be empty lines.
  if (table.headings.length < 2) return undefined
  if (table.layout?.kind === 'ndjson') return table.encoding === 'utf-8' ? table.layout : undefined
  return table.layout ?? csvLayoutOf(path, table)
}

/** How a CSV file is laid out, where it is so throughout and DuckDB cannot misunderstand it. */
async function csvLayoutOf(path: string, table: RawTable): Promise<CsvLayout | undefined> {
  const { delimiter, quote, headingLine, encoding, headings } = table
  const isPlain = encoding === 'utf-8' && delimiter !== null && quote !== undefined && /^[\t\x20-\x7e]$/.test(delimiter)
  if (!isPlain) return undefined
  let [carriageReturns, lineFeeds, isFirst, endsInReturn] = [0, 0, true, false]
  for await (const bytes of bytesOf(path)) {
    if (isFirst && !isHeadPlain(bytes, quote, headingLine)) return undefined
    isFirst = false
    if (bytes.includes(0)) return undefined
    if (endsInReturn && bytes[0] !== 10) return undefined
    for (let at = bytes.indexOf(13); at >= 0; at = bytes.indexOf(13, at + 1)) {
      carriageReturns += 1
      if (at + 1 < bytes.length && bytes[at + 1] !== 10) return undefined
    }
    if (carriageReturns > 0) for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lineFeeds += 1
    else if (bytes.includes(10)) lineFeeds = 1
    endsInReturn = bytes.at(-1) === 13
  }
  if (endsInReturn || (carriageReturns > 0 && carriageReturns !== lineFeeds)) return undefined
  const kind = 'csv'
  return {
    kind,
    delimiter,
    quote,
    skip: headingLine,
    width: headings.length,
    newLine: carriageReturns > 0 ? '\r\n' : '\n',
  }
}

/** Whether each of the first lines is a row, so that lines can be skipped to where the rows begin. */
function isHeadPlain(bytes: Buffer, quote: string, lines: number): boolean {
  const head = bytes.toString('utf8').split('\n', lines + 1)
  return head.length > lines && head.slice(0, lines).every((line) => line.split(quote).length % 2 === 1)
}

async function firstRows(table: RawTable, most: number): Promise<RawRow[]> {
  const rows: RawRow[] = []
  for await (const row of table.rows()) {
    rows.push(row)
    if (rows.length >= most) break
  }
  return rows
}

/** The key that the columns seem to have; undefined where it takes more to tell. */
async function keysOf(
  { rows, columns, isUnique }: QuickTable,
  parts: Parameters<typeof seenOf>[0],
): Promise<readonly number[] | undefined> {
  const types = seenOf(parts, () => []).columns.map(({ type }) => type)
  for (const places of keyLooks({ headings: parts.headings, types, rows })) {
    const chosen = places.flatMap((at) => columns[at] ?? [])
    if (chosen.some((one) => one.empty > 0) || (places.length === 1 && chosen.some(hasNothing))) continue
    if (chosen.reduce((sum, one) => sum + one.longest + 1, 0) > longestKey / 2) return undefined
    if (await isUnique(places)) return places
  }
  return []
}

const fitting: Readonly<Record<string, readonly string[]>> = {
  integer: ['integer'],
  number: ['integer', 'number'],
  year: ['integer'],
  date: ['date'],
  datetime: ['datetime'],
}

/** How the values of a column are taken; undefined where one does not fit. */
function cellOf({ column, place, habits }: Target, seen: QuickColumn | undefined): ForeignCell | undefined {
  if (!seen || (column.isRequired && seen.empty > 0)) return undefined
  const { type, isRequired } = column
  if (type === 'string') return { place, instead: [] }
  const { written, counts, others } = seen
  const count = counts.reduce((sum, one) => sum + one, 0)
  if (written && count > 0) {
    if (!fitting[type]?.includes(written.name)) return undefined
    if (type === 'number' && written.name === 'number' && habits.decimal !== '.') return undefined
    if (type === 'year' && counts[0] !== count) return undefined
  }
  if (others.size > mostInstead) return undefined
  const instead: [string, string | null][] = []
  for (const raw of others.keys()) {
    const text = raw.trim()
    const value = isNothing(text) ? null : asType(type, text, habits)
    if (value === undefined || (value === null && isRequired)) return undefined
    instead.push([raw, value])
  }
  return { place, instead, ...(type === 'datetime' && { isInstant: true }) }
}
