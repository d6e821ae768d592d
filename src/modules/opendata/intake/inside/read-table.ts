import { Converter } from './convert-rows.ts'
import { TableWatch } from './infer-columns.ts'
import { matchColumns } from './match-columns.ts'
import { openTable } from './open-table.ts'
import type { IntakeOrder, IntakeReport, WantedColumn } from './order.ts'
import { IntakeError, type RawTable } from './raw-table.ts'

const batch = 1 << 16

/**
 * Reads a table twice: to see what its columns are and how values are written, then to write its rows as the CSV of a version. Throws `IntakeError`
 * where the file, or what comes from a line on, cannot be read.
 */
export async function readTable(order: IntakeOrder, write: (text: string) => Promise<void>): Promise<IntakeReport> {
  const { limits } = order
  const table = await openTable(order)
  if (table.headings.length > limits.columns) throw new IntakeError('too_many_columns', { line: table.headingLine })
  const { columns: all, habits, blank } = await watch(table, limits.rows)
  const found = all.filter((_, at) => !blank.has(at))
  if (found.length === 0) throw new IntakeError('empty')
  const columns = order.columns ?? found.map((column): WantedColumn => ({ ...column, headings: [column.heading] }))
  const { places, unused } = order.columns
    ? matchColumns(table.headings, columns)
    : { places: [...all.keys()].filter((at) => !blank.has(at)), unused: [] }
  const converter = new Converter(table, { columns, places, habits, missing: order.options.missing }, limits)
  let held = ''
  for await (const line of converter.lines()) {
    held += line
    if (held.length < batch) continue
    await write(held)
    held = ''
  }
  await write(held)
  const { encoding, delimiter, sheets, sheet, headingLine, headings } = table
  return {
    ...{ format: table.format ?? order.format, encoding, delimiter, sheets, sheet, headingLine, found },
    headings: Object.fromEntries(
      columns.flatMap(({ name }, at): [string, string][] => {
        const heading = headings[places[at] ?? -1]
        return heading === undefined ? [] : [[name, heading]]
      }),
    ),
    unused: unused.map((at) => headings[at] ?? '').filter((heading) => heading !== ''),
    ...converter.result(),
  }
}

async function watch(table: RawTable, most: number): Promise<ReturnType<TableWatch['seen']>> {
  const watched = new TableWatch(table.headings)
  for await (const row of table.rows()) {
    watched.see(row)
    if (watched.rows > most) throw new IntakeError('too_many_rows', { line: row.line })
  }
  return watched.seen(table.texts)
}
