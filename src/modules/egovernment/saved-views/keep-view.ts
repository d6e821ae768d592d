import { v7 } from 'uuid'
import { ConflictError, NotFoundError } from '#kernel/http/errors.ts'
import type { StaffScope } from '../cases/case-side.ts'
import { listViews } from './queries.ts'
import { mostViews } from './saved-view.ts'

/** Keeps a view under a name. Throws 409 where the name is taken or there are too many. */
export async function keepView(
  scope: StaffScope,
  input: { readonly name: string; readonly search: string },
): Promise<void> {
  const { staffId } = scope.actor
  if ((await listViews(scope)).length >= mostViews)
    throw new ConflictError('too many views', {
      userMessage: 'egovernment.views.error.many',
      values: { most: mostViews },
    })
  const added = await scope.db
    .insertInto('egovernment.saved_views')
    .values({ staff_id: staffId, id: v7(), ...input, created_at: scope.now() })
    .onConflict((one) => one.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw nameTaken()
}

/** Gives one's own view another name. Throws 404 for one that is not there, 409 where the name is taken. */
export async function renameView(scope: StaffScope, id: string, name: string): Promise<void> {
  const views = await listViews(scope)
  if (!views.some((one) => one.id === id)) throw new NotFoundError('no such view')
  if (views.some((one) => one.id !== id && one.name === name)) throw nameTaken()
  scope.write(
    scope.db
      .updateTable('egovernment.saved_views')
      .set({ name })
      .where('staff_id', '=', scope.actor.staffId)
      .where('id', '=', id),
  )
}

export function removeView(scope: StaffScope, id: string): void {
  scope.write(
    scope.db.deleteFrom('egovernment.saved_views').where('staff_id', '=', scope.actor.staffId).where('id', '=', id),
  )
}

function nameTaken(): ConflictError {
  return new ConflictError('name taken', { userMessage: 'egovernment.views.error.taken' })
}
