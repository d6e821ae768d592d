import type { ComponentChildren } from 'preact'
import { formatDate, formatMoney } from '#kernel/i18n/format.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button } from '#ui/components/button/button.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { SteeringTabs } from '../desk/steering-tabs.tsx'
import { FaultTable } from './exchange-page.tsx'
import type { Change, ExchangeFault, Field } from './exchange-project.ts'
import type { TableColumn } from './project-table.ts'
import type { FaultLine } from './read-file.ts'

type PreviewPageProps = Pick<DeskPage, 't' | 'href'> & {
  readonly authorityName: string
  readonly fileName: string
  readonly changes: readonly Change[]
  readonly faults: readonly ExchangeFault[]
  /** What could not be read at all, as the columns are chosen now. */
  readonly unread: readonly FaultLine[]
  /** The form in which columns are chosen; undefined for a file that says itself what is what. */
  readonly columns: ComponentChildren
  readonly action: string
  readonly refusal: string | undefined
}

const kinds = ['added', 'changed', 'unchanged'] as const

/** What taking a file over would add and change, before anything is written. */
export function PreviewPage(props: PreviewPageProps) {
  const { t, href, authorityName, fileName, changes, faults, unread, columns, action, refusal } = props
  const count = (kind: Change['kind']) => changes.filter((one) => one.kind === kind).length
  const isSame = count('unchanged') === changes.length
  const counts = Object.fromEntries(kinds.map((kind) => [kind, count(kind)]))
  return (
    <>
      <h1>{t('strategy.exchange.preview')}</h1>
      <p>
        {authorityName}, {fileName}
      </p>
      <SteeringTabs {...{ t, href }} current="exchange" />
      {refusal !== undefined && (
        <Alert kind="danger">
          <p>{refusal}</p>
        </Alert>
      )}
      <p>
        <strong>{t('strategy.exchange.counts', counts)}</strong>
      </p>
      {unread.length + faults.length > 0 && (
        <Alert kind="danger" title={t('strategy.exchange.faults')}>
          <FaultTable
            t={t}
            faults={[
              ...unread,
              ...faults.map(({ line, field, kind, value }) => ({
                line,
                column: fieldName(t, field),
                text: t(`strategy.exchange.fault.${kind}`, { value }),
              })),
            ]}
          />
        </Alert>
      )}
      {unread.length > 0 ? null : isSame ? (
        <p>{t('strategy.exchange.nothing_to_do')}</p>
      ) : (
        faults.length === 0 && (
          <form method="post" action={action}>
            <p>{t('strategy.exchange.private')}</p>
            <Button>{t('strategy.exchange.adopt')}</Button>
          </form>
        )
      )}
      {columns}
      <Table
        caption={t('strategy.exchange.preview')}
        hideCaption
        folds
        head={(['project', 'kind', 'detail'] as const).map((name) => t(`strategy.exchange.head.${name}`))}
        rows={changes
          .toSorted((one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind))
          .map((change) => [
            change.project.title ?? change.project.reference,
            t(`strategy.exchange.kind.${change.kind}`),
            <Detail key="detail" {...{ t, change }} />,
          ])}
      />
    </>
  )
}

function Detail({
  t,
  change: { fields, milestones, needs, phaseKept },
}: Pick<PreviewPageProps, 't'> & { change: Change }) {
  const nothing = t('strategy.exchange.nothing')
  return (
    <ul class="roadmap-lines">
      {fields.map(({ field, before, after }) => (
        <li key={field}>
          {t('strategy.exchange.becomes', {
            field: fieldName(t, field),
            before: before === '' ? nothing : shown(field, before),
            after: shown(field, after),
          })}
        </li>
      ))}
      {phaseKept !== undefined && (
        <li>{t('strategy.exchange.phase_kept', { phase: t(`strategy.projects.value.phase.${phaseKept}`) })}</li>
      )}
      {milestones.map(({ reference, title, plannedOn }) => (
        <li key={reference}>{t('strategy.exchange.milestone', { title, day: formatDate(plannedOn) })}</li>
      ))}
      {needs.map((need) => (
        <li key={need}>{t('strategy.exchange.need', { project: need })}</li>
      ))}
    </ul>
  )
}

const columns: Readonly<Partial<Record<string, TableColumn>>> = {
  beginsOn: 'begins_on',
  endsOn: 'ends_on',
  budget: 'budget_chf',
  effortDays: 'effort_days',
}

function fieldName(t: PreviewPageProps['t'], field: string): string {
  const key = `strategy.exchange.column.${columns[field] ?? field}`
  return t.has(key) ? t(key) : field
}

const longest = 120

function shown(field: Field, value: string): string {
  if (field === 'budget') return formatMoney(Number(value))
  if (field === 'beginsOn' || field === 'endsOn') return formatDate(value)
  return value.length > longest ? `${value.slice(0, longest)}…` : value
}
