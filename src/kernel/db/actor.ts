import type { AuthorityId, CaseId, IdentityId, PartyId, ServiceId, StaffId, UnitId } from '../ids.ts'

/** What a member of staff may do; permissions per role are in each module's manifest. */
export const staffRoles = [
  'clerk',
  'lead',
  'service_owner',
  'data_steward',
  'engineer',
  'strategist',
  'project_lead',
  'admin',
] as const
export type StaffRole = (typeof staffRoles)[number]

/**
 * A role held at an authority, for one of its units or (unit null) for all of them. `continuedBy`: it follows from a role at the authority
 * that this one, closed by now, was merged into.
 */
export type Membership = { authorityId: AuthorityId; unitId: UnitId | null; role: StaffRole; continuedBy?: AuthorityId }

export type StaffActor = {
  kind: 'staff'
  staffId: StaffId
  identityId: IdentityId | null
  name: string
  memberships: readonly Membership[]
  hasSecondFactor: boolean
}

/** What a person may do for somebody else: for all services or named ones, reading or also acting, and handing mandates on. */
export type Mandate = {
  partyId: PartyId
  services: 'all' | readonly ServiceId[]
  maySubmit: boolean
  mayManage: boolean
}

export type PersonActor = {
  kind: 'person'
  identityId: IdentityId
  partyId: PartyId
  /** Whom the person acts for besides herself (firms, relatives), and how far. */
  represents: readonly Mandate[]
  level: IdentityLevel
}

/** Somebody who has just proven a case's number and access code. */
export type CaseActor = { kind: 'case'; authorityId: AuthorityId; caseId: CaseId }

export type PublicActor = { kind: 'public' }

/** The program itself, for one named purpose; policies name the purposes they let through. */
export type SystemActor = { kind: 'system'; purpose: string }

export type Actor = StaffActor | PersonActor | CaseActor | PublicActor | SystemActor

/** How sure the sign-in is of who somebody is, weakest first (AGOVaq 100 to 400). */
export const identityLevels = ['none', 'low', 'substantial', 'high'] as const
export type IdentityLevel = (typeof identityLevels)[number]

export const publicActor: PublicActor = { kind: 'public' }

export function systemActor(purpose: string): SystemActor {
  return { kind: 'system', purpose }
}

/** The PostgreSQL settings that row policies read, in the order of `actorSettingNames`. */
export function actorSettings(actor: Actor): string[] {
  switch (actor.kind) {
    case 'staff':
      return ['staff', authoritiesOf(actor).join(','), unitsOf(actor).join(','), '', '', actor.staffId, '', '']
    case 'person':
      return ['person', '', '', partiesOf(actor).join(','), '', '', '', mandatesOf(actor).join(',')]
    case 'case':
      return ['case', '', '', '', actor.caseId, '', '', '']
    case 'public':
      return ['public', '', '', '', '', '', '', '']
    case 'system':
      return ['system', '', '', '', '', '', actor.purpose, '']
  }
}

export const actorSettingNames = [
  'kind',
  'authorities',
  'units',
  'parties',
  'case',
  'staff',
  'purpose',
  'mandates',
] as const

/** Herself, then those she acts for. */
export function partiesOf(actor: PersonActor): PartyId[] {
  return [actor.partyId, ...actor.represents.map(({ partyId }) => partyId)]
}

/** As the policies read them: `r/{party}/{service}` reads, `w/…` acts, `m/{party}` manages; `*` stands for all services. */
function mandatesOf(actor: PersonActor): string[] {
  return actor.represents.flatMap(({ partyId, services, maySubmit, mayManage }) => [
    ...(services === 'all' ? ['*'] : services).flatMap((service) => [
      `r/${partyId}/${service}`,
      ...(maySubmit ? [`w/${partyId}/${service}`] : []),
    ]),
    ...(mayManage ? [`m/${partyId}`] : []),
  ])
}

/** The authorities a member of staff works for, each once. */
export function authoritiesOf(actor: StaffActor): AuthorityId[] {
  return [...new Set(actor.memberships.map((membership) => membership.authorityId))]
}

function unitsOf(actor: StaffActor): string[] {
  return actor.memberships.flatMap((membership) =>
    membership.unitId ? [`${membership.authorityId}/${membership.unitId}`] : [],
  )
}
