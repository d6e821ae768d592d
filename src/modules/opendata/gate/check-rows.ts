import { HttpError } from '#kernel/http/errors.ts'
import type { Distribution } from '../catalogue/data-set.ts'
import type { TableReader } from '../query/table-reader.ts'
import type { Column } from '../tables/column.ts'
import { rowNumber } from '../tables/column.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { checkConstraints, headings } from './check-constraints.ts'
import { shortened } from './check-said.ts'
import type { Finding, Place, Say } from './finding.ts'

type Reader = Pick<TableReader, 'rows' | 'group'>

/** Codes that may be described of a column. */
const mostCodes = 5_000

/**
 * Whether the rows of a table are as its columns promise: keys once, what is required filled, codes described, and
 * all that is asked of values besides. Each finding names the first line where it is so.
 * A table that is too large to be looked at in time is a warning.
 */
export async function checkRows(
  reader: Reader,
  { slug, columns = [] }: Distribution,
  version: TableVersion,
  say: Say,
): Promise<readonly Finding[]> {
  const at = { distribution: slug }
  const there = columns.filter(({ name, type }) =>
    version.columns.some((one) => one.name === name && one.type === type),
  )
  try {
    const found = [await checkKeys(reader, at, there, version, say)]
    for (const column of there) {
      if (column.isRequired) found.push(await checkFilled(reader, at, column, version, say))
      if (column.codes) found.push(await checkCodes(reader, at, column, column.codes, version, say))
      found.push(await checkConstraints(reader, at, column, version, say))
    }
    return found.flat()
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    return [say('warning', 'rows_unchecked', { ...at, field: 'rows' })]
  }
}

async function checkKeys(
  reader: Reader,
  at: Place,
  columns: readonly Column[],
  version: TableVersion,
  say: Say,
): Promise<readonly Finding[]> {
  const keys = columns.filter(({ isKey }) => isKey).map(({ name }) => name)
  if (keys.length === 0) return []
  const { rows } = await reader.group(version, {
    by: keys,
    measures: [{ aggregate: 'count' }],
    sort: [{ column: 'count', descending: true }],
    limit: 1,
  })
  const [first = []] = rows
  const [values, count] = [first.slice(0, -1), Number(first.at(-1) ?? 0)]
  if (count < 2) return []
  const twins = await reader.rows(version, {
    columns: [rowNumber],
    filters: keys.map((column, index) =>
      values[index] === null || values[index] === undefined
        ? { column, operator: 'empty', values: [] }
        : { column, operator: 'eq', values: [String(values[index])] },
    ),
    limit: 2,
  })
  const [, second] = twins.rows.map(([number]) => Number(number) + headings)
  const told = { columns: keys.join(', '), value: shortened(values.map(String)), count }
  return [
    say('error', 'key_twice', { ...at, column: keys[0] ?? '', ...(second && { line: second }), field: 'key' }, told),
  ]
}

async function checkFilled(
  reader: Reader,
  at: Place,
  { name }: Column,
  version: TableVersion,
  say: Say,
): Promise<readonly Finding[]> {
  const { rows, total } = await reader.rows(version, {
    columns: [rowNumber],
    filters: [{ column: name, operator: 'empty', values: [] }],
    limit: 1,
    counts: true,
  })
  const [first] = rows
  if (!first) return []
  const place = { ...at, column: name, line: Number(first[0]) + headings, field: 'required' }
  return [say('error', 'required_empty', place, { column: name, count: total ?? 1 })]
}

async function checkCodes(
  reader: Reader,
  at: Place,
  { name, constraints }: Column,
  codes: NonNullable<Column['codes']>,
  version: TableVersion,
  say: Say,
): Promise<readonly Finding[]> {
  const { rows } = await reader.group(version, {
    by: [name],
    measures: [{ aggregate: 'count' }],
    filters: [{ column: name, operator: 'filled', values: [] }],
    limit: mostCodes * 2,
  })
  const described = new Set(codes.map(({ code }) => code))
  const unknown = rows.map(([value]) => String(value)).filter((value) => !described.has(value))
  const [first] = unknown
  if (first === undefined) return []
  const found = await reader.rows(version, {
    columns: [rowNumber],
    filters: [{ column: name, operator: 'eq', values: [first] }],
    limit: 1,
  })
  const line = found.rows.map(([number]) => Number(number) + headings)[0]
  const place = { ...at, column: name, ...(line && { line }), field: 'codes' }
  return [
    say(constraints?.isListed ? 'error' : 'warning', 'code_unknown', place, {
      column: name,
      codes: shortened(unknown),
    }),
  ]
}
