import { expect, test } from 'vitest'
import type { Column } from '../tables/column.ts'
import { readDay, readFilters } from './read-filters.ts'

const column = (type: Column['type'], more: Partial<Column> = {}): Column => ({
  name: 'x',
  title: { de: 'X' },
  type,
  ...more,
})
const read = (one: Column, typed: string) => {
  const { filters, unclear } = readFilters({ filters: { x: typed } }, [one])
  return unclear.length > 0
    ? 'unclear'
    : filters.map(({ operator, values }) => `${operator} ${values.join(',')}`).join(' and ')
}

test.each([
  ['integer', '5', 'eq 5'],
  ['integer', '> 5', 'gt 5'],
  ['integer', "<=1'000", 'le 1000'],
  ['integer', '5 .. 10', 'ge 5 and le 10'],
  ['integer', '5 bis 10', 'ge 5 and le 10'],
  ['integer', '..10', 'le 10'],
  ['integer', '5..', 'ge 5'],
  ['integer', '-5', 'eq -5'],
  ['integer', '5.5', 'unclear'],
  ['integer', '1..2..3', 'unclear'],
  ['integer', 'fünf', 'unclear'],
  ['number', '5,5', 'eq 5.5'],
  ['number', '0.1 – 0.2', 'ge 0.1 and le 0.2'],
  ['year', '2020', 'eq 2020'],
  ['date', '26.11.2026', 'eq 2026-11-26'],
  ['date', '2026-02', 'ge 2026-02-01 and le 2026-02-28'],
  ['date', '11.2026', 'ge 2026-11-01 and le 2026-11-30'],
  ['date', '> 2020', 'gt 2020-12-31'],
  ['date', '2020 .. 2021', 'ge 2020-01-01 and le 2021-12-31'],
  ['date', '31.02.2026', 'unclear'],
  ['date', '2026-13', 'unclear'],
  ['datetime', '26.11.2026', 'ge 2026-11-25T23:00:00.000Z and lt 2026-11-26T23:00:00.000Z'],
  ['datetime', '01.07.2026', 'ge 2026-06-30T22:00:00.000Z and lt 2026-07-01T22:00:00.000Z'],
  // 23 hours in spring, 25 in autumn.
  ['datetime', '29.03.2026', 'ge 2026-03-28T23:00:00.000Z and lt 2026-03-29T22:00:00.000Z'],
  ['datetime', '25.10.2026', 'ge 2026-10-24T22:00:00.000Z and lt 2026-10-25T23:00:00.000Z'],
  ['datetime', '2026', 'ge 2025-12-31T23:00:00.000Z and lt 2026-12-31T23:00:00.000Z'],
  ['datetime', '> 26.11.2026', 'ge 2026-11-26T23:00:00.000Z'],
  ['datetime', '>= 26.11.2026', 'ge 2026-11-25T23:00:00.000Z'],
  ['datetime', '< 26.11.2026', 'lt 2026-11-25T23:00:00.000Z'],
  ['datetime', '<= 26.11.2026', 'lt 2026-11-26T23:00:00.000Z'],
  ['datetime', '3.2026 .. 6.2026', 'ge 2026-02-28T23:00:00.000Z and lt 2026-06-30T22:00:00.000Z'],
  ['datetime', '0000', 'unclear'],
  ['boolean', 'true', 'eq true'],
  ['boolean', 'vielleicht', 'unclear'],
  ['string', '> 5', 'contains > 5'],
] as const)('a filter on %s: %s is %s', (type, typed, meant) => {
  expect(read(column(type), typed)).toBe(meant)
})

test('a code is meant whole, all other text as a part', () => {
  const coded = column('string', { codes: [{ code: 'blau', label: { de: 'Blau' } }] })
  expect(read(coded, 'blau')).toBe('eq blau')
  expect(read(coded, 'bla')).toBe('contains bla')
})

test('a day is read in both ways of writing it', () => {
  expect(readDay('1.2.2026')).toEqual(readDay('2026-02-01'))
  expect(readDay('heute')).toBeUndefined()
})
