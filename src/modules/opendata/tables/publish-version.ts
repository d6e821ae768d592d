import type { StaffActor, SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { DistributionId } from '../catalogue/data-set.ts'

/** Makes a version public from now on; one that is stays as it is. The gate and the agreement of a second person come before this. */
export function publishVersion(
  scope: WriteScope<StaffActor | SystemActor>,
  { authorityId, tableId, number }: { authorityId: AuthorityId; tableId: DistributionId; number: number },
): void {
  scope.write(
    scope.db
      .updateTable('opendata.table_versions')
      .set({ published_at: scope.now() })
      .where('authority_id', '=', authorityId)
      .where('table_id', '=', tableId)
      .where('number', '=', number)
      .where('published_at', 'is', null),
  )
}
