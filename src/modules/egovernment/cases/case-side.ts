import { type Actor, authoritiesOf, type StaffActor, type StaffRole, staffRoles } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { ForbiddenError } from '#kernel/http/errors.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { CaseSide } from './case.ts'

/** A unit of work of a member of staff; the desk's rules ask for it. */
export type StaffScope = WriteScope<StaffActor>

/** On which side somebody acts on a case of an authority. */
export function sideOf(actor: Actor, authorityId: AuthorityId): CaseSide {
  switch (actor.kind) {
    case 'staff':
      return authoritiesOf(actor).includes(authorityId) ? 'staff' : 'participant'
    case 'person':
    case 'case':
      return 'applicant'
    case 'public':
    case 'system':
      throw new ForbiddenError(`${actor.kind} acts on no case`)
  }
}

/** The role a member of staff has at an authority, for the audit: the one that goes furthest. */
export function roleAt(actor: Actor, authorityId: AuthorityId): StaffRole | undefined {
  if (actor.kind !== 'staff') return undefined
  const own = actor.memberships.filter((membership) => membership.authorityId === authorityId)
  const held = own.length > 0 ? own : actor.memberships
  return staffRoles.findLast((role) => held.some((membership) => membership.role === role))
}
