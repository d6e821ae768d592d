import type { ComponentChildren } from 'preact'
import type { StoredFile } from '#kernel/files/stored-file.ts'
import { formatDate, formatInstant } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button, LinkButton } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { FileField } from '#ui/components/file-field/file-field.tsx'
import { ProgressLine } from '#ui/components/progress-line/progress-line.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { accessReason } from './access-reason.ts'
import { caseSteps, mayDo, stepOf } from './case.ts'
import type { CaseDecision, CaseQuestion } from './case-details.ts'
import { mostText } from './case-text.ts'
import { eventText } from './event-text.ts'
import { FileEntry } from './file-entry.tsx'
import { OwnOffers } from './own-offers.tsx'
import type { CaseView } from './read-case-view.ts'
import { type Unsent, unsentField } from './unsent-files.ts'
import { UnsentProofs } from './unsent-proofs.tsx'

/** What was typed and could not be taken: which field, what is wrong, the words themselves, and the files that came with them. */
export type Refused = {
  readonly fieldId: string
  /** Undefined where only a file was taken out. */
  readonly error?: string
  readonly typed: string
  readonly files?: readonly Unsent<Pick<StoredFile, 'id' | 'name' | 'size'>>[]
}

export type CasePageProps = {
  readonly view: CaseView
  readonly href: (path: string) => string
  readonly done: string | undefined
  readonly refused?: Refused | undefined
  readonly t: Translate
}

/** One case for its applicant: where it stands, what happens next and by when, tasks, conversation, documents, history. */
export function CasePage({ view, href, done, refused, t }: CasePageProps) {
  const { record, next, details } = view
  const own = `/cases/${record.number}`
  const part = { view, t, refused, action: (path: string) => href(`${own}/${path}`) }
  const open = details.questions.filter(({ answeredAt }) => answeredAt === null)
  return (
    <>
      <ErrorSummary t={t} errors={errorsIn(refused)} />
      {done && (
        <DoneNotice>
          <p>{t(`egovernment.cases.page.done.${done}`)}</p>
        </DoneNotice>
      )}
      <h1>{view.service}</h1>
      <p class="lead">
        <strong class="case-number">{record.number}</strong>{' '}
        <Tag kind={next.whose === 'applicant' ? 'warning' : 'info'}>
          {t(`egovernment.cases.status.${record.status}`)}
        </Tag>
      </p>
      <p>{t(next.key, { by: next.by ? formatDate(next.by) : '' })}</p>
      <p>
        {t('egovernment.cases.page.received', {
          at: formatInstant(record.receivedAt, t.language),
          authority: view.authority,
        })}
      </p>
      {!view.mayAct && (
        <Alert kind="info">
          <p>{t('egovernment.cases.page.read_only')}</p>
        </Alert>
      )}
      <Steps view={view} t={t} />
      {(open.length > 0 || view.openCorrections.length > 0) && (
        <Section title={t('egovernment.cases.page.tasks')}>
          {open.map((one) => (
            <Question key={one.id} question={one} {...part} />
          ))}
          {view.openCorrections.map((one) => (
            <article key={one.id}>
              <h3>{t('egovernment.correction.by', { by: formatDate(one.answerBy) })}</h3>
              <p>
                <Lines text={one.request} />
              </p>
              {view.mayAct && (
                <LinkButton href={href(`${own}/corrections/${one.id}`)}>{t('egovernment.correction.title')}</LinkButton>
              )}
            </article>
          ))}
        </Section>
      )}
      {details.decisions.length > 0 && (
        <Section title={t('egovernment.cases.page.decision')}>
          {details.decisions.map((one) => (
            <Decision key={one.id} decision={one} t={t} />
          ))}
          <p>
            <a href={href(`${own}/decision.pdf`)}>{t('egovernment.cases.page.decision_letter')}</a>
          </p>
        </Section>
      )}
      <Conversation {...part} />
      <Section title={t('egovernment.cases.page.documents')}>
        <ul>
          <li>
            <a href={href(`${own}/receipt`)}>{t('egovernment.cases.page.receipt')}</a>
          </li>
          {details.corrections.flatMap(({ id, version }) =>
            version
              ? [
                  <li key={id}>
                    <a href={href(`${own}/corrections/${id}/receipt`)}>
                      {t('egovernment.correction.receipt', { at: formatInstant(version.at, t.language) })}
                    </a>
                  </li>,
                ]
              : [],
          )}
          {view.files.map((file) => (
            <li key={file.id}>
              <FileEntry file={file} href={href(`${own}/files/${file.id}`)} t={t} />
            </li>
          ))}
        </ul>
      </Section>
      <Details summary={t('egovernment.cases.page.answers')}>
        <SummaryList
          rows={view.answers.map(({ question, answer }) => ({ key: question, value: <Lines text={answer} /> }))}
        />
      </Details>
      <OwnOffers view={view} t={t} href={href(`${own}/correction-offer`)} />
      <Section title={t('egovernment.cases.page.history')}>
        <ol>
          {details.events.map((event) => (
            <li key={event.id}>
              {formatInstant(event.at, t.language)}: {eventText(event, t, view.forwardedTo)}
            </li>
          ))}
        </ol>
      </Section>
      <Accesses view={view} t={t} />
      <Ends {...part} />
    </>
  )
}

