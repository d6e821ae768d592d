import { literal } from '../../query/quoted.ts'
import type { ColumnWatch } from './column-watch.ts'

/** A group of values that are all read in the same way: which of a class they are that no group before has, and one that stands for them. */
type Group = { readonly sql: (cell: string) => string; readonly like: string }

/**
 * A way values are written of which DuckDB can say by itself what they are: `sql` holds for just those, and each is in one of the groups, the first that fits. What they
 * mean is read by `ColumnWatch` from one value of each group, so that there is one place that knows.
 */
export type Written = {
  readonly name: 'integer' | 'number' | 'date' | 'datetime' | 'text'
  readonly looks: RegExp
  readonly sql: (cell: string) => string
  readonly groups: readonly Group[]
}

const isPointless = (cell: string) => `not contains(${cell}, '.')`
const isYear = (cell: string) => `strlen(${cell}) = 4 and ${cell} >= '1' and ${cell} < '3'`
// Read with a point or with a comma that divides thousands: nobody can tell from one alone.
const isEither = (cell: string) =>
  `strlen(${cell}) <= 8 and regexp_full_match(${cell}, ${literal(String.raw`-?[1-9][0-9]{0,2}\.[0-9]{3}`)})`

const instant = String.raw`[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|\+00(:?00)?)`

/** Letters with which texts begin and end here; a text of seven signs between them is no word for yes, no or nothing. */
const letter = 'A-Za-zÀ-ÖØ-öø-ÿ'

export const classes: readonly Written[] = [
  {
    name: 'integer',
    looks: /^-?(?:0|[1-9]\d{0,16})$/,
    sql: (cell) => `(try_cast(${cell} as bigint)::varchar = ${cell} and strlen(${cell}) <= 18)`,
    groups: [
      { sql: isYear, like: '2024' },
      { sql: () => 'true', like: '12345' },
    ],
  },
  {
    name: 'number',
    looks: /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/,
    sql: (cell) =>
      `(strlen(${cell}) <= 40 and regexp_full_match(${cell}, ${literal(String.raw`-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?`)}) and ${cell} <> '-0')`,
    groups: [
      { sql: (cell) => `${isPointless(cell)} and ${isYear(cell)}`, like: '2024' },
      { sql: isPointless, like: '12345' },
      { sql: isEither, like: '1.234' },
      { sql: () => 'true', like: '1.5' },
    ],
  },
  {
    name: 'date',
    looks: /^\d{4}-\d{2}-\d{2}$/,
    sql: (cell) => `(strlen(${cell}) = 10 and try_cast(${cell} as date)::varchar = ${cell})`,
    groups: [{ sql: () => 'true', like: '2025-01-31' }],
  },
  {
    name: 'datetime',
    looks: /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|\+00(?::?00)?)$/,
    // DuckDB takes 24:00 for the next day, and more besides: the signs are looked at first, the calendar is left to it.
    sql: (cell) =>
      `(${cell} >= '0001' and regexp_full_match(${cell}, ${literal(instant)}) and try_cast(${cell}[:19] as timestamp) is not null)`,
    groups: [{ sql: () => 'true', like: '2025-01-31T10:00:00Z' }],
  },
  {
    name: 'text',
    looks: new RegExp(`^[${letter}][^]{5,}[!-~À-ÖØ-öø-ÿ]$`),
    sql: (cell) =>
      `(length(${cell}) >= 7 and regexp_full_match(${cell}, ${literal(`(?s)[${letter}].*[!-~À-ÖØ-öø-ÿ]`)}))`,
    groups: [{ sql: () => 'true', like: 'Beispiel' }],
  },
]

/** Tells a watch of so many values of each group of a class. */
export function seeGroups(watch: ColumnWatch, { groups }: Written, counts: readonly number[]): void {
  for (const [at, { like }] of groups.entries()) watch.see(like, counts[at] ?? 0)
}
