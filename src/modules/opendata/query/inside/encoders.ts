import { workbook } from '../../downloads/inside/workbook.ts'
import type { Instances } from './instances.ts'
import type { Order } from './orders.ts'

type Opened = { readonly pieces: AsyncGenerator<Uint8Array>; readonly release: () => void }

const pieceBytes = 256 * 1024

/** Files on their way out: each is made as far as it is fetched, so that a slow reader costs no memory and no time of others. */
export class Encoders {
  readonly #instances: Instances
  readonly #opened = new Map<number, Opened>()
  #last = 0

  constructor(instances: Instances) {
    this.#instances = instances
  }

  async open({ files, statement, shape }: Extract<Order, { kind: 'open' }>): Promise<number> {
    const { connection, release } = await this.#instances.take(files)
    try {
      const result = await connection.stream(statement.sql, [...statement.values])
      const parts =
        shape.kind === 'lines' ? lines(linesInChunks(result), shape) : workbook(rowsInChunks(result), shape.columns)
      this.#last += 1
      this.#opened.set(this.#last, { pieces: inPieces(parts), release })
      return this.#last
    } catch (error) {
      release()
      throw error
    }
  }

  async next(stream: number): Promise<Uint8Array | undefined> {
    const piece = await this.#opened.get(stream)?.pieces.next()
    if (piece && !piece.done) return piece.value
    await this.end(stream)
    return undefined
  }

  async end(stream: number): Promise<void> {
    const opened = this.#opened.get(stream)
    if (!this.#opened.delete(stream)) return
    await opened?.pieces.return(undefined)
    opened?.release()
  }
}

type Chunk = { readonly rowCount: number; getRows(): unknown[][]; getColumnValues(at: number): readonly unknown[] }
type Chunked = { fetchChunk(): Promise<Chunk | null> }

async function* rowsInChunks(result: Chunked): AsyncGenerator<unknown[][]> {
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) return
    yield chunk.getRows()
  }
}

async function* linesInChunks(result: Chunked): AsyncGenerator<readonly unknown[]> {
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) return
    yield chunk.getColumnValues(0)
  }
}

async function* lines(
  chunks: AsyncGenerator<readonly unknown[]>,
  { head, between, end = '', foot }: { head: string; between: string; end?: string; foot: string },
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(head)
  let isFirst = true
  for await (const lines of chunks) {
    const text = lines.join(between)
    yield Buffer.from(isFirst ? text : `${between}${text}`)
    isFirst = false
  }
  yield Buffer.from(isFirst ? foot : `${end}${foot}`)
}

async function* inPieces(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let size = 0
  for await (const part of parts) {
    held.push(part)
    size += part.length
    if (size < pieceBytes) continue
    yield Buffer.concat(held)
    held = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(held)
}
