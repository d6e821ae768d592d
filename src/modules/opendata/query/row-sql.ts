import { type Column, rowNumber } from '../tables/column.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { columnOf, inward, outward, storedTypes } from './cell-sql.ts'
import { boxesMeeting, type Condition, conditionSql, Values } from './filter-sql.ts'
import type { Statement } from './inside/orders.ts'
import { afterSql, type Place, readPlace, type SortKey } from './page-place.ts'
import { QueryError } from './query-errors.ts'
import { quoted } from './quoted.ts'
import type { RowQuery, Sort, WholeQuery } from './table-reader.ts'

/** Rows of one page at most. */
export const mostRows = 32_000

type PlannedQuery = RowQuery & Pick<Condition, 'misses'>

type Table = Pick<TableVersion, 'columns' | 'rows'>

export type PagePlan = {
  readonly columns: readonly Column[]
  /** All that sorts, the row number last; with `isDistinct` only what was asked for. */
  readonly sort: readonly Sort[]
  /** One row more than the page, to know whether it goes on; after the cells of a row its sorted values as text. */
  readonly page: Statement
  /** Undefined where the number is known without looking. */
  readonly count: Statement | undefined
  readonly offset: number
}

/**
 * What to ask DuckDB for a page. Everything of the sender is checked against the table's columns or bound. Throws
 * `QueryError`.
 */
export function planPage(table: Table, query: PlannedQuery): PagePlan {
  refuseOddNumbers(query)
  const columns = columnsOf(table, query.columns)
  const isDistinct = query.isDistinct ?? false
  const sort = sortOf(table, query, columns)
  const mark = query.before ?? query.after
  if (mark !== undefined && sort.some(({ emptyFirst }) => emptyFirst)) throw new QueryError('place', '')
  const place = mark === undefined ? undefined : readPlace(sort, mark)
  if (query.before !== undefined && (isDistinct || (place && 'offset' in place))) throw new QueryError('place', '')
  const offset = place && 'offset' in place ? place.offset : (query.offset ?? 0)
  const isFiltered = query.box !== undefined || !isByBoxAlone(query)
  const common = { table, query, columns, sort, offset }
  return {
    columns,
    sort,
    offset,
    page: isDistinct ? distinctPage(common) : page({ ...common, place, isFiltered }),
    count: isFiltered || isDistinct ? countOf(common, isDistinct) : undefined,
  }
}

function refuseOddNumbers({ limit, offset = 0 }: RowQuery): void {
  if (!Number.isSafeInteger(limit) || limit < 0 || limit > mostRows) throw new QueryError('limit', String(limit))
  if (!Number.isSafeInteger(offset) || offset < 0) throw new QueryError('limit', String(offset))
}

function columnsOf({ columns }: Table, names: readonly string[] | undefined): readonly Column[] {
  if (names === undefined) return columns
  const wanted = [...new Set(names)]
  if (wanted.length === 0) throw new QueryError('column', '')
  return wanted.map((name) => columnOf(columns, name))
}

function sortOf({ columns }: Table, { sort = [], isDistinct }: RowQuery, shown: readonly Column[]): readonly Sort[] {
  const firsts = sort.filter(({ column }, at) => sort.findIndex((one) => one.column === column) === at)
  if (firsts.length > 10) throw new QueryError('limit', String(firsts.length))
  for (const { column } of firsts) columnOf(isDistinct ? shown : columns, column)
  if (isDistinct) return firsts
  const until = firsts.findIndex(({ column }) => column === rowNumber)
  return until < 0 ? [...firsts, { column: rowNumber, descending: false }] : firsts.slice(0, until + 1)
}

type Common = {
  readonly table: Table
  readonly query: PlannedQuery
  readonly columns: readonly Column[]
  readonly sort: readonly Sort[]
  readonly offset: number
}

function page({
  table,
  query,
  columns,
  sort,
  offset,
  place,
  isFiltered,
}: Common & { place: Place | undefined; isFiltered: boolean }): Statement {
  const values = new Values()
  const condition = conditionSql(table.columns, query, values)
  const isByNumber = sort.length === 1 && sort[0]?.descending === false
  const isBack = query.before !== undefined
  const cells = [...columns.map(outward), ...sort.map(({ column }) => `${quoted(column)}::varchar`)].join(', ')
  const more = query.limit + 1
  if (isByNumber && !isFiltered) {
    // Row numbers have no gaps: a page is found without reading what stands before it.
    const last = place && 'values' in place ? inward(columnOf([], rowNumber), place.values[0] ?? '') : String(offset)
    const mark = `${values.add(last, 'bigint')}`
    if (isBack)
      return {
        sql: `select ${cells} from data where ${rowNumber} < ${mark} and ${rowNumber} >= ${mark} - ${more} order by ${rowNumber} desc`,
        values: values.list,
      }
    return {
      sql: `select ${cells} from data where ${rowNumber} > ${mark} and ${rowNumber} <= ${mark} + ${more} order by ${rowNumber}`,
      values: values.list,
    }
  }
  const skip = !place && offset > 0 ? ` offset ${offset}` : ''
  const end = `limit ${more}${skip}`
  if (isByNumber && !isBack && query.box && isByBoxAlone(query)) {
    // Whose number is found among the boxes alone; then only those rows are read.
    const last = place && 'values' in place ? inward(columnOf([], rowNumber), place.values[0] ?? '') : '0'
    const boxValues = new Values()
    const hits = `select ${rowNumber} from ${boxesMeeting(query.box, boxValues, query.misses)} and ${rowNumber} > ${boxValues.add(last, 'bigint')} order by ${rowNumber} ${end}`
    return {
      sql: `with hits as materialized (${hits}) select ${cells} from data where ${rowNumber} in (select ${rowNumber} from hits) order by ${rowNumber}`,
      values: boxValues.list,
    }
  }
  // Rows that lie in the order of the page come as they are read, and reading ends with the page; where they are joined with boxes, they come anyhow.
  if (!isBack && !query.box && isByNumber) {
    const last = place && 'values' in place ? inward(columnOf([], rowNumber), place.values[0] ?? '') : '0'
    return {
      sql: `select ${cells} from data where ${condition} and ${rowNumber} > ${values.add(last, 'bigint')} ${end}`,
      values: values.list,
    }
  }
  const beyond = (marks: readonly (string | null)[]) =>
    isBack ? beforeSql(table, sort, marks, values) : afterSql(keysOf(table, sort, values), marks)
  const after = place && 'values' in place ? ` and (${beyond(place.values)})` : ''
  const order = `order by ${orderSql(sort, isBack)}`
  // Only what sorts is read of all rows, and all of those that are shown.
  const shown = `(select ${rowNumber} from data where ${condition}${after} ${order} ${end})`
  return {
    sql: `select ${cells} from data where ${rowNumber} in ${shown} ${order}`,
    values: values.list,
  }
}

