import type { CaseRecord, CaseRef } from './case-record.ts'
import type { StaffScope } from './case-side.ts'
import { moveCase } from './move-case.ts'
import { tellCase } from './tell-case.ts'

/** Takes a case up again that was decided, closed or withdrawn. `reason` goes into the audit and must not name people. */
export async function reopenCase(scope: StaffScope, input: CaseRef & { readonly reason: string }): Promise<CaseRecord> {
  const moved = await moveCase(scope, input, 'reopen', () => ({ kept_until: null }))
  scope.write(
    scope.db
      .updateTable('egovernment.case_closures')
      .set({ reopened_by: scope.actor.staffId, reopened_at: scope.now() })
      .where('authority_id', '=', input.authorityId)
      .where('case_id', '=', input.caseId)
      .where('reopened_at', 'is', null),
  )
  tellCase(scope, input, 'reopened', {}, { reason: input.reason })
  return moved
}
