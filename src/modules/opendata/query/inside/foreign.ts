import type { DuckDBConnection } from '@duckdb/node-api'
import { RefusedStatementError, refuseForeignSql } from './allowed-sql.ts'
import type { ForeignRows } from './orders.ts'

const mostBytes = 16_000_000

/**
 * Runs a stranger's statement: DuckDB's own parser says what it is, the tree is compared with what is allowed, and only then it runs. What comes
 * is read as far as `mostRows`. Throws `RefusedStatementError` with words for whoever wrote it.
 */
export async function runForeign(
  connection: DuckDBConnection,
  statement: string,
  mostRows: number,
): Promise<ForeignRows> {
  // What is looked at and what runs is the same text to its end.
  if (statement.includes('\0')) throw new RefusedStatementError('the statement holds a NUL')
  const parsed = await connection.runAndReadAll(
    'select json_serialize_sql($1::varchar, skip_null := true, skip_empty := true)',
    [statement],
  )
  refuseForeignSql(JSON.parse(String(parsed.getRowsJS()[0]?.[0])))
  try {
    const reader = await connection.streamAndReadUntil(statement, mostRows + 1)
    const types = reader.columnTypes().map(String)
    const names = reader.deduplicatedColumnNames()
    const rows = reader.getRowsJson().slice(0, mostRows)
    refuseLong(rows)
    return {
      columns: names.map((name, at) => ({ name, type: types[at] ?? '' })),
      rows: rows.map((row) => row.map((value, at) => tidy(value, types[at]))),
      isCut: reader.currentRowCount > mostRows,
    }
  } catch (error) {
    throw asRefused(error)
  }
}

function refuseLong(rows: readonly (readonly unknown[])[]): void {
  let bytes = 0
  for (const row of rows)
    for (const value of row) {
      bytes += typeof value === 'string' ? value.length : 8
      if (bytes > mostBytes) throw new RefusedStatementError('the answer is larger than 16 MB')
    }
}

const wholeNumbers = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'UBIGINT', 'UINTEGER'])

/** Whole numbers as numbers where they are exact, instants as ISO 8601. */
function tidy(value: unknown, type: string | undefined): unknown {
  if (typeof value !== 'string' || type === undefined) return value
  if (wholeNumbers.has(type)) return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (type === 'TIMESTAMP') return `${value.replace(' ', 'T')}Z`
  return value
}

/** What DuckDB says of the statement itself is for whoever wrote it; anything else is ours. */
function asRefused(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof RefusedStatementError) return error
  const said =
    /^(?:Parser|Binder|Catalog|Conversion|Out of Range|Invalid Input|Invalid|Out of Memory|Not implemented) Error: [^\n]*/i.exec(
      error.message,
    )
  return said ? new RefusedStatementError(said[0].slice(0, 300)) : error
}
