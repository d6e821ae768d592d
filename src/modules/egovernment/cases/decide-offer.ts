import { ConflictError } from '#kernel/http/errors.ts'
import { swissDate } from '#kernel/i18n/format.ts'
import { canonicalJson } from '../submissions/content-hash.ts'
import { readSubmission } from './case-details.ts'
import { openCaseKey, type Sealer } from './case-key.ts'
import type { CaseRef } from './case-record.ts'
import type { StaffScope } from './case-side.ts'
import { readSealable } from './case-text.ts'
import { addFiles, addSearchWords } from './correct-submission.ts'
import { listCorrectionOffers } from './correction-offers.ts'
import { moveCase } from './move-case.ts'
import { tellCase } from './tell-case.ts'

type Decided = CaseRef & { readonly offerId: string }

/**
 * Accepts a correction that the applicant offered: it becomes a further version, just as she offered it, and the earlier ones stay. Throws
 * 409 for one that was decided, and where the answers were corrected in another way since.
 */
export async function acceptOffer(scope: StaffScope, sealer: Sealer, input: Decided): Promise<void> {
  const { authorityId, caseId, offerId: id } = input
  const key = await openCaseKey(scope, sealer, input)
  const before = await readSubmission(scope, key, input)
  const offer = (await listCorrectionOffers(scope, key, input)).find((one) => one.id === id)
  if (!offer || offer.isAccepted !== null || before.receivedAt > offer.version.submission.receivedAt)
    throw decidedAlready()
  const { submission } = offer.version
  const isRenamed = submission.applicantName !== before.applicantName
  await moveCase(scope, input, 'decide_correction', () => ({
    ...(isRenamed && { applicant_name: submission.applicantName }),
  }))
  const row = await decide(scope, input, { is_accepted: true })
  const fields = changedFields(before.answers, submission.answers)
  await scope.db
    .insertInto('egovernment.case_corrections')
    .values({
      authority_id: authorityId,
      case_id: caseId,
      id,
      requested_by: scope.actor.staffId,
      requested_at: row.offered_at,
      answer_by: swissDate(row.offered_at),
      fields: fields.length === 0 ? ['-'] : fields,
      sealed_request: key.seal(`correction-request/${id}`, offer.note),
      payload_version: row.payload_version,
      sealed_answers: row.sealed_answers,
      content_hash: row.content_hash,
      corrected_by: row.offered_by,
      corrected_at: scope.now(),
      is_offered: true,
    })
    .execute()
  await addFiles(scope, { authorityId, caseId, files: submission.files })
  if (isRenamed) addSearchWords(scope, input, submission.applicantName)
  tellCase(scope, input, 'correction_accepted', { correctionId: id, elsewhere: offer.elsewhere })
}

/** Refuses a correction that the applicant offered; she reads why, and nothing of the case changes. */
export async function refuseOffer(
  scope: StaffScope,
  sealer: Sealer,
  input: Decided & { readonly reason: string },
): Promise<void> {
  const reason = readSealable(input.reason)
  const key = await openCaseKey(scope, sealer, input)
  await moveCase(scope, input, 'decide_correction')
  await decide(scope, input, {
    is_accepted: false,
    sealed_reason: key.seal(`correction-refusal/${input.offerId}`, reason),
  })
  tellCase(scope, input, 'correction_refused', { correctionId: input.offerId })
}

async function decide(
  scope: StaffScope,
  { authorityId, caseId, offerId }: Decided,
  how: { readonly is_accepted: boolean; readonly sealed_reason?: Buffer },
) {
  const row = await scope.db
    .updateTable('egovernment.correction_offers')
    .set({ ...how, decided_by: scope.actor.staffId, decided_at: scope.now() })
    .where('authority_id', '=', authorityId)
    .where('case_id', '=', caseId)
    .where('id', '=', offerId)
    .where('decided_at', 'is', null)
    .returning(['offered_by', 'offered_at', 'payload_version', 'sealed_answers', 'content_hash'])
    .executeTakeFirst()
  if (!row) throw decidedAlready()
  return row
}

function decidedAlready(): ConflictError {
  return new ConflictError('decided, or overtaken', { userMessage: 'egovernment.cases.error.offer_decided' })
}

/** Ids of the questions whose answers differ. */
function changedFields(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] {
  const all = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return all.filter((id) => canonicalJson(before[id] ?? null) !== canonicalJson(after[id] ?? null))
}
