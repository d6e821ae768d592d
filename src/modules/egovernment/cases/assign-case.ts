import { v7 } from 'uuid'
import type { StaffId, UnitId } from '#kernel/ids.ts'
import type { CaseRecord, CaseRef } from './case-record.ts'
import type { StaffScope } from './case-side.ts'
import { moveCase } from './move-case.ts'
import { tellCase } from './tell-case.ts'

/** Gives a case to somebody of the authority (null: to nobody), and to another unit where one is named. */
export async function assignCase(
  scope: StaffScope,
  input: CaseRef & { readonly assignedTo: StaffId | null; readonly unitId?: UnitId },
): Promise<CaseRecord> {
  const { assignedTo, unitId } = input
  const moved = await moveCase(scope, input, 'assign', () => ({
    assigned_to: assignedTo,
    ...(unitId && { unit_id: unitId }),
  }))
  scope.write(
    scope.db.insertInto('egovernment.case_assignments').values({
      authority_id: input.authorityId,
      case_id: input.caseId,
      id: v7(),
      assigned_to: assignedTo,
      unit_id: unitId ?? null,
      assigned_by: scope.actor.staffId,
      at: scope.now(),
    }),
  )
  tellCase(scope, input, 'assigned', { assignedTo, unitId: unitId ?? null })
  return moved
}
