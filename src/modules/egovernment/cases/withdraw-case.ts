import { v7 } from 'uuid'
import type { WriteScope } from '#kernel/db/scope.ts'
import { openCaseKey, type Sealer } from './case-key.ts'
import type { CaseRecord, CaseRef } from './case-record.ts'
import { readOptional } from './case-text.ts'
import { moveCase } from './move-case.ts'
import { tellCase, whoActs } from './tell-case.ts'

/** The applicant takes back what she handed in, as long as it has not been decided. */
export async function withdrawCase(
  scope: WriteScope,
  sealer: Sealer,
  input: CaseRef & { readonly reason?: string },
): Promise<CaseRecord> {
  const reason = readOptional(input.reason)
  const key = await openCaseKey(scope, sealer, input)
  const moved = await moveCase(scope, input, 'withdraw')
  const id = v7()
  scope.write(
    scope.db.insertInto('egovernment.case_withdrawals').values({
      authority_id: input.authorityId,
      case_id: input.caseId,
      id,
      party_id: whoActs(scope).partyId ?? null,
      sealed_reason: reason === undefined ? null : key.seal(`withdrawal/${id}`, reason),
      at: scope.now(),
    }),
  )
  // The rule of the authority is not hers to read: the program notes until when the case is kept.
  scope.enqueue('egovernment.note_retention', { authorityId: input.authorityId, payload: {} })
  tellCase(scope, input, 'withdrawn')
  return moved
}
