import { Blocks, type Rule, verdictOf } from './blocks.ts'
import { type Cell, type CellCodes, cellsOf, type Piece, type Table } from './release.ts'

/** Why a cell is not shown: too few persons; one or two make up the sum; it would tell of another one; with what is public already it would. */
export const hiddenReasons = ['small', 'dominated', 'complement', 'earlier'] as const
export type HiddenReason = (typeof hiddenReasons)[number]

export type ShownCell = {
  readonly table: string
  readonly codes: CellCodes
  readonly count: number
  /** The sum of the amounts in Rappen, where there are any. */
  readonly amount: number
}

/** What was hidden and why, in counts only: of no hidden cell its value or its place. */
export type ProtectionReport = {
  readonly k: number
  readonly percent: number
  readonly shown: number
  readonly hidden: Readonly<Record<HiddenReason, number>>
  /** Groups that figures public before may give away already, which hiding cannot mend: then nothing new is shown beside them. */
  readonly lost: number
}

export const usualRule: Rule = { k: 5, percent: 10 }
/** Where a sensitive column takes part. */
export const sensitiveRule: Rule = { k: 10, percent: 10 }

/**
 * Chooses which cells of some tables may be public together, with all margins, levels and versions, so that nothing on fewer than k persons
 * follows from them.
 *
 * A cell of fewer than k is not shown, one of zero neither: else every cell that is hidden were known to be 1 at least. Larger ones are made
 * public one after the other, sums before parts and large before small, as long as all blocks (pieces that the public figures do not tell
 * apart) hold nobody or k persons at least. That is complementary suppression, in one problem over all linked tables.
 *
 * Why that is enough: take any group of 1 to k − 1. A block that lies wholly in it is empty, for it would count k. Each other block it
 * touches can be handed out anew among its pieces, in whole persons and without changing any public figure: wholly outside the group, or
 * wholly into it. A piece that no public figure counts is free anyway. So by all that is public the group may be empty, and may be k or more. The argument holds for counts; of an amount, what can
 * be worked out are sums of blocks, and each passes the p% rule.
 *
 * It hides more than an optimal method (Hundepool et al., Statistical Disclosure Control, 2012, chapter 4), in return it needs no solver,
 * is proven, and is quick: each cell is looked at once.
 *
 * @param earlier figures that are public already, as the pieces they count: they stay, and what would tell something with them is hidden.
 */
export function protectTables({
  pieces,
  tables,
  earlier = [],
  rule,
}: {
  readonly pieces: readonly Piece[]
  readonly tables: readonly Table[]
  readonly earlier?: readonly (readonly number[])[]
  readonly rule: Rule
}): { readonly shown: readonly ShownCell[]; readonly report: ProtectionReport } {
  const blocks = new Blocks(pieces, rule)
  const before = new Blocks(pieces, rule)
  for (const cell of earlier) {
    blocks.publish(cell)
    before.publish(cell)
  }
  const lost = before.countUnsafe()
  const known = new Set(earlier.map(keyOf))
  const hidden: Record<HiddenReason, number> = { small: 0, dominated: 0, complement: 0, earlier: 0 }
  const shown: ShownCell[] = []
  for (const cell of inOrder(tables.flatMap((table) => cellsOf(table, pieces)))) {
    const inside = cell.pieces.flatMap((at) => pieces[at] ?? [])
    const verdict = verdictOf(inside, rule)
    if (verdict !== 'safe' || cell.count === 0) hidden[verdict === 'dominated' ? 'dominated' : 'small'] += 1
    else if (known.has(keyOf(cell.pieces)) || blocks.allows(cell.pieces)) {
      blocks.publish(cell.pieces)
      shown.push({ table: cell.table, codes: cell.codes, count: cell.count, amount: amountOf(inside) })
    } else hidden[before.allows(cell.pieces) ? 'complement' : 'earlier'] += 1
  }
  return { shown, report: { k: rule.k, percent: rule.percent, shown: shown.length, hidden, lost } }
}

function amountOf(pieces: readonly Piece[]): number {
  return pieces.flatMap(({ amounts }) => [...(amounts?.values() ?? [])]).reduce((sum, amount) => sum + amount, 0)
}

const keyOf = (pieces: readonly number[]) => pieces.toSorted((one, other) => one - other).join()

/** Sums over most axes first, those by the weightiest axes before others, larger ones before smaller ones; by name where nothing else decides, so that the same data give the same cells. */
function inOrder(cells: readonly Cell[]): Cell[] {
  const depths = new Map(cells.map((cell) => [cell, Object.keys(cell.codes).length]))
  return cells.toSorted(
    (one, other) =>
      (depths.get(one) ?? 0) - (depths.get(other) ?? 0) ||
      one.rank - other.rank ||
      other.count - one.count ||
      (one.name < other.name ? -1 : 1),
  )
}
