import type { StaffActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { ConflictError } from '#kernel/http/errors.ts'
import { swissDate } from '#kernel/i18n/format.ts'
import { noteDeed, requireSteward } from '../catalogue/workbench.ts'
import type { Question } from './question.ts'

type StewardScope = WriteScope<StaffActor>

/** What everybody is to read: without names and addresses, which is for the steward to see to. */
export type PublicWords = { readonly text: string; readonly answer: string }

/** Answers a question, and shows both to everybody where there are words for that. Throws 409 where somebody was faster. */
export async function answerQuestion(
  scope: StewardScope,
  question: Question,
  { answer, words }: { readonly answer: string; readonly words: PublicWords | undefined },
): Promise<void> {
  await close(scope, question, { answer, state: words ? 'published' : 'answered' })
  if (words) await show(scope, question, words, scope.now())
}

/** Answers with a no and why, such as to what is no question about the data. Throws 409 where somebody was faster. */
export async function refuseQuestion(scope: StewardScope, question: Question, reason: string): Promise<void> {
  await close(scope, question, { answer: reason, state: 'refused' })
}

/** Shows an answered question to everybody, or puts other words in the place of those that are shown. */
export async function publishQuestion(scope: StewardScope, question: Question, words: PublicWords): Promise<void> {
  requireSteward(scope, question.authorityId)
  if (question.answeredAt === null) throw new ConflictError('not answered', refusal)
  await move(scope, question, 'published')
  await show(scope, question, words, question.answeredAt)
  note(scope, 'published', question)
}

/** Shows it to nobody any more. */
export async function hideQuestion(scope: StewardScope, question: Question): Promise<void> {
  requireSteward(scope, question.authorityId)
  await move(scope, question, 'answered')
  await scope.db
    .deleteFrom('opendata.published_questions')
    .where('authority_id', '=', question.authorityId)
    .where('id', '=', question.id)
    .execute()
  note(scope, 'hidden', question)
}

const refusal = { userMessage: 'opendata.questions.error.moved' }

async function close(
  scope: StewardScope,
  question: Question,
  { answer, state }: { readonly answer: string; readonly state: 'answered' | 'published' | 'refused' },
): Promise<void> {
  const { authorityId, id } = question
  requireSteward(scope, authorityId)
  const done = await scope.db
    .updateTable('opendata.questions')
    .set({ state, answer, answered_at: scope.now(), answered_by: scope.actor.staffId })
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .returning('id')
    .executeTakeFirst()
  if (!done) throw new ConflictError('not open', refusal)
  note(scope, state, question)
  scope.announce('opendata.question_answered', { authorityId, payload: { questionId: id } })
}

async function move(
  scope: StewardScope,
  { authorityId, id }: Question,
  state: 'answered' | 'published',
): Promise<void> {
  const moved = await scope.db
    .updateTable('opendata.questions')
    .set({ state })
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .where('state', 'in', ['answered', 'published'])
    .returning('id')
    .executeTakeFirst()
  if (!moved) throw new ConflictError('not answered', refusal)
}

async function show(
  scope: StewardScope,
  { authorityId, id, dataSetId, kind, language, askedAt }: Question,
  words: PublicWords,
  answeredAt: Date,
): Promise<void> {
  await scope.db
    .insertInto('opendata.published_questions')
    .values({
      ...{ authority_id: authorityId, data_set_id: dataSetId, id, kind, language },
      ...words,
      asked_on: swissDate(askedAt),
      answered_at: answeredAt,
    })
    .onConflict((conflict) => conflict.columns(['authority_id', 'id']).doUpdateSet({ ...words }))
    .execute()
}

const note = (scope: StewardScope, what: string, question: Question): void =>
  noteDeed(scope, `question.${what}`, question)
