import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { CaseActor, PersonActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { ConflictError } from '#kernel/http/errors.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Answers } from '../forms/form.ts'
import { contentHash } from '../submissions/content-hash.ts'
import { sealedSubmissionVersion } from '../submissions/insert-case.ts'
import { searchTokens } from '../submissions/search-tokens.ts'
import type { SealedSubmission, SubmittedFile } from '../submissions/submit-case.ts'
import { listCaseFiles, readSubmission } from './case-details.ts'
import { openCaseKey, type Sealer } from './case-key.ts'
import type { CaseRecord, CaseRef } from './case-record.ts'
import { countOpenTasks } from './count-open-tasks.ts'
import { moveCase, stillWaiting } from './move-case.ts'
import { tellCase, whoActs } from './tell-case.ts'

export type Correction = CaseRef & {
  /** The one that was asked for. */
  readonly correctionId: string
  /** All answers as they are now, checked and in kept form. */
  readonly answers: Answers
  /** The files that these answers name; all belong to the case. */
  readonly files: readonly SubmittedFile[]
  /** Undefined where the name stays. */
  readonly applicantName?: string | undefined
  /** Who would be in charge by the new answers, if somebody else: staff read it and forward the case, or do not. */
  readonly elsewhere?: AuthorityId | undefined
}

/**
 * Takes a correction by the applicant: a further sealed version of what was handed in, with a fingerprint of its own; the earlier ones stay.
 * When nothing is waited for any more the case goes on, and the days that the authority waited are added to its dates. Who is in charge
 * never changes by it. Throws 409 for one that was made already, and for a case that is not open.
 */
export async function correctSubmission(
  scope: WriteScope<PersonActor | CaseActor>,
  sealer: Sealer,
  input: Correction,
): Promise<{ readonly record: CaseRecord; readonly correctionId: string }> {
  const { authorityId, caseId } = input
  const key = await openCaseKey(scope, sealer, input)
  const before = await readSubmission(scope, key, input)
  const id = input.correctionId
  const sealed: SealedSubmission = {
    ...before,
    salt: randomBytes(16).toString('hex'),
    receivedAt: scope.now().toISOString(),
    applicantName: input.applicantName ?? before.applicantName,
    answers: input.answers,
    files: input.files,
  }
  const version = {
    payload_version: sealedSubmissionVersion,
    sealed_answers: key.seal(`answers/${id}`, JSON.stringify(sealed)),
    content_hash: contentHash(sealed),
    corrected_by: whoActs(scope).partyId ?? null,
    corrected_at: scope.now(),
  }
  await keepVersion(scope, input, id, version)
  await addFiles(scope, input)
  if (input.applicantName !== undefined) addSearchWords(scope, input, input.applicantName)
  const stillOpen = await countOpenTasks(scope, input)
  const record = await moveCase(scope, input, 'correct', () => ({
    has_unread: true,
    ...(stillOpen > 0
      ? stillWaiting(input)
      : { status: sql`case when status = 'waiting_for_applicant' then 'in_progress' else status end` }),
    ...(input.applicantName !== undefined && { applicant_name: input.applicantName }),
  }))
  tellCase(scope, { authorityId, caseId }, 'corrected', { correctionId: id, elsewhere: input.elsewhere ?? null })
  return { record, correctionId: id }
}

type Version = {
  payload_version: number
  sealed_answers: Buffer
  content_hash: Buffer
  corrected_by: string | null
  corrected_at: Date
}

/** Throws 409 for a correction that was made already. */
async function keepVersion(scope: WriteScope, input: Correction, id: string, version: Version): Promise<void> {
  const made = await scope.db
    .updateTable('egovernment.case_corrections')
    .set(version)
    .where('authority_id', '=', input.authorityId)
    .where('case_id', '=', input.caseId)
    .where('id', '=', id)
    .where('corrected_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!made)
    throw new ConflictError('no such open correction', { userMessage: 'egovernment.cases.error.correction_made' })
}

/** The desk finds the case by the corrected name too; what it was found by before stays with the earlier version. */
export function addSearchWords(scope: WriteScope, { authorityId, caseId }: CaseRef, name: string): void {
  const words = searchTokens(name)
  if (words.length === 0) return
  scope.write(
    scope.db
      .insertInto('egovernment.case_tokens')
      .values(words.map((token) => ({ authority_id: authorityId, case_id: caseId, token })))
      .onConflict((conflict) => conflict.doNothing()),
  )
}

/** Files that came with the correction stand in the case from now on; those of earlier versions stay. */
export async function addFiles(
  scope: WriteScope,
  input: Pick<Correction, 'authorityId' | 'caseId' | 'files'>,
): Promise<void> {
  const known = new Set((await listCaseFiles(scope, input)).map(({ fileId }) => fileId))
  const fresh = input.files.filter(({ id }) => !known.has(id))
  if (fresh.length === 0) return
  scope.write(
    scope.db.insertInto('egovernment.case_files').values(
      fresh.map(({ id, field }) => ({
        authority_id: input.authorityId,
        case_id: input.caseId,
        file_id: id,
        role: 'answer',
        field,
        at: scope.now(),
      })),
    ),
  )
}
