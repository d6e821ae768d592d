import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Type } from 'typebox'
import { v7 } from 'uuid'
import type { SystemActor } from '#kernel/db/actor.ts'
import { type StaffActor, systemActor } from '#kernel/db/actor.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { openStream, sealStream } from '#kernel/files/sealed-stream.ts'
import { slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { LongWork, Module } from '#kernel/module.ts'
import { validatorOf } from '#kernel/validator.ts'
import { StoredDataSetError } from '../catalogue/queries.ts'
import type { TableKey } from '../deliveries/delivery.ts'
import { type Column, columnSchema } from '../tables/column.ts'
import { tablesOf } from '../tables/tables.ts'

/** How long what was brought may lie, in days; then it has to be brought again. */
export const rawDays = 14
const day = 86_400_000
const areColumns = validatorOf(Type.Array(columnSchema))

/** What was brought of a table and is not public. */
export type RawRows = {
  readonly file: string
  readonly key: Buffer
  readonly rows: number
  /** As they were when it was read: the heading of its CSV. */
  readonly columns: readonly Column[]
  readonly keptAt: Date
  readonly expiresAt: Date
}

const placeOf = ({ authorityId, tableId }: Pick<TableKey, 'authorityId' | 'tableId'>, file: string) => ({
  authorityId,
  subjectId: `opendata-raw/${tableId}/${file}`,
})

/** Keeps what was brought of a table sealed, in place of what lay there before. `path` is its CSV. */
export async function keepRaw(
  kernel: Kernel,
  actor: StaffActor,
  table: TableKey,
  { path, rows, columns }: { readonly path: string; readonly rows: number; readonly columns: readonly Column[] },
): Promise<void> {
  const file = `od-raw-${v7()}`
  const { key, wrapped } = kernel.sealing.newKey(placeOf(table, file))
  await kernel.files.put(file, Readable.from(sealStream(key, createReadStream(path)), { objectMode: false }))
  const before = await kernel.database.write(actor, async (scope) => {
    const found = await findRaw(scope, table)
    const told = {
      ...{ file, wrapped_key: wrapped, rows, columns: jsonb(columns), kept_at: scope.now(), kept_by: actor.staffId },
      expires_at: new Date(scope.now().getTime() + rawDays * day),
    }
    await scope.db
      .insertInto('opendata.raw_rows')
      .values({ authority_id: table.authorityId, table_id: table.tableId, data_set_id: table.dataSetId, ...told })
      .onConflict((conflict) => conflict.columns(['authority_id', 'table_id']).doUpdateSet(told))
      .execute()
    return found?.file
  })
  if (before !== undefined) await kernel.files.delete(before)
}

/** What lies there of a table; undefined where nothing does, or its time is over. */
export async function findRaw(
  scope: Scope,
  { authorityId, tableId }: Pick<TableKey, 'authorityId' | 'tableId'>,
): Promise<RawRows | undefined> {
  const row = await scope.db
    .selectFrom('opendata.raw_rows')
    .select(['file', 'wrapped_key', 'rows', 'columns', 'kept_at', 'expires_at'])
    .where('authority_id', '=', authorityId)
    .where('table_id', '=', tableId)
    .where('expires_at', '>', scope.now())
    .executeTakeFirst()
  if (!row?.wrapped_key) return undefined
  if (!areColumns(row.columns)) throw new StoredDataSetError(`raw columns of ${tableId}`)
  const { file, wrapped_key: key, rows, columns, kept_at: keptAt, expires_at: expiresAt } = row
  return { file, key, rows: Number(rows), columns, keptAt, expiresAt }
}

/** Opens it into a file that its caller removes. */
export async function openRaw(
  kernel: Kernel,
  table: Pick<TableKey, 'authorityId' | 'tableId'>,
  { file, key: wrapped }: RawRows,
  target: string,
): Promise<void> {
  const key = kernel.sealing.unwrap(placeOf(table, file), wrapped)
  const opened = Readable.from(openStream(key, await kernel.files.get(file)), { objectMode: false })
  await pipeline(opened, createWriteStream(target, { mode: 0o600 }))
}

/** It is needed no more: its key goes with this transaction, so that nobody opens it, its bytes right after. Of all tables of a data set without `tableId`. */
export async function dropRaw(
  scope: WriteScope<StaffActor> | WriteScope<SystemActor>,
  { authorityId, dataSetId, tableId }: Pick<TableKey, 'authorityId' | 'dataSetId'> & { readonly tableId?: string },
): Promise<void> {
  const gone = await scope.db
    .updateTable('opendata.raw_rows')
    .set({ wrapped_key: null, expires_at: scope.now() })
    .where('authority_id', '=', authorityId)
    .where('data_set_id', '=', dataSetId)
    .$if(tableId !== undefined, (query) => query.where('table_id', '=', tableId ?? ''))
    .returning('file')
    .execute()
  if (gone.length > 0) scope.enqueue('opendata.drop_raw_rows', { payload: {} })
}

const platform = systemActor('opendata')
const perRound = 100

/** Takes what is needed no more, or lay too long, out of the store: first the bytes, then what is known of them. What a process that ended left open goes too. */
const dropExpired: LongWork = async ({ kernel }) => {
  await tablesOf(kernel).cache.sweep()
  const expired = await kernel.database.read(platform, (scope) =>
    scope.db
      .selectFrom('opendata.raw_rows')
      .select(['authority_id', 'table_id', 'file'])
      .where('expires_at', '<=', scope.now())
      .orderBy('expires_at')
      .limit(perRound)
      .execute(),
  )
  for (const { authority_id, table_id: tableId, file } of expired) {
    const authorityId = slug<'authority'>(authority_id)
    await kernel.files.delete(file)
    await kernel.database.write(platform, async (scope) => {
      scope.write(
        scope.db
          .deleteFrom('opendata.raw_rows')
          .where('authority_id', '=', authorityId)
          .where('table_id', '=', tableId)
          .where('file', '=', file),
      )
      scope.record('opendata.raw_rows.dropped', { authorityId, detail: { table: tableId } })
    })
  }
}

export const rawJobs: NonNullable<Module['jobs']> = {
  'opendata.drop_raw_rows': {
    purpose: 'opendata',
    about:
      'Deletes rows on persons as they were brought, once their protected version is public or they lay for fourteen days.',
    longWork: dropExpired,
  },
}

export const rawSchedules: NonNullable<Module['schedules']> = [{ job: 'opendata.drop_raw_rows', cron: '20 * * * *' }]
