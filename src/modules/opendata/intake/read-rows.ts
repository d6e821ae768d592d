import { readFile } from 'node:fs/promises'
import { CsvSplitter } from './inside/split-csv.ts'
import type { Intake } from './read-intake.ts'

/** The rows of a small table that was brought with `isPlain`, a cell for each of its columns; undefined where anything is wrong in the file. */
export async function readRows({
  source,
  columns,
}: Pick<Intake, 'source' | 'columns'>): Promise<readonly (readonly (string | null)[])[] | undefined> {
  if (source?.kind !== 'file') return undefined
  const splitter = new CsvSplitter({ delimiter: ',', quote: '"' })
  const rows = [...splitter.push(await readFile(source.path, 'utf8')), ...splitter.end()]
  // The first one names the columns.
  return rows.slice(1).map(({ cells }) => columns.map((_, at) => cells[at] ?? null))
}
