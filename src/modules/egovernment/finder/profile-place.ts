import type { Authority } from '#kernel/authorities/authority.ts'
import { municipalitiesOf } from '#kernel/authorities/places.ts'
import { findAuthorityByBfsNumber } from '#kernel/authorities/queries.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Request } from '#kernel/http/route.ts'
import { isRecord } from '../forms/form.ts'
import { cantonPlaces } from './locate-municipality.ts'

/** Where somebody signed in lives, as far as her profile says it: one municipality, or several to choose from, largest share first. */
export type ProfilePlace = { readonly locality: string; readonly municipalities: readonly Authority[] }

/** Undefined for everybody else, and where the profile has no address in the canton. */
export async function findProfilePlace(
  scope: Scope,
  { principal: { actor } }: Pick<Request, 'principal'>,
): Promise<ProfilePlace | undefined> {
  if (actor.kind !== 'person') return undefined
  const party = await scope.db
    .selectFrom('kernel.parties')
    .select('address')
    .where('id', '=', actor.partyId)
    .executeTakeFirst()
  const address = party?.address
  if (!isRecord(address) || typeof address.postcode !== 'string' || typeof address.locality !== 'string')
    return undefined
  if (address.country !== undefined && address.country !== 'CH') return undefined
  const shares = municipalitiesOf(cantonPlaces(), address.postcode, address.locality).toSorted(
    (one, other) => other.percent - one.percent,
  )
  const all = shares.map((one) => one.bfsNumber)
  // What was chosen counts as long as the locality lies there: municipalities merge.
  const chosen = all.filter((bfsNumber) => bfsNumber === address.municipality)
  const numbers = chosen.length > 0 ? chosen : all
  const found = await Promise.all(numbers.map((bfsNumber) => findAuthorityByBfsNumber(scope, bfsNumber)))
  const municipalities = found.flatMap((authority) => authority ?? [])
  return municipalities.length === 0
    ? undefined
    : { locality: `${address.postcode} ${address.locality}`, municipalities }
}
