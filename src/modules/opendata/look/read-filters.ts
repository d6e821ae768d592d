import type { Filter } from '../query/table-reader.ts'
import type { Column } from '../tables/column.ts'
import { beginningOfDay, endOfDay } from '../versions/end-of-day.ts'
import type { LookWish } from './look-wish.ts'

/** What was typed into the filters, as conditions; and the columns whose filter nobody can read. */
export function readFilters(
  { filters }: Pick<LookWish, 'filters'>,
  columns: readonly Column[],
): { readonly filters: readonly Filter[]; readonly unclear: readonly string[] } {
  const read = columns.flatMap((column) => {
    const typed = filters[column.name]
    return typed === undefined ? [] : [{ name: column.name, conditions: conditionsOf(column, typed) }]
  })
  return {
    filters: read.flatMap(({ conditions }) => conditions ?? []),
    unclear: read.flatMap(({ name, conditions }) => (conditions ? [] : [name])),
  }
}

type Reader = (text: string) => Range | undefined
/** From and to, both included unless it ends before `to`; the same where one value is meant. */
export type Range = { readonly from: string; readonly to: string; readonly endsBefore?: boolean }

function conditionsOf({ name, type, codes }: Column, typed: string): readonly Filter[] | undefined {
  const one = (operator: Filter['operator'], value: string): Filter => ({ column: name, operator, values: [value] })
  switch (type) {
    case 'string':
    case 'time':
      return codes?.some(({ code }) => code === typed) ? [one('eq', typed)] : [one('contains', typed)]
    case 'boolean':
      return typed === 'true' || typed === 'false' ? [one('eq', typed)] : undefined
    case 'integer':
    case 'year':
      return rangeConditions(typed, readWhole, one)
    case 'number':
      return rangeConditions(typed, readNumber, one)
    case 'date':
      return rangeConditions(typed, readDay, one)
    case 'datetime':
      return rangeConditions(typed, readInstants, one)
    case 'geometry':
      return undefined
  }
}

/** `5`, `> 5`, `<= 5`, `5 .. 10`, `5 – 10`; a month or a year is all its days. */
function rangeConditions(
  typed: string,
  read: Reader,
  one: (operator: Filter['operator'], value: string) => Filter,
): readonly Filter[] | undefined {
  const [, sign, rest = ''] = /^(>=|<=|>|<|≥|≤)\s*(.+)$/.exec(typed) ?? []
  if (sign !== undefined) {
    const range = read(rest)
    if (!range) return undefined
    if (sign === '>=' || sign === '≥') return [one('ge', range.from)]
    if (sign === '<=' || sign === '≤') return [one(range.endsBefore ? 'lt' : 'le', range.to)]
    return sign === '>' ? [one(range.endsBefore ? 'ge' : 'gt', range.to)] : [one('lt', range.from)]
  }
  const parts = typed.split(/\s*(?:\.\.+|…|–)\s*|\s+(?:bis|à|au|al|to|-)\s+/)
  const ranges = parts.map((part) => (part === '' ? undefined : read(part)))
  if (parts.length > 2 || ranges.every((range) => range === undefined)) return undefined
  if (parts.some((part, at) => part !== '' && ranges[at] === undefined)) return undefined
  const [first, last] = [ranges[0], ranges.at(-1)]
  if (parts.length === 1 && first && first.from === first.to) return [one('eq', first.from)]
  return [...(first ? [one('ge', first.from)] : []), ...(last ? [one(last.endsBefore ? 'lt' : 'le', last.to)] : [])]
}

const same = (value: string): Range => ({ from: value, to: value })

function readWhole(text: string): Range | undefined {
  const plain = text.replace(/['’\s]/g, '')
  return /^-?\d{1,15}$/.test(plain) ? same(plain) : undefined
}

function readNumber(text: string): Range | undefined {
  const plain = text.replace(/['’\s]/g, '').replace(',', '.')
  return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(plain) ? same(plain) : undefined
}

/** A day or the days of a month or year: `2026-11-26`, `26.11.2026`, and as ranges `2026-11`, `11.2026`, `2026`. */
export function readDay(text: string): Range | undefined {
  const [, day, month, year] = /^(?:(\d{1,2})\.)?(?:(\d{1,2})\.)?(\d{4})$/.exec(text) ?? []
  const [, isoYear, isoMonth, isoDay] = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text) ?? []
  const parts =
    isoYear !== undefined
      ? { year: isoYear, month: isoMonth, day: isoDay }
      : { year, month: month ?? day, day: month === undefined ? undefined : day }
  if (parts.year === undefined) return undefined
  const [y, m, d] = [Number(parts.year), parts.month && Number(parts.month), parts.day && Number(parts.day)]
  const iso = (monthOf: number, dayOf: number) =>
    `${String(y).padStart(4, '0')}-${String(monthOf).padStart(2, '0')}-${String(dayOf).padStart(2, '0')}`
  const lastOf = (monthOf: number) => new Date(Date.UTC(y, monthOf, 0)).getUTCDate()
  if (!m) return { from: iso(1, 1), to: iso(12, 31) }
  if (m > 12) return undefined
  if (!d) return { from: iso(m, 1), to: iso(m, lastOf(m)) }
  return d >= 1 && d <= lastOf(m) ? same(iso(m, d)) : undefined
}

/** Days as they are in Switzerland, where cells are shown in its time. */
function readInstants(text: string): Range | undefined {
  const days = readDay(text)
  if (!days || days.from < '0001') return undefined
  const next = new Date(endOfDay(days.to).getTime() + 1)
  return { from: beginningOfDay(days.from).toISOString(), to: next.toISOString(), endsBefore: true }
}
