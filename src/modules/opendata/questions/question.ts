import type { Language } from '#kernel/i18n/language.ts'
import type { AuthorityId, Id } from '#kernel/ids.ts'
import type { DataSetId } from '../catalogue/data-set.ts'

export type QuestionId = Id<'question'>

/** What somebody wants of those who keep a data set: to know something, to tell of a fault in the data, to have something more. */
export const questionKinds = ['question', 'fault', 'wish'] as const
export type QuestionKind = (typeof questionKinds)[number]

/** As the desk sees them: what is not confirmed yet is seen by nobody. */
export const questionStates = ['open', 'answered', 'published', 'refused'] as const
export type QuestionState = (typeof questionStates)[number]

export const questionLimits = { text: 2_000, answer: 5_000 } as const

/** Days after the answer for which we still know who asked, and after the question for which one that is not public is kept. */
export const [addressDays, keptDays] = [30, 365]

/** A question as those read it who answer. */
export type Question = {
  readonly authorityId: AuthorityId
  readonly id: QuestionId
  readonly dataSetId: DataSetId
  readonly kind: QuestionKind
  readonly state: QuestionState
  readonly language: Language
  readonly text: string
  readonly askedAt: Date
  readonly answer: string | null
  readonly answeredAt: Date | null
  readonly answeredBy: string | null
  /** Whether an answer still reaches her who asked. */
  readonly hasAddressee: boolean
}

/** Question and answer as everybody reads them. */
export type PublicQuestion = {
  readonly id: QuestionId
  readonly kind: QuestionKind
  readonly language: Language
  readonly text: string
  readonly answer: string
  /** The day in Switzerland. */
  readonly askedOn: string
  readonly answeredAt: Date
}
