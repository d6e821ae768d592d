// Makes the Parquet file of a version and compares it with the one before, or lays one out for questions, order after order. Started by `run-build.ts`.
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { literal, quoted } from '../../query/quoted.ts'
import type { RankOrder } from '../../ranks/inside/rank-order.ts'
import { writeRanks } from '../../ranks/inside/write-ranks.ts'
import { rowNumber } from '../column-names.ts'
import type { BuildOrder, BuildOutcome, LayoutOrder, PlaceOrder, PlacingOrder } from './build-order.ts'
import { foreignSql } from './foreign-sql.ts'
import { layOut } from './lay-out.ts'

process.on('disconnect', () => process.exit(1))
process.on('message', async (order: BuildOrder | LayoutOrder | PlacingOrder | RankOrder) => {
  // Whoever gave it knows from now on that it is not for another process to try.
  process.send?.('taken')
  const outcome = await answer(order).catch(
    (error: unknown): BuildOutcome => ({
      kind: 'fault',
      message: error instanceof Error ? error.message : String(error),
    }),
  )
  process.send?.(outcome)
})

// So that a page by number reads one group, and that writing them takes no longer than reading what they are made of (decisions 0020, 0031).
const rowGroup = 61_440
const boxGroup = 20_480

async function answer(order: BuildOrder | LayoutOrder | PlacingOrder | RankOrder): Promise<BuildOutcome> {
  const { folder } = order
  if ('parquet' in order)
    return withDuckDB(folder, [order.parquet, order.target, `${order.target}.wal`], (db) => layOut(db, order))
  if ('ranksOf' in order) {
    await withDuckDB(folder, [order.ranksOf], (db) => writeRanks(db, order))
    return { kind: 'built', rows: order.rows, changes: null, extent: null }
  }
  const boxes = order.places?.boxes?.target
  if ('data' in order) return withDuckDB(folder, [order.data, boxes], (db) => placeAll(db, order))
  const { source, target, before } = order
  return withDuckDB(folder, [source.path, target, before, boxes], (db) => build(db, order))
}

/** DuckDB that reaches these files and its folder, and nothing else; each order has one of its own, of which nothing is left. */
async function withDuckDB<Result>(
  folder: string,
  files: readonly (string | undefined)[],
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const paths = files.filter((path) => path !== undefined)
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: '1GB',
    temp_directory: folder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  try {
    const connection = await instance.connect()
    await connection.run(`set allowed_paths = [${paths.map(literal).join(', ')}]`)
    await connection.run(`set allowed_directories = [${literal(folder)}]`)
    await connection.run("set timezone = 'UTC'")
    await connection.run('set enable_external_access = false')
    await connection.run('set lock_configuration = true')
    return await work(connection)
  } finally {
    instance.closeSync()
  }
}

async function build(connection: DuckDBConnection, order: BuildOrder): Promise<BuildOutcome> {
  const { source, columns, target, before, countChanges, places } = order
  const cells = columns.map(({ name, type }) => {
    // By way of text: of a number, DuckDB would make yes of whatever is not 0.
    const cast = `${quoted(name)}::${type === 'BOOLEAN' ? 'VARCHAR' : readAs(type)}::${type}`
    return `${type === 'DOUBLE' ? `case when isfinite(${cast}) then ${cast} end` : cast} as ${quoted(name)}`
  })
  const incoming = `select ${cells.join(', ')} from ${reading(source, columns)}`
  // A table numbers its rows in their order while all processors fill it; `row_number()` would leave that to one. Its columns have names of ours, for one
  // of the data may be called `rowid`.
  const ours = columns.map(({ name }, at) => `${quoted(name)} as c${at}`)
  const theirs = columns.map(({ name }, at) => `c${at} as ${quoted(name)}`)
  await connection.run(`create temporary table incoming as select ${ours.join(', ')} from (${merged(order, incoming)})`)
  await connection.run(
    `copy (select rowid + 1 as ${rowNumber}, ${theirs.join(', ')} from incoming)
     to ${literal(target)} (format parquet, compression zstd, row_group_size ${rowGroup})`,
  )
  await connection.run('drop table incoming')
  await connection.run(`create view data as select * from read_parquet(${literal(target)})`)
  const rows = await countRows(connection)
  const extent = places ? await place(connection, places, rows) : null
  if (before === undefined || countChanges === undefined) return { kind: 'built', rows, changes: null, extent }
  await connection.run(`create view before as select * from read_parquet(${literal(before)})`)
  const [changed = []] = (await connection.runAndReadAll(countChanges)).getRowsJS()
  const [added, altered, removed] = changed.map(Number)
  return { kind: 'built', rows, changes: { added: added ?? 0, changed: altered ?? 0, removed: removed ?? 0 }, extent }
}

