import type { WriteScope } from '#kernel/db/scope.ts'
import type { CaseRef } from './case-record.ts'
import { sideOf } from './case-side.ts'

/** Notes that the messages of the other side have been opened. */
export function markRead(scope: WriteScope, { authorityId, caseId }: CaseRef): void {
  const isApplicant = sideOf(scope.actor, authorityId) === 'applicant'
  scope.write(
    scope.db
      .updateTable('egovernment.case_messages')
      .set({ read_at: scope.now() })
      .where('authority_id', '=', authorityId)
      .where('case_id', '=', caseId)
      .where('direction', '=', isApplicant ? 'out' : 'in')
      .where('read_at', 'is', null),
  )
  if (isApplicant) return
  scope.write(
    scope.db
      .updateTable('egovernment.cases')
      .set({ has_unread: false })
      .where('authority_id', '=', authorityId)
      .where('id', '=', caseId)
      .where('has_unread', '=', true),
  )
}
