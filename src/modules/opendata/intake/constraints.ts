import { constraintsFor } from '../tables/bounds.ts'
import type { Column, ColumnType, Constraints } from '../tables/column.ts'
import { readPattern } from '../tables/pattern.ts'
import { asType, usualHabits } from './inside/values.ts'

/** What somebody asks of the values of a column and nobody here can look at. */
export type Unfit = { readonly column: string; readonly constraint: keyof Constraints; readonly value: string }

type Given = { readonly [name: string]: unknown }

/**
 * The constraints of a field of Table Schema (https://datapackage.org/standard/table-schema/#constraints). Those that mean nothing for its type are left
 * out; bounds that are no values of the type, and patterns that cannot be looked at in bounded time, are told. `enum` holds where codes are known.
 */
export function readConstraints(
  column: string,
  type: ColumnType,
  given: Given,
  hasCodes: boolean,
): { readonly constraints: Constraints | undefined; readonly unfit: readonly Unfit[] } {
  const allowed = constraintsFor(type)
  const unfit: Unfit[] = []
  const read = <Value>(constraint: keyof Constraints, reader: (text: string) => Value | undefined) => {
    const value = given[constraint]
    if (value === undefined || value === null || !allowed.includes(constraint)) return undefined
    const said = readable(value) ? reader(String(value)) : undefined
    if (said === undefined) unfit.push({ column, constraint, value: String(value).slice(0, 80) })
    return said
  }
  const [minimum, maximum] = [read('minimum', bound(type)), read('maximum', bound(type))]
  const [minLength, maxLength] = [read('minLength', asLength), read('maxLength', asLength)]
  const pattern = read('pattern', asPattern)
  const constraints = {
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(pattern !== undefined && { pattern }),
    ...(given.unique === true && allowed.includes('isUnique') && { isUnique: true }),
    ...(Array.isArray(given.enum) && hasCodes && allowed.includes('isListed') && { isListed: true }),
  }
  return { constraints: Object.keys(constraints).length > 0 ? constraints : undefined, unfit }
}

const readable = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'

/** A bound as values of the type are stored; undefined where it is none. */
export const bound = (type: ColumnType) => (text: string) => {
  const stored = asType(type, text.trim(), usualHabits)
  return stored === undefined || stored.length > 40 ? undefined : stored
}

/** Signs; undefined where it is no whole number up to a million. */
export function asLength(text: string): number | undefined {
  const length = /^\d{1,7}$/.test(text.trim()) ? Number(text) : Number.NaN
  return length <= 1_000_000 ? length : undefined
}

/** A pattern that can be looked at in bounded time; undefined where it is another, or too long. */
export const asPattern = (text: string): string | undefined =>
  text.length <= 300 && text !== '' && readPattern(text) ? text : undefined

/** The same as the constraints of a field; numbers as numbers where JSON holds them without loss. */
export function toConstraints({
  type,
  isRequired,
  constraints = {},
  codes,
}: Pick<Column, 'type' | 'isRequired' | 'constraints' | 'codes'>) {
  const { minimum, maximum, minLength, maxLength, pattern, isUnique, isListed } = constraints
  const all = {
    ...(isRequired !== undefined && { required: isRequired }),
    ...(isUnique && { unique: true }),
    ...(minimum !== undefined && { minimum: asJson(type, minimum) }),
    ...(maximum !== undefined && { maximum: asJson(type, maximum) }),
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(pattern !== undefined && { pattern }),
    ...(isListed && codes && { enum: codes.map(({ code }) => code) }),
  }
  return Object.keys(all).length > 0 ? { constraints: all } : {}
}

function asJson(type: ColumnType, value: string): string | number {
  const isNumber = type === 'integer' || type === 'number' || type === 'year'
  return isNumber && String(Number(value)) === value ? Number(value) : value
}
