import { literal } from '../../query/quoted.ts'
import type { ColumnWatch } from './column-watch.ts'

/** A group of values that are all read in the same way: which of a class they are, and one that stands for them. */
type Group = { readonly sql: (cell: string) => string; readonly like: string }

/**
 * A way values are written of which DuckDB can say by itself what they are: `sql` holds for just those, and each is in one of the groups. What they
 * mean is read by `ColumnWatch` from one value of each group, so that there is one place that knows.
 */
export type Written = {
  readonly name: 'integer' | 'number' | 'date' | 'datetime' | 'text'
  readonly looks: RegExp
  readonly sql: (cell: string) => string
  readonly groups: readonly Group[]
}

const isPointless = (cell: string) => `not contains(${cell}, '.')`
const isYear = (cell: string) => `length(${cell}) = 4 and ${cell} >= '1' and ${cell} < '3'`
// Read with a point or with a comma that divides thousands: nobody can tell from one alone.
const isEither = (cell: string) =>
  `length(${cell}) <= 8 and regexp_full_match(${cell}, ${literal(String.raw`-?[1-9][0-9]{0,2}\.[0-9]{3}`)})`

/** Letters with which texts begin and end here; a text of seven signs between them is no word for yes, no or nothing. */
const letter = 'A-Za-zÀ-ÖØ-öø-ÿ'

export const classes: readonly Written[] = [
  {
    name: 'integer',
    looks: /^-?(?:0|[1-9]\d{0,16})$/,
    sql: (cell) => `(try_cast(${cell} as bigint)::varchar = ${cell} and length(${cell}) <= 18)`,
    groups: [
      { sql: isYear, like: '2024' },
      { sql: (cell) => `not (${isYear(cell)})`, like: '12345' },
    ],
  },
  {
    name: 'number',
    looks: /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/,
    sql: (cell) =>
      `(length(${cell}) <= 40 and regexp_full_match(${cell}, ${literal(String.raw`-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?`)}) and ${cell} <> '-0')`,
    groups: [
      { sql: (cell) => `${isPointless(cell)} and ${isYear(cell)}`, like: '2024' },
      { sql: (cell) => `${isPointless(cell)} and not (${isYear(cell)})`, like: '12345' },
      { sql: isEither, like: '1.234' },
      { sql: (cell) => `contains(${cell}, '.') and not (${isEither(cell)})`, like: '1.5' },
    ],
  },
  {
    name: 'date',
    looks: /^\d{4}-\d{2}-\d{2}$/,
    sql: (cell) => `(length(${cell}) = 10 and try_cast(${cell} as date)::varchar = ${cell})`,
    groups: [{ sql: () => 'true', like: '2025-01-31' }],
  },
  {
    name: 'datetime',
    looks: /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|\+00(?::?00)?)$/,
    sql: (cell) =>
      `(${cell} >= '0001' and strftime(try_cast(${cell}[:19] as timestamp), '%Y-%m-%dT%H:%M:%S') = replace(${cell}[:19], ' ', 'T')
        and (length(${cell}) = 20 and ends_with(${cell}, 'Z')
          or regexp_full_match(${cell}[20:], ${literal(String.raw`(\.[0-9]{1,6})?(Z|\+00(:?00)?)`)})))`,
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
