import type { Readable } from 'node:stream'
import { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Clock } from '../clock.ts'
import type { FileStore } from '../files/file-store.ts'
import { previewName } from '../files/preview.ts'
import { NotFoundError } from '../http/errors.ts'
import type { Module } from '../module.ts'
import { type About, ArchiveWriter, aboutEntry, archiveVersion } from './archive.ts'
import { listSequences, listTables, type Table } from './tables.ts'

export type BackUpParts = {
  readonly ownerUrl: string
  readonly files: FileStore
  readonly clock: Clock
  /** Where modules keep names of files of their own (`Module.storedFiles`). */
  readonly storedFiles: NonNullable<Module['storedFiles']>
}

/** Of all modules together. */
export function storedFilesOf(modules: readonly Module[]): BackUpParts['storedFiles'] {
  return modules.flatMap((module) => module.storedFiles ?? [])
}

export type BackedUp = {
  readonly file: string
  readonly tables: number
  readonly rows: number
  readonly files: number
  readonly missingFiles: readonly string[]
}

/** Rows travel in pieces of about this many bytes, so that a table of any size takes the memory of one piece. */
const pieceBytes = 4 * 1024 * 1024

/**
 * Writes everything there is to one archive while the program runs: the database as it was at one moment, and the files that its rows speak
 * for, sealed as they lie in the store. Never the master key: without it nothing sealed can be read from the archive.
 */
export async function backUp({ ownerUrl, files, clock, storedFiles }: BackUpParts, file: string): Promise<BackedUp> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'wegweiser-backup' })
  await client.connect()
  const archive = new ArchiveWriter(file)
  try {
    // One moment for all tables. Statements of others go on; nothing is locked but against a migration.
    await client.query('begin isolation level repeatable read read only')
    const about = await describe(client, clock)
    await archive.add(aboutEntry, Buffer.from(JSON.stringify(about)))
    const rows: Record<string, number> = {}
    for (const table of about.tables) rows[table.name] = await addTable(client, archive, table)
    const { kept, missing } = await addFiles(client, archive, { files, storedFiles })
    await client.query('commit')
    await archive.finish(file, { rows, files: kept, missingFiles: missing })
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
    return { file, tables: about.tables.length, rows: total, files: kept, missingFiles: missing }
  } catch (error) {
    await archive.abandon()
    throw error
  } finally {
    await client.end()
  }
}

async function describe(client: Client, clock: Clock): Promise<About> {
  const migrations = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from public.wegweiser_migrations order by name',
  )
  const keys = await client.query<{ id: string }>('select distinct master_key_id as id from kernel.sealing_keys')
  return {
    version: archiveVersion,
    madeAt: clock.now().toISOString(),
    migrations: migrations.rows,
    masterKeyIds: keys.rows.map(({ id }) => id),
    tables: await listTables(client),
    sequences: await listSequences(client),
  }
}

async function addTable(client: Client, archive: ArchiveWriter, table: Table): Promise<number> {
  const { name, columns } = table
  // A query and not the table itself: COPY of a partitioned table gives no rows.
  const copying = client.query(copyTo(`copy (select ${columns.join(', ')} from ${name}) to stdout`))
  let pieces = 0
  for await (const piece of inPieces(copying)) {
    pieces += 1
    await archive.add(`tables/${name}/${String(pieces).padStart(6, '0')}`, piece)
  }
  // How many they were comes in a message after the last row, maybe later: it is there once a next question is answered.
  await client.query('select')
  return copying.rowCount
}

async function* inPieces(stream: Readable): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk)
    chunks.push(bytes)
    size += bytes.length
    if (size < pieceBytes) continue
    yield Buffer.concat(chunks)
    chunks = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(chunks)
}

const filePage = 1_000

/** The files of the rows of that moment; one that was deleted since then is noted and not there. */
async function addFiles(
  client: Client,
  archive: ArchiveWriter,
  { files, storedFiles }: Pick<BackUpParts, 'files' | 'storedFiles'>,
): Promise<{ kept: number; missing: string[] }> {
  const missing: string[] = []
  let kept = 0
  for await (const name of listNames(client, storedFiles)) {
    const content = await readFile(files, name)
    if (content === undefined) missing.push(name)
    else {
      await archive.add(`files/${name}`, content)
      kept += 1
    }
  }
  return { kept, missing }
}

/** Names in the store that rows speak for: files of modules, files of people with their previews, and the parts of uploads under way. */
async function* listNames(client: Client, storedFiles: BackUpParts['storedFiles']): AsyncGenerator<string> {
  for (const { table, column } of storedFiles) yield* listColumn(client, table, column)
  const { rows: parts } = await client.query<{ name: string }>(
    'select unnest(part_ids)::text as name from kernel.uploads where file_id is null and refused is null',
  )
  for (const { name } of parts) yield name
  for (let last = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await client.query<{ id: string; state: string; preview_pages: number }>(
      'select id::text as id, state, preview_pages from kernel.stored_files where id > $1 order by id limit $2',
      [last, filePage],
    )
    for (const { id, state, preview_pages } of rows) {
      // What the scanner found is gone from the store.
      if (state === 'infected') continue
      yield id
      for (let page = 1; page <= preview_pages; page += 1) yield previewName(id, page)
    }
    const end = rows.at(-1)
    if (!end) return
    last = end.id
  }
}

async function* listColumn(client: Client, table: string, column: string): AsyncGenerator<string> {
  for (let last = ''; ; ) {
    const { rows } = await client.query<{ name: string }>(
      `select ${column} as name from ${table} where ${column} > $1 order by ${column} limit $2`,
      [last, filePage],
    )
    for (const { name } of rows) yield name
    const end = rows.at(-1)
    if (!end) return
    last = end.name
  }
}

/** Whole, because a tar says the size first and a store need not; uploads and tables have bounds. */
async function readFile(files: FileStore, id: string): Promise<Buffer | undefined> {
  try {
    const chunks: Buffer[] = []
    for await (const chunk of await files.get(id)) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
  } catch (error) {
    if (error instanceof NotFoundError) return undefined
    throw error
  }
}
