import { expect, test } from 'vitest'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import type { Definition } from './indicator.ts'
import { comparePeriods, figureDueFor, firstDayOf, isPeriod, lastDayOf } from './period.ts'

const day = (text: string): IsoDate => {
  if (!isIsoDate(text)) throw new Error(text)
  return text
}

test('years, half-years, quarters, months and days are periods, with their first and last day', () => {
  const spans = ['2024', '2024-H1', '2024-H2', '2024-Q1', '2024-Q4', '2024-02', '2024-02-29'].map((period) => [
    firstDayOf(period),
    lastDayOf(period),
  ])
  expect(spans).toEqual([
    ['2024-01-01', '2024-12-31'],
    ['2024-01-01', '2024-06-30'],
    ['2024-07-01', '2024-12-31'],
    ['2024-01-01', '2024-03-31'],
    ['2024-10-01', '2024-12-31'],
    ['2024-02-01', '2024-02-29'],
    ['2024-02-29', '2024-02-29'],
  ])
  expect(
    ['2024-Q5', '2024-Q0', '2024-H3', '2024-13', '2024-1', '2024-Q', '24', '2023-02-29', ''].filter(isPeriod),
  ).toEqual([])
})

test('figures of different rhythms come in the order of their time', () => {
  expect(['2026', '2026-Q2', '2026-01', '2025', '2026-H1', '2026-Q1', '2026-12'].toSorted(comparePeriods)).toEqual([
    ...['2025', '2026-01', '2026-Q1', '2026-Q2', '2026-H1', '2026-12', '2026'],
  ])
})

test('the rhythm says for which time a figure is due', () => {
  const today = day('2026-11-22')
  const contract: Definition = {
    ...{ version: 1, definition: { de: 'Anteil' }, unit: { de: '%' }, direction: 'up', rhythm: 'quarterly' },
    ...{ baseline: undefined, target: undefined, source: { title: 'Umfrage' }, uncertainty: undefined },
    ...{ owner: 'Amt', counter: undefined, validFrom: day('2025-01-01'), reason: undefined },
    ...{ comparability: 'not_comparable', limits: undefined, comparableFrom: 1 },
  }
  const due = (rhythm: Definition['rhythm'], period: string) =>
    figureDueFor({ ...contract, rhythm }, { period, version: 1 }, today)
  expect(due('quarterly', '2026-Q2')).toBe('2026-09-30')
  expect(due('quarterly', '2026-Q3')).toBeUndefined()
  expect(due('half_yearly', '2025-H2')).toBe('2026-06-30')
  expect(due('yearly', '2025')).toBeUndefined()
  expect(due('monthly', '2026-09')).toBe('2026-10-31')
  expect(due('irregular', '2019')).toBeUndefined()
  expect(figureDueFor(contract, undefined, today)).toBe('2026-09-30')
  // Defined anew in autumn: nothing is due before the first whole quarter under the new definition.
  const anew = { ...contract, version: 2, comparableFrom: 2, validFrom: day('2026-10-15') }
  expect(figureDueFor(anew, { period: '2026-Q2', version: 1 }, today)).toBeUndefined()
  expect(figureDueFor({ ...anew, comparableFrom: 1 }, { period: '2026-Q2', version: 1 }, today)).toBe('2026-09-30')
  for (const none of [{ source: undefined }, { counter: 'data_sets' as const }])
    expect(figureDueFor({ ...contract, ...none }, undefined, today)).toBeUndefined()
})
