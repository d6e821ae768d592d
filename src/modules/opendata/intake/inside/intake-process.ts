// Reads a table from one file of a stranger: an order over the channel, rows as CSV on standard output, and a report over the channel at the
// end. Started by `run-intake.ts`; it may read its own source, the packages and that file.
import { once } from 'node:events'
import type { IntakeFault, IntakeOrder, IntakeOutcome } from './order.ts'
import { IntakeError } from './raw-table.ts'
import { readTable } from './read-table.ts'

process.on('disconnect', () => process.exit(1))
process.on('message', async (order: IntakeOrder) => {
  const outcome = await readTable(order, write).then(
    (report): IntakeOutcome => ({ kind: 'read', report }),
    (error: unknown): IntakeOutcome => ({ kind: 'fault', fault: asFault(error) }),
  )
  process.stdout.end(() => process.send?.(outcome, () => process.disconnect()))
})

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

function asFault(error: unknown): IntakeFault {
  if (error instanceof IntakeError) return { line: error.line, column: null, kind: error.kind, value: error.value }
  const about = error instanceof Error ? error.message : String(error)
  return { line: 0, column: null, kind: 'unreadable', value: about.slice(0, 200) }
}
