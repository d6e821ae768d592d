import { Converter } from './convert-rows.ts'
import { TableWatch } from './infer-columns.ts'
import { openTable } from './open-table.ts'
import type { IntakeOrder, IntakeReport } from './order.ts'
import { IntakeError, type RawTable } from './raw-table.ts'
import { planColumns, reportOf } from './report.ts'

const batch = 1 << 16

/**
 * Reads a table twice: to see what its columns are and how values are written, then to write its rows as the CSV of a version. Of a large CSV, Parquet or NDJSON file without
 * any fault nothing is written: the report says how its rows are read. Throws `IntakeError` where the file, or what comes from a line on, cannot be read.
 */
export async function readTable(order: IntakeOrder, write: (text: string) => Promise<void>): Promise<IntakeReport> {
  const { limits } = order
  const first = await openTable(order)
  if (first.headings.length > limits.columns) throw new IntakeError('too_many_columns', { line: first.headingLine })
  const { missing, writing } = order.options
  if (order.isLarge && (missing ?? []).length === 0 && (writing ?? []).length === 0) {
    // Native code is loaded only where it is needed.
    const { readTableQuickly } = await import('./quick-table.ts')
    const report = await readTableQuickly(order, first)
    if (report) return report
  }
  const table = first.layout?.kind === 'ndjson' ? await openTable({ ...order, isLarge: false }) : first
  if (table.headings.length > limits.columns) throw new IntakeError('too_many_columns', { line: table.headingLine })
  const plan = planColumns(order, table, await watch(table, limits.rows))
  const converter = new Converter(table, { ...plan, missing }, limits)
  let held = ''
  for await (const line of converter.lines()) {
    held += line
    if (held.length < batch) continue
    await write(held)
    held = ''
  }
  await write(held)
  return reportOf(order, table, plan, converter.result())
}

async function watch(table: RawTable, most: number): Promise<ReturnType<TableWatch['seen']>> {
  const watched = new TableWatch(table.headings)
  for await (const row of table.rows()) {
    watched.see(row)
    if (watched.rows > most) throw new IntakeError('too_many_rows', { line: row.line })
  }
  return watched.seen(table.texts)
}
