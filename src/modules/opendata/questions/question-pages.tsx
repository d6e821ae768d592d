import { formatDate, swissDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Button } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { asksPerDay, daysToConfirm } from '../addressees/addressee.ts'
import { EmailField } from '../addressees/email-field.tsx'
import { addressDays, keptDays, type PublicQuestion, questionKinds, questionLimits } from './question.ts'
import { type Faults, nothingTyped, type TypedQuestion } from './question-form.ts'

type Frame = { t: Translate; href: (path: string) => string }

/** The path of the questions about a data set, in no language. */
export const questionsPath = ({ authorityId, slug }: { authorityId: string; slug: string }): string =>
  `/opendata/questions/on/${authorityId}/${slug}`

/** The page of a data set has another field for an address. */
const emailId = 'asker-email'

export type AskFormProps = Frame & {
  action: string
  knownEmail: string | undefined
  typed?: TypedQuestion
  faults?: Faults
}

/** To ask those who keep a data set, or to tell them of a fault. */
export function AskForm({ t, href, action, knownEmail, typed = nothingTyped, faults = {} }: AskFormProps) {
  return (
    <form method="post" action={href(action)} noValidate class="form-page">
      <RadioGroup
        id="kind"
        name="kind"
        label={t('opendata.questions.kind')}
        value={typed.kind}
        options={questionKinds.map((kind) => ({ value: kind, label: t(`opendata.questions.kinds.${kind}`) }))}
        {...(faults.kind !== undefined && { error: faults.kind })}
      />
      <TextArea
        t={t}
        id="text"
        name="text"
        label={t('opendata.questions.text')}
        hint={t('opendata.questions.text_hint')}
        value={typed.text}
        maxLength={questionLimits.text}
        {...(faults.text !== undefined && { error: faults.text })}
      />
      {knownEmail === undefined ? (
        <EmailField
          t={t}
          id={emailId}
          typed={typed.email}
          error={faults.email}
          hint={t('opendata.questions.email_hint')}
        />
      ) : (
        <p>{t('opendata.questions.to_account', { email: knownEmail })}</p>
      )}
      <p>{t('opendata.questions.kept', { days: addressDays, kept: keptDays })}</p>
      <Button variant="secondary">{t('opendata.questions.submit')}</Button>
    </form>
  )
}

/** Questions with their answers, as the authority has released them. */
export function PublicQuestions({
  t,
  questions,
  level,
}: {
  t: Translate
  questions: readonly PublicQuestion[]
  level: 2 | 3
}) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <ol class="plain-list questions">
      {questions.map((one) => (
        <li key={one.id}>
          <article>
            <Heading id={`question-${one.id}`}>
              {t(`opendata.questions.heading.${one.kind}`, { day: formatDate(one.askedOn) })}
            </Heading>
            <p class="question-text" lang={one.language}>
              {one.text}
            </p>
            <p class="question-answered">
              {t('opendata.questions.answered_on', { day: formatDate(swissDate(one.answeredAt)) })}
            </p>
            <p class="question-text" lang={one.language}>
              {one.answer}
            </p>
          </article>
        </li>
      ))}
    </ol>
  )
}

export type QuestionsPageProps = AskFormProps & {
  title: string
  questions: readonly PublicQuestion[]
  nextHref: string | undefined
  firstHref: string | undefined
  backHref: string
  done: 'sent' | 'asked' | undefined
}

/** All that was asked about a data set in public, and the form. */
export function QuestionsPage(props: QuestionsPageProps) {
  const { t, title, questions, nextHref, firstHref, backHref, done, faults = {} } = props
  const errors = Object.entries(faults).map(([field, text]) => ({ fieldId: field === 'email' ? emailId : field, text }))
  return (
    <>
      <ErrorSummary t={t} errors={errors} />
      <h1>{t('opendata.questions.title_of', { title })}</h1>
      {done === 'sent' && (
        <DoneNotice title={t('opendata.subscriptions.sent_title')}>
          <p>{t('opendata.subscriptions.sent', { days: daysToConfirm, count: asksPerDay })}</p>
        </DoneNotice>
      )}
      {done === 'asked' && (
        <DoneNotice>
          <p>{t('opendata.questions.asked')}</p>
        </DoneNotice>
      )}
      <p>
        <a href={backHref}>{t('opendata.subscriptions.back')}</a>
      </p>
      <Details summary={t('opendata.questions.ask')} isOpen={errors.length > 0 || (questions.length === 0 && !done)}>
        <AskForm {...props} />
      </Details>
      {questions.length === 0 ? (
        <p>{t('opendata.questions.none')}</p>
      ) : (
        <PublicQuestions t={t} questions={questions} level={2} />
      )}
      <Pagination
        t={t}
        {...(firstHref !== undefined && { previousHref: firstHref })}
        {...(nextHref !== undefined && { nextHref })}
      />
    </>
  )
}

/** What a link hands to the authority; a press of the button, because mail programs open links too. */
export function ConfirmQuestionPage({
  t,
  href,
  action,
  title,
  text,
}: Frame & { action: string; title: string; text: string }) {
  return (
    <>
      <h1>{t('opendata.questions.confirm_title')}</h1>
      <p class="lead">{title}</p>
      <blockquote class="question-text">{text}</blockquote>
      <form method="post" action={href(action)}>
        <Button>{t('opendata.questions.confirm')}</Button>
      </form>
    </>
  )
}