function errorsIn(refused: Refused | undefined) {
  return refused?.error === undefined ? [] : [{ fieldId: refused.fieldId, text: refused.error }]
}

type PartProps = { view: CaseView; t: Translate; refused: Refused | undefined; action: (path: string) => string }

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Steps({ view: { record }, t }: { view: CaseView; t: Translate }) {
  const here = caseSteps.indexOf(stepOf(record.status))
  return (
    <ProgressLine
      t={t}
      label={t('egovernment.cases.steps')}
      steps={caseSteps.map((step, index) => ({
        text: t(`egovernment.cases.step.${step}`),
        state: index < here ? 'done' : index === here ? 'current' : 'upcoming',
      }))}
    />
  )
}

function Question({ question, view, t, refused, action }: PartProps & { question: CaseQuestion }) {
  const id = `answer-${question.id}`
  if (!view.mayAct)
    return (
      <Named
        title={t('egovernment.cases.page.question_by', { by: formatDate(question.answerBy) })}
        text={question.question}
      />
    )
  const mine = refused?.fieldId === id ? refused : undefined
  return (
    <form method="post" action={action(`questions/${question.id}`)} class="form-page">
      <h3>{t('egovernment.cases.page.question_by', { by: formatDate(question.answerBy) })}</h3>
      <p id={`${id}-question`}>
        <Lines text={question.question} />
      </p>
      <TextArea
        id={id}
        name="text"
        about={`${id}-question`}
        label={t('egovernment.cases.page.answer')}
        maxLength={mostText}
        t={t}
        required
        {...typedIn(mine)}
      />
      <Button>{t('egovernment.cases.page.send_answer')}</Button>
    </form>
  )
}

function typedIn(refused: Refused | undefined) {
  return refused ? { value: refused.typed, ...errorAt(refused, refused.fieldId) } : {}
}

function errorAt(refused: Refused | undefined, fieldId: string) {
  return refused?.error !== undefined && refused.fieldId === fieldId ? { error: refused.error } : {}
}

function Decision({ decision, t }: { decision: CaseDecision; t: Translate }) {
  const { outcome, text, reasons, remedies, notifiedOn } = decision
  return (
    <article>
      <p>
        <strong>{t(`egovernment.cases.page.outcome.${outcome}`)}</strong> ·{' '}
        {t('egovernment.cases.page.notified_on', { day: formatDate(notifiedOn) })}
      </p>
      <p>
        <Lines text={text} />
      </p>
      {reasons && <Named title={t('egovernment.cases.page.reasons')} text={reasons} />}
      {remedies && <Named title={t('egovernment.cases.page.remedies')} text={remedies} />}
    </article>
  )
}

function Named({ title, text }: { title: string; text: string }) {
  return (
    <>
      <h3>{title}</h3>
      <p>
        <Lines text={text} />
      </p>
    </>
  )
}

