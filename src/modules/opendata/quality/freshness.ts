import type { Frequency } from '../catalogue/vocabularies.ts'

/** Days within which something new has to come, with a quarter more for weekends and holidays; none where nothing is promised. */
const promisedDays: Readonly<Record<Frequency, number | undefined>> = {
  UPDATE_CONT: 2,
  CONT: 2,
  HOURLY: 2,
  BIHOURLY: 2,
  TRIHOURLY: 2,
  DAILY_2: 3,
  DAILY: 3,
  WEEKLY_3: 4,
  WEEKLY_2: 5,
  WEEKLY: 9,
  MONTHLY_3: 14,
  BIWEEKLY: 18,
  MONTHLY_2: 20,
  MONTHLY: 39,
  BIMONTHLY: 78,
  QUARTERLY: 115,
  ANNUAL_3: 154,
  ANNUAL_2: 229,
  ANNUAL: 457,
  BIENNIAL: 914,
  TRIENNIAL: 1_370,
  QUADRENNIAL: 1_826,
  QUINQUENNIAL: 2_284,
  DECENNIAL: 4_567,
  BIDECENNIAL: 9_132,
  TRIDECENNIAL: 13_698,
  IRREG: undefined,
  NEVER: undefined,
  OTHER: undefined,
  UNKNOWN: undefined,
  OP_DATPRO: undefined,
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
