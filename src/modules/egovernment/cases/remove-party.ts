import type { StaffActor, SystemActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { ConflictError } from '#kernel/http/errors.ts'
import { uuid } from '#kernel/ids.ts'
import type { AccessCode } from './access-code.ts'
import type { CaseRef } from './case-record.ts'
import { lockAccess } from './lock-access.ts'
import { type CodeWay, findObstacle, type PartyRow } from './removal.ts'
import { renewAccessCode, revokeAccessCodes } from './renew-access-code.ts'
import { tellCase } from './tell-case.ts'

export type Removal = CaseRef & {
  /** The row of the case. */
  readonly partyRowId: string
  readonly reason: string
  readonly code: CodeWay
  /** The clerk in whose name it is written down. */
  readonly by: StaffActor
}

/** The rows of who is in a case. */
export async function listPartyRows(scope: Scope, ref: CaseRef): Promise<readonly PartyRow[]> {
  const rows = await partyRows(scope, ref).execute()
  return rows.map(readPartyRow)
}

/**
 * Takes somebody out of a case, such as who claimed it with a stolen access code: she sees it no more, and neither does any browser that came
 * in with a code so far. Runs for the purpose `case-access`, once it is known that the clerk may work on the case. Gives the new code where
 * one is to be shown. Throws 409 for who is not in it any more, and where nobody would be left or there is no address for a new code.
 */
export async function removeParty(scope: WriteScope<SystemActor>, input: Removal): Promise<AccessCode | undefined> {
  const { authorityId, caseId, partyRowId, by, reason, code } = input
  // So that of two who are taken out at once one stays.
  await lockAccess(scope, input)
  const parties = (await partyRows(scope, input).execute()).map(readPartyRow)
  const obstacle = findObstacle(parties, partyRowId, code)
  if (obstacle) throw new ConflictError(obstacle, { userMessage: `egovernment.party_removal.error.${obstacle}` })
  const removed = parties.find(({ id }) => id === partyRowId)
  scope.write(
    scope.db
      .deleteFrom('egovernment.case_parties')
      .where('authority_id', '=', authorityId)
      .where('case_id', '=', caseId)
      .where('id', '=', partyRowId),
  )
  tellCase(
    scope,
    { authorityId, caseId },
    'party_removed',
    { removedId: partyRowId, code },
    { by, reason, ...(removed?.partyId && { about: removed.partyId }) },
  )
  if (code === 'show') return renewAccessCode(scope, input)
  await revokeAccessCodes(scope, input)
  if (code === 'mail')
    scope.enqueue('egovernment.mail_case_link', {
      authorityId,
      payload: { authorityId, caseId, purpose: 'renew_code', isOrdered: true },
    })
  return undefined
}

function partyRows(scope: Scope, { authorityId, caseId }: CaseRef) {
  return scope.db
    .selectFrom('egovernment.case_parties')
    .select(['id', 'party_id', 'role', 'sealed_contact'])
    .where('authority_id', '=', authorityId)
    .where('case_id', '=', caseId)
    .orderBy('id')
}

type Row = { id: string; party_id: string | null; role: string; sealed_contact: Buffer | null }

function readPartyRow({ id, party_id, role, sealed_contact }: Row): PartyRow {
  return { id, partyId: party_id === null ? null : uuid(party_id), role, hasContact: sealed_contact !== null }
}
