import { zone } from '#kernel/i18n/format.ts'
import type { Column } from '../tables/column.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { columnOf, inward, outward, storedTypes } from './cell-sql.ts'
import { conditionSql, Values } from './filter-sql.ts'
import type { Statement } from './inside/orders.ts'
import { afterSql, readPlace, type SortKey } from './page-place.ts'
import { QueryError } from './query-errors.ts'
import { literal, quoted } from './quoted.ts'
import { mostRows } from './row-sql.ts'
import type { Aggregate, GroupQuery, Sort, TimeStep } from './table-reader.ts'

export type GroupPlan = {
  /** Names as they go out: the grouped columns, then `count`, `sum_amount` … */
  readonly columns: readonly { readonly name: string; readonly column: Column | undefined }[]
  /** One group more than the page, to know whether it goes on. */
  readonly statement: Statement
  readonly count: Statement
  /** The whole order of the groups: a place among them belongs to it. */
  readonly sort: readonly Sort[]
  /** Whether the cells of a group are followed by what sorts it, as text. */
  readonly isByKey: boolean
  readonly offset: number
}

/** Parts of an order that a place holds at most. */
const mostKeys = 20

/**
 * What to ask DuckDB for groups; sorted by the names that go out, else by the grouped columns. A page goes on by the values of its last group, as with
 * rows; by their number where the order has sums or means of decimals, which come out otherwise in the last digit when they are added up again. Throws
 * `QueryError`.
 */
export function planGroups(table: Pick<TableVersion, 'columns'>, query: GroupQuery): GroupPlan {
  if (!Number.isSafeInteger(query.limit) || query.limit < 1 || query.limit > mostRows)
    throw new QueryError('limit', String(query.limit))
  if (query.by.length > 10 || query.measures.length > 20) throw new QueryError('limit', String(query.by.length))
  const by = [...new Set(query.by)].map((name) => groupedBy(columnOf(table.columns, name), query.steps?.[name]))
  const measures = query.measures.map(({ aggregate, column }) => measureOf(table.columns, aggregate, column))
  const columns: readonly Shown[] = [...by, ...measures]
  if (columns.length === 0) throw new QueryError('measure', '')
  const values = new Values()
  const condition = conditionSql(table.columns, query, values)
  const groups = by.length > 0 ? ` group by ${by.map(({ sql }) => sql).join(', ')}` : ''
  const count = {
    sql: `select count(*) from (select ${by.length > 0 ? '1' : 'count(*)'} from data where ${condition}${groups})`,
    values: [...values.list],
  }
  const sort = [...(query.sort ?? []), ...by.map(({ name }) => ({ column: name, descending: false }))]
  const keys = sort.map((one) => keyOf(columns, one, values))
  const isByKey = keys.length > 0 && keys.length <= mostKeys && keys.every(({ isExact }) => isExact)
  const place = query.after === undefined ? undefined : readPlace(sort, query.after)
  if (place && 'values' in place && !isByKey) throw new QueryError('place', '')
  const offset = place && 'offset' in place ? place.offset : 0
  const after = place && 'values' in place ? ` where ${afterSql(keys, place.values)}` : ''
  const order = keys.map(({ sql, descending }) => `${sql} ${descending ? 'desc' : 'asc'} nulls last`)
  const cells = [
    ...columns.map(({ column }, at) => (column ? outward({ name: nameAt(at), type: column.type }) : nameAt(at))),
    ...(isByKey ? keys.map(({ sql }) => `${sql}::varchar`) : []),
  ]
  const inner = `select ${columns.map(({ sql }, at) => `${sql} as ${nameAt(at)}`).join(', ')} from data where ${condition}${groups}`
  return {
    columns: columns.map(({ name, column }) => ({ name, column })),
    sort,
    isByKey,
    offset,
    statement: {
      sql: `select ${cells.join(', ')} from (${inner})${after} order by ${order.join(', ') || '1'} limit ${query.limit + 1} offset ${offset}`,
      values: values.list,
    },
    count,
  }
}

/** What a group shows: what it is called, its value in SQL, and the column whose values it has, where it is no number of its own. */
type Shown = {
  readonly name: string
  readonly sql: string
  readonly column: Column | undefined
  /** As what a value of it is compared, and how it may look; undefined where it is never twice the same. */
  readonly exact: { readonly type: string; readonly read: (value: string) => string } | undefined
}

const nameAt = (at: number): string => `g${at}`

function keyOf(
  columns: readonly Shown[],
  { column, descending }: Sort,
  values: Values,
): SortKey & { readonly isExact: boolean } {
  const at = columns.findIndex(({ name }) => name === column)
  const exact = columns[at]?.exact
  if (at < 0) throw new QueryError('column', column)
  const bind = (value: string) => {
    if (!exact) throw new QueryError('place', '')
    return values.add(exact.read(value), exact.type)
  }
  return { sql: nameAt(at), descending, bind, isExact: exact !== undefined }
}

/** Compared as a column is; an outline is too long for a place. */
const exactAs = (column: Column): Shown['exact'] =>
  column.type === 'geometry' ? undefined : { type: storedTypes[column.type], read: (value) => inward(column, value) }

/** Of whole numbers, which may add up to more than a column holds. */
const wholeNumber: Shown['exact'] = {
  type: 'HUGEINT',
  read: (value) => {
    if (!/^-?\d{1,38}$/.test(value)) throw new QueryError('place', '')
    return value
  },
}

/** A column to group by, or the first day of its years, months or days in Switzerland. */
function groupedBy(column: Column, step: TimeStep | undefined): Shown {
  const { name, type } = column
  if (step === undefined) return { name, sql: quoted(name), column, exact: exactAs(column) }
  if (type !== 'date' && type !== 'datetime') throw new QueryError('measure', name)
  const day: Column = { ...column, type: 'date' }
  const sql = `date_trunc('${step}', ${swissTime(column)})::date`
  return { name, sql, column: day, exact: exactAs(day) }
}

/** Days and months begin when they begin in Switzerland; instants are held in UTC. */
const swissTime = ({ name, type }: Column): string =>
  type === 'datetime' ? `timezone(${literal(zone)}, timezone('UTC', ${quoted(name)}))` : quoted(name)

function measureOf(columns: readonly Column[], aggregate: Aggregate, name: string | undefined): Shown {
  if (name === undefined) {
    if (aggregate !== 'count') throw new QueryError('measure', aggregate)
    return { name: 'count', sql: 'count(*)', column: undefined, exact: wholeNumber }
  }
  const column = columnOf(columns, name)
  const isNumber = column.type === 'integer' || column.type === 'number'
  if ((aggregate === 'sum' || aggregate === 'avg') && !isNumber) throw new QueryError('measure', name)
  const shown = { name: `${aggregate}_${name}`, sql: `${aggregate}(${quoted(name)})`, column: undefined }
  switch (aggregate) {
    case 'min':
    case 'max':
      return { ...shown, column, exact: exactAs(column) }
    case 'count':
      return { ...shown, exact: wholeNumber }
    case 'sum':
      return { ...shown, exact: column.type === 'integer' ? wholeNumber : undefined }
    case 'avg':
      return { ...shown, exact: undefined }
  }
}
