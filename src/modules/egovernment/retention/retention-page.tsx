import { formatDate, formatInstant, swissDate } from '#kernel/i18n/format.ts'
import type { AuthorityId, StaffId } from '#kernel/ids.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import type { DeskPage } from '../desk/desk-frame.tsx'
import { errorOf, type FormReading } from '../desk/form-reading.ts'
import type { ServiceDefinition } from '../services/definition/service-definition.ts'
import type { EndedCase, EndedPage, Proposal } from './queries.ts'
import { appraisals } from './retention.ts'
import { isAllowed, type RetentionRule } from './retention-rules.ts'

export type RetentionProps = DeskPage & {
  readonly form: FormReading
  readonly listed: EndedPage
  readonly proposals: readonly Proposal[]
  /** The services of the authority, by their names. */
  readonly rules: readonly ShownRule[]
  /** Whether she sets other terms for the authority. */
  readonly maySet: boolean
  readonly authorityId: AuthorityId
  readonly authorities: readonly { readonly id: AuthorityId; readonly name: string }[]
  readonly serviceName: (id: string) => string
  /** What the service says of the worth of its cases for the archive; undefined where its version is gone. */
  readonly archivalValue: (one: EndedCase) => string | undefined
  readonly nameOf: (id: StaffId) => string
  /** What was just done: the end of a message key below `egovernment.retention.done`. */
  readonly done: string | undefined
}

type ShownRule = Pick<
  ServiceDefinition,
  'id' | 'filingPlan' | 'retentionYears' | 'retentionRange' | 'archivalValue'
> & {
  readonly title: string
  /** What the authority has set instead. */
  readonly own: RetentionRule | undefined
}

export const longestReason = 1_000

/** Cases that need not be kept any more, and the three steps to let them go: offered, appraised, proposed. */
export function RetentionPage(props: RetentionProps) {
  const { t, href, form, listed, authorityId, authorities, done } = props
  return (
    <>
      <h1>{t('egovernment.retention.title')}</h1>
      {done !== undefined && <DoneNotice title={t(`egovernment.retention.done.${done}`)} />}
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('egovernment.desk.error.title')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={form.errors()} />
      <p>{t('egovernment.retention.intro')}</p>
      {authorities.length > 1 && (
        <nav class="button-row" aria-label={t('egovernment.desk.filter.authority')}>
          {authorities.map(({ id, name }) => (
            <a
              key={id}
              class="ds-link"
              href={href(`/desk/retention?authority=${id}`)}
              aria-current={id === authorityId ? 'page' : undefined}
            >
              {name}
            </a>
          ))}
        </nav>
      )}
      {listed.cases.length === 0 ? (
        <EmptyState title={t('egovernment.retention.none')} icon="Inbox">
          <p>{t('egovernment.retention.none_text')}</p>
        </EmptyState>
      ) : (
        <Ended {...props} />
      )}
      <Proposals {...props} />
      <Rules {...props} />
    </>
  )
}

/** How long what is kept, as the services of today say. */
function Rules(props: RetentionProps) {
  const { t, rules } = props
  return (
    <Details summary={t('egovernment.retention.rules')}>
      <p>{t('egovernment.retention.rules_text')}</p>
      <Table
        caption={t('egovernment.retention.rules')}
        hideCaption
        head={[
          t('egovernment.retention.service'),
          t('egovernment.retention.filing_plan'),
          t('egovernment.retention.kept_for'),
          t('egovernment.retention.value'),
        ]}
        rows={rules.map((rule) => [
          rule.title,
          rule.filingPlan,
          <Term key="term" {...props} rule={rule} />,
          t(`egovernment.retention.worth.${rule.archivalValue}`),
        ])}
      />
    </Details>
  )
}

/** How long it is kept here, by what law where that is not as the service says, what was set and is not allowed today, and the way to set it. */
function Term({ t, href, authorityId, maySet, rule }: RetentionProps & { rule: ShownRule }) {
  const { own, retentionYears, retentionRange } = rule
  const isOwn = own !== undefined && isAllowed(rule, own.years)
  return (
    <>
      {t('egovernment.retention.years', { count: isOwn ? own.years : retentionYears })}
      {isOwn && ` (${t('egovernment.retention.rule.instead', { years: retentionYears, source: own.source })})`}
      {own && !isOwn && (
        <>
          {' '}
          <Tag kind="warning">{t('egovernment.retention.rule.not_today', { years: own.years })}</Tag>
        </>
      )}
      {maySet && (retentionRange || own) && (
        <>
          {' '}
          <a class="ds-link" href={href(`/desk/retention/rules/${rule.id}?authority=${authorityId}`)}>
            {t('egovernment.retention.rule.change')}
            <span class="ds-sr-only"> {rule.title}</span>
          </a>
        </>
      )}
    </>
  )
}

