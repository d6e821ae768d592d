import type { Scope } from '#kernel/db/scope.ts'
import type { Request } from '#kernel/http/route.ts'
import { mayHandInFor } from '#kernel/identity/mandate.ts'
import type { PartyId } from '#kernel/ids.ts'
import type { Apply } from './read-apply.ts'

/** The firms for which somebody may fill in this service: where it is for firms at all, and as far as her mandates go. */
export function firmsToChoose({ offer }: Pick<Apply, 'offer'>, { principal }: Pick<Request, 'principal'>): PartyId[] {
  return offer.definition.audience.includes('firms') ? mayHandInFor(principal.actor, offer.serviceId) : []
}

/** Those of them by name, for a question or a line. */
export async function listFirms(scope: Scope, ids: readonly PartyId[]) {
  if (ids.length === 0) return []
  return scope.db
    .selectFrom('kernel.parties')
    .select(['id', 'name', 'uid'])
    .where('id', 'in', ids)
    .orderBy('name')
    .execute()
}
