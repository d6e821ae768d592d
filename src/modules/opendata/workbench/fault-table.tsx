import type { Translate } from '#kernel/i18n/translate.ts'
import { Table } from '#ui/components/table/table.tsx'
import { faultText } from '../intake/fault-text.ts'
import type { IntakeFault } from '../intake/inside/order.ts'

/** What is wrong in a file, by line and column. */
export function FaultTable({ t, faults }: { t: Translate; faults: readonly IntakeFault[] }) {
  return (
    <Table
      caption={t('opendata.desk.rows.faults')}
      head={[t('opendata.desk.rows.line'), t('opendata.desk.rows.column'), t('opendata.desk.rows.fault')]}
      rows={faults.map((fault) => [fault.line === 0 ? '–' : fault.line, fault.column ?? '–', faultText(t, fault)])}
    />
  )
}
