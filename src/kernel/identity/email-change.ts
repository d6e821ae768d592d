import { Type } from 'typebox'
import { Check } from 'typebox/value'
import type { WriteScope } from '../db/scope.ts'
import { ForbiddenError } from '../http/errors.ts'
import type { AuthorityId, PartyId } from '../ids.ts'
import { SealError, type Sealing } from '../sealing/sealing.ts'

const hoursToConfirm = 24
const hour = 3_600_000

const shape = Type.Object({
  email: Type.String(),
  before: Type.Union([Type.String(), Type.Null()]),
  until: Type.Number(),
})

/** An address that a person wants, and the one she has now. */
export type EmailChange = { readonly partyId: PartyId; readonly email: string; readonly before: string | null }

/**
 * What the link to a new address holds: everything, sealed, so that nothing needs to be kept. It is for this person alone, for a day, and
 * only while her address is still the one of before: so it works once.
 */
export function sealEmailChange(sealing: Sealing, { partyId, email, before }: EmailChange, now: Date): string {
  const { key, wrapped } = sealing.newKey(placeOf(partyId))
  const text = JSON.stringify({ email, before, until: now.getTime() + hoursToConfirm * hour })
  return [wrapped, key.seal(field, text)].map((part) => part.toString('base64url')).join('.')
}

/** The address that a link confirms; undefined for a link of somebody else, an old, a used or a forged one. */
export function openEmailChange(
  sealing: Sealing,
  link: string,
  { partyId, before }: Omit<EmailChange, 'email'>,
  now: Date,
): string | undefined {
  const [wrapped, sealed] = link.split('.').map((part) => Buffer.from(part, 'base64url'))
  if (!wrapped || !sealed) return undefined
  try {
    const text = sealing.unwrap(placeOf(partyId), wrapped).openText(field, sealed)
    const change: unknown = JSON.parse(text)
    if (!Check(shape, change) || change.before !== before || change.until < now.getTime()) return undefined
    return change.email
  } catch (error) {
    if (error instanceof SealError) return undefined
    throw error
  }
}

/** Makes a confirmed address the one of who asks. Throws a `ForbiddenError` for everybody but a person. */
export function changeEmail(scope: WriteScope, email: string, authorityId: AuthorityId): void {
  const { actor } = scope
  if (actor.kind !== 'person') throw new ForbiddenError('no person')
  const { partyId } = actor
  scope.write(scope.db.updateTable('kernel.parties').set({ email }).where('id', '=', partyId))
  scope.record('kernel.profile.changed', {
    authorityId,
    subjectId: partyId,
    partyIds: [partyId],
    detail: { changed: ['email'] },
  })
}

const field = 'email-change'

function placeOf(partyId: PartyId) {
  return { authorityId: '', subjectId: `email-change/${partyId}` }
}
