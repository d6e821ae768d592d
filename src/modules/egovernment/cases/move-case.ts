import { type ExpressionBuilder, sql, type UpdateObject } from 'kysely'
import type { DB } from '#kernel/db/schema.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '#kernel/http/errors.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
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
  const waits = status && status !== 'waiting_for_applicant' ? noLongerWaiting(scope) : {}
  const row = await scope.db
    .updateTable('egovernment.cases')
    .set((columns) => ({ updated_at: scope.now(), ...(status && { status }), ...waits, ...changes(columns) }))
    .where('authority_id', '=', ref.authorityId)
    .where('id', '=', ref.caseId)
    .where('status', '=', sql<string>`any(${[...statusesBefore(action)]})`)
    .where('erased_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw await refusal(scope, ref, action)
  return caseRecord(row)
}

/** The case waits from today on, if it does not already, at least until a day. */
export function waiting(scope: WriteScope, answerBy: IsoDate): Changes {
  return {
    waiting_since: sql`coalesce(waiting_since, ${scope.today()}::date)`,
    answer_by: sql`least(answer_by, ${answerBy}::date)`,
  }
}

/** The days that the authority waited are added to its dates, which never fall on a weekend. */
function noLongerWaiting(scope: WriteScope): Changes {
  const later = (day: 'due_on' | 'expected_on') => {
    const moved = sql`(${sql.ref(day)} + (${scope.today()}::date - waiting_since))`
    return sql<string>`case when waiting_since < ${scope.today()}::date
      then ${moved} + case extract(isodow from ${moved}) when 6 then 2 when 7 then 1 else 0 end else ${sql.ref(day)} end`
  }
  return { due_on: later('due_on'), expected_on: later('expected_on'), waiting_since: null, answer_by: null }
}

/** Something that was asked for has come, and something else is still open: the case stays as it is, waiting for that. */
export function stillWaiting({ authorityId, caseId }: CaseRef): Changes {
  const of = sql`authority_id = ${authorityId} and case_id = ${caseId}`
  return {
    status: sql`status`,
    due_on: sql`due_on`,
    expected_on: sql`expected_on`,
    waiting_since: sql`waiting_since`,
    answer_by: sql`case when status = 'waiting_for_applicant' then (select min(answer_by) from (
      select answer_by from egovernment.case_questions where ${of} and answered_at is null
      union all select answer_by from egovernment.case_corrections where ${of} and corrected_at is null) open) end`,
  }
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
