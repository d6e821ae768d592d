import type { SystemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import type { JobHandler } from '../module.ts'
import { previewNames } from './preview.ts'
import { type FileOwner, filesAuthority } from './stored-file.ts'

const waitingDays = 2
const sweepBatch = 500
const removeJob = 'kernel.remove_files'

/**
 * Deletes files of an owner, all of them without `ids`: what is known of them goes with this transaction, their bytes by a job right after.
 */
export async function deleteFiles(
  scope: WriteScope<SystemActor>,
  { owner, ids }: { owner: FileOwner; ids?: readonly string[] },
): Promise<void> {
  if (ids?.length === 0) return
  const all = scope.db
    .deleteFrom('kernel.stored_files')
    .where('authority_id', '=', owner.authorityId)
    .where('owner_kind', '=', owner.kind)
    .where('owner_id', '=', owner.id)
  const rows = await (ids ? all.where('id', 'in', ids) : all).returning('id').execute()
  loosen(
    scope,
    rows.map(({ id }) => id),
  )
}

/** Bytes that no row speaks for any more: noted, and removed by a job. */
export function loosen(scope: WriteScope<SystemActor>, ids: readonly string[]): void {
  if (ids.length === 0) return
  const since = scope.now()
  scope.write(
    scope.db
      .insertInto('kernel.loose_files')
      .values(ids.map((id) => ({ id, since })))
      .onConflict((conflict) => conflict.doNothing()),
  )
  scope.enqueue(removeJob, { payload: { ids } })
}

/** Job: takes the bytes of deleted files out of the store, and our pictures of them. */
export const removeFiles: JobHandler = async (scope, { payload, kernel }) => {
  const ids = Array.isArray(payload.ids) ? payload.ids.map(String) : []
  if (ids.length === 0) return
  for (const id of ids) {
    for (const name of [id, ...previewNames(id)]) await kernel.files.delete(name)
  }
  scope.write(scope.db.deleteFrom('kernel.loose_files').where('id', 'in', ids))
}

/** Uploads that were not finished, or whose form was never sent, within a day. */
async function sweepUploads(scope: WriteScope<SystemActor>): Promise<void> {
  const gone = await scope.db
    .deleteFrom('kernel.uploads')
    .where('id', 'in', (from) =>
      from.selectFrom('kernel.uploads').select('id').where('expires_at', '<', scope.now()).limit(sweepBatch),
    )
    .returning('part_ids')
    .execute()
  loosen(
    scope,
    gone.flatMap(({ part_ids }) => part_ids),
  )
  if (gone.length === sweepBatch) scope.enqueue('kernel.sweep_files', { payload: {} })
}

/** Job: deletes files that nobody attached within two days, uploads that were not finished within one, and bytes that were left behind by a process that ended. */
export const sweepFiles: JobHandler = async (scope) => {
  const before = new Date(scope.now().getTime() - waitingDays * 24 * 3_600_000)
  const waiting = await scope.db
    .deleteFrom('kernel.stored_files')
    .where('id', 'in', (from) =>
      from
        .selectFrom('kernel.stored_files')
        .select('id')
        .where('authority_id', 'is', null)
        .where('created_at', '<', before)
        .limit(sweepBatch),
    )
    .returning('id')
    .execute()
  await sweepUploads(scope)
  const ids = waiting.map(({ id }) => id)
  loosen(scope, ids)
  if (ids.length > 0) {
    scope.write(
      scope.db
        .deleteFrom('kernel.sealing_keys')
        .where('authority_id', '=', filesAuthority)
        .where('subject_id', 'in', ids),
    )
  }
  const left = await scope.db
    .selectFrom('kernel.loose_files')
    .select('id')
    .where('since', '<', before)
    .limit(sweepBatch)
    .execute()
  if (left.length > 0) scope.enqueue(removeJob, { payload: { ids: left.map(({ id }) => id) } })
  if (ids.length === sweepBatch || left.length === sweepBatch) scope.enqueue('kernel.sweep_files', { payload: {} })
}
