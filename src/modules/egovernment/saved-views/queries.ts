import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { mostViews, type SavedView } from './saved-view.ts'

/** One's own views by name. */
export async function listViews(scope: Scope<StaffActor>): Promise<readonly SavedView[]> {
  return scope.db
    .selectFrom('egovernment.saved_views')
    .select(['id', 'name', 'search'])
    .where('staff_id', '=', scope.actor.staffId)
    .orderBy('name')
    .limit(mostViews)
    .execute()
}
