import { v7 } from 'uuid'
import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Feedback } from './feedback.ts'

/** The purpose under which the program takes feedback in: whoever writes is nobody in particular. */
export const feedbackPurpose = 'feedback'

/** Keeps what somebody wrote about the accessibility of an authority's pages, for its staff. */
export function giveFeedback(
  scope: WriteScope<SystemActor>,
  { authorityId, language, feedback }: { authorityId: AuthorityId; language: Language; feedback: Feedback },
): void {
  const id = v7()
  scope.write(
    scope.db.insertInto('portal.feedback').values({
      authority_id: authorityId,
      id,
      received_at: scope.now().toISOString(),
      language,
      ...feedback,
    }),
  )
  scope.record('portal.feedback.given', { authorityId, subjectId: id })
}
