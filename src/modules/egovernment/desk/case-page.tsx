import { formatDate, formatInstant, swissDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { DueDate } from '#ui/components/due-date/due-date.tsx'
import { ProgressLine } from '#ui/components/progress-line/progress-line.tsx'
import { SummaryList, type SummaryRow } from '#ui/components/summary-list/summary-list.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { caseSteps, stepOf } from '../cases/case.ts'
import { hasProtected } from './answer-sections.ts'
import { AnswersRead } from './answers-read.tsx'
import { AssigneeAway } from './assignee-away.tsx'
import { Conversation, Notes } from './case-conversation.tsx'
import type { CaseFile } from './case-file.ts'
import { History, SeenBy, staffName } from './case-history.tsx'
import { Corrections } from './corrections.tsx'
import { DeskFiles } from './desk-files.tsx'
import { caseHref, type DeskPage, isRunning, StatusTag } from './desk-frame.tsx'
import type { InboxView } from './inbox.ts'
import { OfferedCorrection } from './offered-correction.tsx'
import { accountText } from './removal-page.tsx'
import { sideIn } from './standing.ts'

export type CasePageProps = DeskPage & {
  readonly file: CaseFile
  readonly view: InboxView
  readonly authorityName: (id: string) => string
  /** What was just done: the end of a message key below `egovernment.desk.done`. */
  readonly done?: string | undefined
  readonly previousHref?: string | undefined
  readonly nextHref?: string | undefined
}

/** A case: where it stands first, then what was handed in, the conversation, notes, people and the history. */
export function CasePage(props: CasePageProps) {
  const { t, file, done } = props
  const { record, details, standing } = file
  return (
    <>
      <Neighbours {...props} />
      <CaseHead {...props} />
      {done !== undefined && <DoneNotice title={t(`egovernment.desk.done.${done}`)} />}
      {standing.kind === 'other_unit' && <Alert kind="info">{t('egovernment.desk.case.other_unit')}</Alert>}
      {standing.kind === 'participant' && (
        <Alert kind="info">
          {t('egovernment.desk.case.participant', { authority: props.authorityName(record.authorityId) })}
        </Alert>
      )}
      <Held {...props} />
      <Progress {...props} />
      <WhereItStands {...props} />
      <OfferedCorrection {...props} />
      <Answers {...props} />
      <Corrections {...props} />
      <Files {...props} />
      <Conversation {...props} />
      <Notes {...props} />
      {details.decisions.length > 0 && <Decisions {...props} />}
      <People {...props} />
      <History {...props} />
      <SeenBy {...props} />
    </>
  )
}

function Neighbours({ t, previousHref, nextHref }: CasePageProps) {
  if (!previousHref && !nextHref) return null
  return (
    <nav class="pagination" aria-label={t('egovernment.desk.case.neighbours')}>
      {previousHref && (
        <a class="ds-link" rel="prev" href={previousHref} data-shortcut="p k">
          {t('egovernment.desk.case.previous')}
        </a>
      )}
      {nextHref && (
        <a class="ds-link" rel="next" href={nextHref} data-shortcut="n j">
          {t('egovernment.desk.case.next')}
        </a>
      )}
    </nav>
  )
}

/** Why the case must not be erased, who said so and since when. */
export function Held({ t, file: { hold, names } }: Pick<CasePageProps, 't' | 'file'>) {
  if (!hold) return null
  return (
    <Alert kind="warning" title={t('egovernment.desk.case.held')}>
      <p>
        {t('egovernment.desk.hold.since', {
          day: formatDate(swissDate(hold.since)),
          name: staffName(t, names, hold.by),
        })}
        {hold.reason !== undefined && ` «${hold.reason}»`}
      </p>
    </Alert>
  )
}

/** Which case this is, the same on all its pages. */
export function CaseHead({ t, today, file, title }: DeskPage & { file: CaseFile; title?: string }) {
  const { record } = file
  return (
    <>
      <h1>{title ?? serviceTitle(t.language, file)}</h1>
      <p>
        {title !== undefined && `${serviceTitle(t.language, file)} · `}
        <strong class="case-number">{record.number}</strong> ·{' '}
        {record.applicantName || t('egovernment.desk.case.nameless')} <StatusTag t={t} status={record.status} />{' '}
        {isRunning(record.status) && <DueDate t={t} today={today} day={record.dueOn} />}{' '}
        {record.isHeld && <Tag kind="warning">{t('egovernment.desk.hold.tag')}</Tag>}
      </p>
      <AssigneeAway t={t} file={file} />
    </>
  )
}

/** What the service is called in the clerk's language. */
export function serviceTitle(language: DeskPage['t']['language'], { service, record }: CaseFile): string {
  return service ? textIn(service.definition.title, language) : record.subject || record.serviceId
}

function Progress({ t, file: { record } }: CasePageProps) {
  const here = caseSteps.indexOf(stepOf(record.status))
  const steps = caseSteps.map((step, index) => ({
    text: t(`egovernment.desk.status.${step}`),
    state: index < here ? ('done' as const) : index === here ? ('current' as const) : ('upcoming' as const),
  }))
  return <ProgressLine t={t} steps={steps} />
}

function WhereItStands({ t, today, file }: CasePageProps) {
  const { record, units, names } = file
  const unit = units.find(({ id }) => id === record.unitId)
  const rows: SummaryRow[] = [
    {
      key: t('egovernment.desk.case.next_step'),
      value: t(`egovernment.desk.next.${record.status}`),
    },
    ...(isRunning(record.status)
      ? [{ key: t('egovernment.desk.case.due'), value: <DueDate t={t} today={today} day={record.dueOn} /> }]
      : []),
    { key: t('egovernment.desk.case.expected'), value: formatDate(record.expectedOn) },
    { key: t('egovernment.desk.case.assigned'), value: staffName(t, names, record.assignedTo) },
    { key: t('egovernment.desk.case.unit'), value: unit ? textIn(unit.name, t.language) : '–' },
    {
      key: t('egovernment.desk.case.received'),
      value: `${formatInstant(record.receivedAt, t.language)}, ${t(`egovernment.desk.channel.${record.channel}`)}${enteredBy(t, file)}`,
    },
  ]
  return <SummaryList rows={rows} />
}

/** Who entered it, where the person did not do so herself. */
function enteredBy(t: DeskPage['t'], { details, names }: CaseFile): string {
  const by = details.events.find(({ type }) => type === 'received')?.staffId ?? null
  return by === null ? '' : `. ${t('egovernment.desk.case.entered', { name: staffName(t, names, by) })}`
}

/** What was handed in, as it was reviewed. */
export function Answers(props: CasePageProps) {
  const { t, file } = props
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">{t('egovernment.desk.case.answers')}</h2>
      <AnswersRead t={t} sections={file.sections} />
      {(hasProtected(file.sections) || file.files.some(({ isProtected }) => isProtected)) && <Disclosure {...props} />}
    </section>
  )
}

