import type { Ranks } from './rank-file.ts'
import type { RankFilter } from './rank-order.ts'

/** Ranks from one to before another, one after the other, in rising order and apart: 0, 3, 5, 6 are 0, 1, 2 and 5. */
export type Ranges = readonly number[]

/** The ranks whose values pass a filter. Nothing has the rank after all others. */
export function rangesOf(column: Ranks, { operator, values, isText }: RankFilter): Ranges {
  const { distinct } = column
  const [first = ''] = values
  const emptyTexts = () => (isText && column.find('').isThere ? 1 : 0)
  switch (operator) {
    case 'eq':
      return oneRank(column, first)
    case 'in':
      return joined(values.flatMap((value) => oneRank(column, value).slice(0, 1)).sort((a, b) => a - b))
    case 'ne': {
      const { rank, isThere } = column.find(first)
      return [0, rank, isThere ? rank + 1 : rank, distinct + 1]
    }
    case 'lt':
      return [0, column.find(first).rank]
    case 'le':
      return [0, after(column, first)]
    case 'gt':
      return [after(column, first), distinct]
    case 'ge':
      return [column.find(first).rank, distinct]
    case 'contains':
    case 'starts':
      return joined(column.ranksWith(Buffer.from(first), operator === 'starts'))
    case 'empty':
      return [0, emptyTexts(), distinct, distinct + 1]
    case 'filled':
      return [emptyTexts(), distinct]
  }
}

function oneRank(column: Ranks, value: string): Ranges {
  const { rank, isThere } = column.find(value)
  return isThere ? [rank, rank + 1] : []
}

function after(column: Ranks, value: string): number {
  const { rank, isThere } = column.find(value)
  return isThere ? rank + 1 : rank
}

/** Single ranks in rising order, those next to each other together. */
function joined(ranks: readonly number[]): number[] {
  const ranges: number[] = []
  for (const rank of ranks) {
    const last = ranges.length - 1
    if (last > 0 && (ranges[last] ?? 0) >= rank) ranges[last] = rank + 1
    else ranges.push(rank, rank + 1)
  }
  return ranges
}

/** What is in both. */
export function intersect(one: Ranges, other: Ranges): Ranges {
  const both: number[] = []
  for (let at = 0, place = 0; at < one.length && place < other.length; ) {
    const [end = 0, otherEnd = 0] = [one[at + 1], other[place + 1]]
    const from = Math.max(one[at] ?? 0, other[place] ?? 0)
    const to = Math.min(end, otherEnd)
    if (from < to) both.push(from, to)
    if (end < otherEnd) at += 2
    else place += 2
  }
  return both
}
