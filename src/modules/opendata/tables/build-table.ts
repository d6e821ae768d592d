import { fork } from 'node:child_process'
import { join } from 'node:path'
import { childRights } from '#kernel/child-rights.ts'
import { UnprocessableError } from '#kernel/http/errors.ts'
import type { BuildOrder, BuildOutcome } from './inside/build-order.ts'
import type { RowChanges } from './table-version.ts'

/** 422: rows that do not fit their columns, in DuckDB's words. */
export class UnreadableRowsError extends UnprocessableError {
  override name = 'UnreadableRowsError'
  constructor(about: string) {
    super(about, { userMessage: 'opendata.tables.unreadable', values: { about: about.slice(0, 300) } })
  }
}

const program = join(import.meta.dirname, 'inside/build-process.ts')
const source = join(import.meta.dirname, '..')
const longestMs = 10 * 60_000
let line: Promise<unknown> = Promise.resolve()

/** Makes the Parquet file of a version in a process of its own, one after the other. Throws `UnreadableRowsError`. */
export function buildTable(order: BuildOrder): Promise<{ rows: number; changes: RowChanges | null }> {
  const built = line.then(() => build(order))
  line = built.catch(() => {})
  return built
}

function build(order: BuildOrder): Promise<{ rows: number; changes: RowChanges | null }> {
  const child = fork(program, [], {
    env: {},
    execArgv: [...childRights({ read: [source], addons: true }), '--max-old-space-size=256'],
    cwd: import.meta.dirname,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), longestMs)
  return new Promise<{ rows: number; changes: RowChanges | null }>((resolve, reject) => {
    child.on('message', (outcome: BuildOutcome) => {
      if (outcome.kind === 'built') resolve({ rows: outcome.rows, changes: outcome.changes })
      else reject(asUnreadable(outcome.message))
    })
    child.on('error', reject)
    child.on('exit', (code, signal) => reject(new Error(`making a table ended: ${signal ?? code}`)))
    child.send(order)
  }).finally(() => {
    clearTimeout(timer)
    child.kill('SIGKILL')
  })
}

/** What is wrong with the rows is for whoever brought them; a full disk or too little memory is ours. */
function asUnreadable(message: string): Error {
  const said = /^(?:Conversion|Invalid Input|Binder|Out of Range) Error: [^\n]*/.exec(message)
  return said ? new UnreadableRowsError(said[0]) : new Error(message)
}
