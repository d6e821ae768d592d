import { zone } from '#kernel/i18n/format.ts'
import type { Column } from '../tables/column.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { columnOf, outward } from './cell-sql.ts'
import { conditionSql, Values } from './filter-sql.ts'
import type { Statement } from './inside/orders.ts'
import { readPlace } from './page-place.ts'
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
  readonly offset: number
}

/** What to ask DuckDB for groups; sorted by the names that go out, else by the grouped columns. Throws `QueryError`. */
export function planGroups(table: Pick<TableVersion, 'columns'>, query: GroupQuery): GroupPlan {
  if (!Number.isSafeInteger(query.limit) || query.limit < 1 || query.limit > mostRows)
    throw new QueryError('limit', String(query.limit))
  if (query.by.length > 10 || query.measures.length > 20) throw new QueryError('limit', String(query.by.length))
  const by = [...new Set(query.by)].map((name) => groupedBy(columnOf(table.columns, name), query.steps?.[name]))
  const measures = query.measures.map(({ aggregate, column }) => measureOf(table.columns, aggregate, column))
  const columns = [
    ...by.map(({ column }) => ({ name: column.name, column })),
    ...measures.map(({ name, kept }) => ({ name, column: kept })),
  ]
  if (columns.length === 0) throw new QueryError('measure', '')
  const values = new Values()
  const condition = conditionSql(table.columns, query, values)
  const cells = [...by.map(({ cell }) => cell), ...measures.map(({ sql }) => sql)].map((sql, at) => `${sql} as c${at}`)
  const groups = by.length > 0 ? ` group by ${by.map(({ sql }) => sql).join(', ')}` : ''
  const sort = [...(query.sort ?? []), ...by.map(({ column: { name } }) => ({ column: name, descending: false }))]
  const offset = offsetOf(sort, query.after)
  return {
    columns,
    sort,
    offset,
    statement: {
      sql: `select ${cells.join(', ')} from data where ${condition}${groups} order by ${orderOf(columns, query)} limit ${query.limit + 1} offset ${offset}`,
      values: values.list,
    },
    count: {
      sql: `select count(*) from (select ${by.length > 0 ? '1' : 'count(*)'} from data where ${condition}${groups})`,
      values: values.list,
    },
  }
}

/** How many groups came before; throws `QueryError` for a place in another order. */
function offsetOf(sort: readonly Sort[], after: string | undefined): number {
  if (after === undefined) return 0
  const place = readPlace(sort, after)
  if (!('offset' in place)) throw new QueryError('place', '')
  return place.offset
}

type Grouped = { readonly column: Column; readonly sql: string; readonly cell: string }

/** A column to group by, or the first day of its years, months or days in Switzerland. */
function groupedBy(column: Column, step: TimeStep | undefined): Grouped {
  if (step === undefined) return { column, sql: quoted(column.name), cell: outward(column) }
  if (column.type !== 'date' && column.type !== 'datetime') throw new QueryError('measure', column.name)
  const sql = `date_trunc('${step}', ${swissTime(column)})::date`
  return { column: { ...column, type: 'date' }, sql, cell: `(${sql})::varchar` }
}

/** Days and months begin when they begin in Switzerland; instants are held in UTC. */
const swissTime = ({ name, type }: Column): string =>
  type === 'datetime' ? `timezone(${literal(zone)}, timezone('UTC', ${quoted(name)}))` : quoted(name)

function orderOf(columns: GroupPlan['columns'], { sort = [], by }: GroupQuery): string {
  const asked = sort.map(({ column, descending }) => {
    const at = columns.findIndex(({ name }) => name === column)
    if (at < 0) throw new QueryError('column', column)
    return `${at + 1} ${descending ? 'desc' : 'asc'} nulls last`
  })
  const rest = by.length > 0 ? columns.slice(0, new Set(by).size).map((_, at) => `${at + 1} nulls last`) : ['1']
  return [...asked, ...rest].join(', ')
}

function measureOf(
  columns: readonly Column[],
  aggregate: Aggregate,
  name: string | undefined,
): { name: string; sql: string; kept: Column | undefined } {
  if (name === undefined) {
    if (aggregate !== 'count') throw new QueryError('measure', aggregate)
    return { name: 'count', sql: 'count(*)', kept: undefined }
  }
  const column = columnOf(columns, name)
  const isNumber = column.type === 'integer' || column.type === 'number'
  if ((aggregate === 'sum' || aggregate === 'avg') && !isNumber) throw new QueryError('measure', name)
  const sql = `${aggregate}(${quoted(name)})`
  const isValue = aggregate === 'min' || aggregate === 'max'
  return {
    name: `${aggregate}_${name}`,
    sql: isValue ? outward(column).replace(quoted(name), sql) : sql,
    kept: isValue ? column : undefined,
  }
}
