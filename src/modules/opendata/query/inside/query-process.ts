// One process that answers queries, started by `query-pool.ts`. It ends with the program: its channel closes then.
import type { DuckDBResult } from '@duckdb/node-api'
import { RefusedStatementError } from './allowed-sql.ts'
import { Encoders } from './encoders.ts'
import { runForeign } from './foreign.ts'
import { Instances } from './instances.ts'
import type { Order, Outcome, RawCell, Statement } from './orders.ts'

const instances = new Instances()
const encoders = new Encoders(instances)

process.on('disconnect', () => process.exit(0))
process.on('message', async ({ id, order }: { id: number; order: Order }) => {
  const outcome = await answer(order).catch(asFault)
  process.send?.({ id, outcome })
})

async function answer(order: Order): Promise<Outcome> {
  switch (order.kind) {
    case 'run':
      return instances.use(order.files, async (connection) => {
        const results: RawCell[][][] = []
        for (const statement of order.statements) results.push(await rowsOf(await run(connection, statement)))
        return { kind: 'rows', results }
      })
    case 'page':
      throw new Error('ranks are read by other processes')
    case 'foreign':
      return instances.use(order.files, async (connection) => ({
        kind: 'foreign',
        result: await runForeign(connection, order.statement, order.mostRows),
      }))
    case 'open':
      return { kind: 'opened', stream: await encoders.open(order) }
    case 'next':
      return { kind: 'piece', bytes: await encoders.next(order.stream) }
    case 'end':
      await encoders.end(order.stream)
      return { kind: 'done' }
  }
}

type Connection = Parameters<Parameters<Instances['use']>[1]>[0]

function run(connection: Connection, { sql, values }: Statement): Promise<DuckDBResult> {
  return connection.run(sql, [...values])
}

async function rowsOf(result: DuckDBResult): Promise<RawCell[][]> {
  const rows = (await result.getRowsJS()).map((row) => row.map(plain))
  const letters = rows.flat().reduce<number>((sum, cell) => sum + lengthOf(cell), 0)
  if (letters > mostLetters) throw new LargeAnswerError(`${letters} letters`)
  return rows
}

const lengthOf = (cell: RawCell): number => (typeof cell === 'string' ? cell.length : 8)

/** What one answer may hold; more is fetched in smaller pages, or as a file. */
const mostLetters = 50_000_000

class LargeAnswerError extends Error {
  override name = 'LargeAnswerError'
}

function plain(value: unknown): RawCell {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return value
  throw new TypeError('a statement of ours gave a value that cannot travel')
}

function asFault(error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof RefusedStatementError) return { kind: 'fault', why: 'refused', message }
  if (error instanceof LargeAnswerError || /^Out of Memory Error: /i.test(message))
    return { kind: 'fault', why: 'large', message }
  return {
    kind: 'fault',
    why: /No files found|Cannot open file|Cannot access file/.test(message) ? 'gone' : 'fault',
    message,
  }
}
