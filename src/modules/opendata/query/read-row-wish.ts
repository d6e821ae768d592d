import type { FormBody } from '#kernel/http/form-body.ts'
import { type Column, rowNumber } from '../tables/column.ts'
import { QueryError } from './query-errors.ts'
import { type Filter, type FilterOperator, filterOperators, type RowQuery, type Sort } from './table-reader.ts'

/** Which rows and columns are wanted, and in what order. */
export type RowWish = Pick<RowQuery, 'filters' | 'search' | 'sort' | 'columns'>

/** Names in an address that are no columns; a column of such a name is filtered as `q[eq]=…`. */
const words = ['q', 'sort', 'columns']

/**
 * Reads the wish from a query string: `town=Kriens`, `weight[ge]=5`, `town[in]=Kriens&town[in]=Horw` (or `town` twice), `chip[empty]`, `q=words in any
 * column`, `sort=-weight,name`, `columns=name,weight`. `others` are the names that the address gives another meaning. A name that is neither is
 * refused, so that a spelling mistake is never taken for an answer. Throws `QueryError`.
 */
export function readRowWish(query: FormBody, columns: readonly Column[], others: readonly string[] = []): RowWish {
  const filters = query
    .names()
    .filter((name) => !words.includes(name) && !others.includes(name))
    .flatMap((name) => readFilter(name, query.all(name), columns))
  const search = query.get('q')?.trim()
  const sort = readSort(query.get('sort'))
  const shown = listOf(query.get('columns'))
  return {
    ...(filters.length > 0 && { filters }),
    ...(search && { search: search.slice(0, 500) }),
    ...(sort.length > 0 && { sort }),
    ...(shown.length > 0 && { columns: shown }),
  }
}

/** The filters that one name of an address stands for, with all its values: `weight[ge]=5`. Throws `QueryError`. */
export function readFilter(name: string, values: readonly string[], columns: readonly Column[]): Filter[] {
  const [, column = '', mark] = /^([a-z_][a-z0-9_]*)(?:\[([a-z]{1,10})\])?$/.exec(name) ?? []
  if (column !== rowNumber && !columns.some((one) => one.name === column)) throw new QueryError('column', name)
  const operator = mark === undefined ? (values.length > 1 ? 'in' : 'eq') : operatorOf(mark, column)
  if (operator === 'empty' || operator === 'filled') return [{ column, operator, values: [] }]
  if (operator === 'in') return [{ column, operator, values }]
  return values.map((value) => ({ column, operator, values: [value] }))
}

function operatorOf(text: string, column: string): FilterOperator {
  const operator = filterOperators.find((one) => one === text)
  if (!operator) throw new QueryError('operator', column)
  return operator
}

/** `-weight,name`: by weight, the heaviest first, then by name. */
export function readSort(text: string | undefined): Sort[] {
  return listOf(text).map((part) => ({ column: part.replace(/^-/, ''), descending: part.startsWith('-') }))
}

/** Names between commas. */
export function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .slice(0, 600)
}
