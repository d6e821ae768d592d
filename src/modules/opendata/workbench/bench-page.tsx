import { formatDate, formatInstant, formatNumber, swissDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { dataSetPath } from '../catalogue/addresses.ts'
import type { EndedDistribution } from '../catalogue/published-distributions.ts'
import { frequencyLabels, licenceLabels, themeLabels } from '../catalogue/vocabularies.ts'
import type { BenchDataSet } from '../catalogue/workbench.ts'
import type { GateReport } from '../gate/queries.ts'
import type { Freshness } from '../quality/freshness.ts'
import { freshnessText } from '../quality/quality-section.tsx'
import type { TableVersion } from '../tables/table-version.ts'
import { benchPath, FormFaults, StateTag } from './bench-parts.tsx'
import type { Reason } from './queries.ts'
import { Report } from './report.tsx'

export type BenchProps = DeskPage & {
  readonly bench: BenchDataSet
  readonly authorityName: string
  readonly form: FormReading
  readonly report: GateReport | undefined
  readonly isOld: boolean
  readonly isPublic: boolean
  readonly versions: ReadonlyMap<string, TableVersion>
  /** What was public in it and is not continued. */
  readonly ended: readonly EndedDistribution[]
  readonly reason: Reason | undefined
  /** The series that it was chosen into. */
  readonly series: readonly { readonly id: string; readonly title: string }[]
  readonly nameOf: (id: string | null) => string
  /** Whether she asked for publication herself: then somebody else has to agree. */
  /** Whether what is public keeps the promise of its frequency. */
  readonly freshness: Freshness | undefined
  readonly isOwn: boolean
  readonly done: string | undefined
}

export const longestReason = 1_000

/** The field for the reason why the versions of an ended table are taken back. */
export const endedReason = (slug: string): string => `ended_reason.${slug}`

/** A data set at the bench: where it stands, what comes next, what the gate says, and what it consists of. */
export function BenchPage(props: BenchProps) {
  const { t, href, bench, form, done } = props
  return (
    <>
      <BackLink t={t} href={href(`${benchPath}?authority=${bench.authorityId}`)} />
      <h1>{textIn(bench.metadata.title, t.language)}</h1>
      {done !== undefined && <DoneNotice title={t(`opendata.desk.done.${done}`)} />}
      <FormFaults t={t} form={form} />
      <p>
        <StateTag t={t} state={bench.state} />{' '}
        {t('opendata.desk.changed_at', { at: formatInstant(bench.changedAt, t.language), name: props.authorityName })}
      </p>
      {props.isPublic && (
        <p>
          <a class="ds-link" href={href(dataSetPath(bench))}>
            {t('opendata.desk.see_public')}
          </a>
        </p>
      )}
      {props.freshness?.kind === 'late' && (
        <Alert kind="warning" title={t('opendata.quality.freshness')}>
          <p>{freshnessText(props.freshness, t)}</p>
        </Alert>
      )}
      <LastReason {...props} />
      <Steps {...props} />
      <section aria-labelledby="report">
        <h2 id="report">{t('opendata.desk.report.title')}</h2>
        <Report {...props} />
      </section>
      <Distributions {...props} />
      <Ended {...props} />
      <About {...props} />
      <InSeries {...props} />
    </>
  )
}

const isEditable = ({ bench }: BenchProps): boolean => bench.origin === 'steward' && bench.state !== 'in_review'

function LastReason({ t, bench, reason, nameOf }: BenchProps) {
  const isOfNow = (reason?.kind === 'withdrawn') === (bench.state === 'withdrawn')
  if (!reason || !isOfNow || bench.state === 'in_review') return null
  return (
    <Alert kind="warning" title={t(`opendata.desk.reason.${reason.kind}`)}>
      <p class="reason-given">{reason.reason}</p>
      <p>
        {nameOf(reason.by)}, {formatInstant(reason.at, t.language)}
      </p>
    </Alert>
  )
}

/** What can be done now, the next step first. */
function Steps(props: BenchProps) {
  const { t, href, bench, report, isOld } = props
  const at = href(`${benchPath}/${bench.id}`)
  if (bench.origin !== 'steward')
    return (
      <>
        <Alert kind="info">
          <p>{t(`opendata.desk.origin_text.${bench.origin}`)}</p>
        </Alert>
        <Withdrawal {...props} />
      </>
    )
  if (bench.state === 'in_review') return <Review {...props} />
  const isReady = report?.isFit && !isOld
  return (
    <>
      <div class="button-row">
        <form method="post" action={`${at}/check`}>
          <Button variant={isReady ? 'secondary' : 'primary'} shortcut="p">
            {t('opendata.desk.step.check')}
          </Button>
        </form>
        {isReady && (
          <form method="post" action={`${at}/submission`}>
            <Button>{t('opendata.desk.step.submit')}</Button>
          </form>
        )}
      </div>
      {!isReady && <p>{t('opendata.desk.step.check_first')}</p>}
      <Withdrawal {...props} />
    </>
  )
}

function Review(props: BenchProps) {
  const { t, href, bench, isOwn, nameOf } = props
  const at = href(`${benchPath}/${bench.id}`)
  const facts = {
    name: nameOf(bench.submittedBy),
    at: bench.submittedAt ? formatInstant(bench.submittedAt, t.language) : '',
  }
  return (
    <>
      <Alert kind="info">
        <p>{t('opendata.desk.step.submitted', facts)}</p>
        <p>{t(isOwn ? 'opendata.desk.step.somebody_else' : 'opendata.desk.step.second')}</p>
      </Alert>
      {!isOwn && (
        <ButtonRow>
          <form method="post" action={`${at}/publication`}>
            <Button>{t('opendata.desk.step.publish')}</Button>
          </form>
        </ButtonRow>
      )}
      <WithReason
        {...props}
        name="return_reason"
        action={`${at}/return`}
        summary={t(isOwn ? 'opendata.desk.step.take_back' : 'opendata.desk.step.return')}
        hint={t('opendata.desk.step.return_hint')}
      />
    </>
  )
}

function Withdrawal(props: BenchProps) {
  const { t, href, bench } = props
  if (!props.isPublic) return null
  return (
    <WithReason
      {...props}
      name="withdrawal_reason"
      action={href(`${benchPath}/${bench.id}/withdrawal`)}
      summary={t('opendata.desk.step.withdraw')}
      hint={t('opendata.desk.step.withdraw_hint')}
    />
  )
}

type WithReasonProps = BenchProps & {
  readonly name: string
  readonly action: string
  readonly summary: string
  readonly hint: string
}

function WithReason({ t, form, name, action, summary, hint }: WithReasonProps) {
  return (
    <Details summary={summary} isOpen={form.error(name) !== undefined}>
      <form method="post" action={action} noValidate>
        <TextArea
          t={t}
          id={name}
          name={name}
          label={t('opendata.desk.step.reason')}
          hint={hint}
          rows={3}
          maxLength={longestReason}
          value={form.value(name)}
          required
          {...errorOf(form, name)}
        />
        <ButtonRow>
          <Button color="danger" variant="secondary">
            {summary}
          </Button>
        </ButtonRow>
      </form>
    </Details>
  )
}

function Distributions(props: BenchProps) {
  const { t, href, bench, versions } = props
  const at = href(`${benchPath}/${bench.id}/distributions`)
  const { distributions } = bench.metadata
  return (
    <>
      <h2 id="distributions">{t('opendata.desk.distributions')}</h2>
      {distributions.length > 0 && (
        <Table
          caption={t('opendata.desk.distributions')}
          hideCaption
          head={[
            t('opendata.desk.column.title'),
            t('opendata.desk.distribution.kind_short'),
            t('opendata.desk.rows.title'),
          ]}
          rows={distributions.map((one) => {
            const title = textIn(one.title, t.language)
            const version = versions.get(one.id)
            return [
              isEditable(props) ? (
                <a key="title" class="ds-link" href={`${at}/${one.id}`}>
                  {title}
                </a>
              ) : (
                title
              ),
              t(`opendata.desk.kind.${one.kind}`),
              one.kind !== 'table' ? '–' : version ? formatNumber(version.rows) : t('opendata.desk.rows.none'),
            ]
          })}
        />
      )}
      {isEditable(props) && (
        <p>
          <LinkButton href={`${at}/new`} variant="secondary">
            {t('opendata.desk.distribution.add')}
          </LinkButton>
        </p>
      )}
    </>
  )
}

function Ended(props: BenchProps) {
  const { t, href, bench, ended } = props
  if (ended.length === 0) return null
  return (
    <section aria-labelledby="ended">
      <h2 id="ended">{t('opendata.data_set.ended')}</h2>
      <p>{t('opendata.data_set.ended_text')}</p>
      {ended.map(({ distribution: { slug, title }, endedAt, withdrawnAt }) => (
        <div key={slug}>
          <p>
            {textIn(title, t.language)}, {t('opendata.data_set.ended_since', { day: formatDate(swissDate(endedAt)) })}
            {withdrawnAt && ` (${t('opendata.desk.reason.withdrawn')})`}
          </p>
          {!withdrawnAt && props.isPublic && (
            <WithReason
              {...props}
              name={endedReason(slug)}
              action={href(`${benchPath}/${bench.id}/ended/${slug}/withdrawal`)}
              summary={t('opendata.desk.step.withdraw_versions', { title: textIn(title, t.language) })}
              hint={t('opendata.desk.step.withdraw_versions_hint')}
            />
          )}
        </div>
      ))}
    </section>
  )
}

function About(props: BenchProps) {
  const { t, href, bench } = props
  const { metadata } = bench
  const edit = isEditable(props)
    ? { changeHref: href(`${benchPath}/${bench.id}/metadata`), changeLabel: t('opendata.desk.change') }
    : {}
  const row = (key: string, value: string, anchor = key) => ({
    key: t(`opendata.desk.field.${key}`),
    value,
    ...(edit.changeHref !== undefined && { ...edit, changeHref: `${edit.changeHref}#${anchor}` }),
  })
  return (
    <section aria-labelledby="about">
      <h2 id="about">{t('opendata.desk.about')}</h2>
      <SummaryList
        rows={[
          row('title', textIn(metadata.title, t.language), 'title.de'),
          row('description', textIn(metadata.description, t.language), 'description.de'),
          row('keywords', (metadata.keywords[t.language] ?? metadata.keywords.de).join(', '), 'keywords.de'),
          row('themes', metadata.themes.map((theme) => textIn(themeLabels[theme], t.language)).join(', ')),
          row('frequency', textIn(frequencyLabels[metadata.frequency], t.language)),
          row('licence', textIn(licenceLabels[metadata.licence], t.language)),
          row('contact', `${textIn(metadata.contact.name, t.language)}, ${metadata.contact.email}`, 'contact.name.de'),
        ]}
      />
    </section>
  )
}

function InSeries({ t, href, bench, series }: BenchProps) {
  return (
    <section aria-labelledby="series">
      <h2 id="series">{t('opendata.series.desk.title')}</h2>
      {series.length === 0 ? (
        <p>{t('opendata.series.desk.in_none')}</p>
      ) : (
        <ul>
          {series.map(({ id, title }) => (
            <li key={id}>
              <a class="ds-link" href={href(`${benchPath}/series/${id}`)}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a class="ds-link" href={href(`${benchPath}/series?authority=${bench.authorityId}`)}>
          {t('opendata.series.desk.all')}
        </a>
      </p>
    </section>
  )
}
