import { createReadStream } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import { CsvSplitter } from '#modules/opendata/intake/inside/split-csv.ts'

/** A bare database with the same rows: no HTTP, no policies, no JSON. */
export type BareDatabase = {
  readonly name: string
  /** Milliseconds that loading took, indexes included. */
  readonly loadedIn: number
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  close(): Promise<void>
}

const shape = `nr integer not null primary key, gemeinde integer, datum DAY, kategorie text, status text, anzahl integer,
  betrag double precision, strasse text, bemerkung text, erfasst INSTANT`
const sorted = ['betrag', 'strasse', 'datum', 'kategorie', 'anzahl', 'erfasst']
const indexes = [
  'create index zeilen_gemeinde on zeilen (gemeinde, kategorie, nr)',
  'create index zeilen_status on zeilen (status, anzahl, nr)',
  ...sorted.flatMap((column) => [
    `create index zeilen_${column}_up on zeilen (${column} asc, nr)`,
    `create index zeilen_${column}_down on zeilen (${column} desc NULLS, nr)`,
  ]),
]

/** PostgreSQL, as the server's administrator, who may read a file; texts by code point, as everywhere here. */
export async function openPostgres(adminUrl: string, csv: string): Promise<BareDatabase> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  await client.query(`set timezone = 'UTC'`)
  await client.query('set jit = off')
  const began = performance.now()
  const columns = shape.replace('DAY', 'date').replace('INSTANT', 'timestamp').replaceAll(' text', ' text collate "C"')
  await client.query(`create table zeilen (${columns})`)
  await client.query(`copy zeilen from '${csv}' (format csv, header)`)
  for (const index of indexes) await client.query(index.replace('NULLS', 'nulls last'))
  await client.query('vacuum analyze zeilen')
  return {
    name: 'PostgreSQL',
    loadedIn: performance.now() - began,
    query: async (sql) => (await client.query(sql.replace(/instr\((.*?), ('.*?')\)/, 'position($2 in $1)'))).rows,
    close: () => client.end(),
  }
}

/** SQLite within this process: not even a socket lies between. */
export async function openSqlite(path: string, csv: string): Promise<BareDatabase> {
  const database = new DatabaseSync(path)
  const began = performance.now()
  database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -262144; begin')
  database.exec(`create table zeilen (${shape.replace('DAY', 'text').replace('INSTANT', 'text')})`)
  const insert = database.prepare(`insert into zeilen values (${Array.from({ length: 10 }, () => '?').join(', ')})`)
  const splitter = new CsvSplitter({ delimiter: ',', quote: '"' })
  let isHeading = true
  for await (const text of createReadStream(csv, { encoding: 'utf8', highWaterMark: 1 << 20 }))
    for (const { cells } of splitter.push(String(text))) {
      if (!isHeading) insert.run(...cells.map((cell, at) => (at === 9 ? instantOf(cell) : cell)))
      isHeading = false
    }
  for (const index of indexes) database.exec(index.replace(' NULLS', ''))
  database.exec('create index zeilen_betrag_filled on zeilen (betrag is null, betrag, nr)')
  database.exec('commit; analyze')
  return {
    name: 'SQLite',
    loadedIn: performance.now() - began,
    query: async (sql) => database.prepare(inSqlite(sql)).all(),
    close: async () => database.close(),
  }
}

const instantOf = (cell: string | null) => cell?.replace('T', ' ').replace('Z', '') ?? null

/** Nothing comes first where it is sorted upwards; said otherwise, no index is used. */
function inSqlite(sql: string): string {
  const hasNone = /betrag >=|betrag is null/.test(sql)
  return sql
    .replaceAll('desc nulls last', 'desc')
    .replaceAll('betrag asc nulls last', hasNone ? 'betrag' : 'betrag is null, betrag')
    .replaceAll('asc nulls last', '')
    .replace(/(\w+) nulls last/g, '$1 is null, $1')
}
