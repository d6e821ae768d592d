import type { Translate } from '#kernel/i18n/translate.ts'
import { Details } from '#ui/components/details/details.tsx'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import type { PublicQuestion } from './question.ts'
import { AskForm, PublicQuestions, questionsPath } from './question-pages.tsx'

export type QuestionsSectionProps = {
  t: Translate
  href: (path: string) => string
  dataSet: PublishedDataSet
  /** The latest of those that are public. */
  questions: readonly PublicQuestion[]
  hasMoreQuestions: boolean
  /** The address of the account of whoever is signed in. */
  knownEmail: string | undefined
}

/** On the page of a data set: what was asked last, and the form for a question or a fault. */
export function QuestionsSection(props: QuestionsSectionProps) {
  const { t, href, dataSet, questions, hasMoreQuestions, knownEmail } = props
  const path = questionsPath(dataSet)
  return (
    <section aria-labelledby="questions">
      <h2 id="questions">{t('opendata.questions.title')}</h2>
      {questions.length === 0 ? (
        <p>{t('opendata.questions.none')}</p>
      ) : (
        <PublicQuestions t={t} questions={questions} level={3} />
      )}
      {hasMoreQuestions && (
        <p>
          <a href={href(path)}>{t('opendata.questions.all')}</a>
        </p>
      )}
      <Details summary={t('opendata.questions.ask')}>
        <AskForm t={t} href={href} action={path} knownEmail={knownEmail} />
      </Details>
    </section>
  )
}
