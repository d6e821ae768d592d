import type { IntakeOrder } from './order.ts'
import type { RawTable } from './raw-table.ts'
import { readCsv } from './read-csv.ts'

/** Opens the table in a file of a format. Throws `IntakeError` where it is none. */
export function openTable({ path, format, options }: IntakeOrder): Promise<RawTable> {
  switch (format) {
    case 'csv':
      return readCsv(path, options)
    default:
      return readCsv(path, options, format === 'tsv' ? '\t' : undefined)
  }
}
