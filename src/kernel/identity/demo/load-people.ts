import type { SystemActor } from '../../db/actor.ts'
import { jsonb } from '../../db/jsonb.ts'
import type { WriteScope } from '../../db/scope.ts'
import { columnsOf } from '../mandate.ts'
import { type DemoPeople, type DemoResident, type DemoStaff, demoId, fullName } from './people-file.ts'

/**
 * Puts the demo's people into the database, or leaves those that are there as they are. `issuer` is the demo's own provider. Runs for
 * the purpose `people`.
 */
export function loadDemoPeople(scope: WriteScope<SystemActor>, people: DemoPeople, issuer: string): void {
  for (const resident of people.residents) addResident(scope, resident, issuer)
  for (const firm of people.firms) addFirm(scope, firm)
  for (const member of people.staff) addStaff(scope, member, issuer)
}

function addResident(scope: WriteScope<SystemActor>, resident: DemoResident, issuer: string): void {
  const partyId = demoId<'party'>('party', resident.id)
  scope.write(
    scope.db
      .insertInto('kernel.parties')
      .values({
        id: partyId,
        kind: 'natural',
        name: fullName(resident),
        given_name: resident.givenName,
        family_name: resident.familyName,
        email: resident.email,
        phone: resident.phone ?? null,
        language: resident.language,
        address: jsonb(resident.address),
        created_at: scope.now(),
      })
      .onConflict((on) => on.column('id').doNothing()),
  )
  addIdentity(scope, issuer, resident.id, resident.level, { kind: 'person', party_id: partyId })
}

function addFirm(scope: WriteScope<SystemActor>, firm: DemoPeople['firms'][number]): void {
  const partyId = demoId<'party'>('party', firm.id)
  scope.write(
    scope.db
      .insertInto('kernel.parties')
      .values({
        id: partyId,
        kind: 'legal',
        name: firm.name,
        uid: firm.uid,
        email: firm.email,
        language: firm.language,
        address: jsonb(firm.address),
        created_at: scope.now(),
      })
      .onConflict((on) => on.column('id').doNothing()),
  )
  for (const { person, mandate, right, services } of firm.representatives) {
    // The first one's id is the firm's, as it was when there was only one.
    const isFirst = person === firm.representatives[0]?.person
    scope.write(
      scope.db
        .insertInto('kernel.representations')
        .values({
          id: demoId('representation', isFirst ? firm.id : `${firm.id}:${person}`),
          party_id: partyId,
          by_party_id: demoId('party', person),
          ...columnsOf({ mandate, right, services: services ?? 'all' }),
          valid_from: demoStart,
        })
        .onConflict((on) => on.doNothing()),
    )
  }
}

function addStaff(scope: WriteScope<SystemActor>, member: DemoStaff, issuer: string): void {
  const staffId = demoId<'staff'>('staff', member.id)
  scope.write(
    scope.db
      .insertInto('kernel.staff')
      .values({
        id: staffId,
        name: fullName(member),
        email: member.email,
        language: member.language,
        created_at: scope.now(),
      })
      .onConflict((on) => on.column('id').doNothing()),
  )
  addIdentity(scope, issuer, member.id, 'high', { kind: 'staff', staff_id: staffId })
  for (const { authority, unit, role } of member.roles) {
    scope.write(
      scope.db
        .insertInto('kernel.staff_roles')
        .values({
          id: demoId('role', `${member.id}:${authority}:${unit ?? ''}:${role}`),
          staff_id: staffId,
          authority_id: authority,
          unit_id: unit ?? null,
          role,
          valid_from: demoStart,
        })
        .onConflict((on) => on.column('id').doNothing()),
    )
  }
}

/** Roles and mandates of the demo hold since then. */
const demoStart = '2026-01-01'

function addIdentity(
  scope: WriteScope<SystemActor>,
  issuer: string,
  subject: string,
  level: string,
  whose: { kind: 'person'; party_id: string } | { kind: 'staff'; staff_id: string },
): void {
  const now = scope.now()
  scope.write(
    scope.db
      .insertInto('kernel.identities')
      .values({
        id: demoId('identity', `${issuer} ${subject}`),
        issuer,
        subject,
        level,
        ...whose,
        created_at: now,
        last_seen_at: now,
      })
      .onConflict((on) => on.columns(['issuer', 'subject']).doNothing()),
  )
}
