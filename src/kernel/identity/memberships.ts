import type { AuthorityDirectory } from '../authorities/authority-directory.ts'
import type { Membership, StaffRole } from '../db/actor.ts'
import type { IsoDate } from '../i18n/format.ts'

/** Who works on cases goes on with those of before a merger; accesses, services and content of a closed authority are nobody's any more. */
const continuing: readonly StaffRole[] = ['clerk', 'lead']

/**
 * Roles with those that follow from them: whoever works on cases of a municipality works on those of the municipalities that merged into
 * it, in the unit of the same name where hers is one unit. One's own come first.
 */
export function withPredecessors(
  held: readonly Membership[],
  authorities: Pick<AuthorityDirectory, 'predecessorsOf'>,
  today: IsoDate,
): Membership[] {
  const follow = held
    .filter(({ role }) => continuing.includes(role))
    .flatMap((one) =>
      authorities
        .predecessorsOf(one.authorityId, today)
        .map((authorityId) => ({ ...one, authorityId, continuedBy: one.authorityId })),
    )
  return [...held, ...follow]
}
