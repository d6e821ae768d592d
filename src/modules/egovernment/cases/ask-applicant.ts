import { v7 } from 'uuid'
import { UnprocessableError } from '#kernel/http/errors.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { openCaseKey, type Sealer } from './case-key.ts'
import type { CaseRef } from './case-record.ts'
import type { StaffScope } from './case-side.ts'
import { readSealable } from './case-text.ts'
import { moveCase, waiting } from './move-case.ts'
import { tellCase } from './tell-case.ts'

/** Asks the applicant something; the case waits until she has answered. Gives the id of the question. */
export async function askApplicant(
  scope: StaffScope,
  sealer: Sealer,
  input: CaseRef & { readonly question: string; readonly answerBy: IsoDate },
): Promise<string> {
  const question = readSealable(input.question)
  if (input.answerBy < scope.today())
    throw new UnprocessableError('the day is past', { userMessage: 'egovernment.cases.error.day_past' })
  const key = await openCaseKey(scope, sealer, input)
  await moveCase(scope, input, 'ask_applicant', () => waiting(scope, input.answerBy))
  const id = v7()
  scope.write(
    scope.db.insertInto('egovernment.case_questions').values({
      authority_id: input.authorityId,
      case_id: input.caseId,
      id,
      asked_by: scope.actor.staffId,
      asked_at: scope.now(),
      answer_by: input.answerBy,
      sealed_question: key.seal(`question/${id}`, question),
    }),
  )
  tellCase(scope, input, 'question_asked', { questionId: id })
  return id
}
