import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { literal } from '../../query/quoted.ts'
import type { ParquetLayout } from '../../tables/foreign-reading.ts'
import { foreignRowsSql } from '../../tables/inside/foreign-sql.ts'
import { IntakeError, type RawRow, type RawTable } from './raw-table.ts'

/** Opens the table of a Parquet file. Instants without a zone are UTC, as our own files have them; lists and structures become JSON. */
export async function readParquet(path: string): Promise<RawTable> {
  const connection = await connect(path)
  const described = await ask(connection, `describe select * from read_parquet(${literal(path)})`)
  const columns = described.map(([name, type]) => ({ name: String(name), type: String(type) }))
  const places = columns.flatMap(({ type }, at) => (type === 'VARCHAR' || type.startsWith('ENUM') ? [at] : []))
  const layout: ParquetLayout = { kind: 'parquet', columns }
  return {
    ...{
      format: 'parquet',
      encoding: null,
      delimiter: null,
      sheets: [],
      sheet: null,
      headingLine: 0,
      mayBeShort: true,
      layout,
    },
    headings: columns.map(({ name }) => name),
    texts: new Set(places),
    rows: () => rowsOf(connection, `select * from ${foreignRowsSql(path, layout)}`),
  }
}

async function connect(path: string): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: '700MB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  await connection.run(`set allowed_paths = [${literal(path)}]`)
  await connection.run("set timezone = 'UTC'")
  await connection.run('set enable_external_access = false')
  await connection.run('set lock_configuration = true')
  return connection
}

async function ask(connection: DuckDBConnection, statement: string) {
  try {
    return (await connection.runAndReadAll(statement)).getRowsJS()
  } catch (error) {
    throw new IntakeError('unreadable', { value: error instanceof Error ? error.message.slice(0, 200) : '' })
  }
}

async function* rowsOf(connection: DuckDBConnection, statement: string): AsyncGenerator<RawRow> {
  const result = await connection.stream(statement)
  let line = 0
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) return
    for (const row of chunk.getRows()) {
      line += 1
      yield { line, cells: row.map((cell) => (cell === null ? null : String(cell))) }
    }
  }
}
