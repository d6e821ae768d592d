import { formatInstant } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Checkbox } from '#ui/components/checkbox/checkbox.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { Tabs } from '#ui/components/tabs/tabs.tsx'
import { Tag, type TagKind } from '#ui/components/tag/tag.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { dataSetPath } from '../catalogue/addresses.ts'
import { AuthorityLinks, benchPath, FormFaults } from '../workbench/bench-parts.tsx'
import type { PublicWords } from './answer-question.ts'
import type { DeskList, DeskQuestion } from './queries.ts'
import { addressDays, type QuestionState, questionLimits, questionStates } from './question.ts'

export const deskQuestionsPath = `${benchPath}/questions`

const kinds: Readonly<Record<QuestionState, TagKind>> = {
  open: 'warning',
  answered: 'neutral',
  published: 'success',
  refused: 'neutral',
}

function QuestionTag({ t, state }: Pick<DeskPage, 't'> & { state: QuestionState }) {
  return <Tag kind={kinds[state]}>{t(`opendata.questions.state.${state}`)}</Tag>
}

type ListProps = DeskPage & {
  readonly listed: DeskList
  readonly state: QuestionState | undefined
  readonly authorityId: AuthorityId
  readonly authorities: readonly { readonly id: AuthorityId; readonly name: string }[]
}

/** What people asked, the latest first. */
export function DeskQuestionsPage({ t, href, listed, state, authorityId, authorities }: ListProps) {
  const to = (more: Readonly<Record<string, string>>) =>
    href(`${deskQuestionsPath}?${new URLSearchParams({ authority: authorityId, ...more })}`)
  return (
    <>
      <BackLink t={t} href={href(`${benchPath}?authority=${authorityId}`)} />
      <h1>{t('opendata.questions.desk.title')}</h1>
      <p>{t('opendata.questions.desk.lead')}</p>
      <AuthorityLinks t={t} href={href} path={deskQuestionsPath} current={authorityId} authorities={authorities} />
      <Tabs
        label={t('opendata.desk.states')}
        items={[undefined, ...questionStates].map((one) => ({
          href: to(one === undefined ? {} : { state: one }),
          text: t(`opendata.questions.state.${one ?? 'all'}`),
          isCurrent: one === state,
        }))}
      />
      {listed.questions.length === 0 && (
        <EmptyState title={t('opendata.questions.desk.none')} icon="Inbox">
          <p>{t('opendata.questions.desk.none_text')}</p>
        </EmptyState>
      )}
      <ol class="plain-list questions">
        {listed.questions.map((one) => (
          <li key={one.id}>
            <p>
              <QuestionTag t={t} state={one.state} /> {t(`opendata.questions.kinds.${one.kind}`)}
              {', '}
              {formatInstant(one.askedAt, t.language)}
            </p>
            <p>
              <a class="ds-link" href={href(`${deskQuestionsPath}/${one.id}`)}>
                {textIn(one.title, t.language)}
              </a>
            </p>
            <p lang={one.language}>{shorten(one.text)}</p>
          </li>
        ))}
      </ol>
      <Pagination
        t={t}
        {...(listed.next !== undefined && {
          nextHref: to({ ...(state !== undefined && { state }), after: listed.next }),
        })}
      />
    </>
  )
}

