/** One measured line: what was asked, and what came of it. */
export type Line = {
  readonly name: string
  /** The program, or what is possible at most on this machine without it. */
  readonly kind: 'program' | 'ceiling'
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly answers: number
  /** Broken connections, time-outs and answers with another status than expected. */
  readonly errors: number
  readonly statuses: Readonly<Record<string, number>>
  /** Memory of the measured process right after, in MiB; undefined where it has none of its own. */
  readonly memory: number | undefined
  /** Where the time went, where that was asked for. */
  readonly profile?: Profile
}

/** Milliseconds of a processor for each answer, and where the program spent its own: shares of its busy time, from 0 to 1. */
export type Profile = {
  readonly programUser: number
  readonly programSystem: number
  readonly database: number
  readonly shares: readonly { readonly name: string; readonly share: number }[]
}

/** A list of measured times in milliseconds, at a share from 0 to 1; 0 when nothing was measured. */
export function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
