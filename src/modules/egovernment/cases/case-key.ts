import type { Scope } from '#kernel/db/scope.ts'
import { HttpError, NotFoundError } from '#kernel/http/errors.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { DataKey } from '#kernel/sealing/sealing.ts'
import { findSubjectKey } from '#kernel/sealing/sealing-keys.ts'
import type { CaseRef } from './case-record.ts'

/** What a rule needs besides its scope to open and seal. */
export type Sealer = Pick<Kernel, 'sealing'>

/** 410: the case has been erased; nothing of it can be read any more. */
export class CaseErasedError extends HttpError {
  override name = 'CaseErasedError'
  constructor() {
    super(410, 'the case has been erased', { userMessage: 'egovernment.cases.error.erased' })
  }
}

/** The key of a case. Whoever may see the case may open it. Throws 404 where this actor sees none, `CaseErasedError` when it is gone. */
export async function openCaseKey(
  scope: Scope,
  { sealing }: Sealer,
  { authorityId, caseId }: CaseRef,
): Promise<DataKey> {
  const key = await findSubjectKey(scope, sealing, { authorityId, subjectId: caseId })
  if (key) return key
  const row = await scope.db
    .selectFrom('egovernment.cases')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('id', '=', caseId)
    .executeTakeFirst()
  throw row ? new CaseErasedError() : new NotFoundError()
}
