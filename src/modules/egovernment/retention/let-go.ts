import { v7 } from 'uuid'
import { ConflictError, ForbiddenError, NotFoundError } from '#kernel/http/errors.ts'
import type { AuthorityId, CaseId } from '#kernel/ids.ts'
import { roleAt, type StaffScope } from '../cases/case-side.ts'
import { readSealable } from '../cases/case-text.ts'
import { type EndedCase, findEnded, findProposal, keptAt, mostInBatch } from './queries.ts'
import type { Appraisal } from './retention.ts'

type Chosen = { readonly authorityId: AuthorityId; readonly caseIds: readonly CaseId[] }

/** Notes that cases were offered to the archive. What was offered before stays as it is. */
export async function offerToArchive(scope: StaffScope, chosen: Chosen): Promise<void> {
  const ended = await requireEnded(scope, chosen)
  const { authorityId } = chosen
  await scope.db
    .insertInto('egovernment.archive_offers')
    .values(
      ended.map(({ caseId }) => ({
        authority_id: authorityId,
        case_id: caseId,
        offered_by: scope.actor.staffId,
        offered_at: scope.now(),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  note(scope, authorityId, 'archive.offered', ended)
}

/** Notes what the archive said. Throws 409 for a case that it was not offered. */
export async function appraise(scope: StaffScope, chosen: Chosen & { readonly appraisal: Appraisal }): Promise<void> {
  const ended = await requireEnded(scope, chosen)
  if (ended.some(({ isOffered }) => !isOffered))
    throw new ConflictError('not offered', { userMessage: 'egovernment.retention.error.not_offered' })
  const { authorityId, appraisal } = chosen
  await scope.db
    .updateTable('egovernment.archive_offers')
    .set({ appraisal, appraised_by: scope.actor.staffId, appraised_at: scope.now() })
    .where('authority_id', '=', authorityId)
    .where('case_id', 'in', [...chosen.caseIds])
    .execute()
  note(scope, authorityId, 'archive.appraised', ended, appraisal)
}

/**
 * Proposes to erase a batch. Throws 409 where the archive has not said yet that a case may go, or where one is proposed
 * already. Gives the id of the batch. `reason` goes into the audit and must not name people.
 */
export async function proposeErasure(scope: StaffScope, chosen: Chosen & { readonly reason: string }): Promise<string> {
  const reason = readSealable(chosen.reason).slice(0, 1_000)
  const ended = await requireEnded(scope, chosen)
  if (ended.some(({ appraisal }) => appraisal === undefined))
    throw new ConflictError('not appraised', { userMessage: 'egovernment.retention.error.not_appraised' })
  const { authorityId } = chosen
  const id = v7()
  await scope.db
    .insertInto('egovernment.erasure_proposals')
    .values({ authority_id: authorityId, id, reason, proposed_by: scope.actor.staffId, proposed_at: scope.now() })
    .execute()
  const added = await scope.db
    .insertInto('egovernment.erasure_proposal_cases')
    .values(ended.map(({ caseId }) => ({ authority_id: authorityId, proposal_id: id, case_id: caseId })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('case_id')
    .execute()
  if (added.length < ended.length)
    throw new ConflictError('proposed already', { userMessage: 'egovernment.retention.error.proposed' })
  note(scope, authorityId, 'erasure.proposed', ended, reason)
  return id
}

/**
 * Confirms a batch, which a job then erases, or turns it down. Throws 403 for who proposed it herself (but she may take it back) and for
 * who does not lead the authority, 409 where it is decided.
 */
export async function decideErasure(
  scope: StaffScope,
  input: { readonly proposalId: string; readonly isConfirmed: boolean },
): Promise<void> {
  const found = await findProposal(scope, keptAt(scope.actor), input.proposalId)
  if (!found) throw new NotFoundError('no such batch')
  const { authorityId, id } = found
  const isOwn = found.proposedBy === scope.actor.staffId
  if (input.isConfirmed && isOwn)
    throw new ForbiddenError('two people are needed', { userMessage: 'egovernment.retention.error.four_eyes' })
  if (!isOwn && !leads(scope, authorityId)) throw new ForbiddenError('not hers to decide')
  const decided = await scope.db
    .updateTable('egovernment.erasure_proposals')
    .set({ decided_by: scope.actor.staffId, decided_at: scope.now(), is_confirmed: input.isConfirmed })
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .where('decided_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!decided) throw new ConflictError('decided already', { userMessage: 'egovernment.retention.error.decided' })
  const role = roleAt(scope.actor, authorityId)
  scope.record(`egovernment.erasure.${input.isConfirmed ? 'confirmed' : 'refused'}`, {
    authorityId,
    subjectId: id,
    role,
  })
  if (input.isConfirmed)
    scope.enqueue('egovernment.erase_cases', { authorityId, payload: { authorityId, proposalId: id } })
  else
    scope.write(
      scope.db
        .updateTable('egovernment.erasure_proposal_cases')
        .set({ outcome: 'kept' })
        .where('authority_id', '=', authorityId)
        .where('proposal_id', '=', id)
        .where('outcome', 'is', null),
    )
}

export function leads({ actor }: Pick<StaffScope, 'actor'>, authorityId: AuthorityId): boolean {
  return actor.memberships.some((one) => one.authorityId === authorityId && one.unitId === null && one.role === 'lead')
}

/** All of them, if the retention of each has ended and nothing holds it. Throws 403 elsewhere, 409 where one is still to be kept. */
async function requireEnded(scope: StaffScope, { authorityId, caseIds }: Chosen): Promise<readonly EndedCase[]> {
  if (!keptAt(scope.actor).includes(authorityId)) throw new ForbiddenError('not her authority')
  if (caseIds.length === 0 || caseIds.length > mostInBatch)
    throw new ConflictError('none, or too many', {
      userMessage: 'egovernment.retention.error.none',
      values: { most: mostInBatch },
    })
  const ended = await findEnded(scope, authorityId, caseIds)
  if (ended.length < new Set(caseIds).size)
    throw new ConflictError('still to be kept', { userMessage: 'egovernment.retention.error.not_ended' })
  return ended
}

function note(scope: StaffScope, authorityId: AuthorityId, what: string, cases: readonly EndedCase[], reason?: string) {
  scope.record(`egovernment.${what}`, {
    authorityId,
    subjectIds: cases.map(({ caseId }) => caseId),
    role: roleAt(scope.actor, authorityId),
    reason,
  })
}