function shorten(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 160).replace(/\S*$/, '')}…`
}

export const deskDones = ['answered', 'refused', 'published', 'hidden'] as const

type OneProps = DeskPage & {
  readonly question: DeskQuestion
  /** As everybody reads it, where it is public. */
  readonly words: PublicWords | undefined
  readonly form: FormReading
  readonly answeredBy: string | undefined
  readonly done: (typeof deskDones)[number] | undefined
}

/** One question: what was asked, the answer, and what everybody may read of both. */
export function DeskQuestionPage(props: OneProps) {
  const { t, href, question, form, answeredBy, done } = props
  const { state, kind, language, text, askedAt, answer, answeredAt } = question
  return (
    <>
      <FormFaults t={t} form={form} />
      <BackLink t={t} href={href(`${deskQuestionsPath}?authority=${question.authorityId}`)} />
      <h1>{t('opendata.questions.desk.one')}</h1>
      {done && (
        <DoneNotice>
          <p>{t(`opendata.questions.desk.done.${done}`)}</p>
        </DoneNotice>
      )}
      <SummaryList
        rows={[
          { key: t('opendata.desk.states'), value: <QuestionTag t={t} state={state} /> },
          {
            key: t('opendata.questions.desk.about'),
            value: <a href={href(dataSetPath(question))}>{textIn(question.title, t.language)}</a>,
          },
          { key: t('opendata.questions.kind'), value: t(`opendata.questions.kinds.${kind}`) },
          { key: t('opendata.questions.desk.asked'), value: formatInstant(askedAt, t.language) },
          { key: t('opendata.questions.desk.language'), value: t(`egovernment.desk.language.${language}`) },
          {
            key: t('opendata.questions.desk.text'),
            value: (
              <span class="question-text" lang={language}>
                {text}
              </span>
            ),
          },
          ...(answer === null || answeredAt === null
            ? []
            : [
                {
                  key: t(`opendata.questions.desk.${state === 'refused' ? 'reason' : 'answer'}`),
                  value: (
                    <>
                      <span class="question-text" lang={language}>
                        {answer}
                      </span>
                      <br />
                      {formatInstant(answeredAt, t.language)}
                      {answeredBy !== undefined && `, ${answeredBy}`}
                    </>
                  ),
                },
              ]),
        ]}
      />
      {state === 'open' ? <AnswerForms {...props} /> : state !== 'refused' && <PublicForm {...props} />}
    </>
  )
}

function AnswerForms({ t, href, question, form }: OneProps) {
  const path = `${deskQuestionsPath}/${question.id}`
  return (
    <>
      <form method="post" action={href(`${path}/answer`)} noValidate class="form-page">
        <h2>{t('opendata.questions.desk.to_answer')}</h2>
        <p>
          {t(`opendata.questions.desk.${question.hasAddressee ? 'goes_to_asker' : 'reaches_nobody'}`, {
            days: addressDays,
          })}
        </p>
        <TextArea
          t={t}
          id="answer"
          name="answer"
          label={t('opendata.questions.desk.answer')}
          value={form.value('answer')}
          maxLength={questionLimits.answer}
          rows={8}
          {...errorOf(form, 'answer')}
        />
        <Checkbox
          id="is_public"
          name="is_public"
          label={t('opendata.questions.desk.publish_both')}
          hint={t('opendata.questions.desk.publish_hint')}
          checked={form.value('is_public') !== ''}
        />
        <TextArea
          t={t}
          id="public_text"
          name="public_text"
          label={t('opendata.questions.desk.public_text')}
          value={form.value('public_text') || question.text}
          maxLength={questionLimits.text}
          {...errorOf(form, 'public_text')}
        />
        <ButtonRow>
          <Button>{t('opendata.questions.desk.submit')}</Button>
        </ButtonRow>
      </form>
      <Details summary={t('opendata.questions.desk.to_refuse')} isOpen={form.error('reason') !== undefined}>
        <form method="post" action={href(`${path}/refusal`)} noValidate class="form-page">
          <TextArea
            t={t}
            id="reason"
            name="reason"
            label={t('opendata.questions.desk.reason')}
            hint={t('opendata.questions.desk.reason_hint')}
            value={form.value('reason')}
            maxLength={questionLimits.answer}
            {...errorOf(form, 'reason')}
          />
          <Button variant="secondary" color="danger">
            {t('opendata.questions.desk.refuse')}
          </Button>
        </form>
      </Details>
    </>
  )
}

function PublicForm({ t, href, question, words, form }: OneProps) {
  const path = `${deskQuestionsPath}/${question.id}/publication`
  return (
    <>
      <form method="post" action={href(path)} noValidate class="form-page">
        <h2>{t('opendata.questions.desk.in_public')}</h2>
        <p>{t('opendata.questions.desk.publish_hint')}</p>
        <TextArea
          t={t}
          id="public_text"
          name="public_text"
          label={t('opendata.questions.desk.public_text')}
          value={form.value('public_text') || (words?.text ?? question.text)}
          maxLength={questionLimits.text}
          {...errorOf(form, 'public_text')}
        />
        <TextArea
          t={t}
          id="public_answer"
          name="public_answer"
          label={t('opendata.questions.desk.public_answer')}
          value={form.value('public_answer') || (words?.answer ?? question.answer ?? '')}
          maxLength={questionLimits.answer}
          rows={8}
          {...errorOf(form, 'public_answer')}
        />
        <ButtonRow>
          <Button>{t(`opendata.questions.desk.${words ? 'change_words' : 'publish'}`)}</Button>
        </ButtonRow>
      </form>
      {words && (
        <form method="post" action={href(`${path}/end`)}>
          <Button variant="secondary">{t('opendata.questions.desk.hide')}</Button>
        </form>
      )}
    </>
  )
}
