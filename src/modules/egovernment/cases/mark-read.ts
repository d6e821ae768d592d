import type { WriteScope } from '#kernel/db/scope.ts'
import type { CaseMessage } from './case-details.ts'
import type { CaseRecord, CaseRef } from './case-record.ts'
import { sideOf } from './case-side.ts'

/** What was shown of a case: its messages, and when it had last changed. */
export type Seen = Pick<CaseRecord, 'updatedAt'> & {
  readonly messages: readonly Pick<CaseMessage, 'id' | 'direction' | 'readAt'>[]
}

/** Notes that the messages of the other side have been opened: those that were shown. What came in since then stays new. */
export function markRead(scope: WriteScope, { authorityId, caseId }: CaseRef, { messages, updatedAt }: Seen): void {
  const isApplicant = sideOf(scope.actor, authorityId) === 'applicant'
  const direction = isApplicant ? 'out' : 'in'
  const opened = messages.filter((one) => one.direction === direction && one.readAt === null).map(({ id }) => id)
  if (opened.length > 0)
    scope.write(
      scope.db
        .updateTable('egovernment.case_messages')
        .set({ read_at: scope.now() })
        .where('authority_id', '=', authorityId)
        .where('case_id', '=', caseId)
        .where('id', 'in', opened)
        .where('read_at', 'is', null),
    )
  if (isApplicant) return
  scope.write(
    scope.db
      .updateTable('egovernment.cases')
      .set({ has_unread: false })
      .where('authority_id', '=', authorityId)
      .where('id', '=', caseId)
      .where('has_unread', '=', true)
      .where('updated_at', '=', updatedAt),
  )
}
