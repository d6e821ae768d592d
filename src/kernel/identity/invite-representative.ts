import { v7 } from 'uuid'
import type { Actor, PersonActor, SystemActor } from '../db/actor.ts'
import type { Scope, WriteScope } from '../db/scope.ts'
import { ConflictError } from '../http/errors.ts'
import { type AuthorityId, type PartyId, type StaffId, uuid } from '../ids.ts'
import { columnsOf, type MandateTerms } from './mandate.ts'
import { termsOf } from './mandate-queries.ts'
import { hashToken, isToken, newToken } from './token.ts'

const daysToAccept = 14
const mostOpen = 50

/** 409: there are as many open invitations as a firm may have. */
export class TooManyInvitationsError extends ConflictError {
  override name = 'TooManyInvitationsError'
  constructor() {
    super('too many open invitations', { userMessage: 'kernel.identity.mandate.too_many_invitations' })
  }
}

export type Invitation = MandateTerms & { readonly firmId: PartyId; readonly email: string }

/**
 * Invites somebody to act for a firm and gives the token of the link, which is kept nowhere. Runs as a person who manages the firm's
 * mandates (the row policy lets nobody else), or for the purpose `mandates` with the member of staff who has looked at the register.
 * `authorityId`: whose audit tells of it.
 */
export async function inviteRepresentative(
  scope: WriteScope<PersonActor | SystemActor>,
  invitation: Invitation,
  by: { readonly authorityId: AuthorityId; readonly staffId?: StaffId },
): Promise<{ id: string; token: string }> {
  const open = await scope.db
    .selectFrom('kernel.mandate_invitations')
    .select('id')
    .where('party_id', '=', invitation.firmId)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', scope.now())
    .limit(mostOpen)
    .execute()
  if (open.length >= mostOpen) throw new TooManyInvitationsError()
  const id = v7()
  const token = newToken()
  const now = scope.now()
  scope.write(
    scope.db.insertInto('kernel.mandate_invitations').values({
      id,
      party_id: invitation.firmId,
      token_hash: hashToken(token),
      email: invitation.email,
      ...columnsOf(invitation),
      valid_from: invitation.validFrom,
      valid_to: invitation.validTo,
      invited_by: partyOf(scope.actor),
      invited_by_staff: by.staffId ?? null,
      created_at: now,
      expires_at: new Date(now.getTime() + daysToAccept * 24 * 60 * 60_000),
    }),
  )
  scope.record('kernel.mandate.invited', {
    authorityId: by.authorityId,
    subjectId: id,
    partyIds: [invitation.firmId],
    detail: { right: invitation.right },
  })
  return { id, token }
}

function partyOf(actor: Actor): PartyId | null {
  return actor.kind === 'person' ? actor.partyId : null
}

/** Takes an invitation back; whoever follows its link then is told that it no longer holds. */
export function revokeInvitation(scope: WriteScope<PersonActor>, firmId: PartyId, id: string): void {
  scope.write(
    scope.db
      .updateTable('kernel.mandate_invitations')
      .set({ revoked_at: scope.now(), email: null })
      .where('party_id', '=', firmId)
      .where('id', '=', id)
      .where('used_at', 'is', null),
  )
}

/** What an invitation offers; undefined when it is unknown, used, taken back or too old. Needs the purpose `mandates`. */
export async function findOpenInvitation(scope: Scope<SystemActor>, token: string) {
  if (!isToken(token)) return undefined
  const row = await scope.db
    .selectFrom('kernel.mandate_invitations as i')
    .innerJoin('kernel.parties as p', 'p.id', 'i.party_id')
    .selectAll('i')
    .select(['p.name', 'p.uid'])
    .where('i.token_hash', '=', hashToken(token))
    .where('i.used_at', 'is', null)
    .where('i.revoked_at', 'is', null)
    .where('i.expires_at', '>', scope.now())
    .executeTakeFirst()
  return row && { ...termsOf(row), id: row.id, firmId: uuid<'party'>(row.party_id), firm: row.name, uid: row.uid }
}
