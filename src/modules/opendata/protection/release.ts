/** The smallest piece that is counted: persons or cases with the same codes, and what each of them paid or got where money is published. */
export type Piece = {
  readonly codes: Readonly<Record<string, string>>
  readonly count: number
  /** By contributor, in Rappen, never negative. */
  readonly amounts?: ReadonlyMap<string, number>
}

/** A way to group a dimension: itself, or what its codes belong to (district, merged municipality). */
export type Level = { readonly name: string; readonly codeOf: (code: string) => string }

export type Axis = { readonly dimension: string; readonly levels: readonly Level[] }

/**
 * A table that is wanted: cells for each combination of a level of each axis, the sums over an axis included. Axes in the order of their
 * weight: where not all can be shown, sums over the last ones are kept before sums over the first.
 */
export type Table = {
  readonly id: string
  readonly axes: readonly Axis[]
  /** Which pieces it counts; all where nothing is said. */
  readonly counts?: (piece: Piece) => boolean
}

/** Which cell: by dimension the level and the code in it. A dimension that is summed over is left out. */
export type CellCodes = Readonly<Record<string, { readonly level: string; readonly code: string }>>

/** A cell that is wanted, with the pieces in it by their place. */
export type Cell = {
  readonly name: string
  readonly table: string
  readonly codes: CellCodes
  readonly pieces: readonly number[]
  readonly count: number
  /** Less for sums by the axes that come first. */
  readonly rank: number
}

/** All cells of a table that have any piece in them. */
export function cellsOf(table: Table, pieces: readonly Piece[]): Cell[] {
  const cells = new Map<string, { codes: CellCodes; pieces: number[]; count: number }>()
  pieces.forEach((piece, at) => {
    if (table.counts && !table.counts(piece)) return
    for (const codes of combinations(table.axes, piece)) {
      const name = nameOf(table.id, codes)
      const cell = cells.get(name) ?? { codes, pieces: [], count: 0 }
      cell.pieces.push(at)
      cell.count += piece.count
      cells.set(name, cell)
    }
  })
  const rankOf = (codes: CellCodes) =>
    table.axes.reduce((sum, { dimension }, at) => sum + (dimension in codes ? 2 ** at : 0), 0)
  return [...cells].map(([name, cell]) => ({ name, table: table.id, ...cell, rank: rankOf(cell.codes) }))
}

function nameOf(table: string, codes: CellCodes): string {
  return JSON.stringify([table, ...Object.entries(codes).map(([name, { level, code }]) => [name, level, code])])
}

function combinations(axes: readonly Axis[], { codes }: Piece): CellCodes[] {
  let all: CellCodes[] = [{}]
  for (const { dimension, levels } of axes) {
    const code = codes[dimension] ?? ''
    all = all.flatMap((one) => [
      one,
      ...levels.map(({ name, codeOf }) => ({ ...one, [dimension]: { level: name, code: codeOf(code) } })),
    ])
  }
  return all
}

/**
 * Counts of two days as pieces that both can be told from: what stayed, what went, what came. Of a code that counted 12 and now 13, one
 * came. Who they are nobody knows from counts, nor does anybody else.
 */
export function piecesOfVersions(earlier: readonly Piece[], now: readonly Piece[]): Piece[] {
  const keyOf = ({ codes }: Piece) => JSON.stringify(Object.entries(codes).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const before = Map.groupBy(earlier, keyOf)
  const after = Map.groupBy(now, keyOf)
  const countOf = (pieces: readonly Piece[] | undefined) => (pieces ?? []).reduce((sum, { count }) => sum + count, 0)
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [old, fresh] = [countOf(before.get(key)), countOf(after.get(key))]
    const codes = (before.get(key) ?? after.get(key))?.[0]?.codes ?? {}
    return [
      { codes: { ...codes, [presence]: 'stayed' }, count: Math.min(old, fresh) },
      { codes: { ...codes, [presence]: 'went' }, count: Math.max(old - fresh, 0) },
      { codes: { ...codes, [presence]: 'came' }, count: Math.max(fresh - old, 0) },
    ].filter(({ count }) => count > 0)
  })
}

const presence = '_presence'

/** Which pieces the earlier version counts, and which the present one. */
export const isIn = {
  earlier: ({ codes }: Piece) => codes[presence] !== 'came',
  now: ({ codes }: Piece) => codes[presence] !== 'went',
}
