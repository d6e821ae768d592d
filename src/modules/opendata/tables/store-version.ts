import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { v7 } from 'uuid'
import type { StaffActor, SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { DataSetId, DistributionId } from '../catalogue/data-set.ts'
import { storedTypes } from '../query/cell-sql.ts'
import type { Cell } from '../query/table-reader.ts'
import { buildTable } from './build-table.ts'
import { countChangesSql } from './change-sql.ts'
import type { Column } from './column.ts'
import { findLatestVersion } from './queries.ts'
import { placeOrder } from './table-places.ts'
import type { RowChanges, TableVersion } from './table-version.ts'
import { type Tables, tablesOf } from './tables.ts'
import { writeRows } from './write-rows.ts'

/**
 * Where rows come from. A file has the columns by their names and values that DuckDB reads for their types: CSV in UTF-8 with a heading, comma and
 * double quotes, nothing for null and "" for an empty text; NDJSON one object a line; Parquet. Rows have their cells in the order of the columns.
 */
export type RowSource =
  | { readonly kind: 'file'; readonly path: string; readonly format: 'csv' | 'ndjson' | 'parquet' }
  | { readonly kind: 'rows'; readonly rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]> }

export type NewVersion = {
  readonly authorityId: AuthorityId
  readonly dataSetId: DataSetId
  readonly tableId: DistributionId
  readonly columns: readonly Column[]
  readonly source: RowSource
  readonly note?: string | undefined
}

/**
 * Keeps rows as the next version of a table: as Parquet in the file store, with checksum, number of rows and what changed against the version before.
 * Nobody but its authority sees it until it is published. Rows and columns that are the same as before make no new version: `isNew` is false and the
 * version before is given. Runs outside any transaction but the last short one. Throws `UnreadableRowsError` where rows do not fit the columns.
 *
 *     const { version } = await storeVersion(kernel, systemActor('opendata'), { authorityId, dataSetId, tableId, columns, source })
 */
export async function storeVersion(
  kernel: Kernel,
  actor: StaffActor | SystemActor,
  input: NewVersion,
): Promise<{ version: TableVersion; isNew: boolean }> {
  const tables = tablesOf(kernel)
  const before = await kernel.database.read(actor, (scope) => findLatestVersion(scope, input.tableId))
  const folder = await tables.cache.workFolder()
  try {
    const target = join(folder, 'table.parquet')
    const { rows, changes, keepPlaces } = await make(tables, input, before, { folder, target })
    if (before && isUnchanged(before, input.columns, changes)) return { version: before, isNew: false }
    const file = `od-${v7()}`
    const sha256 = await sha256Of(target)
    const { size } = await stat(target)
    await kernel.files.put(file, createReadStream(target))
    await tables.cache.get(`${sha256}.parquet`, (temporary) => copyFile(target, temporary))
    await keepPlaces(sha256)
    try {
      const kept = { file, sha256, bytes: size, rows, changes, before }
      return {
        version: await kernel.database.write(actor, (scope) => insertVersion(scope, input, kept)),
        isNew: true,
      }
    } catch (error) {
      await kernel.files.delete(file).catch(() => {})
      throw error
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function make(
  tables: Tables,
  { source, columns }: NewVersion,
  before: TableVersion | undefined,
  { folder, target }: { folder: string; target: string },
): Promise<{ rows: number; changes: RowChanges | null; keepPlaces: (sha256: string) => Promise<void> }> {
  const rowsFile = join(folder, 'rows.csv')
  if (source.kind === 'rows') await writeRows(source.rows, columns, rowsFile)
  const boxes = join(folder, 'boxes.parquet')
  const places = placeOrder(columns, boxes)
  const { extent, ...built } = await buildTable({
    source: source.kind === 'file' ? source : { path: rowsFile, format: 'csv' },
    columns: columns.map(({ name, type }) => ({ name, type: storedTypes[type], isJson: type === 'geometry' })),
    folder,
    target,
    ...(places && { places }),
    ...(before && {
      before: await tables.fileOf(before),
      countChanges: countChangesSql(before.columns, columns),
    }),
  })
  return {
    ...built,
    keepPlaces: (sha256) => tables.places.keep({ sha256, columns }, { boxes: places?.boxes?.target, extent }),
  }
}

function isUnchanged(before: TableVersion, columns: readonly Column[], changes: RowChanges | null): boolean {
  return (
    isDeepStrictEqual(before.columns, columns) &&
    changes !== null &&
    changes.added + changes.changed + changes.removed === 0
  )
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

type Kept = {
  readonly file: string
  readonly sha256: string
  readonly bytes: number
  readonly rows: number
  readonly changes: RowChanges | null
  readonly before: TableVersion | undefined
}

/** The numbers of one table are given one after the other. What was stored by others meanwhile was not compared: then `changes` is left open. */
async function insertVersion(
  scope: WriteScope<StaffActor | SystemActor>,
  { authorityId, dataSetId, tableId, columns, note }: NewVersion,
  { before, ...kept }: Kept,
): Promise<TableVersion> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`table ${tableId}`}, 0))`.execute(scope.db)
  const latest = await findLatestVersion(scope, tableId)
  const version: TableVersion = {
    authorityId,
    dataSetId,
    tableId,
    number: (latest?.number ?? 0) + 1,
    ...kept,
    columns,
    changes: latest?.number === before?.number ? kept.changes : null,
    note: note ?? null,
    madeAt: scope.now(),
    publishedAt: null,
  }
  scope.write(
    scope.db.insertInto('opendata.table_versions').values({
      authority_id: authorityId,
      data_set_id: dataSetId,
      table_id: tableId,
      number: version.number,
      file: kept.file,
      sha256: kept.sha256,
      bytes: kept.bytes,
      rows: kept.rows,
      columns: JSON.stringify(columns),
      changes: version.changes && JSON.stringify(version.changes),
      note: version.note,
      made_at: version.madeAt,
      made_by: scope.actor.kind === 'staff' ? scope.actor.staffId : null,
    }),
  )
  return version
}
