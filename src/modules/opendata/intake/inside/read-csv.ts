import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { decode, detectEncoding, isUtf8 } from './encoding.ts'
import type { Encoding, IntakeOptions } from './order.ts'
import { findHeading, headingRows, IntakeError, type RawRow, type RawTable } from './raw-table.ts'
import { type CsvShape, CsvSplitter, sniffShape } from './split-csv.ts'

const piece = 1 << 20

/** The bytes of a file, a megabyte at a time. */
export function bytesOf(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: piece })
}

/** How the text of a file is encoded. */
export async function encodingOf(path: string, known: Encoding | undefined): Promise<Encoding> {
  if (known !== undefined) return known
  const file = await open(path)
  try {
    const head = Buffer.alloc(piece)
    const { bytesRead } = await file.read(head, 0, piece, 0)
    return detectEncoding(head.subarray(0, bytesRead), await isUtf8(bytesOf(path)))
  } finally {
    await file.close()
  }
}

/** Opens a table whose cells are divided by a character. */
export async function readCsv(path: string, options: IntakeOptions, delimiter?: string): Promise<RawTable> {
  const encoding = await encodingOf(path, options.encoding)
  const known = options.delimiter ?? delimiter
  const shape = sniffShape(await beginning(path, encoding), {
    ...(known !== undefined && { delimiter: known }),
    ...(options.quote !== undefined && { quote: options.quote }),
  })
  const first: RawRow[] = []
  for await (const row of splitFile(path, encoding, shape)) {
    first.push(row)
    if (first.length >= headingRows && row.line >= (options.headingLine ?? 0)) break
  }
  const heading =
    options.headingLine === undefined
      ? findHeading(first)
      : first.find(({ line }) => line >= (options.headingLine ?? 0))
  if (!heading) throw new IntakeError('empty')
  return {
    ...{ encoding, ...shape, sheets: [], sheet: null, headingLine: heading.line },
    headings: heading.cells.map((cell) => cell ?? ''),
    mayBeShort: false,
    texts: new Set(),
    rows: () => after(splitFile(path, encoding, shape), heading.line),
  }
}

async function beginning(path: string, encoding: Encoding): Promise<string> {
  for await (const text of decode(bytesOf(path), encoding)) return text.slice(0, 200_000)
  return ''
}

async function* splitFile(path: string, encoding: Encoding, shape: CsvShape): AsyncGenerator<RawRow> {
  const splitter = new CsvSplitter(shape)
  for await (const text of decode(bytesOf(path), encoding)) yield* splitter.push(text)
  yield* splitter.end()
}

/** Rows below a line. */
export async function* after(rows: AsyncIterable<RawRow>, line: number): AsyncGenerator<RawRow> {
  for await (const row of rows) if (row.line > line) yield row
}
