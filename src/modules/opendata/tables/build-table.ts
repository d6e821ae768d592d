import { UnprocessableError } from '#kernel/http/errors.ts'
import type { BuildOrder, PlacingOrder } from './inside/build-order.ts'
import { runBuild } from './run-build.ts'
import type { RowChanges } from './table-version.ts'

/** 422: rows that do not fit their columns, in DuckDB's words. */
export class UnreadableRowsError extends UnprocessableError {
  override name = 'UnreadableRowsError'
  constructor(about: string) {
    super(about, { userMessage: 'opendata.tables.unreadable', values: { about: about.slice(0, 300) } })
  }
}

let line: Promise<unknown> = Promise.resolve()

type Built = { readonly rows: number; readonly changes: RowChanges | null; readonly extent: string | null }

/**
 * Makes the Parquet file of a version, or what finds its rows by their place, in a process of its own, one after the other. Throws
 * `UnreadableRowsError`.
 */
export function buildTable(order: BuildOrder | PlacingOrder): Promise<Built> {
  const built = line.then(() => build(order))
  line = built.catch(() => {})
  return built
}

async function build(order: BuildOrder | PlacingOrder): Promise<Built> {
  const outcome = await runBuild(order)
  if (outcome.kind === 'built') return outcome
  throw asUnreadable(outcome.message)
}

/** What is wrong with the rows is for whoever brought them; a full disk or too little memory is ours. */
function asUnreadable(message: string): Error {
  const said = /^(?:Conversion|Invalid Input|Binder|Out of Range) Error: [^\n]*/.exec(message)
  return said ? new UnreadableRowsError(said[0]) : new Error(message)
}
