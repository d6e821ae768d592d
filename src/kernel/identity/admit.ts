import { sql } from 'kysely'
import { v7 } from 'uuid'
import type { SystemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import { ForbiddenError } from '../http/errors.ts'
import { isLanguage } from '../i18n/language.ts'
import { slug, uuid } from '../ids.ts'
import type { Claims } from './oidc-client.ts'
import { findIdentity, findInvited, listAuthoritiesOf } from './queries.ts'
import type { Admitted } from './sessions.ts'

/**
 * Lets a resident in whom a provider vouches for. Whoever comes for the first time gets a party and an identity; nobody is recognised by
 * an e-mail address. Throws a `ForbiddenError` for an account that is disabled or belongs to staff.
 */
export async function admitPerson(scope: WriteScope<SystemActor>, claims: Claims): Promise<Admitted> {
  const known = await findLocked(scope, claims)
  if (!known) return addPerson(scope, claims)
  if (known.kind !== 'person' || !known.party_id)
    throw new ForbiddenError('a staff account', { userMessage: 'kernel.identity.is_staff_account' })
  refuseDisabled(known)
  const partyId = uuid<'party'>(known.party_id)
  noteSeen(scope, known.id, claims)
  const names = namesOf(claims)
  if (names) scope.write(scope.db.updateTable('kernel.parties').set(names).where('id', '=', partyId))
  return { kind: 'person', identityId: uuid(known.id), partyId, ...sureness(claims) }
}

/**
 * Lets a member of staff in, who must be known: by her sign-in, or by the invitation whose key she followed. Throws a
 * `ForbiddenError` for everybody else.
 */
export async function admitStaff(
  scope: WriteScope<SystemActor>,
  claims: Claims,
  invitationHash: string | null,
): Promise<Admitted> {
  const known = await findLocked(scope, claims)
  if (known) {
    if (known.kind !== 'staff' || !known.staff_id) throw unknownStaff()
    refuseDisabled(known)
    noteSeen(scope, known.id, claims)
    return admittedStaff(scope, claims, known.id, known.staff_id)
  }
  const invited = invitationHash === null ? undefined : await findInvited(scope, invitationHash)
  if (!invited) throw unknownStaff()
  scope.write(
    scope.db
      .updateTable('kernel.staff')
      .set({ invitation_hash: null, invitation_expires_at: null })
      .where('id', '=', invited.id),
  )
  const identityId = addIdentity(scope, claims, { kind: 'staff', staff_id: invited.id })
  return admittedStaff(scope, claims, identityId, invited.id)
}

/** The identity of a sign-in. Held until the commit, so that two first sign-ins at once make one person. */
async function findLocked(scope: WriteScope<SystemActor>, { issuer, subject }: Claims) {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${issuer} ${subject}`}, 0))`.execute(scope.db)
  return findIdentity(scope, issuer, subject)
}

function refuseDisabled(known: { disabled_at: Date | null; is_disabled: boolean | null }): void {
  if (known.disabled_at || known.is_disabled)
    throw new ForbiddenError('disabled', { userMessage: 'kernel.identity.disabled' })
}

function unknownStaff(): ForbiddenError {
  return new ForbiddenError('unknown staff', { userMessage: 'kernel.identity.staff_unknown' })
}

function addPerson(scope: WriteScope<SystemActor>, claims: Claims): Admitted {
  const partyId = uuid<'party'>(v7())
  scope.write(
    scope.db.insertInto('kernel.parties').values({
      id: partyId,
      kind: 'natural',
      ...(namesOf(claims) ?? { name: claims.email ?? '–' }),
      email: claims.email ?? null,
      language: languageOf(claims.locale),
      created_at: scope.now(),
    }),
  )
  const identityId = addIdentity(scope, claims, { kind: 'person', party_id: partyId })
  return { kind: 'person', identityId: uuid(identityId), partyId, ...sureness(claims) }
}

function addIdentity(
  scope: WriteScope<SystemActor>,
  claims: Claims,
  whose: { kind: 'person'; party_id: string } | { kind: 'staff'; staff_id: string },
): string {
  const id = v7()
  const now = scope.now()
  const { issuer, subject, level } = claims
  scope.write(
    scope.db
      .insertInto('kernel.identities')
      .values({ id, issuer, subject, level, ...whose, created_at: now, last_seen_at: now }),
  )
  return id
}

function noteSeen(scope: WriteScope<SystemActor>, identityId: string, { level }: Claims): void {
  scope.write(
    scope.db.updateTable('kernel.identities').set({ level, last_seen_at: scope.now() }).where('id', '=', identityId),
  )
}

async function admittedStaff(
  scope: WriteScope<SystemActor>,
  claims: Claims,
  identityId: string,
  staffId: string,
): Promise<Admitted> {
  for (const authorityId of await listAuthoritiesOf(scope, staffId))
    scope.record('kernel.staff.signed_in', { authorityId: slug(authorityId), subjectId: staffId })
  return { kind: 'staff', identityId: uuid(identityId), staffId: uuid(staffId), ...sureness(claims) }
}

function sureness({ level, hasSecondFactor, secondsSinceProof }: Claims) {
  return { level, hasSecondFactor, secondsSinceProof }
}

function namesOf({ name, givenName, familyName }: Claims) {
  const full = name ?? ([givenName, familyName].filter((part) => part !== undefined).join(' ') || undefined)
  if (full === undefined) return undefined
  return { name: full, given_name: givenName ?? null, family_name: familyName ?? null }
}

function languageOf(locale: string | undefined): string {
  const language = locale?.slice(0, 2).toLowerCase()
  return isLanguage(language) ? language : 'de'
}
