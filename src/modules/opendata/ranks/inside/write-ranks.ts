import { closeSync, openSync, writeSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import type { DuckDBConnection } from '@duckdb/node-api'
import { literal, quoted } from '../../query/quoted.ts'
import type { ColumnType } from '../../tables/column.ts'
import { rowNumber } from '../../tables/column-names.ts'
import type { Part, RankedColumn, RankHeader, RankOrder, ValueKind } from './rank-order.ts'
import { signsOf } from './signs.ts'

const kinds: Readonly<Record<ColumnType, ValueKind>> = {
  string: 'text',
  geometry: 'text',
  date: 'text',
  time: 'text',
  datetime: 'text',
  number: 'double',
  integer: 'whole',
  year: 'whole',
  boolean: 'whole',
}
/** Fewer texts are looked through as fast as the signs are. */
const fewTexts = 10_000

/** Writes the file of ranks of a table, one column after the other; whoever answers people goes first. */
export async function writeRanks(connection: DuckDBConnection, order: RankOrder): Promise<void> {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  const file = new PartWriter(order.target)
  try {
    const columns: (RankedColumn | null)[] = []
    for (const column of order.columns) columns.push(await writeColumn(connection, order, column, file))
    file.end({ rows: order.rows, columns })
  } finally {
    file.close()
  }
}

/** Parts one after the other, each at a multiple of eight; what they are stands at the end, and where that begins in the last sixteen bytes. */
class PartWriter {
  readonly #file: number
  #at = 0

  constructor(path: string) {
    this.#file = openSync(path, 'wx', 0o600)
  }

  add(content: ArrayBufferView): Part {
    const part = { at: this.#at, bytes: content.byteLength }
    this.#write(content)
    this.#write(new Uint8Array((8 - (this.#at % 8)) % 8))
    return part
  }

  end(header: RankHeader): void {
    const { at, bytes } = this.add(Buffer.from(JSON.stringify(header)))
    this.#write(new Float64Array([at, bytes]))
  }

  close(): void {
    closeSync(this.#file)
  }

  #write({ buffer, byteOffset, byteLength }: ArrayBufferView): void {
    for (let done = 0; done < byteLength; )
      done += writeSync(this.#file, new Uint8Array(buffer, byteOffset + done, byteLength - done))
    this.#at += byteLength
  }
}

type Cell = {
  readonly kind: ValueKind
  readonly sql: string
  readonly lower: boolean
  readonly form: RegExp | undefined
}

/** Only years of four digits lie in the order of their texts. */
const forms: Partial<Readonly<Record<ColumnType, RegExp>>> = {
  date: /^\d{4}-\d\d-\d\d$/,
  time: /^\d\d:\d\d:\d\d(?:\.\d+)?$/,
  datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?$/,
}

/** A column as it is kept: instants without their Z, so that texts lie in the order of time. */
function cellOf({ name, type }: RankOrder['columns'][number]): Cell {
  const kind = kinds[type]
  const column = quoted(name)
  const sql = { text: `${column}::varchar`, whole: `${column}::bigint`, double: column }[kind]
  return {
    kind,
    sql: type === 'datetime' ? `replace(${sql}, ' ', 'T')` : sql,
    lower: type === 'string',
    form: forms[type],
  }
}

async function writeColumn(
  connection: DuckDBConnection,
  { ranksOf, rows }: RankOrder,
  column: RankOrder['columns'][number],
  file: PartWriter,
): Promise<RankedColumn | null> {
  const cell = cellOf(column)
  const order = new Uint32Array(rows)
  const ranks = new Uint32Array(rows)
  const starts = new Uint32Array(rows + 2)
  const values = cell.kind === 'text' ? new Texts() : new Numbers(cell.kind, rows)
  const lower = cell.lower ? new Texts() : undefined
  let [place, distinct, isOrdered] = [0, 0, true]
  let last: unknown
  const cells = `${rowNumber}::integer, ${cell.sql}${lower ? `, lower(${cell.sql})` : ''}`
  const result = await connection.stream(
    `select ${cells} from read_parquet(${literal(ranksOf)}) order by ${quoted(column.name)} nulls last, ${rowNumber}`,
  )
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) break
    const [numbers, found] = [chunk.getColumnValues(0), chunk.getColumnValues(1)]
    const small = lower && chunk.getColumnValues(2)
    for (let at = 0; at < numbers.length; at += 1) {
      const value: unknown = found[at]
      if (value !== null && (distinct === 0 || value !== last)) {
        starts[distinct] = place
        isOrdered &&= values.add(value) && (cell.form?.test(String(value)) ?? true)
        lower?.add(small?.[at])
        distinct += 1
        last = value
      }
      const row = Number(numbers[at]) - 1
      ranks[row] = value === null ? 0xffff_ffff : distinct - 1
      order[place] = row
      place += 1
      if (value !== null) starts[distinct] = place
    }
  }
  if (!isOrdered || place !== rows) return null
  starts[distinct + 1] = rows
  const bytes = values.bytes()
  return {
    type: column.type,
    kind: cell.kind,
    distinct,
    ranks: file.add(narrow(ranks, distinct)),
    order: file.add(order),
    starts: file.add(starts.subarray(0, distinct + 2)),
    values: file.add(bytes),
    ...(values instanceof Texts && { offsets: file.add(values.offsets()) }),
    ...(lower && { lower: writeLower(lower, distinct, file) }),
  }
}

function writeLower(lower: Texts, texts: number, file: PartWriter) {
  const [bytes, offsets] = [lower.bytes(), lower.offsets()]
  return {
    values: file.add(bytes),
    offsets: file.add(offsets),
    ...(texts > fewTexts && { signs: file.add(signsOf(bytes, offsets)) }),
  }
}

/** Ranks in as few bytes as they need; nothing is the rank after the last. */
function narrow(ranks: Uint32Array, distinct: number): Uint8Array | Uint16Array | Uint32Array {
  const narrow = distinct < 256 ? new Uint8Array(ranks.length) : new Uint16Array(ranks.length)
  const kept = distinct < 65_536 ? narrow : ranks
  for (let row = 0; row < ranks.length; row += 1) kept[row] = Math.min(ranks[row] ?? 0, distinct)
  return kept
}

/** Different numbers in their order. `add` says whether one is larger than the one before. */
class Numbers {
  readonly #values: Float64Array | BigInt64Array
  #count = 0

  constructor(kind: ValueKind, most: number) {
    this.#values = kind === 'double' ? new Float64Array(most) : new BigInt64Array(most)
  }

  add(value: unknown): boolean {
    const values = this.#values
    const at = this.#count
    this.#count += 1
    if (values instanceof Float64Array) {
      values[at] = Number(value)
      return at === 0 || (values[at - 1] ?? 0) < Number(value)
    }
    if (typeof value !== 'bigint') return false
    values[at] = value
    return at === 0 || (values[at - 1] ?? 0n) < value
  }

  bytes(): ArrayBufferView {
    return this.#values.subarray(0, this.#count)
  }
}

const mostTextBytes = 2 ** 31

/** Texts in UTF-8, one after the other. `add` says whether one comes after the one before by its bytes. */
class Texts {
  #bytes = Buffer.alloc(1 << 20)
  #offsets = new Uint32Array(1 << 12)
  #count = 0
  #end = 0

  add(value: unknown): boolean {
    const text = String(value)
    const most = this.#end + text.length * 3
    if (most > mostTextBytes) return false
    if (most > this.#bytes.length) {
      const larger = Buffer.alloc(Math.min(mostTextBytes, Math.max(most, this.#bytes.length * 2)))
      this.#bytes.copy(larger)
      this.#bytes = larger
    }
    if (this.#count + 2 > this.#offsets.length) {
      const more = new Uint32Array(this.#offsets.length * 2)
      more.set(this.#offsets)
      this.#offsets = more
    }
    const begin = this.#end
    this.#end += this.#bytes.write(text, begin)
    const before = this.#offsets[this.#count - 1] ?? 0
    const isFirst = this.#count === 0
    this.#count += 1
    this.#offsets[this.#count] = this.#end
    return isFirst || this.#bytes.compare(this.#bytes, before, begin, begin, this.#end) > 0
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#end)
  }

  offsets(): Uint32Array {
    return this.#offsets.subarray(0, this.#count + 1)
  }
}
