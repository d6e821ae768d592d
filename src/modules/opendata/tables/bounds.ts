import type { Column, ColumnType, Constraints } from './column.ts'
import { readPattern } from './pattern.ts'

type Name = keyof Constraints

const ordered: readonly ColumnType[] = ['integer', 'number', 'date', 'time', 'datetime', 'year']

/** What may be asked of the values of a type. */
export function constraintsFor(type: ColumnType): readonly Name[] {
  if (type === 'geometry') return []
  const all: readonly Name[] = ['isUnique', 'isListed']
  if (ordered.includes(type)) return ['minimum', 'maximum', ...all]
  return type === 'string' ? ['minLength', 'maxLength', 'pattern', ...all] : all
}

/** Whether one stored value comes before another of its type. */
export function comesBefore(type: ColumnType, one: string, other: string): boolean {
  if (type === 'integer') return BigInt(one) < BigInt(other)
  return type === 'number' || type === 'year' ? Number(one) < Number(other) : instantText(one) < instantText(other)
}

/** Fractions of a second are left out where there are none: `…:00Z` is before `…:00.5Z`. */
const instantText = (text: string) => text.replace(/Z$/, '')

export type Breach = { readonly constraint: Exclude<Name, 'isUnique'>; readonly limit: string }

/** Says of stored values what they do not keep to; undefined where nothing is asked that one value alone could break. */
export function breachOf({
  type,
  constraints,
  codes = [],
}: Pick<Column, 'type' | 'constraints' | 'codes'>): ((value: string) => Breach | undefined) | undefined {
  if (!constraints) return undefined
  const { minimum, maximum, minLength, maxLength, pattern, isListed } = constraints
  const checks: ((value: string) => Breach | undefined)[] = []
  const add = (constraint: Breach['constraint'], limit: string | number, isBroken: (value: string) => boolean) =>
    checks.push((value) => (isBroken(value) ? { constraint, limit: String(limit) } : undefined))
  if (minimum !== undefined) add('minimum', minimum, (value) => comesBefore(type, value, minimum))
  if (maximum !== undefined) add('maximum', maximum, (value) => comesBefore(type, maximum, value))
  if (minLength !== undefined) add('minLength', minLength, (value) => signsOf(value) < minLength)
  if (maxLength !== undefined) add('maxLength', maxLength, (value) => signsOf(value) > maxLength)
  const read = pattern === undefined ? undefined : readPattern(pattern)
  if (pattern !== undefined && read) add('pattern', pattern, (value) => !read.matches(value))
  if (isListed && codes.length > 0) {
    const known = new Set(codes.map(({ code }) => code))
    add('isListed', '', (value) => !known.has(value))
  }
  if (checks.length === 0) return undefined
  return (value) => {
    for (const check of checks) {
      const breach = check(value)
      if (breach) return breach
    }
    return undefined
  }
}

/** Signs as people count them and DuckDB does: what lies beyond 16 bits is one. */
function signsOf(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}
