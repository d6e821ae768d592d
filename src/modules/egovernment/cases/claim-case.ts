import { v7 } from 'uuid'
import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { isCaseSessionOpen } from '#kernel/identity/sessions.ts'
import type { PartyId } from '#kernel/ids.ts'
import type { CaseRef } from './case-record.ts'
import { knowParty } from './know-party.ts'
import { lockAccess } from './lock-access.ts'
import { tellCase } from './tell-case.ts'

/**
 * Puts a case that was handed in as a guest among the cases of a person who has proven it in this browser. Runs for the purpose `case-access`.
 * Claiming twice changes nothing. Throws 404 where the browser was shut out meanwhile.
 */
export async function claimCase(
  scope: WriteScope<SystemActor>,
  { authorityId, caseId, partyId, sessionId }: CaseRef & { readonly partyId: PartyId; readonly sessionId: string },
): Promise<void> {
  await lockAccess(scope, { caseId })
  if (!(await isCaseSessionOpen(scope, { authorityId, caseId, sessionId }))) throw new NotFoundError('shut out')
  const { numInsertedOrUpdatedRows } = await scope.db
    .insertInto('egovernment.case_parties')
    .values({
      authority_id: authorityId,
      case_id: caseId,
      id: v7(),
      party_id: partyId,
      role: 'applicant',
      channel: 'web',
      added_at: scope.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) return
  knowParty(scope, { authorityId, partyId })
  tellCase(scope, { authorityId, caseId }, 'claimed', {}, { partyId })
}
