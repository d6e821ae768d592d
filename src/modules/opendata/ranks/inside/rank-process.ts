// One process that answers pages from files of ranks, started by `query-pool.ts`. It ends with the program: its channel closes then.
import type { Outcome } from '../../query/inside/orders.ts'
import { pageOfRows } from './page-of-rows.ts'
import { UnrankedError } from './rank-file.ts'
import type { PageOrder } from './rank-order.ts'

process.on('disconnect', () => process.exit(0))
process.on('message', ({ id, order }: { id: number; order: PageOrder }) => {
  process.send?.({ id, outcome: answer(order) })
})

function answer(order: PageOrder): Outcome {
  try {
    return { kind: 'page', ...pageOfRows(order) }
  } catch (error) {
    if (error instanceof UnrankedError) return { kind: 'unranked' }
    const message = error instanceof Error ? error.message : String(error)
    return { kind: 'fault', why: /^ENOENT/.test(message) ? 'gone' : 'fault', message }
  }
}
