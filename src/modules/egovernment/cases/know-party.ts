import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import type { PartyId } from '#kernel/ids.ts'
import type { CaseRef } from './case-record.ts'

/** From now on the authority knows the party: it has dealt with her. */
export function knowParty(
  scope: WriteScope<SystemActor>,
  { authorityId, partyId }: Pick<CaseRef, 'authorityId'> & { readonly partyId: PartyId },
): void {
  scope.write(
    scope.db
      .insertInto('kernel.party_authorities')
      .values({ authority_id: authorityId, party_id: partyId, since: scope.now() })
      .onConflict((conflict) => conflict.doNothing()),
  )
}
