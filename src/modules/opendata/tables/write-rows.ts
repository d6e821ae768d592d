import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Cell } from '../query/table-reader.ts'
import type { Column } from './column.ts'

const batch = 500

/** Writes rows as the CSV that a version is made of: texts quoted, nothing where there is nothing. Cells in the order of the columns. */
export async function writeRows(
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>,
  columns: readonly Column[],
  path: string,
): Promise<void> {
  await pipeline(Readable.from(pieces(rows, columns)), createWriteStream(path, { mode: 0o600 }))
}

async function* pieces(
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>,
  columns: readonly Column[],
): AsyncGenerator<string> {
  let held = [columns.map(({ name }) => name).join(',')]
  for await (const row of rows) {
    held.push(columns.map((_, at) => written(row[at] ?? null)).join(','))
    if (held.length < batch) continue
    yield `${held.join('\n')}\n`
    held = []
  }
  if (held.length > 0) yield `${held.join('\n')}\n`
}

function written(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return quotedText(cell)
  return typeof cell === 'object' ? quotedText(JSON.stringify(cell)) : String(cell)
}

function quotedText(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
