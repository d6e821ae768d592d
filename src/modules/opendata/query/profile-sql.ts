import type { Column } from '../tables/column.ts'
import { outward } from './cell-sql.ts'
import type { Statement } from './inside/orders.ts'
import { quoted } from './quoted.ts'

/** Steps of numbers, and most frequent values. */
export const steps = 20
export const frequentValues = 10

/** Per column: filled, distinct, smallest, largest, mean. */
export function figuresSql(column: Column): Statement {
  const name = quoted(column.name)
  const shown = outward(column)
  const isCompared = column.type !== 'geometry' && column.type !== 'boolean'
  const mean = isNumeric(column) ? `avg(${name})` : 'null::double'
  return {
    sql: `select count(${name}), count(distinct ${name}), ${isCompared ? `${shown.replace(name, `min(${name})`)}, ${shown.replace(name, `max(${name})`)}` : 'null, null'}, ${mean} from data`,
    values: [],
  }
}

export function isNumeric({ type }: Column): boolean {
  return type === 'integer' || type === 'number' || type === 'year'
}

/** The most frequent values of a column, the more frequent first. */
export function frequentSql(column: Column): Statement {
  const name = quoted(column.name)
  return {
    sql: `select ${outward(column)}, count(*) from data where ${name} is not null group by ${name} order by 2 desc, 1 limit ${frequentValues}`,
    values: [],
  }
}

/** How many numbers lie in each of equal steps between smallest and largest; empty steps are left out. */
export function stepsSql(column: Column, min: number, max: number): Statement {
  const name = quoted(column.name)
  return {
    sql: `select least(floor((${name}::double - $1::double) / ($2::double - $1::double) * ${steps}), ${steps - 1})::integer, count(*) from data where ${name} is not null group by 1 order by 1`,
    values: [String(min), String(max)],
  }
}
