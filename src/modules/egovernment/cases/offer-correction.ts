import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import type { CaseActor, PersonActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { ConflictError } from '#kernel/http/errors.ts'
import { contentHash } from '../submissions/content-hash.ts'
import { sealedSubmissionVersion } from '../submissions/insert-case.ts'
import type { SealedSubmission } from '../submissions/submit-case.ts'
import { readSubmission } from './case-details.ts'
import { openCaseKey, type Sealer } from './case-key.ts'
import { readSealable } from './case-text.ts'
import type { Correction } from './correct-submission.ts'
import { moveCase } from './move-case.ts'
import { tellCase, whoActs } from './tell-case.ts'

/**
 * Offers a correction unasked, while the authority has not decided: all answers as they would be. Nothing of the case changes until a clerk
 * accepts it. Throws 409 where one is open already. Gives its id.
 */
export async function offerCorrection(
  scope: WriteScope<PersonActor | CaseActor>,
  sealer: Sealer,
  input: Omit<Correction, 'correctionId'> & { readonly note: string },
): Promise<string> {
  const { authorityId, caseId } = input
  const note = readSealable(input.note)
  const key = await openCaseKey(scope, sealer, input)
  const before = await readSubmission(scope, key, input)
  await moveCase(scope, input, 'offer_correction', () => ({ has_unread: true }))
  const id = v7()
  const sealed: SealedSubmission = {
    ...before,
    salt: randomBytes(16).toString('hex'),
    receivedAt: scope.now().toISOString(),
    applicantName: input.applicantName ?? before.applicantName,
    answers: input.answers,
    files: input.files,
  }
  const added = await scope.db
    .insertInto('egovernment.correction_offers')
    .values({
      authority_id: authorityId,
      case_id: caseId,
      id,
      offered_by: whoActs(scope).partyId ?? null,
      offered_at: scope.now(),
      payload_version: sealedSubmissionVersion,
      sealed_answers: key.seal(`answers/${id}`, JSON.stringify(sealed)),
      content_hash: contentHash(sealed),
      sealed_note: key.seal(`correction-offer/${id}`, note),
      elsewhere: input.elsewhere ?? null,
      file_ids: input.files.map(({ id }) => id),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added)
    throw new ConflictError('one is open already', { userMessage: 'egovernment.cases.error.correction_offered' })
  tellCase(scope, { authorityId, caseId }, 'correction_offered', { correctionId: id })
  return id
}
