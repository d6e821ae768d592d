import type { Filter, FilterOperator, RowQuery, Sort } from '../query/table-reader.ts'
import { type Column, rowNumber } from '../tables/column.ts'
import { invalid } from './action-error.ts'
import { isObject, type Parameters } from './parameters.ts'

/** Rows of one answer at most, as CKAN has it (`ckan.datastore.search.rows_max`). */
export const mostRecords = 32_000

type Wish = Pick<RowQuery, 'filters' | 'search' | 'sort' | 'isDistinct'> & { readonly columns: readonly string[] }

/**
 * Reads what `datastore_search` asks for (https://docs.ckan.org/en/2.11/maintaining/datastore.html): filters with a value, a list, nothing, or what is
 * greater or less; words in any column or in certain ones; fields, order, distinct. Throws 409 with the parameter that cannot be meant.
 */
export function readDatastoreQuery(parameters: Parameters, columns: readonly Column[]): Wish {
  const known = new Set([rowNumber, ...columns.map(({ name }) => name)])
  const check = (parameter: string, names: readonly string[]) => {
    const wrong = names.filter((name) => !known.has(name))
    if (wrong.length > 0)
      throw invalid({ [parameter]: wrong.slice(0, 10).map((name) => `field "${name.slice(0, 100)}" not in table`) })
  }
  const fields = parameters.list('fields')
  const filters = readFilters(parameters.json('filters'))
  const { search, inColumns } = readWords(parameters)
  const sort = readOrder(parameters.list('sort'))
  check('fields', fields ?? [])
  check(
    'filters',
    filters.map(({ column }) => column),
  )
  check(
    'q',
    inColumns.map(({ column }) => column),
  )
  check(
    'sort',
    sort.map(({ column }) => column),
  )
  return {
    columns: fields ?? [...known],
    filters: [...filters, ...inColumns],
    ...(search && { search }),
    sort,
    isDistinct: parameters.flag('distinct', false),
  }
}

const operators: Readonly<Record<string, FilterOperator>> = {
  eq: 'eq',
  ne: 'ne',
  gt: 'gt',
  gte: 'ge',
  lt: 'lt',
  lte: 'le',
  in: 'in',
}

function readFilters(value: unknown): Filter[] {
  if (value === undefined) return []
  if (!isObject(value)) throw invalid({ filters: ['Filters must be defined as a dict'] })
  return Object.entries(value).flatMap(([column, wanted]) => filtersOf(column, wanted))
}

function filtersOf(column: string, wanted: unknown): Filter[] {
  if (wanted === null) return [{ column, operator: 'empty', values: [] }]
  if (Array.isArray(wanted)) return [{ column, operator: 'in', values: wanted.map((one) => asText(column, one)) }]
  if (!isObject(wanted)) return [{ column, operator: 'eq', values: [asText(column, wanted)] }]
  return Object.entries(wanted).flatMap(([name, inner]): Filter[] => {
    const operator = Object.hasOwn(operators, name) ? operators[name] : undefined
    if (!operator) throw invalid({ filters: [`Unknown operator: ${name.slice(0, 40)}`] })
    if (operator === 'eq' || operator === 'in') return filtersOf(column, inner)
    return [{ column, operator, values: [asText(column, inner)] }]
  })
}

function asText(column: string, value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw invalid({ filters: [`The value for ${column.slice(0, 100)} is no text, number or truth`] })
}

/** Words are found wherever they stand, in parts of words too; of the query language of PostgreSQL (`plain` false) only what all words must have. */
function readWords(parameters: Parameters): { search: string; inColumns: Filter[] } {
  const isPlain = parameters.flag('plain', true)
  const wordsOf = (text: string): string[] => {
    const bare = isPlain ? text : text.replace(/:\*/g, ' ').replace(/&/g, ' ')
    if (!isPlain && /[|!<>()]/.test(bare)) throw invalid({ q: ['Only words, & and :* are understood'] })
    return bare.split(/\s+/).filter(Boolean).slice(0, 10)
  }
  const text = parameters.raw('q') === undefined ? parameters.text('full_text') : undefined
  const q = text ?? wordsByColumn(parameters)
  if (typeof q === 'string') return { search: wordsOf(q).join(' '), inColumns: [] }
  const inColumns = Object.entries(q).flatMap(([column, words]) => {
    if (typeof words !== 'string') throw invalid({ q: [`The words for ${column.slice(0, 100)} are no text`] })
    return wordsOf(words).map((word): Filter => ({ column, operator: 'contains', values: [word] }))
  })
  return { search: '', inColumns }
}

function wordsByColumn(parameters: Parameters): string | { readonly [column: string]: unknown } {
  const value = parameters.raw('q')
  if (isObject(value)) return value
  if (typeof value === 'string' && value.trimStart().startsWith('{')) {
    const parsed = parameters.json('q')
    if (isObject(parsed)) return parsed
  }
  return parameters.text('q') ?? ''
}

/** `a, b desc nulls first`; what is empty comes last where nothing is said. */
function readOrder(parts: readonly string[] | undefined): Sort[] {
  return (parts ?? []).map((part) => {
    const [, column, way = 'asc', nulls = 'last'] =
      /^"?([A-Za-z_][A-Za-z0-9_]*)"?(?:\s+(asc|desc))?(?:\s+nulls\s+(first|last))?$/i.exec(part.trim()) ?? []
    if (column === undefined) throw invalid({ sort: [`not understood: ${part.slice(0, 100)}`] })
    const emptyFirst = nulls.toLowerCase() === 'first'
    return { column, descending: way.toLowerCase() === 'desc', ...(emptyFirst && { emptyFirst }) }
  })
}
