import { type ExpressionBuilder, sql, type UpdateObject } from 'kysely'
import type { DB } from '#kernel/db/schema.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '#kernel/http/errors.ts'
import { type CaseAction, isFor, statusAfter, statusesBefore } from './case.ts'
import { CaseErasedError } from './case-key.ts'
import { type CaseRecord, type CaseRef, caseRecord } from './case-record.ts'
import { sideOf } from './case-side.ts'

/** 409: what is wanted is not possible where the case stands. */
export class CaseStateError extends ConflictError {
  override name = 'CaseStateError'
  constructor(action: CaseAction, status: string) {
    super(`${action} is not possible in status ${status}`, { userMessage: `egovernment.cases.error.not_${action}` })
  }
}

type Cases = 'egovernment.cases'
type Changes = UpdateObject<DB, Cases, Cases>

/**
 * Moves a case by the status machine and locks it until the commit: checked and done in one statement, so that of two people who decide
 * at once only one does. Throws 404 for a case that is not there for this actor, 403 for the wrong side, 409 for the wrong status.
 */
export async function moveCase(
  scope: WriteScope,
  ref: CaseRef,
  action: CaseAction,
  changes: (columns: ExpressionBuilder<DB, Cases>) => Changes = () => ({}),
): Promise<CaseRecord> {
  if (!isFor(sideOf(scope.actor, ref.authorityId), action)) throw await refusal(scope, ref, action)
  const status = statusAfter(action)
  const row = await scope.db
    .updateTable('egovernment.cases')
    .set((columns) => ({ updated_at: scope.now(), ...(status && { status }), ...changes(columns) }))
    .where('authority_id', '=', ref.authorityId)
    .where('id', '=', ref.caseId)
    .where('status', '=', sql<string>`any(${[...statusesBefore(action)]})`)
    .where('erased_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw await refusal(scope, ref, action)
  return caseRecord(row)
}

/** Why it did not go: not there, erased, somebody else's to do, or not now. */
async function refusal(scope: WriteScope, ref: CaseRef, action: CaseAction): Promise<Error> {
  const row = await scope.db
    .selectFrom('egovernment.cases')
    .select(['status', 'erased_at'])
    .where('authority_id', '=', ref.authorityId)
    .where('id', '=', ref.caseId)
    .executeTakeFirst()
  if (!row) return new NotFoundError()
  if (row.erased_at) return new CaseErasedError()
  return isFor(sideOf(scope.actor, ref.authorityId), action)
    ? new CaseStateError(action, row.status)
    : new ForbiddenError(`${action} is for others`)
}
