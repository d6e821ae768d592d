import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { v7 } from 'uuid'
import type { StaffActor, SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { ConflictError } from '#kernel/http/errors.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { DataSetId, DistributionId } from '../catalogue/data-set.ts'
import { storedTypes } from '../query/cell-sql.ts'
import type { Cell } from '../query/table-reader.ts'
import { buildTable } from './build-table.ts'
import { countChangesSql } from './change-sql.ts'
import type { Column } from './column.ts'
import type { ForeignReading } from './foreign-reading.ts'
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
  | {
      readonly kind: 'file'
      readonly path: string
      readonly format: 'csv' | 'ndjson' | 'parquet'
      /** Where it is the file of a stranger, whose cells are values that DuckDB reads. */
      readonly reading?: ForeignReading
    }
  | { readonly kind: 'rows'; readonly rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]> }

export type NewVersion = {
  readonly authorityId: AuthorityId
  readonly dataSetId: DataSetId
  readonly tableId: DistributionId
  readonly columns: readonly Column[]
  readonly source: RowSource
  readonly note?: string | undefined
  /** Rows are put onto those of the version before, by its key: known ones are replaced where they stand, others follow. */
  readonly adds?: boolean
  /** The newest version gives way to this one, unless it was public: its rows are the same, only its columns are described better. */
  readonly replaces?: boolean
  /** Looks at the version while only we know it; what it throws keeps the version out. */
  readonly check?: (version: TableVersion) => Promise<void>
  /** What is kept together with the version and depends on the one before, in one transaction. */
  readonly alongside?: (scope: VersionScope, version: TableVersion, before: TableVersion | undefined) => Promise<void>
}

type VersionScope = WriteScope<StaffActor> | WriteScope<SystemActor>

/** 409: somebody else stored a version meanwhile, and this one depends on the one before. */
export class StaleVersionError extends ConflictError {
  override name = 'StaleVersionError'
  constructor() {
    super('the version before is not the newest any more', { userMessage: 'opendata.tables.meanwhile' })
  }
}

/**
 * Keeps rows as the next version of a table: as Parquet in the file store, with checksum, number of rows and what changed against the version before.
 * Nobody but its authority sees it until it is published. Rows and columns that are the same as before make no new version: `isNew` is false and the
 * version before is given. Runs outside any transaction but the last short one. Throws `UnreadableRowsError` where rows do not fit the columns,
 * `StaleVersionError` where it depends on the version before and another one came meanwhile.
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
      const made = { file, sha256, bytes: size, rows, changes }
      const known = { ...asVersion(input, made, before), madeAt: kernel.clock.now() }
      await input.check?.(known)
      const keep = async (scope: VersionScope) => {
        const version = await insertVersion(scope, input, { known, before })
        await input.alongside?.(scope, version, before)
        return version
      }
      const version =
        actor.kind === 'staff' ? await kernel.database.write(actor, keep) : await kernel.database.write(actor, keep)
      if (before && version.number === before.number) await kernel.files.delete(before.file).catch(() => {})
      return { version, isNew: true }
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
  { source, columns, adds }: NewVersion,
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
      ...(adds && { onto: columns.filter(({ isKey }) => isKey).map(({ name }) => name) }),
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

type Made = Pick<TableVersion, 'file' | 'sha256' | 'bytes' | 'rows' | 'changes'>

function asVersion(
  { authorityId, dataSetId, tableId, columns, note }: NewVersion,
  made: Made,
  before: TableVersion | undefined,
): Omit<TableVersion, 'madeAt'> {
  const number = (before?.number ?? 0) + 1
  return { authorityId, dataSetId, tableId, number, ...made, columns, note: note ?? null, publishedAt: null }
}

/** The numbers of one table are given one after the other. What was stored by others meanwhile was not compared: then `changes` is left open. */
async function insertVersion(
  scope: VersionScope,
  { adds, alongside, replaces }: NewVersion,
  { known, before }: { known: TableVersion; before: TableVersion | undefined },
): Promise<TableVersion> {
  const { tableId } = known
  await sql`select pg_advisory_xact_lock(hashtextextended(${`table ${tableId}`}, 0))`.execute(scope.db)
  const latest = await findLatestVersion(scope, tableId)
  const isStale = latest?.number !== before?.number
  if (isStale && (adds || alongside)) throw new StaleVersionError()
  const isReplaced = replaces === true && latest !== undefined && latest.publishedAt === null && !isStale
  if (isReplaced)
    await scope.db
      .deleteFrom('opendata.table_versions')
      .where('authority_id', '=', known.authorityId)
      .where('table_id', '=', tableId)
      .where('number', '=', latest.number)
      .execute()
  const version: TableVersion = {
    ...known,
    number: isReplaced ? latest.number : (latest?.number ?? 0) + 1,
    changes: isReplaced ? latest.changes : isStale ? null : known.changes,
    madeAt: scope.now(),
  }
  scope.write(
    scope.db.insertInto('opendata.table_versions').values({
      authority_id: version.authorityId,
      data_set_id: version.dataSetId,
      table_id: tableId,
      number: version.number,
      file: version.file,
      sha256: version.sha256,
      bytes: version.bytes,
      rows: version.rows,
      columns: JSON.stringify(version.columns),
      changes: version.changes && JSON.stringify(version.changes),
      note: version.note,
      made_at: version.madeAt,
      made_by: scope.actor.kind === 'staff' ? scope.actor.staffId : null,
    }),
  )
  return version
}
