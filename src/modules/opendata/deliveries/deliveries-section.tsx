import { formatInstant, formatNumber } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { FaultTable } from '../workbench/fault-table.tsx'
import type { Delivery } from './delivery.ts'
import type { TableSource } from './source.ts'
import { SourcePart } from './source-form.tsx'

type Props = {
  readonly t: Translate
  readonly deliveries: readonly Delivery[]
  /** Where programs send rows to. */
  readonly address: string
  readonly form: FormReading
  readonly source: TableSource | undefined
  /** The address of this page. */
  readonly action: string
}

/** How rows came by themselves, the latest first, with what was wrong with the last one. */
export function DeliveriesSection({ t, deliveries, address, ...more }: Props) {
  const [latest] = deliveries
  const isWrong = latest?.outcome === 'refused' || latest?.outcome === 'failed'
  return (
    <section aria-labelledby="deliveries">
      <h2 id="deliveries">{t('opendata.delivery.title')}</h2>
      {isWrong && (
        <Alert kind="danger" title={t('opendata.delivery.went_wrong', { at: formatInstant(latest.at, t.language) })}>
          <p>{reasonText(t, latest)}</p>
          <p>{t('opendata.delivery.nothing_changed')}</p>
        </Alert>
      )}
      {isWrong && latest.faults.length > 0 && <FaultTable t={t} faults={latest.faults} />}
      {deliveries.length > 0 && (
        <Table
          caption={t('opendata.delivery.latest')}
          head={[t('opendata.delivery.when'), t('opendata.delivery.how'), t('opendata.delivery.result')]}
          rows={deliveries.map((one) => [
            formatInstant(one.at, t.language),
            t(`opendata.delivery.way.${one.way}`),
            resultText(t, one),
          ])}
        />
      )}
      <SourcePart t={t} {...more} />
      <Details summary={t('opendata.delivery.by_program')}>
        <p>{t('opendata.delivery.by_program_text')}</p>
        <p>
          <code>PUT {address}</code>
        </p>
      </Details>
    </section>
  )
}

function resultText(t: Translate, one: Delivery): string {
  if (one.outcome === 'refused' || one.outcome === 'failed') return reasonText(t, one)
  if (one.outcome === 'same') return t('opendata.delivery.same')
  const number = one.version ?? 0
  const rows = t('opendata.delivery.new', { number, rows: one.rows ?? 0, shown: formatNumber(one.rows ?? 0) })
  return one.changes ? `${rows} ${t('opendata.desk.rows.changes', one.changes)}` : rows
}

function reasonText(t: Translate, { reason, detail, said, faultCount }: Delivery): string {
  if (reason === 'rows') return t('opendata.delivery.refused', { count: faultCount })
  return reason === null
    ? ''
    : t(`opendata.delivery.reason.${reason}`, { detail: said ? textIn(said, t.language) : (detail ?? '') })
}
