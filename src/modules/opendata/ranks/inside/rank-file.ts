import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { RawCell } from '../../query/inside/orders.ts'
import type { ColumnType } from '../../tables/column.ts'
import type { Part, RankedColumn, RankHeader } from './rank-order.ts'
import { blocksWith, textsPerBlock } from './signs.ts'

/** A column whose values have no order that we know. */
export class UnrankedError extends Error {
  override name = 'UnrankedError'
}

/** Bytes of parts that are held in memory, of all files together. */
const mostBytes = 500_000_000
const mostFiles = 20

/** What was used last of the open files, as far as there is room for it. */
class PartMemory {
  readonly #parts = new Map<string, ArrayBuffer>()
  #bytes = 0

  get(key: string, read: () => ArrayBuffer): ArrayBuffer {
    const known = this.#parts.get(key)
    const part = known ?? read()
    this.#parts.delete(key)
    this.#parts.set(key, part)
    if (!known) this.#bytes += part.byteLength
    for (const [old, { byteLength }] of this.#parts) {
      if (this.#bytes <= mostBytes || old === key) break
      this.#parts.delete(old)
      this.#bytes -= byteLength
    }
    return part
  }
}

const memory = new PartMemory()
const files = new Map<string, RankFile>()

/** An open file of ranks; its parts are read when they are first needed. */
export class RankFile {
  readonly path: string
  readonly header: RankHeader
  readonly #file: number

