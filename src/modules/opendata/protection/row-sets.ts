import type { Text } from './coarsen.ts'
import type { Block } from './protect-rows.ts'

export type Rows = readonly (readonly Text[])[]

export type Verdict = 'safe' | 'small' | 'alike'

/** How much of a group the most frequent sensitive value may take. */
const mostAlike = 4 / 5

/** How many persons so many rows are of, at least, whichever rows they are. */
export type Spread = { readonly personsIn: (rows: number) => number }

/** Of rows in these blocks: each row that is missing takes one person away at most, and nobody has more than so many. */
export function spreadOf(blocks: readonly Block[]): Spread {
  const [perPerson, twins] = blocks.reduce(
    ([most, sum], block) => [Math.max(most, block.perPerson), sum + block.rows.length - block.persons],
    [1, 0],
  )
  return { personsIn: (rows) => Math.max(Math.ceil(rows / perPerson), rows - twins) }
}

/** Whether rows may be told apart from all others. */
export class Verdicts {
  readonly #k: number
  readonly #sensitive: readonly number[]

  constructor(k: number, sensitive: readonly number[]) {
    this.#k = k
    this.#sensitive = sensitive
  }

  /** Of rows that so many persons have. */
  of(rows: Rows, persons: number): Verdict {
    if (persons < this.#k) return 'small'
    return this.#sensitive.some((at) => mostFrequent(rows, at) >= mostAlike * rows.length) ? 'alike' : 'safe'
  }

  /**
   * Whether a group may show this after all that it showed before: whatever two or three versions tell apart by who is in which of them is nothing or safe.
   */
  mayFollow(past: readonly Rows[], now: Rows, spread: Spread): boolean {
    const isQuiet = (...parts: readonly Rows[]) => parts.every((rows) => this.#isNothingOrSafe(rows, spread))
    return past.every((one, at) => {
      if (!isQuiet(minus(one, now), minus(now, one))) return false
      return past.slice(at + 1).every((later) => {
        const [stayed, earlier] = [common(one, later), either(one, later)]
        return isQuiet(
          ...[common(stayed, now), minus(stayed, now), minus(now, earlier)],
          ...[minus(common(one, now), later), minus(one, either(later, now))],
          ...[minus(common(later, now), one), minus(later, either(one, now))],
        )
      })
    })
  }

  #isNothingOrSafe(rows: Rows, spread: Spread): boolean {
    return rows.length === 0 || this.of(rows, spread.personsIn(rows.length)) === 'safe'
  }
}

function mostFrequent(rows: Rows, at: number): number {
  const counts = new Map<Text, number>()
  let most = 0
  for (const row of rows) {
    const value = row[at] ?? null
    const count = (counts.get(value) ?? 0) + 1
    counts.set(value, count)
    most = Math.max(most, count)
  }
  return most
}

const keys = new WeakMap<readonly Text[], string>()

/** The same for rows that hold the same. */
export function keyOf(row: readonly Text[]): string {
  const known = keys.get(row)
  if (known !== undefined) return known
  const key = JSON.stringify(row)
  keys.set(row, key)
  return key
}

/** The rows of one set that the other has not, equal ones counted. */
function minus(one: Rows, other: Rows): Rows {
  const counts = new Map<string, number>()
  for (const row of other) {
    const name = keyOf(row)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return one.filter((row) => {
    const name = keyOf(row)
    const count = counts.get(name) ?? 0
    if (count > 0) counts.set(name, count - 1)
    return count === 0
  })
}

const common = (one: Rows, other: Rows) => minus(one, minus(one, other))
const either = (one: Rows, other: Rows) => [...one, ...minus(other, one)]

/** What some blocks showed in a turn. */
export function fromEarlier(blocks: readonly Block[], turn: number): Rows {
  return blocks
    .filter(({ since, until }) => since <= turn && (until === null || until > turn))
    .flatMap(({ rows }) => rows)
}

export function sizeOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { rows }) => sum + rows.length, 0)
}
