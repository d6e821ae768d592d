import { ConflictError, NotFoundError } from '#kernel/http/errors.ts'
import { findCase } from './case-queries.ts'
import type { CaseRef } from './case-record.ts'
import type { StaffScope } from './case-side.ts'
import { tellCase } from './tell-case.ts'

/** Keeps a case from being erased, for a proceeding or an inspection; or lifts that again. Throws 409 where it is so already. */
export async function setLegalHold(
  scope: StaffScope,
  input: CaseRef & { readonly isHeld: boolean; readonly reason: string },
): Promise<void> {
  const changed = await scope.db
    .updateTable('egovernment.cases')
    .set({ legal_hold: input.isHeld })
    .where('authority_id', '=', input.authorityId)
    .where('id', '=', input.caseId)
    .where('legal_hold', '<>', input.isHeld)
    .returning('id')
    .executeTakeFirst()
  if (!changed) throw await refusal(scope, input)
  tellCase(scope, input, input.isHeld ? 'legal_hold_set' : 'legal_hold_lifted', {}, { reason: input.reason })
}

async function refusal(scope: StaffScope, input: CaseRef & { readonly isHeld: boolean }): Promise<Error> {
  if (!(await findCase(scope, input))) return new NotFoundError('no such case')
  return new ConflictError('it is so already', {
    userMessage: input.isHeld ? 'egovernment.cases.error.held_already' : 'egovernment.cases.error.not_held',
  })
}
