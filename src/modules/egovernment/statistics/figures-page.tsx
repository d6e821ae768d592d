import { formatDate, formatMonth, formatNumber } from '#kernel/i18n/format.ts'
import { LinkButton } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { Table } from '#ui/components/table/table.tsx'
import type { DeskPage } from '../desk/desk-frame.tsx'
import { Bars } from './bars.tsx'
import { leastDecided } from './disclosure.ts'
import { periods, type Shown } from './figures.ts'
import type { Wanted } from './queries.ts'
import type { Report, ServiceRow } from './report.ts'

type Choice = { readonly value: string; readonly text: string }

/** What can be chosen: authorities, and the units of the chosen one. */
export type Team = { readonly authorities: readonly Choice[]; readonly units: readonly Choice[]; readonly name: string }

type Props = DeskPage & {
  readonly report: Report
  readonly wanted: Wanted
  readonly team: Team
  readonly nameOf: (row: ServiceRow) => { readonly unit: string; readonly service: string }
}

/** The figures of a team: where it stands, how it went, and how long things took. Nobody's own work is in them. */
export function FiguresPage(props: Props) {
  const { t, href, report, wanted, team } = props
  // Decisions are told by whole months only.
  const showsDecided = wanted.period === 'month'
  return (
    <>
      <h1>
        {t('egovernment.statistics.title')}: {team.name}
      </h1>
      <p>{t('egovernment.statistics.explained', { least: leastDecided })}</p>
      <Choices {...props} />
      <p>
        <strong>{t('egovernment.statistics.now', { open: report.open, overdue: report.overdue })}</strong>
      </p>
      <h2>{t(`egovernment.statistics.by_${wanted.period}`)}</h2>
      <Bars
        label={t('egovernment.statistics.plot')}
        names={[t('egovernment.statistics.received'), t('egovernment.statistics.decided')].slice(
          0,
          showsDecided ? 2 : 1,
        )}
        bars={report.periods.map(({ start, received, decided }) => ({
          text: showsDecided ? formatMonth(start, t.language, 'short') : formatDate(start).slice(0, 6),
          values: [received, decided.isHidden ? undefined : decided.decided],
        }))}
      />
      <PeriodTable {...props} />
      <h2>{t('egovernment.statistics.by_service')}</h2>
      <p>
        {t('egovernment.statistics.quarter', {
          first: formatDate(report.quarter.first),
          last: formatDate(report.quarter.last),
        })}
      </p>
      <ServiceTable {...props} />
      <h2>{t('egovernment.statistics.by_way')}</h2>
      <Table
        caption={t('egovernment.statistics.by_way')}
        hideCaption
        head={[t('egovernment.statistics.way'), numeric(t('egovernment.statistics.received'))]}
        rows={report.ways.map((row) => [t(`egovernment.desk.channel.${row.channel}`), formatNumber(row.received)])}
      />
      <p>
        <LinkButton variant="secondary" href={href(`/desk/statistics.csv${searchOf(wanted)}`)}>
          {t('egovernment.statistics.download')}
        </LinkButton>
      </p>
    </>
  )
}

function searchOf({ authorityId, unitId, period }: Wanted, changes: Readonly<Record<string, string | undefined>> = {}) {
  const all: Record<string, string | undefined> = { authority: authorityId, unit: unitId, period, ...changes }
  const set = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return `?${new URLSearchParams(set)}`
}

function Choices({ t, href, wanted, team }: Props) {
  const link = (text: string, isCurrent: boolean, changes: Readonly<Record<string, string | undefined>>) => (
    <li key={text}>
      <a href={href(`/desk/statistics${searchOf(wanted, changes)}`)} aria-current={isCurrent ? 'true' : undefined}>
        {text}
      </a>
    </li>
  )
  const allUnits = t('egovernment.statistics.all_units')
  const unit = team.units.find(({ value }) => value === wanted.unitId)
  return (
    <>
      {team.authorities.length > 1 && (
        <nav class="tabs" aria-label={t('egovernment.desk.filter.authority')}>
          <ul>
            {team.authorities.map(({ value, text }) =>
              link(text, value === wanted.authorityId, { authority: value, unit: undefined }),
            )}
          </ul>
        </nav>
      )}
      <nav class="tabs" aria-label={t('egovernment.statistics.period')}>
        <ul>
          {periods.map((period) =>
            link(t(`egovernment.statistics.by_${period}`), period === wanted.period, { period }),
          )}
        </ul>
      </nav>
      {team.units.length > 1 && (
        <Details summary={`${t('egovernment.desk.filter.unit')}: ${unit?.text ?? allUnits}`}>
          <nav class="filters" aria-label={t('egovernment.desk.filter.unit')}>
            <ul>
              {link(allUnits, unit === undefined, { unit: undefined })}
              {team.units.map(({ value, text }) => link(text, value === wanted.unitId, { unit: value }))}
            </ul>
          </nav>
        </Details>
      )}
    </>
  )
}

const numeric = (text: string) => ({ text, isNumeric: true })

function decidedCells(t: DeskPage['t'], shown: Shown): readonly string[] {
  if (shown.isHidden) return [t('egovernment.statistics.hidden'), '–', '–']
  const days = (value: number | undefined) => (value === undefined ? '–' : formatNumber(value))
  return [formatNumber(shown.decided), days(shown.median), days(shown.p90)]
}

function decidedHead(t: DeskPage['t']) {
  return ['decided', 'median', 'p90'].map((name) => numeric(t(`egovernment.statistics.${name}`)))
}

function PeriodTable({ t, report, wanted }: Props) {
  const showsDecided = wanted.period === 'month'
  const cells = (row: Report['periods'][number]) =>
    row.start > report.quarter.last ? [t('egovernment.statistics.running'), '–', '–'] : decidedCells(t, row.decided)
  return (
    <Table
      caption={t(`egovernment.statistics.by_${wanted.period}`)}
      hideCaption
      head={[
        t(`egovernment.statistics.${showsDecided ? 'month' : 'from'}`),
        numeric(t('egovernment.statistics.received')),
        ...(showsDecided ? decidedHead(t) : []),
      ]}
      rows={report.periods
        .toReversed()
        .map((row) => [
          showsDecided ? formatMonth(row.start, t.language, 'long') : formatDate(row.start),
          formatNumber(row.received),
          ...(showsDecided ? cells(row) : []),
        ])}
    />
  )
}

function ServiceTable({ t, report, nameOf }: Props) {
  if (report.services.length === 0) return <p>{t('egovernment.statistics.nothing')}</p>
  return (
    <Table
      caption={t('egovernment.statistics.by_service')}
      hideCaption
      head={[
        t('egovernment.statistics.service'),
        t('egovernment.statistics.unit'),
        numeric(t('egovernment.statistics.received')),
        ...decidedHead(t),
        numeric(t('egovernment.statistics.open')),
        numeric(t('egovernment.statistics.overdue')),
      ]}
      rows={report.services.map((row) => [
        nameOf(row).service,
        nameOf(row).unit,
        formatNumber(row.received),
        ...decidedCells(t, row.decided),
        formatNumber(row.open),
        formatNumber(row.overdue),
      ])}
    />
  )
}
