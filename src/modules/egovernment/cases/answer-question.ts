import type { WriteScope } from '#kernel/db/scope.ts'
import { ConflictError } from '#kernel/http/errors.ts'
import { openCaseKey, type Sealer } from './case-key.ts'
import type { CaseRecord, CaseRef } from './case-record.ts'
import { readSealable } from './case-text.ts'
import { countOpenTasks } from './count-open-tasks.ts'
import { moveCase, stillWaiting } from './move-case.ts'
import { tellCase, whoActs } from './tell-case.ts'

/**
 * The applicant answers a question. When none is open any more the case goes on, and the days that the authority waited are added to its
 * dates. Throws 409 when the question has been answered already.
 */
export async function answerQuestion(
  scope: WriteScope,
  sealer: Sealer,
  input: CaseRef & { readonly questionId: string; readonly answer: string },
): Promise<CaseRecord> {
  const answer = readSealable(input.answer)
  const key = await openCaseKey(scope, sealer, input)
  const answered = await ofCase(scope, input)
    .set({
      sealed_answer: key.seal(`answer/${input.questionId}`, answer),
      answered_by: whoActs(scope).partyId ?? null,
      answered_at: scope.now(),
    })
    .where('id', '=', input.questionId)
    .returning('id')
    .executeTakeFirst()
  if (!answered)
    throw new ConflictError('no such open question', { userMessage: 'egovernment.cases.error.question_answered' })
  const stillOpen = await countOpenTasks(scope, input)
  const moved = await moveCase(scope, input, 'answer_question', () => ({
    has_unread: true,
    ...(stillOpen > 0 && stillWaiting(input)),
  }))
  tellCase(scope, input, 'question_answered', { questionId: input.questionId })
  return moved
}

function ofCase(scope: WriteScope, { authorityId, caseId }: CaseRef) {
  return scope.db
    .updateTable('egovernment.case_questions')
    .where('authority_id', '=', authorityId)
    .where('case_id', '=', caseId)
    .where('answered_at', 'is', null)
}
