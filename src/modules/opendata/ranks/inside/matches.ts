import { intersect, type Ranges, rangesOf } from './ranges.ts'
import type { RankFile, Ranks } from './rank-file.ts'
import type { RankFilter } from './rank-order.ts'

/** A bit for each row, counted from 0; undefined where all rows match. */
export type Matches = Uint32Array | undefined

const mostBytes = 64_000_000
const known = new Map<string, Uint32Array>()
let knownBytes = 0

/** Those of them from one row to before another. */
export type Within = { readonly matches: Matches; readonly from: number; readonly to: number }

export function matchesOf(file: RankFile, filters: readonly RankFilter[]): Matches {
  if (filters.length === 0) return undefined
  const key = JSON.stringify([file.path, filters])
  const matches = known.get(key) ?? findMatches(file, filters)
  if (!known.has(key)) knownBytes += matches.byteLength
  known.delete(key)
  known.set(key, matches)
  for (const [old, { byteLength }] of known) {
    if (knownBytes <= mostBytes) break
    known.delete(old)
    knownBytes -= byteLength
  }
  return matches
}

type Wanted = { readonly column: Ranks; readonly ranges: Ranges; readonly count: number }

/** The rows of the column that leaves fewest are gone through, and looked up in the others. */
function findMatches(file: RankFile, filters: readonly RankFilter[]): Uint32Array {
  const byColumn = new Map<number, Wanted>()
  for (const filter of filters) {
    const column = file.column(filter.column)
    const before = byColumn.get(filter.column)?.ranges
    const own = rangesOf(column, filter)
    const ranges = before ? intersect(before, own) : own
    byColumn.set(filter.column, { column, ranges, count: countIn(column.starts(), ranges) })
  }
  const bits = new Uint32Array(Math.ceil(file.header.rows / 32))
  const [fewest, ...others] = [...byColumn.values()].sort((a, b) => a.count - b.count)
  if (!fewest) return bits
  setBits(fewest, bits)
  for (const other of others) if (fewest.count > 0) clearBits(fewest, other, bits)
  return bits
}

function countIn(starts: Uint32Array, ranges: Ranges): number {
  let count = 0
  for (let at = 0; at < ranges.length; at += 2)
    count += (starts[ranges[at + 1] ?? 0] ?? 0) - (starts[ranges[at] ?? 0] ?? 0)
  return count
}

/** Goes through the rows of some ranks. */
function eachRow({ column, ranges }: Wanted, visit: (row: number) => void): void {
  const [order, starts] = [column.order(), column.starts()]
  for (let at = 0; at < ranges.length; at += 2) {
    const end = starts[ranges[at + 1] ?? 0] ?? 0
    for (let place = starts[ranges[at] ?? 0] ?? 0; place < end; place += 1) visit(order[place] ?? 0)
  }
}

function setBits(wanted: Wanted, bits: Uint32Array): void {
  eachRow(wanted, (row) => {
    bits[row >>> 5] = (bits[row >>> 5] ?? 0) | (1 << (row & 31))
  })
}

/** Takes away those rows whose rank in another column is none of its ranges. */
function clearBits(fewest: Wanted, { column, ranges }: Wanted, bits: Uint32Array): void {
  const ranks = column.ranks()
  const clear = (row: number) => {
    bits[row >>> 5] = (bits[row >>> 5] ?? 0) & ~(1 << (row & 31))
  }
  if (ranges.length <= 2) {
    const [from = 0, to = 0] = ranges
    eachRow(fewest, (row) => {
      const rank = ranks[row] ?? 0
      if (rank < from || rank >= to) clear(row)
    })
    return
  }
  const isIn = new Uint8Array(column.distinct + 1)
  for (let at = 0; at < ranges.length; at += 2) isIn.fill(1, ranges[at], ranges[at + 1])
  eachRow(fewest, (row) => {
    if (isIn[ranks[row] ?? 0] === 0) clear(row)
  })
}

export function countBits({ matches, from, to }: Within): number {
  if (!matches) return to - from
  let count = 0
  for (let word = from >>> 5; word * 32 < to; word += 1) count += bitsOf(masked(matches, word, from, to))
  return count
}

/** A word of bits, without those before and after some rows. */
export function masked(matches: Uint32Array, word: number, from: number, to: number): number {
  let bits = matches[word] ?? 0
  if (word === from >>> 5) bits &= -1 << (from & 31)
  if (to - word * 32 < 32) bits &= ~(-1 << (to & 31))
  return bits
}

/** How many bits of a word are set (H. S. Warren, «Hacker's Delight», 5-1). */
export function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555)
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}

/** Goes through the rows that match, by their numbers. */
export function eachMatch({ matches, from, to }: Within, visit: (row: number) => void): void {
  if (!matches) return
  for (let word = from >>> 5; word * 32 < to; word += 1)
    for (let bits = masked(matches, word, from, to); bits !== 0; bits &= bits - 1)
      visit(word * 32 + 31 - Math.clz32(bits & -bits))
}
