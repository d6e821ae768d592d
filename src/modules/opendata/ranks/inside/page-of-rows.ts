import type { RawCell } from '../../query/inside/orders.ts'
import { bitsOf, countBits, masked, matchesOf, type Within } from './matches.ts'
import { RankFile } from './rank-file.ts'
import type { PageOrder } from './rank-order.ts'
import { sortedRows } from './sorted-rows.ts'

export type FoundPage = { readonly rows: readonly (readonly RawCell[])[]; readonly total: number | null }

/**
 * A page of rows with one row more than asked for, to know whether it goes on: the cells, then the value that sorts where one does, then the number
 * of the row. Counting, filtering and sorting look at ranks alone; values are read of the rows that are shown.
 */
export function pageOfRows(order: PageOrder): FoundPage {
  const file = RankFile.at(order.file)
  const matches = matchesOf(file, order.filters)
  const [from, to] = [Math.max(0, order.between[0] - 1), Math.min(file.header.rows, order.between[1] - 1)]
  const within = { matches, from, to: Math.max(from, to) }
  const rows = order.sort ? sortedRows(file, order, within) : rowsByNumber(order, within)
  return { rows: cellsOf(file, order, rows), total: order.counts ? countBits(within) : null }
}

function rowsByNumber({ after, offset, limit }: PageOrder, within: Within): number[] {
  const from = Math.max(within.from, after?.row ?? 0)
  const { matches, to } = within
  const rows: number[] = []
  let skip = after ? 0 : offset
  if (!matches) {
    for (let row = from + skip; row < to && rows.length <= limit; row += 1) rows.push(row)
    return rows
  }
  for (let word = from >>> 5; word * 32 < to && rows.length <= limit; word += 1) {
    let bits = masked(matches, word, from, to)
    const count = bitsOf(bits)
    if (skip >= count) {
      skip -= count
      continue
    }
    for (; bits !== 0 && rows.length <= limit; bits &= bits - 1) {
      if (skip > 0) skip -= 1
      else rows.push(word * 32 + 31 - Math.clz32(bits & -bits))
    }
  }
  return rows
}

function cellsOf(file: RankFile, { columns, sort }: PageOrder, rows: readonly number[]): RawCell[][] {
  const cells: RawCell[][] = rows.map(() => [])
  for (const at of [...columns, ...(sort ? [sort.column] : []), -1]) {
    if (at < 0) for (const [index, row] of rows.entries()) cells[index]?.push(row + 1)
    else {
      const column = file.column(at)
      const [ranks, read] = [column.ranks(), column.reading()]
      for (const [index, row] of rows.entries()) cells[index]?.push(read(ranks[row] ?? column.distinct))
    }
  }
  return cells
}
