import type { StaffActor } from '#kernel/db/actor.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { TableKey } from '../deliveries/delivery.ts'

/** Deletes the versions of a table that were never public, with their rows. */
export async function dropDrafts(kernel: Kernel, actor: StaffActor, { authorityId, tableId }: TableKey): Promise<void> {
  const gone = await kernel.database.write(actor, (scope) =>
    scope.db
      .deleteFrom('opendata.table_versions')
      .where('authority_id', '=', authorityId)
      .where('table_id', '=', tableId)
      .where('published_at', 'is', null)
      .returning('file')
      .execute(),
  )
  for (const { file } of gone) await kernel.files.delete(file)
}
