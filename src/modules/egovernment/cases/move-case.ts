import { sql, type UpdateObject } from 'kysely'
import type { DB } from '#kernel/db/schema.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '#kernel/http/errors.ts'
import { type CaseAction, mayDo, statusAfter, statusesBefore } from './case.ts'
import { type CaseRecord, type CaseRef, caseRecord, statusOf } from './case-record.ts'
import { sideOf } from './case-side.ts'

/** 409: what is wanted is not possible where the case stands. */
export class CaseStateError extends ConflictError {
  override name = 'CaseStateError'
  constructor(action: CaseAction, status: string) {
    super(`${action} is not possible in status ${status}`, { userMessage: `egovernment.cases.error.not_${action}` })
  }
}

type Changes = UpdateObject<DB, 'egovernment.cases'>

/**
 * Moves a case by the status machine and locks it until the commit: checked and done in one statement, so that of two people who decide
 * at once only one does. Throws 404 for a case that is not there for this actor, 403 for the wrong side, 409 for the wrong status.
 */
export async function moveCase(
  scope: WriteScope,
  ref: CaseRef,
  action: CaseAction,
  changes: Changes = {},
): Promise<CaseRecord> {
  const status = statusAfter(action)
  const row = await scope.db
    .updateTable('egovernment.cases')
    .set({ updated_at: scope.now(), ...(status && { status }), ...changes })
    .where('authority_id', '=', ref.authorityId)
    .where('id', '=', ref.caseId)
    .where('status', '=', sql<string>`any(${[...statusesBefore(action)]})`)
    .where('erased_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw await refusal(scope, ref, action)
  const moved = caseRecord(row)
  if (!statusesBefore(action).some((before) => mayDo(sideOf(scope.actor, ref.authorityId), action, before)))
    throw new ForbiddenError(`${action} is not for this side`)
  return moved
}

async function refusal(scope: WriteScope, ref: CaseRef, action: CaseAction): Promise<Error> {
  const row = await scope.db
    .selectFrom('egovernment.cases')
    .select('status')
    .where('authority_id', '=', ref.authorityId)
    .where('id', '=', ref.caseId)
    .executeTakeFirst()
  if (!row) return new NotFoundError()
  const status = statusOf(row.status)
  return mayDo(sideOf(scope.actor, ref.authorityId), action, status)
    ? new ForbiddenError(`${action} is for the authority in charge`)
    : new CaseStateError(action, status)
}
