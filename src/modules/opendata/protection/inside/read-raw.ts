import { createReadStream } from 'node:fs'
import { CsvSplitter } from '../../intake/inside/split-csv.ts'
import type { Text } from '../coarsen.ts'

export class TooManyRowsError extends Error {
  override name = 'TooManyRowsError'
}

/** More would not fit into the memory of one process. */
const mostRows = 1_000_000

/** The rows of a CSV file of ours, without its heading, cells as they stand there. Throws `TooManyRowsError`. */
export async function readRaw(path: string): Promise<readonly (readonly Text[])[]> {
  const splitter = new CsvSplitter({ delimiter: ',', quote: '"' })
  const rows: (readonly Text[])[] = []
  const take = (read: readonly { readonly cells: readonly Text[] }[]) => {
    for (const { cells } of read) rows.push(cells)
    if (rows.length > mostRows + 1) throw new TooManyRowsError()
  }
  for await (const piece of createReadStream(path, 'utf8')) take(splitter.push(String(piece)))
  take(splitter.end())
  return rows.slice(1)
}