async function placeAll(connection: DuckDBConnection, { data, places }: PlacingOrder): Promise<BuildOutcome> {
  await connection.run(`create view data as select * from read_parquet(${literal(data)})`)
  const rows = await countRows(connection)
  return { kind: 'built', rows, changes: null, extent: await place(connection, places, rows) }
}

async function countRows(connection: DuckDBConnection): Promise<number> {
  const counted = await connection.runAndReadAll('select count(*) from data')
  return Number(counted.getRowsJS()[0]?.[0])
}

/**
 * Writes the boxes so that those near each other lie in one group of rows, in stripes of about as many (S. Leutenegger, M. Lopez, J. Edgington, «STR»,
 * ICDE 1997), and gives the extent.
 */
async function place(connection: DuckDBConnection, { boxes, extent }: PlaceOrder, rows: number): Promise<string> {
  if (boxes) {
    const stripes = Math.ceil(Math.sqrt(Math.ceil(rows / boxGroup)))
    const order = stripes > 1 ? `order by ntile(${stripes}) over (order by west + east), south + north` : ''
    await connection.run(
      `copy (select * from (${boxes.sql}) ${order}) to ${literal(boxes.target)} (format parquet, compression zstd, row_group_size ${boxGroup})`,
    )
    await connection.run(`create view boxes as select * from read_parquet(${literal(boxes.target)})`)
  }
  const [found] = (await connection.runAndReadAll(extent)).getRowObjectsJS()
  return JSON.stringify(found)
}

/** Rows that are known by their key are replaced where they stand, others follow in their order; without a key to go by, the source is all there is. */
function merged({ columns, before, onto = [] }: BuildOrder, incoming: string): string {
  if (before === undefined || onto.length === 0) return incoming
  const on = onto.map((name) => `o.${quoted(name)} is not distinct from n.${quoted(name)}`).join(' and ')
  const names = columns.map(({ name }) => quoted(name))
  const cells = names.map((name) => `case when n._turn is null then o.${name} else n.${name} end as ${name}`)
  return `with n as materialized (select *, row_number() over () as _turn from (${incoming}))
    select ${names.join(', ')} from (
      select ${cells.join(', ')}, o.${rowNumber} as _place, n._turn as _turn
      from read_parquet(${literal(before)}) o full outer join n on ${on}
    ) order by _place nulls last, _turn`
}

function reading(source: BuildOrder['source'], columns: BuildOrder['columns']): string {
  const { path, format } = source
  if (source.reading) return foreignSql(path, source.reading, columns)
  const types = (typeOf: (column: BuildOrder['columns'][number]) => string) =>
    `{${columns.map((column) => `${literal(column.name)}: ${literal(typeOf(column))}`).join(', ')}}`
  switch (format) {
    case 'parquet':
      return `read_parquet(${literal(path)})`
    case 'csv':
      return `read_csv(${literal(path)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', new_line = '\\n',
        nullstr = '', allow_quoted_nulls = false, max_line_size = 20000000, columns = ${types(({ type }) => readAs(type))})`
    case 'ndjson':
      return `read_ndjson(${literal(path)}, maximum_object_size = 20000000, columns = ${types(({ type, isJson }) => (isJson ? 'JSON' : readAs(type)))})`
  }
}

/** Instants are read with their zone, UTC where none is named, and kept as UTC. */
function readAs(type: string): string {
  return type === 'TIMESTAMP' ? 'TIMESTAMPTZ' : type
}
