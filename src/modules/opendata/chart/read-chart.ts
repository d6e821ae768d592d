import { formatDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { type CellWords, cellText } from '../look/cell-text.ts'
import type { Cell, Filter, Narrowing, TableReader, TimeStep } from '../query/table-reader.ts'
import type { Column } from '../tables/column.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { type ChartPlan, isTime } from './chart-plan.ts'

export type ChartNote = 'largest' | 'first_rows' | 'first_values' | 'largest_series'

/** What is drawn, in words and numbers. */
export type ChartData = {
  readonly plan: ChartPlan
  readonly title: string
  /** What the values are, with their unit. */
  readonly yTitle: string
  readonly xTitle: string
  /** What stands along the axis; `at` where it is a number or a time, so that gaps are seen. */
  readonly categories: readonly { readonly label: string; readonly at: number | undefined }[]
  /** A value for each category; null where there is none. */
  readonly series: readonly { readonly label: string; readonly values: readonly (number | null)[] }[]
  /** Instead of those: single rows, each with its series. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly series: number }[]
  readonly notes: readonly ChartNote[]
}

const most = { bars: 20, places: 400, groups: 4_000, series: 6, points: 2_000 } as const

/** Reads from a table what a plan draws. Throws `QueryError` as the reader does. */
export async function readChart(
  reader: TableReader,
  version: TableVersion,
  { plan, filters, search, words }: { plan: ChartPlan; filters: readonly Filter[]; search: string; words: CellWords },
): Promise<ChartData> {
  const head = headOf(plan, words)
  const wanted = { filters: [...filters, ...withoutSums(version.columns, plan, filters)], search }
  if (plan.kind === 'point' && plan.y)
    return { ...head, ...(await readPoints(reader, version, plan, plan.y, wanted, words)) }
  return { ...head, points: [], ...(await readGroups(reader, version, plan, wanted, words)) }
}

/** Where rows hold sums, nothing is counted twice: of what is drawn the parts, of everything else the sum, unless a filter names a part. */
function withoutSums(columns: readonly Column[], { x, by }: ChartPlan, filters: readonly Filter[]): readonly Filter[] {
  const summed = columns.filter(({ name, emptyMeans }) => emptyMeans && !filters.some(({ column }) => column === name))
  return summed.map(({ name }) => ({
    column: name,
    operator: name === x.name || name === by?.name ? 'filled' : 'empty',
    values: [],
  }))
}

function headOf(plan: ChartPlan, { t, language }: CellWords) {
  const { kind, x, y, fn, by } = plan
  const named = ({ title }: Column) => textIn(title, language)
  const what =
    y === undefined
      ? t('opendata.chart.rows')
      : kind === 'point'
        ? named(y)
        : t(`opendata.chart.of.${fn}`, { y: named(y) })
  const title = t(kind === 'point' ? 'opendata.chart.title_points' : 'opendata.chart.title', { y: what, x: named(x) })
  return {
    plan,
    title: by === undefined ? title : t('opendata.chart.title_by', { title, by: named(by) }),
    yTitle: y?.unit === undefined ? what : `${what} (${y.unit})`,
    xTitle: x.unit === undefined ? named(x) : `${named(x)} (${x.unit})`,
  }
}

async function readPoints(
  reader: TableReader,
  version: TableVersion,
  { x, by }: ChartPlan,
  y: Column,
  { filters = [], search = '' }: Narrowing,
  words: CellWords,
): Promise<Pick<ChartData, 'categories' | 'series' | 'points' | 'notes'>> {
  const columns = [x.name, y.name, ...(by ? [by.name] : [])]
  const filled = [x, y].map(({ name }) => ({ column: name, operator: 'filled' as const, values: [] }))
  const page = await reader.rows(version, {
    columns,
    filters: [...filters, ...filled],
    search,
    limit: most.points,
  })
  const cellOf = (row: readonly Cell[], name: string) => row[page.columns.findIndex((one) => one.name === name)] ?? null
  const names = by ? topOf(page.rows.map((row) => ({ key: keyOf(cellOf(row, by.name)), weight: 1 }))) : []
  const points = page.rows.flatMap((row) => {
    const [at, value] = [atOf(cellOf(row, x.name), x), Number(cellOf(row, y.name))]
    const series = by ? names.indexOf(keyOf(cellOf(row, by.name))) : 0
    return at === undefined || !Number.isFinite(value) || series < 0 ? [] : [{ x: at, y: value, series }]
  })
  return {
    categories: [],
    series: by ? names.map((key) => ({ label: cellText(key, by, words), values: [] })) : [],
    points,
    notes: page.next === null ? [] : ['first_rows'],
  }
}

async function readGroups(
  reader: TableReader,
  version: TableVersion,
  plan: ChartPlan,
  { filters = [], search = '' }: Narrowing,
  words: CellWords,
): Promise<Pick<ChartData, 'categories' | 'series' | 'notes'>> {
  const { x, y, fn, by } = plan
  const step = await stepFor(reader, version, x, { filters, search })
  const measure = y ? { aggregate: fn, column: y.name } : { aggregate: 'count' as const }
  const name = y ? `${fn}_${y.name}` : 'count'
  const isBySize = !isOrdered(x) && plan.kind !== 'line' && by === undefined
  const limit = by ? most.groups : isBySize ? most.bars : most.places
  const found = await reader.group(version, {
    by: [x.name, ...(by ? [by.name] : [])],
    ...(step ? { steps: { [x.name]: step } } : {}),
    measures: [measure],
    filters: [...filters, ...(isOrdered(x) ? [{ column: x.name, operator: 'filled' as const, values: [] }] : [])],
    search,
    sort: isBySize ? [{ column: name, descending: true }] : [],
    limit: limit + 1,
  })
  const rows = found.rows.slice(0, limit).map((cells) => ({
    x: cells[0] ?? null,
    by: by ? (cells[1] ?? null) : null,
    value: numberOf(cells[by ? 2 : 1]),
  }))
  const isCut = found.rows.length > limit
  const places = placesOf(rows, by !== undefined && !isOrdered(x) && plan.kind !== 'line')
  const names = by ? topOf(rows.map((row) => ({ key: keyOf(row.by), weight: Math.abs(row.value ?? 0) }))) : ['']
  const values = new Map(rows.map((row) => [`${keyOf(row.x)}\n${by ? keyOf(row.by) : ''}`, row.value]))
  const allNames = new Set(rows.map((row) => keyOf(row.by))).size
  return {
    categories: places.shown.map((cell) => ({ label: labelOf(cell, x, step, words), at: atOf(cell, x) })),
    series: names.map((key) => ({
      label: by ? cellText(key === '' ? null : key, by, words) : '',
      values: places.shown.map((cell) => values.get(`${keyOf(cell)}\n${key}`) ?? null),
    })),
    notes: [
      ...(isCut || places.isCut ? [isBySize || places.isCut ? ('largest' as const) : ('first_values' as const)] : []),
      ...(by && allNames > names.length ? ['largest_series' as const] : []),
    ],
  }
}

type Row = { readonly x: Cell; readonly value: number | null }

/** The values of the axis, each once; where their order says nothing, the largest ones. */
function placesOf(
  rows: readonly Row[],
  isBySize: boolean,
): { readonly shown: readonly Cell[]; readonly isCut: boolean } {
  const cells = new Map(rows.map((row) => [keyOf(row.x), row.x]))
  if (!isBySize) return { shown: [...cells.values()], isCut: false }
  const top = topOf(
    rows.map((row) => ({ key: keyOf(row.x), weight: Math.abs(row.value ?? 0) })),
    most.bars,
  )
  return { shown: top.map((key) => cells.get(key) ?? null), isCut: cells.size > top.length }
}

/** The names that weigh most, the heaviest first. */
function topOf(
  list: readonly { readonly key: string; readonly weight: number }[],
  count: number = most.series,
): readonly string[] {
  const weights = new Map<string, number>()
  for (const { key, weight } of list) weights.set(key, (weights.get(key) ?? 0) + weight)
  return [...weights]
    .toSorted(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, count)
    .map(([key]) => key)
}

const isOrdered = (column: Column): boolean =>
  isTime(column) || (!column.codes && !column.reference && (column.type === 'integer' || column.type === 'number'))

const day = 86_400_000

/** Days are drawn one by one for some months, then by month, then by year. */
async function stepFor(
  reader: TableReader,
  version: TableVersion,
  x: Column,
  wanted: Narrowing,
): Promise<TimeStep | undefined> {
  if (x.type !== 'date' && x.type !== 'datetime') return undefined
  const { rows } = await reader.group(version, {
    by: [],
    measures: [
      { aggregate: 'min', column: x.name },
      { aggregate: 'max', column: x.name },
    ],
    ...wanted,
    limit: 1,
  })
  const [first, last] = (rows[0] ?? []).map((cell) => Date.parse(String(cell)))
  const days = ((last ?? 0) - (first ?? 0)) / day
  if (days > 366 * 20) return 'year'
  return days > 120 ? 'month' : 'day'
}

function labelOf(cell: Cell, x: Column, step: TimeStep | undefined, words: CellWords): string {
  if (step === undefined || typeof cell !== 'string') return cellText(cell, x, words)
  if (step === 'year') return cell.slice(0, 4)
  return step === 'month' ? formatDate(cell).slice(3) : formatDate(cell)
}

function atOf(cell: Cell, x: Column): number | undefined {
  if (cell === null || !isOrdered(x)) return undefined
  const at = x.type === 'date' || x.type === 'datetime' ? Date.parse(String(cell)) : Number(cell)
  return Number.isFinite(at) ? at : undefined
}

const keyOf = (cell: Cell): string =>
  cell === null ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell)

function numberOf(cell: Cell | undefined): number | null {
  if (cell === null || cell === undefined) return null
  const value = Number(cell)
  return Number.isFinite(value) ? value : null
}
