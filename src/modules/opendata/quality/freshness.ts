import type { Frequency } from '../catalogue/vocabularies.ts'

/** Days within which something new has to come, with a quarter more for weekends and holidays; none where nothing is promised. */
const promisedDays: Readonly<Record<Frequency, number | undefined>> = {
  CONT: 2,
  HOURLY: 2,
  DAILY: 3,
  WEEKLY: 9,
  MONTHLY: 39,
  QUARTERLY: 115,
  ANNUAL_2: 229,
  ANNUAL: 457,
  BIENNIAL: 914,
  IRREG: undefined,
  NEVER: undefined,
}

/** `none`: nothing is promised. `late`: since when it should have been renewed. */
export type Freshness =
  | { readonly kind: 'none' }
  | { readonly kind: 'fresh' | 'late'; readonly dueOn: string; readonly days: number }

const dayMs = 24 * 60 * 60_000

/** Whether data keeps the promise of its frequency: `changedOn` is when its rows last came, or else what is said of it last changed. */
export function freshnessOf(frequency: Frequency, changedOn: string, today: string): Freshness {
  const days = promisedDays[frequency]
  if (days === undefined) return { kind: 'none' }
  const due = Date.parse(changedOn) + days * dayMs
  const over = Math.round((Date.parse(today) - due) / dayMs)
  return { kind: over > 0 ? 'late' : 'fresh', dueOn: new Date(due).toISOString().slice(0, 10), days: Math.abs(over) }
}
