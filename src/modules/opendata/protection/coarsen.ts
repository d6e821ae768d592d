import type { Coarsening } from '../tables/coarsening.ts'
import type { ColumnType } from '../tables/column.ts'

/** A cell as it stands in the CSV that a version is made of; null is no value. */
export type Text = string | null

/** What has to be known besides the cell. */
export type Around = {
  /** The district by the number of a municipality. */
  readonly districts: ReadonlyMap<string, string>
  /** The values of this column that are not «other». */
  readonly kept: ReadonlySet<string>
}

/** As in `shown-columns.ts`, which a process without rights does not load. */
const otherCode = 'other'

/** Gives for a cell what it becomes; what cannot be read is as good as no value. Pure. */
export function coarsenerOf(
  type: ColumnType,
  coarsen: Coarsening | undefined,
  { districts, kept }: Around,
): (cell: Text) => Text {
  if (coarsen === undefined) return (cell) => cell
  const { to, width = 1 } = coarsen
  const filled = (work: (cell: string) => Text) => (cell: Text) => (cell === null ? null : work(cell))
  switch (to) {
    case 'month':
      return filled((cell) => /^-?\d{4,}-\d{2}/.exec(cell)?.[0] ?? null)
    case 'year':
      return filled((cell) => yearOf(cell)?.toString() ?? null)
    case 'years':
      return filled((cell) => bandOf(yearOf(cell), width, true))
    case 'hour':
      return filled((cell) => /^\d{2}(?=:)/.exec(cell)?.[0] ?? null)
    case 'band':
      return filled((cell) => bandOf(cell.trim() === '' ? undefined : Number(cell), width, type === 'integer'))
    case 'prefix':
      return filled((cell) => [...cell].slice(0, width).join(''))
    case 'district':
      return filled((cell) => districts.get(cell) ?? null)
    case 'other':
      return filled((cell) => (kept.has(cell) ? cell : otherCode))
    case 'all':
      return () => null
  }
}

function yearOf(cell: string): number | undefined {
  const year = /^-?\d{1,6}(?=-|$)/.exec(cell)?.[0]
  return year === undefined ? undefined : Number(year)
}

/** `40–49` of whole numbers; `40–<50` of others, which lie anywhere between. */
function bandOf(value: number | undefined, width: number, isWhole: boolean): Text {
  if (value === undefined || !Number.isFinite(value)) return null
  const low = Math.floor(value / width) * width
  if (!isWhole) return `${low}–<${low + width}`
  return width === 1 ? String(low) : `${low}–${low + width - 1}`
}
