import { isDeepStrictEqual } from 'node:util'
import { jsonb } from '../db/jsonb.ts'
import type { Scope, WriteScope } from '../db/scope.ts'
import { ForbiddenError, NotFoundError } from '../http/errors.ts'
import type { AuthorityId, PartyId } from '../ids.ts'

/** What a person's account shows of her. */
export function findProfile(scope: Scope, partyId: PartyId) {
  return scope.db
    .selectFrom('kernel.parties')
    .select(['name', 'email', 'language', 'email_notices'])
    .where('id', '=', partyId)
    .executeTakeFirst()
}

/** Whom a person may act for today: firms and other people. */
export function listRepresented(scope: Scope, partyId: PartyId) {
  const today = scope.today()
  return scope.db
    .selectFrom('kernel.representations as r')
    .innerJoin('kernel.parties as p', 'p.id', 'r.party_id')
    .select(['p.name', 'p.uid', 'r.mandate'])
    .where('r.by_party_id', '=', partyId)
    .where('r.valid_from', '<=', today)
    .where((on) => on.or([on('r.valid_to', 'is', null), on('r.valid_to', '>=', today)]))
    .orderBy('p.name')
    .execute()
}

/** Changes what a person can set herself; name and e-mail come from her sign-in. */
export function updateProfile(
  scope: WriteScope,
  partyId: PartyId,
  profile: { language: string; wantsNotices: boolean },
): void {
  scope.write(
    scope.db
      .updateTable('kernel.parties')
      .set({ language: profile.language, email_notices: profile.wantsNotices })
      .where('id', '=', partyId),
  )
}

/** How authorities reach a person, as she says it herself; null where she says nothing. */
export type ContactDetails = {
  readonly phone: string | null
  readonly address: Readonly<Record<string, unknown>> | null
}

export async function findContactDetails(scope: Scope, partyId: PartyId): Promise<ContactDetails | undefined> {
  const found = await scope.db
    .selectFrom('kernel.parties')
    .select(['phone', 'address'])
    .where('id', '=', partyId)
    .executeTakeFirst()
  if (!found) return undefined
  const { phone, address } = found
  return { phone, address: isObject(address) ? address : null }
}

/**
 * Changes the phone number and the postal address of who asks, and of nobody else. The audit says which of them changed, not what they
 * are. Throws a `ForbiddenError` for everybody but a person.
 */
export async function changeContactDetails(
  scope: WriteScope,
  details: ContactDetails,
  authorityId: AuthorityId,
): Promise<void> {
  const { actor } = scope
  if (actor.kind !== 'person') throw new ForbiddenError('no person')
  const { partyId } = actor
  const before = await findContactDetails(scope, partyId)
  if (!before) throw new NotFoundError()
  const changed = [
    ...(details.phone === before.phone ? [] : ['phone']),
    ...(isDeepStrictEqual(details.address, before.address) ? [] : ['address']),
  ]
  if (changed.length === 0) return
  const { phone, address } = details
  scope.write(
    scope.db
      .updateTable('kernel.parties')
      .set({ phone, address: address && jsonb(address) })
      .where('id', '=', partyId),
  )
  scope.record('kernel.profile.changed', {
    authorityId,
    subjectId: partyId,
    partyIds: [partyId],
    detail: { changed },
  })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