function Conversation({ view, t, refused, action }: PartProps) {
  const { messages, questions, closures } = view.details
  const said = [
    ...messages.map(({ id, at, direction, text }) => ({
      id,
      at,
      text: text || t('egovernment.cases.only_files'),
      who: direction === 'in' ? t('egovernment.cases.page.from_you') : view.authority,
    })),
    ...questions.flatMap(({ id, askedAt, question, answer, answeredAt }) =>
      answer === null || answeredAt === null
        ? []
        : [
            { id, at: askedAt, text: question, who: t('egovernment.cases.page.asked', { authority: view.authority }) },
            { id: `${id}-answer`, at: answeredAt, text: answer, who: t('egovernment.cases.page.from_you') },
          ],
    ),
    ...closures.flatMap(({ id, closedAt, note }) =>
      note === null
        ? []
        : [{ id, at: closedAt, text: note, who: `${view.authority}, ${t('egovernment.cases.page.closing_note')}` }],
    ),
  ].toSorted((one, other) => one.at.getTime() - other.at.getTime())
  const mine = refused?.fieldId === 'message' || refused?.fieldId === 'files' ? refused : undefined
  return (
    <Section title={t('egovernment.cases.page.conversation')}>
      {said.length === 0 && <p>{t('egovernment.cases.page.no_messages')}</p>}
      {said.map((one) => (
        <article key={one.id}>
          <h3>
            {one.who}, {formatInstant(one.at, t.language)}
          </h3>
          <p>
            <Lines text={one.text} />
          </p>
        </article>
      ))}
      {view.mayAct && <MessageForm t={t} mine={mine} action={action('messages')} />}
    </Section>
  )
}

function MessageForm({ t, mine, action }: { t: Translate; mine: Refused | undefined; action: string }) {
  const files = mine?.files ?? []
  return (
    <form method="post" action={action} encType="multipart/form-data" noValidate class="form-page">
      <TextArea
        id="message"
        name="text"
        label={t('egovernment.cases.page.message')}
        hint={t('egovernment.cases.page.message_hint')}
        maxLength={mostText}
        t={t}
        value={mine?.typed ?? ''}
        {...errorAt(mine, 'message')}
      />
      <FileField
        id="files"
        name="files"
        label={t('egovernment.cases.page.files')}
        optionalText={t('egovernment.forms.optional')}
        maxBytesText={t('egovernment.cases.page.files_hint')}
        multiple
        files={files}
        t={t}
        {...errorAt(mine, 'files')}
      />
      <UnsentProofs name={unsentField} files={files} />
      <Button>{t('egovernment.cases.page.send_message')}</Button>
    </form>
  )
}

function Accesses({ view: { accesses, authority }, t }: { view: CaseView; t: Translate }) {
  return (
    <Details summary={`${t('egovernment.cases.page.accesses')} (${accesses.length})`}>
      <p>{t('egovernment.cases.page.accesses_text')}</p>
      {accesses.length === 0 ? (
        <p>{t('egovernment.cases.page.accesses_none')}</p>
      ) : (
        <ol>
          {accesses.map((access) => (
            <li key={access.at.getTime()}>
              {formatInstant(access.at, t.language)}: {accessText(access, authority, t)}
            </li>
          ))}
        </ol>
      )}
    </Details>
  )
}

function accessText(access: CaseView['accesses'][number], authority: string, t: Translate): string {
  const who = access.role ? `${authority}, ${t(`egovernment.cases.page.role.${access.role}`)}` : authority
  return `${who} (${reasonText(access, t)})`
}

function reasonText({ reason, isList }: CaseView['accesses'][number], t: Translate): string {
  if (isList) return t('egovernment.cases.page.access_list')
  if (reason === undefined) return t('egovernment.cases.page.access_case')
  return accessReason(reason, t)
}

/** Putting the case among one's own, and withdrawing. */
function Ends({ view, t, action }: PartProps) {
  return (
    <>
      {view.canClaim && (
        <form method="post" action={action('claim')}>
          <p>{t('egovernment.cases.page.claim_text')}</p>
          <Button variant="secondary">{t('egovernment.cases.page.claim')}</Button>
        </form>
      )}
      {view.mayAct && mayDo('applicant', 'withdraw', view.record.status) && (
        <Details summary={t('egovernment.cases.page.withdraw')}>
          <form method="post" action={action('withdrawal')} class="form-page">
            <p>{t('egovernment.cases.page.withdraw_text')}</p>
            <TextArea
              id="reason"
              name="reason"
              label={t('egovernment.cases.page.withdraw_reason')}
              optionalText={t('egovernment.forms.optional')}
              maxLength={mostText}
              t={t}
            />
            <Button color="danger">{t('egovernment.cases.page.withdraw_submit')}</Button>
          </form>
        </Details>
      )}
    </>
  )
}

/** Plain text with its line ends. */
function Lines({ text }: { text: string }) {
  const lines = text.split('\n')
  return <>{lines.map((line, index) => [line, index < lines.length - 1 && <br key={`${index}-${line}`} />])}</>
}
