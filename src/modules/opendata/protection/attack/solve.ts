/** A sum that is public: of which unknown pieces, and how much. */
export type Equation = { readonly pieces: readonly number[]; readonly value: number }

/** A group of persons that somebody asks about, as the pieces that it consists of. */
export type Target = { readonly name: string; readonly pieces: readonly number[]; readonly truth: number }

export type Found = { readonly name: string; readonly low: number; readonly high: number }

const tiny = 1e-7
type Row = { readonly factors: Float64Array; value: number }

/**
 * Attacks what is public. Pieces are whole numbers from zero; every public sum is an equation over them, whichever table or version it stands
 * in. Equations are solved by elimination; what stays free is bounded by going over all equations, their solved forms and their differences
 * until no bound moves (Hundepool et al., Statistical Disclosure Control, 2012, chapter 4: the feasibility interval of a hidden cell).
 *
 * Found is a group of 1 to k − 1 whose interval does not reach from 0 to k: that it is small, or that it is not empty, is then known.
 */
export function attack(
  count: number,
  equations: readonly Equation[],
  targets: readonly Target[],
  k: number,
): readonly Found[] {
  const plain = equations.map(({ pieces, value }) => rowOf(count, pieces, value))
  const solved = eliminate(plain)
  const rows = [...plain, ...solved, ...differences(plain)]
  const low = new Float64Array(count)
  const high = new Float64Array(count).fill(Number.POSITIVE_INFINITY)
  for (let round = 0; round < 30; round += 1) if (!tighten(rows, low, high)) break
  return targets.flatMap(({ name, pieces, truth }) => {
    if (truth < 1 || truth >= k) return []
    const found = boundsOf(rowOf(count, pieces, 0), { plain, solved, low, high })
    return found.low > tiny || found.high < k - tiny ? [{ name, ...found }] : []
  })
}

function rowOf(count: number, pieces: readonly number[], value: number): Row {
  const factors = new Float64Array(count)
  for (const piece of pieces) factors[piece] = 1
  return { factors, value }
}

/** Gauss and Jordan: each row that is left has a leading piece that no other row has. */
function eliminate(rows: readonly Row[]): Row[] {
  const done: Row[] = []
  for (const row of rows) {
    const next = { factors: row.factors.slice(), value: row.value }
    for (const one of done) subtract(next, one, next.factors[leadOf(one)] ?? 0)
    const factor = next.factors[leadOf(next)]
    if (factor === undefined) continue
    next.factors.forEach((each, at) => {
      next.factors[at] = each / factor
    })
    next.value /= factor
    for (const one of done) subtract(one, next, one.factors[leadOf(next)] ?? 0)
    done.push(next)
  }
  return done
}

function leadOf({ factors }: Row): number {
  return factors.findIndex((factor) => Math.abs(factor) > tiny)
}

function subtract(row: Row, other: Row, times: number): void {
  if (Math.abs(times) <= tiny) return
  other.factors.forEach((factor, at) => {
    row.factors[at] = (row.factors[at] ?? 0) - times * factor
  })
  row.value -= times * other.value
}

function differences(rows: readonly Row[]): Row[] {
  return rows.slice(0, 30).flatMap((one, index) =>
    rows.slice(index + 1, 30).map((other) => {
      const row = { factors: one.factors.slice(), value: one.value }
      subtract(row, other, 1)
      return row
    }),
  )
}

/** The least and the most that a row's pieces can add up to. */
function rangeOf(factors: Float64Array, low: Float64Array, high: Float64Array): { least: number; most: number } {
  let least = 0
  let most = 0
  factors.forEach((factor, at) => {
    if (Math.abs(factor) <= tiny) return
    const from = low[at] ?? 0
    const to = high[at] ?? 0
    least += factor * (factor > 0 ? from : to)
    most += factor * (factor > 0 ? to : from)
  })
  return { least, most }
}

function tighten(rows: readonly Row[], low: Float64Array, high: Float64Array): boolean {
  let hasMoved = false
  for (const { factors, value } of rows)
    for (let at = 0; at < factors.length; at += 1) {
      const factor = factors[at] ?? 0
      if (Math.abs(factor) <= tiny) continue
      const others = factors.slice()
      others[at] = 0
      const { least, most } = rangeOf(others, low, high)
      const ends = [(value - least) / factor, (value - most) / factor]
      const [from, to] = [Math.ceil(Math.min(...ends) - tiny), Math.floor(Math.max(...ends) + tiny)]
      if (from > (low[at] ?? 0)) {
        low[at] = from
        hasMoved = true
      }
      if (to < (high[at] ?? 0)) {
        high[at] = to
        hasMoved = true
      }
    }
  return hasMoved
}

type Known = {
  readonly plain: readonly Row[]
  readonly solved: readonly Row[]
  readonly low: Float64Array
  readonly high: Float64Array
}

/** From the pieces themselves, from what is left of a public sum, and from what the solved equations leave of it. */
function boundsOf(target: Row, { plain, solved, low, high }: Known): { low: number; high: number } {
  const whole = rangeOf(target.factors, low, high)
  const bounds = { low: whole.least, high: whole.most }
  const narrow = (rest: Row) => {
    const { least, most } = rangeOf(rest.factors, low, high)
    bounds.low = Math.max(bounds.low, least - rest.value)
    bounds.high = Math.min(bounds.high, most - rest.value)
  }
  for (const row of plain) {
    const rest = { factors: target.factors.slice(), value: 0 }
    subtract(rest, row, 1)
    narrow(rest)
  }
  const rest = { factors: target.factors.slice(), value: 0 }
  for (const row of solved) subtract(rest, row, rest.factors[leadOf(row)] ?? 0)
  narrow(rest)
  return bounds
}
