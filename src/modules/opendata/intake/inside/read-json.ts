import { stat } from 'node:fs/promises'
import { decode } from './encoding.ts'
import { featureRows, isFeature, topologyFeatures } from './geo-json.ts'
import type { Encoding, IntakeFormat, IntakeLimits, IntakeOptions } from './order.ts'
import { IntakeError, type RawRow, type RawTable } from './raw-table.ts'
import { bytesOf, encodingOf } from './read-csv.ts'

type Row = Readonly<Record<string, unknown>>

/** Opens the table in a JSON document: a list of objects or of lists, also within an object; features of GeoJSON; an object of TopoJSON. */
export async function readJson(path: string, options: IntakeOptions, limits: IntakeLimits): Promise<RawTable> {
  if ((await stat(path)).size > limits.whole) throw new IntakeError('too_large')
  const encoding = await encodingOf(path, options.encoding)
  let text = ''
  for await (const piece of decode(bytesOf(path), encoding)) text += piece
  const value = parse(text)
  return { ...tableIn(value, options), encoding }
}

function tableIn(value: unknown, options: IntakeOptions): RawTable {
  const topology = topologyFeatures(value, options.sheet)
  if (topology) return tableOf('topojson', featureRows(value, topology.features), topology)
  if (isFeature(value)) return tableOf('geojson', featureRows(value, [value]))
  if (isObject(value) && value.type === 'FeatureCollection' && Array.isArray(value.features))
    return tableOf('geojson', featureRows(value, value.features))
  const list = findList(value, 2)
  if (!list) throw new IntakeError('no_table')
  return tableOf('json', list.every(Array.isArray) ? fromLists(list) : list.map((one, at) => asRow(one, at + 1)))
}

/** Opens a table with one JSON object a line. With `first`, no more rows are asked for their fields: whoever goes on must know that there are no others. */
export async function readNdjson(path: string, options: IntakeOptions, first?: number): Promise<RawTable> {
  const encoding = await encodingOf(path, options.encoding)
  const headings = new Map<string, number>()
  const texts = new Set<number>()
  let seen = 0
  for await (const { row } of linesOf(path, encoding)) {
    note(headings, row)
    seen += 1
    if (seen === first) break
  }
  if (headings.size === 0) throw new IntakeError('empty')
  const rows = async function* (): AsyncGenerator<RawRow> {
    for await (const { row, line } of linesOf(path, encoding)) yield { line, cells: cellsOf(row, headings, texts) }
  }
  const names = [...headings.keys()]
  const layout = first === undefined ? {} : { layout: { kind: 'ndjson', names } as const }
  return { ...plain, ...layout, format: 'ndjson', encoding, headings: names, texts, rows }
}

const plain = { encoding: null, delimiter: null, sheets: [], sheet: null, headingLine: 0, mayBeShort: true }
const longestLine = 10_000_000

async function* linesOf(path: string, encoding: Encoding): AsyncGenerator<{ row: Row; line: number }> {
  let [rest, line] = ['', 0]
  for await (const text of decode(bytesOf(path), encoding)) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > longestLine) throw new IntakeError('too_long', { line: line + lines.length + 1 })
    for (const one of lines) {
      line += 1
      if (one.trim() !== '') yield { line, row: asRow(parse(one, line), line) }
    }
  }
  if (rest.trim() !== '') yield { line: line + 1, row: asRow(parse(rest, line + 1), line + 1) }
}

function parse(text: string, line?: number): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const about = error instanceof Error ? error.message : ''
    throw new IntakeError('not_json', { line: line ?? lineOf(text, about), value: about.slice(0, 120) })
  }
}

/** The line that a message of V8 speaks of: by the position that it names, or by the ten signs before it that it shows. */
function lineOf(text: string, about: string): number {
  const named = /position (\d+)/.exec(about)?.[1]
  const shown = /\.\.\."([\s\S]*?)"(?:\.\.\.)? is not valid/.exec(about)?.[1]
  const at = named !== undefined ? Number(named) : shown === undefined ? 0 : text.indexOf(shown) + 10
  return text.slice(0, at).split('\n').length
}

function tableOf(
  format: IntakeFormat,
  list: readonly Row[],
  { names: sheets = [], name: sheet = null }: { names?: readonly string[]; name?: string | null } = {},
): RawTable {
  const headings = new Map<string, number>()
  for (const row of list) note(headings, row)
  if (headings.size === 0) throw new IntakeError('empty')
  const texts = new Set<number>()
  const rows = async function* (): AsyncGenerator<RawRow> {
    for (const [at, row] of list.entries()) yield { line: at + 1, cells: cellsOf(row, headings, texts) }
  }
  return { ...plain, format, sheets, sheet, headings: [...headings.keys()], texts, rows }
}

const mostHeadings = 5_000

function note(headings: Map<string, number>, row: Row): void {
  for (const key in row) if (!headings.has(key)) headings.set(key, headings.size)
  if (headings.size > mostHeadings) throw new IntakeError('too_many_columns')
}

function cellsOf(row: Row, headings: ReadonlyMap<string, number>, texts: Set<number>): (string | null)[] {
  return [...headings].map(([key, place]) => {
    const value = Object.hasOwn(row, key) ? row[key] : null
    if (value === null || value === undefined) return null
    if (typeof value === 'string') {
      if (value !== '') texts.add(place)
      return value
    }
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  })
}

function asRow(value: unknown, line: number): Row {
  if (isObject(value)) return flat(value)
  throw new IntakeError('not_a_row', { line, value: JSON.stringify(value)?.slice(0, 60) ?? '' })
}

/** Objects within the row become columns of their own, `gemeinde.name`; geometries and lists stay as they are. */
function flat(row: Row): Row {
  const isInner = (value: unknown): value is Row =>
    isObject(value) && !('coordinates' in value || 'geometries' in value)
  if (!Object.values(row).some(isInner)) return row
  return Object.fromEntries(
    Object.entries(row).flatMap(([key, value]) =>
      isInner(value) ? Object.entries(value).map(([inner, one]) => [`${key}.${inner}`, one]) : [[key, value]],
    ),
  )
}

/** Lists whose first one has the names. */
function fromLists(lists: readonly (readonly unknown[])[]): Row[] {
  const [first = [], ...rest] = lists
  return rest.map((list) => Object.fromEntries(first.map((name, at) => [String(name), list[at] ?? null])))
}

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The first list of objects or of lists, at most so deep within objects. */
function findList(value: unknown, depth: number): readonly unknown[] | undefined {
  if (Array.isArray(value))
    return value.length > 0 && value.some((one) => typeof one === 'object' && one !== null) ? value : undefined
  if (!isObject(value) || depth === 0) return undefined
  for (const inner of Object.values(value)) {
    const found = findList(inner, depth - 1)
    if (found) return found
  }
  return undefined
}
