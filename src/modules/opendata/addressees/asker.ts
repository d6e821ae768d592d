import type { PersonActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Request } from '#kernel/http/route.ts'
import { findProfile } from '#kernel/identity/profile.ts'
import type { PartyId } from '#kernel/ids.ts'
import { isMailAddress } from '#kernel/mail/mail-text.ts'

/** Somebody signed in whose account has a mail address: it is proven already. */
export type KnownAsker = { readonly partyId: PartyId; readonly email: string }

export const personOf = ({ principal: { actor } }: Request): PersonActor | undefined =>
  actor.kind === 'person' ? actor : undefined

/** Who asks, where she is signed in and has an address; undefined for everybody else, who names one. */
export async function readKnownAsker(scope: Scope, request: Request): Promise<KnownAsker | undefined> {
  const person = personOf(request)
  const profile = person && (await findProfile(scope, person.partyId))
  return person && profile?.email ? { partyId: person.partyId, email: profile.email } : undefined
}

/** The address that was typed, if it is one. */
export function readEmail({ form }: Request): { readonly typed: string; readonly email: string | undefined } {
  const typed = (form.get('email') ?? '').normalize('NFC').trim()
  return { typed, email: isMailAddress(typed) ? typed : undefined }
}
