import type { Coarsening } from '../../tables/coarsening.ts'
import { coarsenerOf, type Text } from '../coarsen.ts'
import { lossOf } from '../entropy.ts'
import { frequentIn } from '../frequent-values.ts'
import type { Rows } from '../row-sets.ts'
import type { ProtectOrder } from './order.ts'

/** So much of the rows may be held back before values are put together further. */
const mostHidden = 0.05

type Level = { readonly coarsen: Coarsening | undefined; readonly codes: readonly number[]; readonly lost: number }
type Ladder = { readonly name: string; readonly levels: readonly Level[]; readonly weight: number }

/**
 * A way to put the values together with which few rows are held back: from the finest on, the column is taken one step further that saves the most rows for
 * what it loses, the one to be kept only where it pays four times as well; then each is taken back as far as it can. It is L. Sweeney's Datafly
 * (Achieving k-anonymity privacy protection using generalization and suppression, 2002) with loss by entropy. Pure.
 */
export function propose(
  raw: Rows,
  { columns, k, districts, keep }: Extract<ProtectOrder, { kind: 'propose' }>,
): Readonly<Record<string, Coarsening>> {
  const ladders = columns.flatMap((column, at): Ladder[] => {
    if (column.role !== 'quasi-identifier') return []
    const cells = raw.map((row) => row[at] ?? null)
    const kept = new Set(frequentIn(cells, k))
    const known = { districts: new Map(districts), kept }
    const levels = [undefined, ...column.ladder].map((coarsen) =>
      levelOf(cells, coarsen, coarsenerOf(column.type, coarsen, known)),
    )
    return [{ name: column.name, levels, weight: column.name === keep ? 4 : 1 }]
  })
  const heights = ladders.map(() => 0)
  const hiddenAt = (all: readonly number[]) => countHidden(ladders, all, raw.length, k) / Math.max(raw.length, 1)
  for (let hidden = hiddenAt(heights); hidden > mostHidden; ) {
    const next = bestStep(ladders, heights, hidden, hiddenAt)
    if (!next) break
    heights[next.at] = (heights[next.at] ?? 0) + 1
    hidden = next.hidden
  }
  for (const at of heights.keys())
    while ((heights[at] ?? 0) > 0 && hiddenAt(heights.with(at, (heights[at] ?? 0) - 1)) <= mostHidden)
      heights[at] = (heights[at] ?? 0) - 1
  return Object.fromEntries(
    ladders.flatMap(({ name, levels }, at) => {
      const coarsen = levels[heights[at] ?? 0]?.coarsen
      return coarsen ? [[name, coarsen]] : []
    }),
  )
}

function levelOf(cells: readonly Text[], coarsen: Coarsening | undefined, work: (cell: Text) => Text): Level {
  const known = new Map<Text, number>()
  const after = cells.map(work)
  const codes = after.map((value) => {
    const code = known.get(value) ?? known.size
    known.set(value, code)
    return code
  })
  return { coarsen, codes, lost: coarsen === undefined ? 0 : lossOf(cells, after) }
}

function bestStep(
  ladders: readonly Ladder[],
  heights: readonly number[],
  hidden: number,
  hiddenAt: (heights: readonly number[]) => number,
): { readonly at: number; readonly hidden: number } | undefined {
  const steps = ladders.flatMap(({ levels, weight }, at) => {
    const height = heights[at] ?? 0
    const [now, next] = [levels[height], levels[height + 1]]
    if (!now || !next) return []
    const after = hiddenAt(heights.with(at, height + 1))
    const cost = (next.lost - now.lost + 0.01) * weight
    return [{ at, hidden: after, gain: (hidden - after + 1e-6) / cost }]
  })
  return steps.toSorted((one, other) => other.gain - one.gain)[0]
}

function countHidden(ladders: readonly Ladder[], heights: readonly number[], rows: number, k: number): number {
  const codes = ladders.map(({ levels }, at) => levels[heights[at] ?? 0]?.codes ?? [])
  const counts = new Map<string, number>()
  for (let row = 0; row < rows; row += 1) {
    const name = codes.map((one) => one[row]).join()
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts.values()].filter((count) => count < k).reduce((sum, count) => sum + count, 0)
}
