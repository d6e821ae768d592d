import { formatInstant, formatNumber } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { type HarvestRun, type HarvestSource, sourcesPath } from './source.ts'
import { sourceFates } from './sources.ts'

type Props = DeskPage & {
  readonly source: HarvestSource
  readonly runs: readonly HarvestRun[]
  readonly done: string | undefined
  /** She did not say what becomes of the data sets. */
  readonly isFateMissing: boolean
}

const shownFindings = 200

/** One source: when it is read, what came of it, and what was wrong, the worst first. */
export function SourcePage({ t, href, source, runs, done, isFateMissing }: Props) {
  const one = `${sourcesPath}/${source.id}`
  const [latest] = runs
  return (
    <>
      <h1>{source.title}</h1>
      {done !== undefined && <DoneNotice title={t(`opendata.harvest.done.${done}`)} />}
      {latest?.fault && (
        <Alert kind="danger" title={t(`opendata.harvest.fault.${latest.fault}`)}>
          {latest.faultDetail !== undefined && <p>{latest.faultDetail}</p>}
          <p>{t(`opendata.harvest.${latest.fault === 'unexpected' ? 'some_changed' : 'nothing_changed'}`)}</p>
        </Alert>
      )}
      <SummaryList
        rows={[
          { key: t('opendata.harvest.kind'), value: t(`opendata.harvest.kinds.${source.kind}`) },
          { key: t('opendata.harvest.url'), value: source.url },
          { key: t('opendata.harvest.every'), value: t(`opendata.harvest.rhythm.${source.everyHours}`) },
          {
            key: t('opendata.harvest.next_run'),
            value:
              source.nextRunAt === null ? t('opendata.harvest.rests') : formatInstant(source.nextRunAt, t.language),
          },
        ]}
      />
      <div class="button-row">
        <form method="post" action={href(`${one}/run`)}>
          <Button>{t('opendata.harvest.run')}</Button>
        </form>
        {source.nextRunAt !== null && (
          <form method="post" action={href(`${one}/rest`)}>
            <Button variant="secondary">{t('opendata.harvest.rest')}</Button>
          </form>
        )}
      </div>
      <h2>{t('opendata.harvest.runs')}</h2>
      {runs.length === 0 ? (
        <p>{t('opendata.harvest.no_runs')}</p>
      ) : (
        <Table
          caption={t('opendata.harvest.runs')}
          hideCaption
          head={[t('opendata.harvest.when'), ...counts.map((name) => t(`opendata.harvest.count.${name}`))]}
          rows={runs.map((run) => [
            formatInstant(run.startedAt, t.language),
            ...counts.map((name) => (run.fault ? '–' : formatNumber(run[name]))),
          ])}
        />
      )}
      <Details summary={t('opendata.harvest.end')} isOpen={isFateMissing}>
        <p>{t('opendata.harvest.end_text')}</p>
        <form method="post" action={href(`${one}/removal`)} noValidate>
          <RadioGroup
            id="fate"
            name="fate"
            label={t('opendata.harvest.fate')}
            value=""
            options={sourceFates.map((value) => ({
              value,
              label: t(`opendata.harvest.fates.${value}`),
              hint: t(`opendata.harvest.fate_hints.${value}`),
            }))}
            {...(isFateMissing && { error: t('opendata.harvest.error.fate') })}
          />
          <ButtonRow>
            <Button color="danger" variant="secondary">
              {t('opendata.harvest.end_now')}
            </Button>
          </ButtonRow>
        </form>
      </Details>
      {latest && latest.findings.length > 0 && <Findings t={t} findings={latest.findings} />}
    </>
  )
}

const counts = ['found', 'added', 'changed', 'unchanged', 'refused', 'withdrawn'] as const

function Findings({ t, findings }: { t: Translate; findings: HarvestRun['findings'] }) {
  return (
    <>
      <h2>{t('opendata.harvest.report')}</h2>
      {findings.length > shownFindings && (
        <p>{t('opendata.harvest.first', { shown: shownFindings, all: findings.length })}</p>
      )}
      <Table
        caption={t('opendata.harvest.report')}
        hideCaption
        head={[
          t('opendata.harvest.data_set'),
          t('opendata.harvest.finding'),
          t('opendata.harvest.property'),
          t('opendata.harvest.value'),
        ]}
        rows={findings
          .slice(0, shownFindings)
          .map(({ severity, kind, subject, property, value }) => [
            subject,
            `${t(`opendata.harvest.severity.${severity}`)}: ${t(`opendata.harvest.kind_of.${kind}`)}`,
            property === '' ? '–' : <code key="property">{property}</code>,
            value === '' ? '–' : value,
          ])}
      />
    </>
  )
}
