/** A place in a sum: how much of which column. */
export type Term = readonly [column: number, factor: number]

/** A linear model with whole and broken numbers, built column by column and row by row, in the sparse form that solvers take. */
export class LinearModel {
  readonly costs: number[] = []
  readonly uppers: number[] = []
  readonly kinds: (0 | 1)[] = []
  readonly rowLowers: number[] = []
  readonly rowUppers: number[] = []
  readonly starts: number[] = [0]
  readonly indices: number[] = []
  readonly values: number[] = []

  /** A number from 0 to `upper`, whole or not, that costs so much each; gives its place. */
  column(cost: number, { upper, isWhole = false }: { readonly upper: number; readonly isWhole?: boolean }): number {
    this.costs.push(cost)
    this.uppers.push(upper)
    this.kinds.push(isWhole ? 1 : 0)
    return this.costs.length - 1
  }

  /** `lower` ≤ the sum of the terms ≤ `upper`; terms of the same column are added up. Gives its place. */
  row(lower: number, terms: readonly Term[], upper: number): number {
    const sums = new Map<number, number>()
    for (const [column, factor] of terms) sums.set(column, (sums.get(column) ?? 0) + factor)
    for (const [column, factor] of sums) {
      if (factor === 0) continue
      this.indices.push(column)
      this.values.push(factor)
    }
    this.starts.push(this.indices.length)
    this.rowLowers.push(lower)
    this.rowUppers.push(upper)
    return this.rowLowers.length - 1
  }
}

export type SolveOptions = {
  readonly isMaximum: boolean
  readonly seconds: number
  /** It may end when it is proven to be so near to the best, as a share of it. */
  readonly gap: number
  readonly isStopped?: () => boolean
  /** Values to begin with, which it looks whether they hold. */
  readonly first?: Float64Array | undefined
}

/**
 * Ones wherever they do no harm, what is worth most for the room it takes first, for a model to be made large with 0/1 columns only: something to begin with. Columns that
 * a row asks for come before all others; a second round takes what the first one could not yet.
 */
export function greedyStart({ costs, starts, indices, values, rowLowers, rowUppers }: LinearModel): Float64Array {
  const rowsOf: Term[][] = costs.map(() => [])
  const isAsked = costs.map(() => false)
  for (const [row, lower] of rowLowers.entries())
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
      const column = indices[at] ?? 0
      rowsOf[column]?.push([row, values[at] ?? 0])
      if (lower > 0) isAsked[column] = true
    }
  const used = (column: number) =>
    (rowsOf[column] ?? []).reduce(
      (sum, [row, factor]) => sum + Math.max(0, factor / Math.max(1, rowUppers[row] ?? 1)),
      0,
    )
  const rank = (column: number) =>
    isAsked[column] ? Number.MAX_SAFE_INTEGER : (costs[column] ?? 0) / Math.max(1e-9, used(column))
  const order = [...costs.keys()].toSorted((one, other) => rank(other) - rank(one))
  const chosen = new Float64Array(costs.length)
  const sums = new Float64Array(rowUppers.length)
  for (const column of [...order, ...order]) {
    const rows = rowsOf[column] ?? []
    if (chosen[column] === 1 || rows.some(([row, factor]) => (sums[row] ?? 0) + factor > (rowUppers[row] ?? 0) + 1e-9))
      continue
    chosen[column] = 1
    for (const [row, factor] of rows) sums[row] = (sums[row] ?? 0) + factor
  }
  return chosen
}

/** What a solver found. `proven`: the value that nothing can beat, by what it has proven until it ended. */
export type Solution =
  | {
      readonly kind: 'found'
      readonly isOptimal: boolean
      readonly objective: number
      readonly proven: number
      readonly values: Float64Array
    }
  | { readonly kind: 'none'; readonly isImpossible: boolean }

/** Whoever solves such models. */
export type Solve = (model: LinearModel, options: SolveOptions) => Solution
