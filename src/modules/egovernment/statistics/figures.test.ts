import { expect, test } from 'vitest'
import { dayOf } from '../cases/case-record.ts'
import { type Decided, periodStarts, protectCells, toCsv } from './figures.ts'

const cell = (decided: number, deciders: number): Decided => ({ decided, deciders, median: 3, p90: 9 })
const hidden = (...cells: Decided[]) => protectCells(cells).map(({ isHidden }) => isHidden)

test('a cell that would show one person’s work is not shown', () => {
  expect(hidden(cell(5, 2), cell(5, 2))).toEqual([false, false])
  expect(hidden(cell(4, 2), cell(3, 3), cell(9, 2))).toEqual([true, true, false])
  expect(hidden(cell(50, 1), cell(40, 1))).toEqual([true, true])
  expect(protectCells([cell(4, 2), cell(2, 1)])).toEqual([
    { isHidden: true, decided: 0 },
    { isHidden: true, decided: 0 },
  ])
})

test('one hidden cell takes the smallest other one with it, so that the total does not give it away', () => {
  expect(hidden(cell(4, 2), cell(20, 2), cell(10, 3), cell(0, 0))).toEqual([true, false, true, false])
  expect(hidden(cell(4, 2), cell(0, 0))).toEqual([true, false])
})

test('nothing decided is shown as such', () => {
  expect(protectCells([{ decided: 0, deciders: 0, median: null, p90: null }])).toEqual([
    { isHidden: false, decided: 0 },
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
