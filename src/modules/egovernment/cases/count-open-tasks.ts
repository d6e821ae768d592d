import type { Scope } from '#kernel/db/scope.ts'
import type { CaseRef } from './case-record.ts'

/** How many things an authority still waits for from the applicant: questions without an answer, and corrections not made. */
export async function countOpenTasks(scope: Scope, { authorityId, caseId }: CaseRef): Promise<number> {
  const [questions, corrections] = await Promise.all([
    scope.db
      .selectFrom('egovernment.case_questions')
      .select('id')
      .where('authority_id', '=', authorityId)
      .where('case_id', '=', caseId)
      .where('answered_at', 'is', null)
      .limit(100)
      .execute(),
    scope.db
      .selectFrom('egovernment.case_corrections')
      .select('id')
      .where('authority_id', '=', authorityId)
      .where('case_id', '=', caseId)
      .where('corrected_at', 'is', null)
      .limit(100)
      .execute(),
  ])
  return questions.length + corrections.length
}