  /** The file of a path, opened where it is not yet. Throws where it is not there. */
  static at(path: string): RankFile {
    const file = files.get(path) ?? new RankFile(path)
    files.delete(path)
    files.set(path, file)
    for (const [old, one] of files) {
      if (files.size <= mostFiles) break
      files.delete(old)
      closeSync(one.#file)
    }
    return file
  }

  constructor(path: string) {
    this.path = path
    this.#file = openSync(path, 'r')
    const [at = 0, bytes = 0] = new Float64Array(this.#read({ at: fstatSync(this.#file).size - 16, bytes: 16 }))
    this.header = JSON.parse(Buffer.from(this.#read({ at, bytes })).toString('utf8'))
  }

  part(part: Part): ArrayBuffer {
    return memory.get(`${this.path} ${part.at}`, () => this.#read(part))
  }

  /** A column by its place. Throws `UnrankedError`. */
  column(at: number): Ranks {
    const column = this.header.columns[at]
    if (!column) throw new UnrankedError(`column ${at}`)
    return new Ranks(this, column)
  }

  #read({ at, bytes }: Part): ArrayBuffer {
    const part = new ArrayBuffer(bytes)
    for (let done = 0; done < bytes; ) {
      const read = readSync(this.#file, new Uint8Array(part), done, bytes - done, at + done)
      if (read === 0) throw new Error('a file of ranks ends too early')
      done += read
    }
    return part
  }
}

/** One column of it. */
export class Ranks {
  readonly #file: RankFile
  readonly #column: RankedColumn

  constructor(file: RankFile, column: RankedColumn) {
    this.#file = file
    this.#column = column
  }

  get distinct(): number {
    return this.#column.distinct
  }

  /** The rank of each row. */
  ranks(): Uint8Array | Uint16Array | Uint32Array {
    const { distinct, ranks } = this.#column
    const part = this.#file.part(ranks)
    if (distinct < 256) return new Uint8Array(part)
    return distinct < 65_536 ? new Uint16Array(part) : new Uint32Array(part)
  }

  /** Rows, counted from 0, by their rank. */
  order(): Uint32Array {
    return new Uint32Array(this.#file.part(this.#column.order))
  }

  starts(): Uint32Array {
    return new Uint32Array(this.#file.part(this.#column.starts))
  }

  /** The first rank whose value is not below this one, and whether it is this one. */
  find(value: string): { readonly rank: number; readonly isThere: boolean } {
    const compare = this.#comparing(value)
    let [low, high] = [0, this.distinct]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compare(middle) < 0) low = middle + 1
      else high = middle
    }
    return { rank: low, isThere: low < this.distinct && compare(low) === 0 }
  }

  /** What reads the value of a rank as it goes out; null for the rank of nothing. */
  reading(): (rank: number) => RawCell {
    const { type, kind, values, offsets, distinct } = this.#column
    const part = this.#file.part(values)
    const numbers = kind === 'double' ? new Float64Array(part) : kind === 'whole' ? new BigInt64Array(part) : undefined
    if (numbers) return (rank) => (rank < distinct ? plain(numbers[rank] ?? 0, type) : null)
    const bytes = Buffer.from(part)
    const begins = new Uint32Array(this.#file.part(offsets ?? values))
    const end = type === 'datetime' ? 'Z' : ''
    return (rank) => (rank < distinct ? bytes.toString('utf8', begins[rank], begins[rank + 1]) + end : null)
  }

  /** The ranks of texts that have a part in them, or begin with it, in small letters; in rising order. */
  ranksWith(part: Buffer, isStart: boolean): number[] {
    const { lower, distinct } = this.#column
    if (!lower) throw new Error('a column without texts is looked through')
    const bytes = Buffer.from(this.#file.part(lower.values))
    const begins = new Uint32Array(this.#file.part(lower.offsets))
    const found: number[] = []
    const look = (from: number, to: number) => {
      if (isStart) {
        for (let rank = from; rank < to; rank += 1) if (startsAt(bytes, begins, rank, part)) found.push(rank)
      } else lookThrough(bytes, begins, { part, from, to }, found)
    }
    if (!lower.signs || part.length < 3) look(0, distinct)
    else
      for (const block of blocksWith(part, new Uint32Array(this.#file.part(lower.signs)), distinct))
        look(block * textsPerBlock, Math.min(distinct, (block + 1) * textsPerBlock))
    return found
  }

  #comparing(value: string): (rank: number) => number {
    const { kind, values, offsets } = this.#column
    const part = this.#file.part(values)
    if (kind === 'double') {
      const [numbers, bound] = [new Float64Array(part), Number(value)]
      return (rank) => (numbers[rank] ?? 0) - bound
    }
    if (kind === 'whole') {
      const [numbers, bound] = [new BigInt64Array(part), BigInt(value)]
      return (rank) => Number((numbers[rank] ?? 0n) - bound)
    }
    const [bytes, bound] = [Buffer.from(part), Buffer.from(value)]
    const begins = new Uint32Array(this.#file.part(offsets ?? values))
    return (rank) => bytes.compare(bound, 0, bound.length, begins[rank], begins[rank + 1])
  }
}

function plain(value: number | bigint, type: ColumnType): RawCell {
  if (type === 'boolean') return value === 1n
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
}

function startsAt(bytes: Buffer, begins: Uint32Array, rank: number, part: Buffer): boolean {
  const [begin = 0, end = 0] = [begins[rank], begins[rank + 1]]
  return end - begin >= part.length && bytes.compare(part, 0, part.length, begin, begin + part.length) === 0
}

/** Texts from one rank to another lie one after the other: what is found across the end of one is none. */
function lookThrough(
  all: Buffer,
  begins: Uint32Array,
  { part, from, to }: { part: Buffer; from: number; to: number },
  found: number[],
): void {
  const base = begins[from] ?? 0
  const bytes = all.subarray(base, begins[to])
  let rank = from
  for (let at = 0; rank < to; ) {
    const hit = part.length === 0 ? at : bytes.indexOf(part, at)
    if (hit < 0) return
    while (rank < to && (begins[rank + 1] ?? 0) - base <= hit) rank += 1
    const end = (begins[rank + 1] ?? 0) - base
    if (rank < to && hit + part.length <= end) {
      found.push(rank)
      rank += 1
      at = end
    } else at = hit + 1
  }
}
