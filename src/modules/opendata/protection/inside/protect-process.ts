// Protects the rows on persons in one file, or proposes how: an order over the channel, rows as CSV on standard output, and a report over the channel at
// the end. Started by `run-protect.ts`; it may read its own source and that file.
import { once } from 'node:events'
import type { Text } from '../coarsen.ts'
import type { ProtectOrder, ProtectOutcome } from './order.ts'
import { propose } from './propose.ts'
import { protectTable, TooLongHistoryError } from './protect-table.ts'
import { readRaw, TooManyRowsError } from './read-raw.ts'

process.on('disconnect', () => process.exit(1))
process.on('message', async (order: ProtectOrder) => {
  const outcome = await answer(order).catch(
    (error: unknown): ProtectOutcome => ({ kind: 'fault', reason: reasonOf(error) }),
  )
  process.stdout.end(() => process.send?.(outcome, () => process.disconnect()))
})

const perPiece = 500

async function answer(order: ProtectOrder): Promise<ProtectOutcome> {
  const raw = await readRaw(order.path)
  if (order.kind === 'propose') return { kind: 'proposed', coarsen: propose(raw, order) }
  const { rows, report, history } = protectTable(raw, order)
  const names = order.columns.filter(({ isShown }) => isShown).map(({ name }) => name)
  await write(`${names.join(',')}\n`)
  for (let at = 0; at < rows.length; at += perPiece)
    await write(
      rows
        .slice(at, at + perPiece)
        .map((row) => `${row.map(written).join(',')}\n`)
        .join(''),
    )
  return { kind: 'protected', report, history }
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

/** As DuckDB reads it: nothing is no value, "" an empty text. */
function written(cell: Text): string {
  return cell === null ? '' : `"${cell.replaceAll('"', '""')}"`
}

function reasonOf(error: unknown): Extract<ProtectOutcome, { kind: 'fault' }>['reason'] {
  if (error instanceof TooManyRowsError) return 'too_many'
  return error instanceof TooLongHistoryError ? 'too_long' : 'unreadable'
}
