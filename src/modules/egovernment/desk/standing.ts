import { authoritiesOf, type StaffActor, type StaffRole, staffRoles } from '#kernel/db/actor.ts'
import type { Permissions } from '#kernel/http/route.ts'
import type { AuthorityId, UnitId } from '#kernel/ids.ts'
import { type Covered, isCovered } from '../absences/absence.ts'
import type { CaseSide } from '../cases/case.ts'
import type { CaseRecord } from '../cases/case-record.ts'

/** What staff may do at the desk, and the roles that may. */
export const deskRights = {
  read: ['clerk', 'lead'],
  work: ['clerk', 'lead'],
  decide: ['clerk', 'lead'],
  forward: ['clerk', 'lead'],
  /** Give a case to somebody else; everybody may take one over. */
  assign: ['lead'],
  /** Keep a case from being erased. */
  hold: ['lead'],
} as const satisfies Record<string, readonly StaffRole[]>

/** Who sees the figures of a team. */
export const figureRoles = ['lead', 'admin'] as const satisfies readonly StaffRole[]

/** Who keeps the open data of an authority. */
export const dataRoles = ['data_steward', 'lead'] as const satisfies readonly StaffRole[]

/** Who steers the digital strategy of an authority. */
export const steeringRoles = ['strategist'] as const satisfies readonly StaffRole[]

/** Who works at the desk for the strategy: those who steer, and whoever leads projects there. */
export const strategyRoles = [...steeringRoles, 'project_lead'] as const satisfies readonly StaffRole[]

/** Who answers what people write about accessibility. */
export const feedbackRoles = ['lead', 'service_owner', 'admin'] as const satisfies readonly StaffRole[]

/** Who edits the text blocks of an authority; who writes to people reads them. */
export const blockEditors = ['lead', 'service_owner'] as const satisfies readonly StaffRole[]
export const blockReaders = ['clerk', ...blockEditors] as const satisfies readonly StaffRole[]

export type DeskRight = keyof typeof deskRights

/** The desk's part of the manifest. A permission opens a route; `mayDo` asks again for the authority of the case. */
export const deskPermissions: Permissions = {
  'egovernment.desk.open': staffRoles,
  'egovernment.case.read': deskRights.read,
  'egovernment.case.work': deskRights.work,
  'egovernment.case.decide': deskRights.decide,
  'egovernment.case.forward': deskRights.forward,
  'egovernment.case.assign': deskRights.assign,
  'egovernment.case.hold': deskRights.hold,
  'egovernment.view.keep': deskRights.read,
  'egovernment.absence.enter': deskRights.read,
  'egovernment.statistics.read': figureRoles,
  'egovernment.retention.read': deskRights.read,
  'egovernment.retention.propose': deskRights.read,
  'egovernment.retention.confirm': deskRights.hold,
  'egovernment.retention.set_rule': deskRights.hold,
  'egovernment.text_block.read': blockReaders,
  'egovernment.text_block.change': blockEditors,
}

/** Where somebody handles cases: a whole authority (unit null), or one of its units. */
export type Workplace = { readonly authorityId: AuthorityId; readonly unitId: UnitId | null }

/** The places where a member of staff handles cases, each once; a unit is left out where she works for the whole authority. */
export function workplacesOf(actor: StaffActor): readonly Workplace[] {
  const held = actor.memberships.filter(({ role }) => deskRights.read.some((one) => one === role))
  const whole = new Set(held.filter(({ unitId }) => unitId === null).map(({ authorityId }) => authorityId))
  const units = held.filter(({ authorityId, unitId }) => unitId !== null && !whole.has(authorityId))
  const places = [
    ...[...whole].map((authorityId) => ({ authorityId, unitId: null })),
    ...units.map(({ authorityId, unitId }) => ({ authorityId, unitId })),
  ]
  return [...new Map(places.map((place) => [`${place.authorityId}/${place.unitId ?? ''}`, place])).values()]
}

/** The authorities where somebody handles cases that come in today; closed ones, whose cases she goes on with, are not among them. */
export function ownAuthoritiesOf(actor: StaffActor): readonly AuthorityId[] {
  const closed = new Set(
    actor.memberships.filter((one) => one.continuedBy !== undefined).map(({ authorityId }) => authorityId),
  )
  return [...new Set(workplacesOf(actor).map(({ authorityId }) => authorityId))].filter((id) => !closed.has(id))
}

/**
 * How somebody stands to a case: `in_charge` where it is hers, of somebody she stands in for, or of a unit she works for, `other_unit` where another unit of her
 * authority has it, `participant` where it was forwarded to her authority.
 */
export type Standing = {
  readonly kind: 'in_charge' | 'other_unit' | 'participant'
  /** The authority she acts for. */
  readonly at: AuthorityId
  readonly role: StaffRole
  readonly rights: ReadonlySet<DeskRight>
}

type Seen = Pick<CaseRecord, 'authorityId' | 'unitId' | 'assignedTo'>

/** Undefined: no business with this case, whatever other role she has at its authority. */
export function standingTo(
  actor: StaffActor,
  seen: Seen,
  participants: readonly { readonly authorityId: AuthorityId }[],
  covered: readonly Covered[] = [],
): Standing | undefined {
  const own = workplacesOf(actor).filter(({ authorityId }) => authorityId === seen.authorityId)
  if (own.length > 0) {
    const isInCharge =
      seen.assignedTo === actor.staffId ||
      isCovered(covered, seen.authorityId, seen.assignedTo) ||
      own.some(({ unitId }) => unitId === null || unitId === seen.unitId)
    return standing(actor, isInCharge ? 'in_charge' : 'other_unit', seen.authorityId)
  }
  const at = workplacesOf(actor).find((place) => participants.some((one) => one.authorityId === place.authorityId))
  // The rules ask for the side by authority, so a role of another kind at the authority in charge comes first there.
  if (!at || authoritiesOf(actor).includes(seen.authorityId)) return undefined
  return standing(actor, 'participant', at.authorityId)
}

/** Whose look makes what is new in a case seen: whoever has it, or stands in for her; where nobody has it, anybody in charge. */
export function seesForCase(
  actor: StaffActor,
  { kind }: Pick<Standing, 'kind'>,
  { authorityId, assignedTo }: Pick<Seen, 'authorityId' | 'assignedTo'>,
  covered: readonly Covered[],
): boolean {
  if (kind !== 'in_charge') return false
  return assignedTo === null || assignedTo === actor.staffId || isCovered(covered, authorityId, assignedTo)
}

function standing(actor: StaffActor, kind: Standing['kind'], at: AuthorityId): Standing {
  const roles = actor.memberships.filter(({ authorityId }) => authorityId === at).map(({ role }) => role)
  const role = roles.includes('lead') ? 'lead' : 'clerk'
  const rights = deskRightNames.filter((right) => deskRights[right].some((one) => roles.includes(one)))
  return {
    kind,
    at,
    role,
    rights: new Set(kind === 'other_unit' ? rights.filter((right) => right === 'read') : rights),
  }
}

const deskRightNames = ['read', 'work', 'decide', 'forward', 'assign', 'hold'] as const satisfies readonly DeskRight[]

/** On which side of the case somebody acts, as the case's own rules see it. */
export function sideIn({ kind }: Standing): CaseSide {
  return kind === 'participant' ? 'participant' : 'staff'
}