const isByBoxAlone = ({ filters = [], loose = [], search, without }: RowQuery): boolean =>
  filters.length + loose.length === 0 && !search?.trim() && without === undefined

/** Nothing comes last, whichever way a column is sorted; all the other way round for a page before another. */
function orderSql(sort: readonly Sort[], isBack = false): string {
  return sort
    .map(({ column, descending, emptyFirst = false }) => {
      const way = descending === isBack ? 'asc' : 'desc'
      return `${quoted(column)} ${way} nulls ${emptyFirst === isBack ? 'last' : 'first'}`
    })
    .join(', ')
}

/** What sorts rows, for `afterSql`. */
const keysOf = ({ columns }: Table, sort: readonly Sort[], values: Values): readonly SortKey[] =>
  sort.map(({ column: name, descending }) => {
    const column = columnOf(columns, name)
    const bind = (value: string) => values.add(inward(column, value), storedTypes[column.type])
    return { sql: quoted(column.name), descending, bind }
  })

/** Rows before a place: earlier in the first column that sorts, or equal in it and earlier in the rest. */
function beforeSql(table: Table, sort: readonly Sort[], place: readonly (string | null)[], values: Values): string {
  const [first, ...rest] = sort
  const [value, ...restPlace] = place
  if (!first || value === undefined) return 'false'
  const column = columnOf(table.columns, first.column)
  const name = quoted(column.name)
  const further = rest.length > 0 ? beforeSql(table, rest, restPlace, values) : 'false'
  if (value === null) return `${name} is not null or (${further})`
  const mark = values.add(inward(column, value), storedTypes[column.type])
  return `${name} ${first.descending ? '>' : '<'} ${mark} or (${name} = ${mark} and (${further}))`
}

function distinctPage({ table, query, columns, sort, offset }: Common): Statement {
  const values = new Values()
  const condition = conditionSql(table.columns, query, values)
  const all = sortOfAll(sort, columns)
  const names = columns.map(({ name }) => quoted(name)).join(', ')
  return {
    sql: `select ${columns.map(outward).join(', ')} from (select distinct ${names} from data where ${condition}) order by ${orderSql(all)} limit ${query.limit + 1} offset ${offset}`,
    values: values.list,
  }
}

/** By all columns in the end, so that different rows have one order. */
function sortOfAll(sort: readonly Sort[], columns: readonly Column[]): readonly Sort[] {
  const sorted = new Set(sort.map(({ column }) => column))
  const rest = columns.filter(({ name }) => !sorted.has(name))
  return [...sort, ...rest.map(({ name }) => ({ column: name, descending: false }))]
}

function countOf({ table, query, columns }: Common, isDistinct: boolean): Statement {
  const values = new Values()
  if (query.box && !isDistinct && isByBoxAlone(query))
    return { sql: `select count(*) from ${boxesMeeting(query.box, values, query.misses)}`, values: values.list }
  const condition = conditionSql(table.columns, query, values)
  const names = columns.map(({ name }) => quoted(name)).join(', ')
  const from = isDistinct ? `(select distinct ${names} from data where ${condition})` : `data where ${condition}`
  return { sql: `select count(*) from ${from}`, values: values.list }
}

function cutSql({ limit, offset = 0 }: WholeQuery): string {
  if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 0)) throw new QueryError('limit', String(limit))
  return `${limit === undefined ? '' : ` limit ${limit}`}${offset > 0 ? ` offset ${offset}` : ''}`
}

/** All rows that match, in order, for a file. */
export function wholeSql(
  table: Table,
  query: WholeQuery,
  line: (columns: readonly Column[]) => string,
): { readonly columns: readonly Column[]; readonly statement: Statement } {
  const columns = columnsOf(table, query.columns)
  refuseOddNumbers({ limit: 0, offset: query.offset ?? 0 })
  const sort = sortOf(table, { ...query, limit: 0 }, columns)
  const values = new Values()
  const condition = conditionSql(table.columns, query, values)
  // Rows lie in the order of their numbers: without another order nothing needs sorting, and they come as they are read.
  const isByNumber = !query.isDistinct && sort.length === 1 && sort[0]?.descending === false
  const order = isByNumber ? '' : ` order by ${orderSql(query.isDistinct ? sortOfAll(sort, columns) : sort)}`
  const names = columns.map(({ name }) => quoted(name)).join(', ')
  const from = query.isDistinct ? `(select distinct ${names} from data where ${condition})` : `data where ${condition}`
  return {
    columns,
    statement: { sql: `select ${line(columns)} from ${from}${order}${cutSql(query)}`, values: values.list },
  }
}
