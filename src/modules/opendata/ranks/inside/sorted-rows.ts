import { countBits, eachMatch, type Within } from './matches.ts'
import type { RankFile, Ranks } from './rank-file.ts'
import type { PageOrder } from './rank-order.ts'

/** Rows of a page in the order of a column, counted from 0. Where few match, those are put in order; else the order is gone through. */
export function sortedRows(file: RankFile, order: PageOrder, within: Within): number[] {
  if (!order.sort) return []
  const column = file.column(order.sort.column)
  const count = within.matches ? countBits(within) : file.header.rows
  return count * 8 <= file.header.rows ? gathered(column, order, within, count) : walked(file, column, order, within)
}

function walked(file: RankFile, column: Ranks, { sort, after, offset, limit }: PageOrder, within: Within): number[] {
  const descending = sort?.descending ?? false
  const { matches, from, to } = within
  const isAll = matches === undefined && from === 0 && to === file.header.rows
  const rows: number[] = []
  let skip = after ? 0 : offset
  const start = after ? placeAfter(column, descending, after) : isAll ? skip : 0
  if (isAll) skip = 0
  walk(column, descending, start, (row) => {
    const isIn = row >= from && row < to && (!matches || ((matches[row >>> 5] ?? 0) >>> (row & 31)) & 1)
    if (isIn && skip > 0) skip -= 1
    else if (isIn) rows.push(row)
    return rows.length <= limit
  })
  return rows
}

/** At which place of the order the row after this one stands, whether or not it is there itself. */
function placeAfter(column: Ranks, descending: boolean, { value, row }: { value: string | null; row: number }): number {
  const [order, starts] = [column.order(), column.starts()]
  const filled = starts[column.distinct] ?? 0
  /** How many rows of a rank have this number or a lower one. */
  const until = (rank: number) => {
    const begin = starts[rank] ?? 0
    let [low, high] = [begin, starts[rank + 1] ?? 0]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((order[middle] ?? 0) < row) low = middle + 1
      else high = middle
    }
    return low - begin
  }
  if (value === null) return filled + until(column.distinct)
  const { rank, isThere } = column.find(value)
  const begin = descending ? filled - (starts[isThere ? rank + 1 : rank] ?? 0) : (starts[rank] ?? 0)
  return begin + (isThere ? until(rank) : 0)
}

/** Goes through the rows in order from a place on, for as long as `visit` wants: downwards rank by rank, in each by number; nothing comes last. */
function walk(column: Ranks, descending: boolean, start: number, visit: (row: number) => boolean): void {
  const [order, starts] = [column.order(), column.starts()]
  const filled = starts[column.distinct] ?? 0
  const through = (begin: number, end: number) => {
    for (let place = begin; place < end; place += 1) if (!visit(order[place] ?? 0)) return false
    return true
  }
  if (!descending || start >= filled) {
    through(start, order.length)
    return
  }
  let rank = rankAt(starts, column.distinct, filled - 1 - start)
  let begin = (starts[rank] ?? 0) + start - (filled - (starts[rank + 1] ?? 0))
  while (rank >= 0) {
    if (!through(begin, starts[rank + 1] ?? 0)) return
    rank -= 1
    begin = starts[rank] ?? 0
  }
  through(filled, order.length)
}

/** The rank that the row at a place has. */
function rankAt(starts: Uint32Array, distinct: number, place: number): number {
  let [low, high] = [0, distinct - 1]
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((starts[middle] ?? 0) <= place) low = middle
    else high = middle - 1
  }
  return low
}

/** The first of the rows that match, as numbers that lie in their order; of those that are seen only what may be among them is kept. */
function gathered(
  column: Ranks,
  { sort, after, offset, limit }: PageOrder,
  within: Within,
  matching: number,
): number[] {
  const ranks = column.ranks()
  const { distinct } = column
  const rows = ranks.length
  const turned = (rank: number) => (sort?.descending && rank < distinct ? distinct - 1 - rank : rank)
  const bound = after ? keyBefore(column, sort?.descending ?? false, after) : -1
  const skip = after ? 0 : offset
  if (skip >= matching) return []
  const wanted = skip + limit + 1
  const kept = new Float64Array(Math.min(matching, wanted * 2 + 1_000) + 1)
  let [count, most] = [0, Number.POSITIVE_INFINITY]
  const tidy = () => {
    kept.subarray(0, count).sort()
    if (count >= wanted) most = kept[wanted - 1] ?? most
    count = Math.min(count, wanted)
  }
  eachMatch(within, (row) => {
    const key = turned(ranks[row] ?? distinct) * rows + row
    if (key <= bound || key > most) return
    kept[count] = key
    count += 1
    if (count === kept.length) tidy()
  })
  tidy()
  return [...kept.subarray(skip, count)].map((key) => key % rows)
}

/** The number of the row where the page before ended, or one just before that of the first row after it. */
function keyBefore(column: Ranks, descending: boolean, { value, row }: { value: string | null; row: number }): number {
  const rows = column.ranks().length
  const index = Math.min(Math.max(row, 0), rows) - 1
  if (value === null) return column.distinct * rows + index
  const { rank, isThere } = column.find(value)
  // Where nothing has this value, the next one up or down comes first; below the lowest there is nothing but nothing.
  const turned = descending ? column.distinct - (isThere ? 1 : 0) - rank : rank
  return turned * rows + (isThere ? index : -1)
}
