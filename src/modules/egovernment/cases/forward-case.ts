import { v7 } from 'uuid'
import { ConflictError, UnprocessableError } from '#kernel/http/errors.ts'
import type { AuthorityId, UnitId } from '#kernel/ids.ts'
import type { CaseRecord, CaseRef } from './case-record.ts'
import type { StaffScope } from './case-side.ts'
import { moveCase } from './move-case.ts'
import { tellCase } from './tell-case.ts'

/** Lets another authority take part: it reads the case, writes messages and notes. The decision stays here. */
export async function forwardCase(
  scope: StaffScope,
  input: CaseRef & { readonly to: AuthorityId; readonly unitId?: UnitId; readonly reason: string },
): Promise<void> {
  if (input.to === input.authorityId)
    throw new UnprocessableError('it is there already', { userMessage: 'egovernment.cases.error.forward_here' })
  await moveCase(scope, input, 'forward')
  const { numInsertedOrUpdatedRows } = await scope.db
    .insertInto('egovernment.case_participants')
    .values({
      authority_id: input.authorityId,
      case_id: input.caseId,
      participant_authority_id: input.to,
      participant_unit_id: input.unitId ?? null,
      added_by: scope.actor.staffId,
      added_at: scope.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n)
    throw new ConflictError('takes part already', { userMessage: 'egovernment.cases.error.forward_again' })
  tellCase(scope, input, 'forwarded', { to: input.to, unitId: input.unitId ?? null }, { reason: input.reason })
}

/**
 * Hands a case to another unit of the same authority: it lies there in the inbox, with nobody yet, and the applicant reads who has it now.
 * Throws 422 where that unit has it already.
 */
export async function forwardToUnit(
  scope: StaffScope,
  input: CaseRef & { readonly unitId: UnitId; readonly reason: string },
): Promise<CaseRecord> {
  const { authorityId, caseId, unitId } = input
  const before = await scope.db
    .selectFrom('egovernment.cases')
    .select('unit_id')
    .where('authority_id', '=', authorityId)
    .where('id', '=', caseId)
    .forUpdate()
    .executeTakeFirst()
  if (before?.unit_id === unitId)
    throw new UnprocessableError('it is there already', { userMessage: 'egovernment.cases.error.forward_here' })
  const moved = await moveCase(scope, input, 'forward', () => ({ unit_id: unitId, assigned_to: null }))
  scope.write(
    scope.db.insertInto('egovernment.case_assignments').values({
      authority_id: authorityId,
      case_id: caseId,
      id: v7(),
      assigned_to: null,
      unit_id: unitId,
      assigned_by: scope.actor.staffId,
      at: scope.now(),
    }),
  )
  tellCase(scope, input, 'forwarded', { to: null, unitId, from: before?.unit_id ?? null }, { reason: input.reason })
  return moved
}
