// Reads a table from one file of a stranger: an order over the channel, rows as CSV on standard output, and a report over the channel at the
// end. Started by `read-intake.ts`; it may read its own source, the packages and that file.
import { once } from 'node:events'
import { Converter } from './convert-rows.ts'
import { TableWatch } from './infer-columns.ts'
import { matchColumns } from './match-columns.ts'
import { openTable } from './open-table.ts'
import type { IntakeFault, IntakeOrder, IntakeOutcome, WantedColumn } from './order.ts'
import { IntakeError, type RawTable } from './raw-table.ts'

process.on('disconnect', () => process.exit(1))
process.on('message', async (order: IntakeOrder) => {
  const outcome = await read(order).catch((error: unknown): IntakeOutcome => ({ kind: 'fault', fault: asFault(error) }))
  process.stdout.end(() => process.send?.(outcome, () => process.disconnect()))
})

const batch = 1 << 16

async function read(order: IntakeOrder): Promise<IntakeOutcome> {
  const { limits } = order
  const table = await openTable(order)
  if (table.headings.length > limits.columns) throw new IntakeError('too_many_columns', { line: table.headingLine })
  const { columns: all, habits, blank } = await watch(table, limits.rows)
  const found = all.filter((_, at) => !blank.has(at))
  const columns = order.columns ?? found.map((column): WantedColumn => ({ ...column, headings: [column.heading] }))
  const matched = order.columns
    ? matchColumns(table.headings, columns)
    : { places: [...all.keys()].filter((at) => !blank.has(at)), unused: [] }
  const converter = new Converter(table, { columns, places: matched.places, habits }, limits)
  let held = ''
  for await (const line of converter.lines()) {
    held += line
    if (held.length < batch) continue
    await write(held)
    held = ''
  }
  await write(held)
  const { encoding, delimiter, sheets, sheet, headingLine } = table
  const headings = Object.fromEntries(
    columns.flatMap(({ name }, at): [string, string][] => {
      const heading = table.headings[matched.places[at] ?? -1]
      return heading === undefined ? [] : [[name, heading]]
    }),
  )
  const unused = matched.unused.map((at) => table.headings[at] ?? '').filter((heading) => heading !== '')
  const report = {
    format: table.format ?? order.format,
    encoding,
    delimiter,
    sheets,
    sheet,
    headingLine,
    found,
    headings,
    unused,
    ...converter.result(),
  }
  return { kind: 'read', report }
}

async function watch(table: RawTable, most: number): Promise<ReturnType<TableWatch['seen']>> {
  const watched = new TableWatch(table.headings)
  for await (const row of table.rows()) {
    watched.see(row)
    if (watched.rows > most) throw new IntakeError('too_many_rows', { line: row.line })
  }
  return watched.seen(table.texts)
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

function asFault(error: unknown): IntakeFault {
  if (error instanceof IntakeError) return { line: error.line, column: null, kind: error.kind, value: error.value }
  const about = error instanceof Error ? error.message : String(error)
  return { line: 0, column: null, kind: 'unreadable', value: about.slice(0, 200) }
}