/** Shows what is protected to whoever says why she needs it; the reason is kept, and the applicant can read it. */
export function Disclosure({ t, href, file, view }: Pick<CasePageProps, 't' | 'href' | 'file' | 'view'>) {
  return (
    <Details summary={t('egovernment.desk.disclosure.title')}>
      <form method="post" action={caseHref({ href }, file.record.number, view, 'disclosure')} noValidate>
        <p>{t('egovernment.desk.disclosure.text')}</p>
        <TextArea t={t} id="reason" name="reason" label={t('egovernment.desk.disclosure.reason')} rows={2} required />
        <input type="hidden" name="protected" value="yes" />
        <Button variant="secondary">{t('egovernment.desk.disclosure.submit')}</Button>
      </form>
    </Details>
  )
}

function Files({ t, href, file }: CasePageProps) {
  if (file.files.length === 0) return null
  return (
    <section aria-labelledby="case-files">
      <h2 id="case-files">{t('egovernment.desk.case.files')}</h2>
      <DeskFiles t={t} href={href} number={file.record.number} files={file.files} />
    </section>
  )
}

function Decisions({ t, href, file }: CasePageProps) {
  const { record, details, names } = file
  return (
    <section aria-labelledby="decisions">
      <h2 id="decisions">{t('egovernment.desk.case.decision')}</h2>
      {details.decisions.map((decision, index) => (
        <SummaryList
          key={decision.id}
          rows={[
            { key: t('egovernment.desk.decision.outcome'), value: t(`egovernment.desk.outcome.${decision.outcome}`) },
            { key: t('egovernment.desk.decision.text'), value: decision.text },
            ...(decision.reasons === null
              ? []
              : [{ key: t('egovernment.desk.decision.reasons'), value: decision.reasons }]),
            { key: t('egovernment.desk.decision.notified'), value: formatDate(decision.notifiedOn) },
            { key: t('egovernment.desk.decision.signed_by'), value: staffName(t, names, decision.signedBy) },
            ...(index === details.decisions.length - 1
              ? [
                  {
                    key: t('egovernment.desk.decision.letter'),
                    value: (
                      <a class="ds-link" href={href(`/desk/cases/${record.number}/decision.pdf`)}>
                        {t('egovernment.desk.decision.open_letter')}
                      </a>
                    ),
                  },
                ]
              : []),
          ]}
        />
      ))}
    </section>
  )
}

function People(props: CasePageProps) {
  const { t, file, authorityName } = props
  const { record, contact, participants } = file
  return (
    <section aria-labelledby="people">
      <h2 id="people">{t('egovernment.desk.case.people')}</h2>
      <SummaryList
        rows={[
          {
            key: t('egovernment.desk.case.applicant'),
            value: record.applicantName || t('egovernment.desk.case.nameless'),
          },
          {
            key: t('egovernment.desk.case.email'),
            value: contact ? (
              <>
                <a class="ds-link" href={`mailto:${contact.email}`}>
                  {contact.email}
                </a>{' '}
                {!contact.isConfirmed && <Tag kind="warning">{t('egovernment.desk.case.unconfirmed')}</Tag>}
              </>
            ) : (
              t('egovernment.desk.case.no_email')
            ),
          },
          ...accountRows(props),
          { key: t('egovernment.desk.case.language'), value: t(`egovernment.desk.language.${record.language}`) },
          ...(file.address.length > 0
            ? [
                {
                  key: t('egovernment.desk.case.address'),
                  value: file.address.join('\n'),
                },
              ]
            : []),
          ...participants.map((one) => ({
            key: t('egovernment.desk.case.takes_part', { day: formatInstant(one.since, t.language) }),
            value: authorityName(one.authorityId),
          })),
        ]}
      />
    </section>
  )
}

/** Who sees the case in an account; the authority in charge can take somebody out. */
function accountRows({ t, href, file, view }: CasePageProps): SummaryRow[] {
  const { record, standing } = file
  const mayRemove = standing.rights.has('work') && sideIn(standing) === 'staff'
  return file.accounts.map((one) => ({
    key: t('egovernment.party_removal.account'),
    value: (
      <>
        {accountText(t, file, one)}{' '}
        {mayRemove && (
          <a class="ds-link" href={`${caseHref({ href }, record.number, view, 'party-removal')}&party=${one.id}`}>
            {t('egovernment.desk.action.party-removal')}
          </a>
        )}
      </>
    ),
  }))
}
