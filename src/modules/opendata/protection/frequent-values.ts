import type { Text } from './coarsen.ts'

/** Values that stay what they are where rare ones become «other»: so many rows have them that most will be shown. */
export function frequentIn(cells: readonly Text[], k: number): readonly string[] {
  const counts = new Map<string, number>()
  for (const cell of cells) if (cell !== null) counts.set(cell, (counts.get(cell) ?? 0) + 1)
  const least = Math.max(2 * k, cells.length / 50)
  return [...counts].flatMap(([value, count]) => (count >= least ? [value] : [])).toSorted()
}
