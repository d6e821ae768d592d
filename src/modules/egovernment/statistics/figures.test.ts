import { expect, test } from 'vitest'
import { dayOf } from '../cases/case-record.ts'
import { periodStarts, quarterStart, toCsv } from './figures.ts'

test('a quarter begins in January, April, July or October', () => {
  expect(['2026-01-01', '2026-03-31', '2026-11-22'].map((day) => quarterStart(dayOf(day)))).toEqual([
    '2026-01-01',
    '2026-01-01',
    '2026-10-01',
  ])
})

test('weeks begin on Mondays, months on their first, the present one last', () => {
  const weeks = periodStarts('week', dayOf('2026-11-22'))
  expect([weeks.length, weeks[0], weeks.at(-1)]).toEqual([12, '2026-08-31', '2026-11-16'])
  expect(periodStarts('week', dayOf('2026-11-23')).at(-1)).toBe('2026-11-23')
  const months = periodStarts('month', dayOf('2026-01-31'))
  expect([months.length, months[0], months.at(-2), months.at(-1)]).toEqual([
    12,
    '2025-02-01',
    '2025-12-01',
    '2026-01-01',
  ])
})

test('no cell of a table is taken for a formula', () => {
  expect(
    toCsv([
      ['=1+1', '+x', '-y', '@z', '\tt'],
      ['a;b', 'say "x"', 3, 'Müller'],
    ]),
  ).toBe('\u{feff}\'=1+1;\'+x;\'-y;\'@z;\'\tt\r\n"a;b";"say ""x""";3;Müller\r\n')
})
