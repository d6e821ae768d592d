import { Type } from 'typebox'
import { validatorOf } from '#kernel/validator.ts'
import { QueryError } from './query-errors.ts'
import type { Sort } from './table-reader.ts'

/** Where a page ended: the sorted values of its last row as text, its row number last; or how many rows came before, where rows have no number. */
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
