import { v7 } from 'uuid'
import { noteRetention } from '../retention/note-retention.ts'
import type { ClosureReason } from './case.ts'
import { openCaseKey, type Sealer } from './case-key.ts'
import type { CaseRecord, CaseRef } from './case-record.ts'
import type { StaffScope } from './case-side.ts'
import { readOptional } from './case-text.ts'
import { moveCase } from './move-case.ts'
import { tellCase } from './tell-case.ts'

/** Closes a case with a reason; the applicant reads the note. */
export async function closeCase(
  scope: StaffScope,
  sealer: Sealer,
  input: CaseRef & { readonly reason: ClosureReason; readonly note?: string },
): Promise<CaseRecord> {
  const note = readOptional(input.note)
  const key = await openCaseKey(scope, sealer, input)
  const moved = await moveCase(scope, input, 'close')
  const id = v7()
  scope.write(
    scope.db.insertInto('egovernment.case_closures').values({
      authority_id: input.authorityId,
      case_id: input.caseId,
      id,
      reason: input.reason,
      sealed_note: note === undefined ? null : key.seal(`closure/${id}`, note),
      closed_by: scope.actor.staffId,
      closed_at: scope.now(),
    }),
  )
  await noteRetention(scope, moved)
  tellCase(scope, input, 'closed', { closureId: id, reason: input.reason })
  return moved
}
