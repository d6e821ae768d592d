// The attacker on rows, who has all versions, knows the method, and knows of a person whatever helps to find her and in which versions she is.
// Test code: it shares nothing with the protection.

export type Published = readonly (readonly (string | null)[])[]

export type Attacked = {
  readonly versions: readonly Published[]
  /** By what a person is found, and what the attacker wants to learn. */
  readonly quasi: readonly number[]
  readonly sensitive: readonly number[]
  readonly k: number
}

/**
 * What she finds out that she should not: a group of fewer than k rows in one version (linkage), one in which nearly all have the same sensitive value
 * (homogeneity), and rows of a group that any versions, however many at once, tell apart by who is in which of them (differencing), as long as they are
 * fewer than k or all say the same. All ways are tried: of each version she knows that somebody is in it, that she is not, or nothing.
 */
export function attackVersions({ versions, quasi, sensitive, k }: Attacked): readonly string[] {
  const found: string[] = []
  const groups = new Set(versions.flatMap((rows) => rows.map((row) => nameOf(row, quasi))))
  const look = (what: string, rows: readonly string[]) => {
    if (rows.length === 0) return
    if (rows.length < k) found.push(`${what}: ${rows.length} rows`)
    for (const at of sensitive) if (shareOfMostFrequent(rows, at) >= 0.8) found.push(`${what}: alike`)
  }
  for (const group of groups) {
    const states = versions.map((rows) => countsOf(rows.filter((row) => nameOf(row, quasi) === group)))
    const values = [...new Set(states.flatMap((state) => [...state.keys()]))]
    const rowsIn = (those: readonly number[], andNotIn: readonly number[]) => {
      const of = (at: number, value: string) => states[at]?.get(value) ?? 0
      return values.flatMap((value) => {
        const most = Math.min(...those.map((at) => of(at, value)))
        const length = Math.max(0, most - Math.max(0, ...andNotIn.map((at) => of(at, value))))
        return Array.from({ length }, () => value)
      })
    }
    for (const knows of waysOf(versions.length)) {
      const those = knows.flatMap((one, at) => (one === 'in' ? [at] : []))
      const others = knows.flatMap((one, at) => (one === 'out' ? [at] : []))
      if (those.length > 0) look(`${group} in ${those} and not in ${others}`, rowsIn(those, others))
    }
  }
  return found
}

function waysOf(versions: number): readonly (readonly ('in' | 'out' | 'any')[])[] {
  if (versions === 0) return [[]]
  return waysOf(versions - 1).flatMap((way) => (['in', 'out', 'any'] as const).map((one) => [...way, one]))
}

function nameOf(row: readonly (string | null)[], places: readonly number[]): string {
  return places.map((at) => row[at] ?? '∅').join('|')
}

type Counts = ReadonlyMap<string, number>

function countsOf(rows: Published): Counts {
  const counts = new Map<string, number>()
  for (const row of rows.map((one) => JSON.stringify(one))) counts.set(row, (counts.get(row) ?? 0) + 1)
  return counts
}

function shareOfMostFrequent(rows: readonly string[], at: number): number {
  const values = rows.map((row): unknown => JSON.parse(row)[at])
  return Math.max(...values.map((value) => values.filter((one) => one === value).length)) / rows.length
}
