import type { CaseRecord, CaseRef } from './case-record.ts'
import type { StaffScope } from './case-side.ts'
import { moveCase } from './move-case.ts'
import { tellCase } from './tell-case.ts'

/**
 * Takes a case up: from now on somebody works on it, and it can be decided. Whoever starts has it, unless somebody else does; a program
 * (`byProgram`) has no cases of its own.
 */
export async function startWork(scope: StaffScope, ref: CaseRef, { byProgram = false } = {}): Promise<CaseRecord> {
  const moved = await moveCase(scope, ref, 'start_work', (row) =>
    byProgram ? {} : { assigned_to: row.fn.coalesce('assigned_to', row.val(scope.actor.staffId)) },
  )
  tellCase(scope, ref, 'work_started')
  return moved
}
