import { Type } from 'typebox'
import { validatorOf } from '#kernel/validator.ts'
import { QueryError } from './query-errors.ts'
import type { Sort } from './table-reader.ts'

/** Where a page ended: the sorted values of its last row or group as text, of a row its number last; or how many came before, where that tells nothing apart. */
export type Place = { readonly values: readonly (string | null)[] } | { readonly offset: number }

const isStored = validatorOf(
  Type.Object(
    {
      by: Type.String(),
      values: Type.Optional(Type.Array(Type.Union([Type.String(), Type.Null()]), { maxItems: 20 })),
      offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 })),
    },
    { additionalProperties: false },
  ),
)

/** One part of an order, as SQL, and how a value of it in a place is bound. Nothing comes last, whichever way it goes. */
export type SortKey = {
  readonly sql: string
  readonly descending: boolean
  readonly bind: (value: string) => string
}

/** What comes after a place: later in the first key, or equal in it and later in the rest. */
export function afterSql(
  [first, ...rest]: readonly SortKey[],
  [value, ...restPlace]: readonly (string | null)[],
): string {
  if (!first || value === undefined) return 'false'
  const further = rest.length > 0 ? afterSql(rest, restPlace) : 'false'
  if (value === null) return `${first.sql} is null and (${further})`
  const mark = first.bind(value)
  return `${first.sql} ${first.descending ? '<' : '>'} ${mark} or ${first.sql} is null or (${first.sql} = ${mark} and (${further}))`
}

function signature(sort: readonly Sort[]): string {
  return sort.map(({ column, descending }) => `${descending ? '-' : ''}${column}`).join(',')
}

/** A place as it goes out; it belongs to one order of rows. */
export function writePlace(sort: readonly Sort[], place: Place): string {
  return Buffer.from(JSON.stringify({ by: signature(sort), ...place })).toString('base64url')
}

/** Throws `QueryError` for what is no place, or one of another order. */
export function readPlace(sort: readonly Sort[], text: string): Place {
  const stored = parsed(text)
  if (!isStored(stored) || stored.by !== signature(sort)) throw new QueryError('place', '')
  if (stored.offset !== undefined) return { offset: stored.offset }
  if (stored.values?.length !== sort.length) throw new QueryError('place', '')
  return { values: stored.values }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
