import { v7 } from 'uuid'
import type { SystemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import { ConflictError, NotFoundError } from '../http/errors.ts'
import type { AuthorityId, PartyId } from '../ids.ts'
import { hashToken, isToken } from './token.ts'

/** 409: who accepts acts for the firm already; her mandate is changed, not doubled. */
export class MandateHeldError extends ConflictError {
  override name = 'MandateHeldError'
  constructor() {
    super('acts for the firm already', { userMessage: 'kernel.identity.mandate.held_already' })
  }
}

/**
 * Makes a mandate of an invitation. Of two who use its link at once, one does. Runs for the purpose `mandates`. Throws 404 for an
 * invitation that no longer holds, `MandateHeldError` for somebody who has a mandate already.
 */
export async function acceptMandate(
  scope: WriteScope<SystemActor>,
  { token, partyId, authorityId }: { token: string; partyId: PartyId; authorityId: AuthorityId },
): Promise<void> {
  if (!isToken(token)) throw linkOver()
  const used = await scope.db
    .updateTable('kernel.mandate_invitations')
    .set({ used_at: scope.now(), email: null })
    .where('token_hash', '=', hashToken(token))
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', scope.now())
    .returningAll()
    .executeTakeFirst()
  if (!used || used.party_id === partyId) throw linkOver()
  // A mandate whose last day is over makes room for the new one.
  await scope.db
    .updateTable('kernel.representations')
    .set({ ended_at: scope.now() })
    .where('party_id', '=', used.party_id)
    .where('by_party_id', '=', partyId)
    .where('ended_at', 'is', null)
    .where('valid_to', '<', scope.today())
    .execute()
  const id = v7()
  const made = await scope.db
    .insertInto('kernel.representations')
    .values({
      id,
      party_id: used.party_id,
      by_party_id: partyId,
      mandate: used.mandate,
      service_ids: used.service_ids,
      may_submit: used.may_submit,
      may_manage: used.may_manage,
      granted_by: used.invited_by,
      valid_from: used.valid_from,
      valid_to: used.valid_to,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (made.numInsertedOrUpdatedRows === 0n) throw new MandateHeldError()
  scope.record('kernel.mandate.accepted', { authorityId, subjectId: id, partyIds: [partyId] })
}

function linkOver(): NotFoundError {
  return new NotFoundError('invitation used or too old', { userMessage: 'kernel.identity.mandate.link_over' })
}
