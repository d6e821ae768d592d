import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { deleteFiles } from '#kernel/files/delete-files.ts'
import { ConflictError, NotFoundError } from '#kernel/http/errors.ts'
import { eraseMailsAbout } from '#kernel/mail/send-mail.ts'
import { eraseSubjectKey } from '#kernel/sealing/sealing-keys.ts'
import type { CaseRef } from './case-record.ts'
import { tellCase } from './tell-case.ts'

/** 409: a proceeding or an inspection needs the case. */
export class LegalHoldError extends ConflictError {
  override name = 'LegalHoldError'
  constructor() {
    super('the case is held', { userMessage: 'egovernment.cases.error.held' })
  }
}

/** Tables whose rows of an erased case go; what remains (number, dates, status, history) names nobody. */
const erasedTables = [
  'egovernment.case_answers',
  // Before the messages that they name.
  'egovernment.message_keys',
  'egovernment.case_messages',
  'egovernment.case_notes',
  'egovernment.case_files',
  'egovernment.case_parties',
  'egovernment.case_access_codes',
  'egovernment.case_mail_links',
  'egovernment.case_decisions',
  'egovernment.case_withdrawals',
  'egovernment.case_questions',
  'egovernment.case_corrections',
  'egovernment.correction_offers',
  'egovernment.case_tokens',
  'egovernment.submission_keys',
] as const

/**
 * Erases a case: its key is destroyed, what was sealed and its files go, the clear columns are blanked. Runs for the purpose `erasure`.
 * A legal hold stops it (`LegalHoldError`). Erasing twice changes nothing.
 */
export async function eraseCase(scope: WriteScope<SystemActor>, ref: CaseRef, reason: string): Promise<void> {
  const { authorityId, caseId } = ref
  const row = await scope.db
    .selectFrom('egovernment.cases')
    .select(['legal_hold', 'erased_at'])
    .where('authority_id', '=', authorityId)
    .where('id', '=', caseId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new NotFoundError()
  if (row.legal_hold) throw new LegalHoldError()
  if (row.erased_at) return

  eraseSubjectKey(scope, { authorityId, subjectId: caseId })
  for (const table of erasedTables)
    scope.write(scope.db.deleteFrom(table).where('authority_id', '=', authorityId).where('case_id', '=', caseId))
  scope.write(
    scope.db
      .updateTable('egovernment.case_closures')
      .set({ sealed_note: null })
      .where('authority_id', '=', authorityId)
      .where('case_id', '=', caseId),
  )
  scope.write(
    scope.db
      .updateTable('egovernment.cases')
      .set({ applicant_name: '', subject: '', has_unread: false, erased_at: scope.now(), updated_at: scope.now() })
      .where('authority_id', '=', authorityId)
      .where('id', '=', caseId),
  )
  await deleteFiles(scope, { owner: { kind: 'case', authorityId, id: caseId } })
  eraseMailsAbout(scope, caseId)
  tellCase(scope, ref, 'erased', {}, { reason })
}
