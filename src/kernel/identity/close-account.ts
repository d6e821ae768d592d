import type { SystemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import type { AuthorityId, PartyId } from '../ids.ts'
import { announceRevocation } from './revocations.ts'

/**
 * Removes a person's account: profile, sign-in, sessions, mandates held and given. The same sign-in later makes a new one, which knows
 * nothing of this. Runs as `signInActor`; what authorities have on record stays with them.
 */
export async function closeAccount(
  scope: WriteScope<SystemActor>,
  { partyId, authorityId }: { partyId: PartyId; authorityId: AuthorityId },
): Promise<void> {
  // Everything else of the account hangs on the party and goes with it.
  scope.write(scope.db.deleteFrom('kernel.parties').where('id', '=', partyId).where('kind', '=', 'natural'))
  announceRevocation(scope, { kind: 'account', id: partyId, authorityId })
  scope.record('kernel.account.closed', { authorityId, subjectId: partyId, partyIds: [partyId] })
}
