import type { StaffActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { isUuid, slug } from '#kernel/ids.ts'

/** Marks feedback as done, once. Throws `NotFoundError` for what is not there, not for this staff, or done already. */
export async function answerFeedback(scope: WriteScope, staff: StaffActor, id: string): Promise<void> {
  const row = isUuid(id)
    ? await scope.db
        .updateTable('portal.feedback')
        .set({ answered_at: scope.now().toISOString(), answered_by: staff.staffId })
        .where('id', '=', id)
        .where('answered_at', 'is', null)
        .returning('authority_id')
        .executeTakeFirst()
    : undefined
  if (!row) throw new NotFoundError('no such open feedback')
  scope.record('portal.feedback.answered', { authorityId: slug(row.authority_id), subjectId: id })
}
