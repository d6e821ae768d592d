import { type Column, rowNumber } from '../tables/column.ts'
import type { SoughtBox } from '../tables/extent.ts'
import { gridCells } from '../tables/grid-sql.ts'
import { columnOf, inward, storedTypes } from './cell-sql.ts'
import { QueryError } from './query-errors.ts'
import { quoted } from './quoted.ts'
import type { Filter, RowQuery } from './table-reader.ts'

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

export type Condition = {
  readonly [Part in 'filters' | 'search' | 'box' | 'loose' | 'without']?: RowQuery[Part] | undefined
} & {
  /** Numbers of rows whose own box meets that of the query although they do not. */
  readonly misses?: readonly string[] | undefined
}

/** Conditions that hold together, as SQL; `true` where there are none. Throws `QueryError`. */
export function conditionSql(
  columns: readonly Column[],
  { filters = [], search, box, misses, loose = [], without }: Condition,
  values: Values,
): string {
  if (filters.length > mostFilters) throw new QueryError('limit', String(filters.length))
  const parts = filters.map((filter) => filterSql(columnOf(columns, filter.column), filter, values))
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10)
  return (
    [
      ...parts,
      ...words.map((word) => wordSql(columns, word, values)),
      ...loose.map((filter) => looseSql(columnOf(columns, filter.column), filter, values)),
      ...(without ? [withoutSql(columnOf(columns, without.column), without.values, values)] : []),
      ...(box ? [`${rowNumber} in (select ${rowNumber} from ${boxesMeeting(box, values, misses)})`] : []),
    ].join(' and ') || 'true'
  )
}

/**
 * Boxes that meet this one, their borders included, as what follows `from`. In the Swiss grid it is sure of points; of lines and areas it gives those
 * near by.
 */
export function boxesMeeting(
  { west, south, east, north, grid }: SoughtBox,
  values: Values,
  misses: readonly string[] = [],
): string {
  const side = (value: number) => values.add(String(value), 'double')
  const across = [`east >= ${side(west)}`, `west <= ${side(east)}`].join(west > east ? ' or ' : ' and ')
  const near = `(${across}) and north >= ${side(south)} and south <= ${side(north)}`
  const others =
    misses.length > 0 ? ` and ${rowNumber} not in (${misses.map((one) => values.add(one, 'bigint')).join(', ')})` : ''
  if (!grid) return `boxes where ${near}${others}`
  const points = `(select *, ${gridCells('west', 'south')} from boxes where ${near})`
  const isIn = `grid_east between ${side(grid.west)} and ${side(grid.east)} and grid_north between ${side(grid.south)} and ${side(grid.north)}`
  return `${points} where (west < east or south < north or (${isIn}))${others}`
}

const looseSql = (column: Column, filter: Filter, values: Values): string =>
  `(${quoted(column.name)} is null or ${filterSql(column, filter, values)})`

function withoutSql(column: Column, given: readonly string[], values: Values): string {
  if (given.length === 0) return 'true'
  const type = storedTypes[column.type]
  const bound = given.map((value) => values.add(inward(column, value), type))
  return `(${quoted(column.name)} is null or ${quoted(column.name)} not in (${bound.join(', ')}))`
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
    case 'shorter':
      return `length(${name}) < ${values.add(one(), 'bigint')}`
    case 'longer':
      return `length(${name}) > ${values.add(one(), 'bigint')}`
    case 'unmatched':
      return `not regexp_full_match(${name}, ${values.add(one(), 'varchar')})`
  }
}

function wordSql(columns: readonly Column[], word: string, values: Values): string {
  const mark = values.add(word, 'varchar')
  const searched = columns.filter(({ type }) => type !== 'geometry' && type !== 'boolean')
  return `(${searched.map(({ name }) => `contains(lower(${quoted(name)}::varchar), ${mark})`).join(' or ') || 'false'})`
}
