import type { Column } from '../tables/column.ts'
import { columnOf, inward, storedTypes } from './cell-sql.ts'
import { QueryError } from './query-errors.ts'
import { quoted } from './quoted.ts'
import type { Filter } from './table-reader.ts'

/** Collects values to bind and gives the marks that stand for them. */
export class Values {
  readonly list: string[] = []

  add(value: string, type: string): string {
    this.list.push(value)
    return `$${this.list.length}::${type}`
  }
}

const mostFilters = 50
const mostValues = 1_000

/** Conditions that hold together, as SQL; `true` where there are none. Throws `QueryError`. */
export function conditionSql(
  columns: readonly Column[],
  { filters = [], search }: { filters?: readonly Filter[] | undefined; search?: string | undefined },
  values: Values,
): string {
  if (filters.length > mostFilters) throw new QueryError('limit', String(filters.length))
  const parts = filters.map((filter) => filterSql(columnOf(columns, filter.column), filter, values))
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10)
  return [...parts, ...words.map((word) => wordSql(columns, word, values))].join(' and ') || 'true'
}

function filterSql(column: Column, { operator, values: given }: Filter, values: Values): string {
  const name = quoted(column.name)
  const type = storedTypes[column.type]
  if (given.length > mostValues) throw new QueryError('limit', String(given.length))
  const one = () => {
    const [value] = given
    if (value === undefined || given.length > 1) throw new QueryError('value', column.name)
    return value
  }
  const bound = (value: string) => values.add(inward(column, value), type)
  switch (operator) {
    case 'eq':
      return `${name} = ${bound(one())}`
    case 'ne':
      return `${name} is distinct from ${bound(one())}`
    case 'lt':
      return `${name} < ${bound(one())}`
    case 'le':
      return `${name} <= ${bound(one())}`
    case 'gt':
      return `${name} > ${bound(one())}`
    case 'ge':
      return `${name} >= ${bound(one())}`
    case 'in':
      return given.length === 0 ? 'false' : `${name} in (${given.map(bound).join(', ')})`
    case 'contains':
      return `contains(lower(${name}::varchar), ${values.add(one().toLowerCase(), 'varchar')})`
    case 'starts':
      return `starts_with(lower(${name}::varchar), ${values.add(one().toLowerCase(), 'varchar')})`
    case 'empty':
      return column.type === 'string' ? `(${name} is null or ${name} = '')` : `${name} is null`
    case 'filled':
      return column.type === 'string' ? `${name} <> ''` : `${name} is not null`
  }
}

function wordSql(columns: readonly Column[], word: string, values: Values): string {
  const mark = values.add(word, 'varchar')
  const searched = columns.filter(({ type }) => type !== 'geometry' && type !== 'boolean')
  return `(${searched.map(({ name }) => `contains(lower(${quoted(name)}::varchar), ${mark})`).join(' or ') || 'false'})`
}
