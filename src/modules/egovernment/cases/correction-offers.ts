import type { Scope } from '#kernel/db/scope.ts'
import type { DataKey } from '#kernel/sealing/sealing.ts'
import { type CorrectedVersion, openSubmission } from './case-details.ts'
import type { CaseRef } from './case-record.ts'

/** A correction that the applicant offered unasked. */
export type CorrectionOffer = {
  readonly id: string
  readonly offeredAt: Date
  /** Why she corrects it. */
  readonly note: string
  /** The answers as they would be. */
  readonly version: CorrectedVersion
  /** Who would be in charge by them, if somebody else. */
  readonly elsewhere: string | null
  /** Null until a clerk has decided. */
  readonly isAccepted: boolean | null
  /** Why it was refused. */
  readonly reason: string | null
}

/** The corrections that were offered for a case, oldest first. */
export async function listCorrectionOffers(
  scope: Scope,
  key: DataKey,
  ref: CaseRef,
): Promise<readonly CorrectionOffer[]> {
  const rows = await scope.db
    .selectFrom('egovernment.correction_offers')
    .selectAll()
    .where('authority_id', '=', ref.authorityId)
    .where('case_id', '=', ref.caseId)
    .orderBy('id')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    offeredAt: row.offered_at,
    note: key.openText(`correction-offer/${row.id}`, row.sealed_note),
    version: {
      at: row.offered_at,
      hash: row.content_hash,
      submission: openSubmission(key.openText(`answers/${row.id}`, row.sealed_answers)),
    },
    elsewhere: row.elsewhere,
    isAccepted: row.is_accepted,
    reason: row.sealed_reason && key.openText(`correction-refusal/${row.id}`, row.sealed_reason),
  }))
}