function Ended(props: RetentionProps) {
  const { t, href, form, listed, authorityId } = props
  const to = (step: string) => href(`/desk/retention/${step}?authority=${authorityId}`)
  const marked = new Set(form.values('case'))
  return (
    <form id="retention-cases" method="post" action={to('offers')} noValidate>
      <mark-all
        data-for="retention-cases"
        data-text={t('egovernment.desk.bulk.all')}
        data-count={t('egovernment.desk.bulk.count')}
      />
      <Table
        caption={t('egovernment.retention.caption')}
        hideCaption
        head={[
          t('egovernment.retention.number'),
          t('egovernment.retention.service'),
          t('egovernment.retention.kept_until'),
          t('egovernment.retention.value'),
          t('egovernment.retention.archive'),
        ]}
        rows={listed.cases.map((one) => [
          <label key={one.caseId} class="retention-mark">
            <input
              class="ds-input"
              type="checkbox"
              form="retention-cases"
              name="case"
              value={one.caseId}
              checked={marked.has(one.caseId)}
              disabled={one.proposalId !== undefined}
            />{' '}
            <span class="case-number">{one.number}</span>
          </label>,
          props.serviceName(one.serviceId),
          formatDate(one.keptUntil),
          worth(props, one),
          <State key="state" {...props} one={one} />,
        ])}
      />
      <Pagination
        t={t}
        {...(listed.next !== undefined && {
          nextHref: href(`/desk/retention?${new URLSearchParams({ authority: authorityId, after: listed.next })}`),
        })}
      />
      <h2>{t('egovernment.retention.steps')}</h2>
      <ol class="retention-steps">
        <li>
          <p>{t('egovernment.retention.offer_text')}</p>
          <Button variant="secondary">{t('egovernment.retention.offer')}</Button>
        </li>
        <li>
          <SelectField
            id="appraisal"
            name="appraisal"
            label={t('egovernment.retention.appraisal')}
            value={form.value('appraisal')}
            emptyLabel={t('egovernment.desk.choose')}
            options={appraisals.map((value) => ({ value, label: t(`egovernment.retention.appraised.${value}`) }))}
            {...errorOf(form, 'appraisal')}
          />
          <Button variant="secondary" formAction={to('appraisals')}>
            {t('egovernment.retention.appraise')}
          </Button>
        </li>
        <li>
          <TextArea
            t={t}
            id="reason"
            name="reason"
            label={t('egovernment.retention.reason')}
            hint={t('egovernment.desk.no_names')}
            rows={2}
            maxLength={longestReason}
            value={form.value('reason')}
            {...errorOf(form, 'reason')}
          />
          <ButtonRow>
            <Button color="danger" variant="secondary" formAction={to('proposals')}>
              {t('egovernment.retention.propose')}
            </Button>
          </ButtonRow>
        </li>
      </ol>
    </form>
  )
}

function worth({ t, archivalValue }: RetentionProps, one: EndedCase): string {
  const value = archivalValue(one)
  return value === undefined ? '–' : t(`egovernment.retention.worth.${value}`)
}

function State({ t, href, one }: RetentionProps & { one: EndedCase }) {
  if (one.proposalId !== undefined)
    return (
      <a class="ds-link" href={href(`/desk/retention/proposals/${one.proposalId}`)}>
        {t('egovernment.retention.in_batch')}
      </a>
    )
  if (one.appraisal !== undefined) return <>{t(`egovernment.retention.appraised.${one.appraisal}`)}</>
  return <>{t(one.isOffered ? 'egovernment.retention.offered' : 'egovernment.retention.not_offered')}</>
}

function Proposals(props: RetentionProps) {
  const { t, href, proposals, nameOf } = props
  if (proposals.length === 0) return null
  const list = (
    <ul class="plain-list">
      {proposals.map((one) => (
        <li key={one.id}>
          <a class="ds-link" href={href(`/desk/retention/proposals/${one.id}`)}>
            {t('egovernment.retention.proposed_by', {
              name: nameOf(one.proposedBy),
              day: formatDate(swissDate(one.proposedAt)),
            })}
          </a>{' '}
          <ProposalTag t={t} proposal={one} />
        </li>
      ))}
    </ul>
  )
  const isOpen = proposals.some(({ decidedAt }) => decidedAt === null)
  return isOpen ? (
    <section aria-labelledby="proposals">
      <h2 id="proposals">{t('egovernment.retention.proposals')}</h2>
      {list}
    </section>
  ) : (
    <Details summary={t('egovernment.retention.proposals')}>{list}</Details>
  )
}

export function ProposalTag({ t, proposal }: Pick<DeskPage, 't'> & { proposal: Proposal }) {
  if (proposal.isConfirmed === null) return <Tag kind="warning">{t('egovernment.retention.state.open')}</Tag>
  return proposal.isConfirmed ? (
    <Tag kind="success">{t('egovernment.retention.state.confirmed')}</Tag>
  ) : (
    <Tag kind="neutral">{t('egovernment.retention.state.refused')}</Tag>
  )
}

/** When something was done, and by whom. */
export function when({ t }: Pick<DeskPage, 't'>, at: Date, name: string): string {
  return `${formatInstant(at, t.language)}, ${name}`
}
