import { expect, test } from 'vitest'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { burnDown } from './burn-down.ts'

const day = (text: string): IsoDate => {
  if (!isIsoDate(text)) throw new Error(text)
  return text
}

const month = (name: string, planned: number, spent: number, expected: number) => ({
  month: day(`2026-${name}-01`),
  ...{ planned, committed: 0, spent, expected },
})

test('a credit of 1000 is used up: by plan each month, as spent until last month, as expected from this one on', () => {
  const months = [
    month('01', 300, 200, 0),
    month('02', 300, 350, 0),
    month('03', 200, 50, 150),
    month('04', 200, 0, 300),
  ]
  expect(burnDown(1_000, months, day('2026-03-20'))).toEqual([
    { month: '2026-01-01', planned: 700, left: 800, forecast: null },
    // The forecast begins where the spending ends, so that the two lines meet.
    { month: '2026-02-01', planned: 400, left: 450, forecast: 450 },
    // This month both what is spent already and what is still expected.
    { month: '2026-03-01', planned: 200, left: null, forecast: 250 },
    { month: '2026-04-01', planned: 0, left: null, forecast: -50 },
  ])
})

test('before the first month all is forecast, after the last nothing is but its end', () => {
  const months = [month('05', 400, 0, 450), month('06', 600, 0, 500)]
  expect(burnDown(1_000, months, day('2026-04-30')).map(({ left, forecast }) => [left, forecast])).toEqual([
    [null, 550],
    [null, 50],
  ])
  const over = [month('05', 400, 450, 0), month('06', 600, 500, 0)]
  expect(burnDown(1_000, over, day('2026-07-01')).map(({ left, forecast }) => [left, forecast])).toEqual([
    [550, null],
    [50, 50],
  ])
  expect(burnDown(1_000, [], day('2026-07-01'))).toEqual([])
})
