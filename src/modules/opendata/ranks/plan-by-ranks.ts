import { inward } from '../query/cell-sql.ts'
import { readPlace } from '../query/page-place.ts'
import type { PagePlan } from '../query/row-sql.ts'
import type { Filter, RowQuery } from '../query/table-reader.ts'
import { type Column, rowNumber } from '../tables/column.ts'
import type { TableVersion } from '../tables/table-version.ts'
import type { PageOrder, RankFilter } from './inside/rank-order.ts'

/**
 * The order for a page that ranks answer as DuckDB would: filters of any kind that hold together, in the order of one column or of the rows'
 * numbers, onwards. Undefined for any other, and for values that the two might read apart. `query` was planned for DuckDB already, so that all in it
 * is known to be right.
 */
export function planByRanks(
  { columns, rows }: Pick<TableVersion, 'columns' | 'rows'>,
  query: RowQuery,
  plan: Pick<PagePlan, 'columns' | 'sort'>,
): Omit<PageOrder, 'file'> | undefined {
  const isOther = query.isDistinct || query.before !== undefined || query.box || query.without || query.search?.trim()
  if (isOther || (query.loose?.length ?? 0) > 0 || plan.sort.some(({ emptyFirst }) => emptyFirst)) return undefined
  const placeOf = (name: string) => columns.findIndex((column) => column.name === name)
  const conditions = conditionsOf(columns, query.filters ?? [], rows)
  const after = query.after === undefined ? undefined : readPlace(plan.sort, query.after)
  const [first, second, third] = plan.sort
  const isByNumber = first?.column === rowNumber && !first.descending
  const isByColumn = second?.column === rowNumber && !second.descending && third === undefined
  if (!conditions || !first || !(isByNumber || isByColumn) || (after && 'offset' in after)) return undefined
  const sorted = isByColumn ? columns.find(({ name }) => name === first.column) : undefined
  const value = after?.values[0]
  const bound = sorted && typeof value === 'string' ? boundOf(sorted, value) : null
  if (bound === undefined) return undefined
  const row = after && Number(inward({ name: rowNumber, type: 'integer' }, after.values.at(-1) ?? ''))
  return {
    kind: 'page',
    columns: plan.columns.map(({ name }) => placeOf(name)),
    ...conditions,
    sort: sorted && { column: placeOf(first.column), descending: first.descending },
    after: row === undefined ? undefined : { value: bound, row },
    offset: query.offset ?? 0,
    limit: query.limit,
    counts: query.counts ?? false,
  }
}

/** Filters on columns, and the numbers that are left of rows by those on numbers. */
function conditionsOf(columns: readonly Column[], filters: readonly Filter[], rows: number) {
  const between: [number, number] = [1, rows + 1]
  const ranked: RankFilter[] = []
  for (const filter of filters) {
    if (filter.column === rowNumber) {
      if (!narrow(between, filter)) return undefined
      continue
    }
    const one = rankFilter(columns, filter)
    if (!one) return undefined
    ranked.push(one)
  }
  return { filters: ranked, between }
}

function narrow(between: [number, number], { operator, values: [value = ''] }: Filter): boolean {
  const number = Number(value)
  const whole: Partial<Readonly<Record<Filter['operator'], readonly [number, number]>>> = {
    eq: [number, number + 1],
    gt: [number + 1, between[1]],
    ge: [number, between[1]],
    lt: [between[0], number],
    le: [between[0], number + 1],
  }
  const range = whole[operator]
  if (!range || !Number.isSafeInteger(number)) return false
  between[0] = Math.max(between[0], range[0])
  between[1] = Math.min(between[1], range[1])
  return true
}

function rankFilter(columns: readonly Column[], { column: name, operator, values }: Filter): RankFilter | undefined {
  const at = columns.findIndex((column) => column.name === name)
  const column = columns[at]
  if (!column) return undefined
  const isText = column.type === 'string'
  const common = { column: at, isText }
  switch (operator) {
    case 'contains':
    case 'starts': {
      const part = (values[0] ?? '').toLowerCase()
      // Short parts are in many texts: two processors read all of them faster than one finds each.
      return isText && part.length > 1 && isPlain(part) ? { ...common, operator, values: [part] } : undefined
    }
    case 'empty':
    case 'filled':
      return { ...common, operator, values: [] }
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
    case 'in': {
      const bounds = values.map((value) => boundOf(column, value))
      const read = bounds.filter((bound) => bound !== undefined)
      return read.length === bounds.length ? { ...common, operator, values: read } : undefined
    }
    default:
      return undefined
  }
}

const isPlain = (text: string) => text.isWellFormed() && !text.includes('\0')

/** A value as a column of ranks keeps it; undefined where DuckDB might read it in another way. */
function boundOf({ name, type }: Column, value: string): string | undefined {
  const text = inward({ name, type }, value)
  switch (type) {
    case 'string':
    case 'geometry':
      return isPlain(text) ? text : undefined
    case 'number': {
      const number = Number(text)
      return Number.isFinite(number) && (number !== 0 || !/[1-9]/.test(text.split(/e/i)[0] ?? '')) ? text : undefined
    }
    case 'integer':
    case 'year':
      return text.replace('+', '')
    case 'boolean':
      return text === 'true' ? '1' : '0'
    case 'date':
      return isDay(text) ? text : undefined
    case 'time':
      return withoutZeros(text.length === 5 ? `${text}:00` : text)
    case 'datetime':
      return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/.test(text) ? withoutZeros(text.replace(' ', 'T')) : undefined
  }
}

const isDay = (text: string) => new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)

/** Parts of seconds as DuckDB writes them. */
const withoutZeros = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)
