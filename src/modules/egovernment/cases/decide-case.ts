import { v7 } from 'uuid'
import { UnprocessableError } from '#kernel/http/errors.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { Outcome } from './case.ts'
import { openCaseKey, type Sealer } from './case-key.ts'
import type { CaseRef } from './case-record.ts'
import type { StaffScope } from './case-side.ts'
import { readOptional, readSealable } from './case-text.ts'
import { moveCase } from './move-case.ts'
import { tellCase } from './tell-case.ts'

/** The words of a decision, as they are sealed. */
export type DecisionText = { readonly text: string; readonly reasons: string | null; readonly remedies: string | null }

/**
 * Decides a case. `remedies` is the notice of legal remedies; who is refused something has to be told how to object. `notifiedOn` is the
 * day from which its time limit runs. Of several who decide at once, one does; the others get 409. Gives the id of the decision.
 */
export async function decideCase(
  scope: StaffScope,
  sealer: Sealer,
  input: CaseRef & {
    readonly outcome: Outcome
    readonly text: string
    readonly reasons?: string
    readonly remedies?: string
    readonly notifiedOn: IsoDate
  },
): Promise<string> {
  const words: DecisionText = {
    text: readSealable(input.text),
    reasons: readOptional(input.reasons) ?? null,
    remedies: readOptional(input.remedies) ?? null,
  }
  if (isAdverse(input.outcome) && (words.reasons === null || words.remedies === null))
    throw new UnprocessableError('reasons and legal remedies are missing', {
      userMessage: 'egovernment.cases.error.remedies_missing',
    })
  if (input.notifiedOn < scope.today())
    throw new UnprocessableError('the day is past', { userMessage: 'egovernment.cases.error.day_past' })

  const key = await openCaseKey(scope, sealer, input)
  await moveCase(scope, input, 'decide')
  const id = v7()
  scope.write(
    scope.db.insertInto('egovernment.case_decisions').values({
      authority_id: input.authorityId,
      case_id: input.caseId,
      id,
      outcome: input.outcome,
      sealed: key.seal(`decision/${id}`, JSON.stringify(words)),
      notified_on: input.notifiedOn,
      signed_by: scope.actor.staffId,
      decided_at: scope.now(),
    }),
  )
  tellCase(scope, input, 'decided', { decisionId: id, outcome: input.outcome })
  return id
}

/** Whether somebody gets less than she asked for. */
export function isAdverse(outcome: Outcome): boolean {
  switch (outcome) {
    case 'rejected':
    case 'partly_approved':
      return true
    case 'approved':
    case 'noted':
      return false
  }
}
