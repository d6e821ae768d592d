import { v7 } from 'uuid'
import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import type { PartyId } from '#kernel/ids.ts'
import type { CaseRef } from './case-record.ts'
import { knowParty } from './know-party.ts'
import { tellCase } from './tell-case.ts'

/**
 * Puts a case that was handed in as a guest among the cases of a person who has just proven it. Runs for the purpose `case-access`.
 * Claiming twice changes nothing.
 */
export async function claimCase(
  scope: WriteScope<SystemActor>,
  { authorityId, caseId, partyId }: CaseRef & { readonly partyId: PartyId },
): Promise<void> {
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
