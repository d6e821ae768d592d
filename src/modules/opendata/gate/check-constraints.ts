import type { Filter, TableReader } from '../query/table-reader.ts'
import { type Column, rowNumber } from '../tables/column.ts'
import { readPattern } from '../tables/pattern.ts'
import type { TableVersion } from '../tables/table-version.ts'
import type { Code, Finding, Place, Say } from './finding.ts'

type Reader = Pick<TableReader, 'rows' | 'group'>

/** The heading of the file is its first line. */
export const headings = 1

/** What is asked of the values of a column besides their type: each finding says how many rows do not keep to it, and where the first one is. */
export async function checkConstraints(
  reader: Reader,
  at: Place,
  column: Column,
  version: TableVersion,
  say: Say,
): Promise<readonly Finding[]> {
  const { name, constraints: { isUnique } = {} } = column
  const found: Finding[] = []
  for (const { code, limit, filter } of asked(column)) {
    const { rows, total } = await reader.rows(version, {
      columns: [rowNumber, name],
      filters: [filter],
      limit: 1,
      counts: true,
    })
    const [first] = rows
    if (!first) continue
    const place = { ...at, column: name, line: Number(first[0]) + headings, field: 'constraints' }
    const value = String(first[1]).slice(0, 60)
    found.push(say('error', code, place, { column: name, count: total ?? 1, limit, value }))
  }
  return isUnique ? [...found, ...(await checkOnce(reader, at, column, version, say))] : found
}

function asked({ name, constraints = {} }: Column): readonly { code: Code; limit: string; filter: Filter }[] {
  const { minimum, maximum, minLength, maxLength, pattern } = constraints
  const one = (code: Code, limit: string | number | undefined, operator: Filter['operator'], value = limit) =>
    limit === undefined || value === undefined
      ? []
      : [{ code, limit: String(limit), filter: { column: name, operator, values: [String(value)] } }]
  return [
    ...one('below_minimum', minimum, 'lt'),
    ...one('above_maximum', maximum, 'gt'),
    ...one('too_few_signs', minLength, 'shorter'),
    ...one('too_many_signs', maxLength, 'longer'),
    ...one('not_as_pattern', pattern, 'unmatched', pattern === undefined ? undefined : readPattern(pattern)?.re2),
  ]
}

async function checkOnce(
  reader: Reader,
  at: Place,
  { name }: Column,
  version: TableVersion,
  say: Say,
): Promise<readonly Finding[]> {
  const { rows } = await reader.group(version, {
    by: [name],
    measures: [{ aggregate: 'count' }],
    filters: [{ column: name, operator: 'filled', values: [] }],
    sort: [{ column: 'count', descending: true }],
    limit: 1,
  })
  const [[value, count] = []] = rows
  if (Number(count ?? 0) < 2) return []
  const twins = await reader.rows(version, {
    columns: [rowNumber],
    filters: [{ column: name, operator: 'eq', values: [String(value)] }],
    limit: 2,
  })
  const line = twins.rows.map(([number]) => Number(number) + headings)[1]
  const place = { ...at, column: name, ...(line !== undefined && { line }), field: 'constraints' }
  return [say('error', 'value_twice', place, { column: name, value: String(value).slice(0, 60), count: Number(count) })]
}
