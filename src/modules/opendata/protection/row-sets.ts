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
   * Whether a group may show this after all that it showed before. Of rows that hold the same, the first is in whatever shows one of them, the second in
   * whatever shows two, and so on: rows of the same turns are told apart from all others by naming these turns, and what any combination of versions tells
   * apart is some of these together. So it is enough that each of them is safe, however many versions there are.
   */
  mayFollow(past: readonly Rows[], now: Rows, spread: Spread): boolean {
    const shown = [...past, now].map(countsOf)
    const known = new Map([...past, now].flatMap((rows) => rows.map((row) => [keyOf(row), row] as const)))
    const apart = new Map<string, (readonly Text[])[]>()
    for (const [name, row] of known) {
      const counts = shown.map((one) => one.get(name) ?? 0)
      for (let nth = 1; nth <= Math.max(...counts); nth += 1) {
        const turns = counts.map((count) => (count >= nth ? '1' : '0')).join('')
        const those = apart.get(turns) ?? []
        those.push(row)
        apart.set(turns, those)
      }
    }
    return [...apart.values()].every((rows) => this.of(rows, spread.personsIn(rows.length)) === 'safe')
  }
}

function countsOf(rows: Rows): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1)
  return counts
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

/** What some blocks showed in a turn. */
export function fromEarlier(blocks: readonly Block[], turn: number): Rows {
  return blocks
    .filter(({ since, until }) => since <= turn && (until === null || until > turn))
    .flatMap(({ rows }) => rows)
}

export function sizeOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { rows }) => sum + rows.length, 0)
}
