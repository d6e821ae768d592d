import { expect, test } from 'vitest'
import { keptUntil } from './retention.ts'

test('a case is kept for whole years from the Swiss day it ended', () => {
  expect(keptUntil(new Date('2026-11-22T12:00:00Z'), 10)).toBe('2036-11-22')
  // After midnight in Switzerland it is the next day, in winter and in summer.
  expect(keptUntil(new Date('2026-12-31T23:30:00Z'), 5)).toBe('2032-01-01')
  expect(keptUntil(new Date('2026-06-30T22:30:00Z'), 5)).toBe('2031-07-01')
  expect(keptUntil(new Date('2026-06-30T21:30:00Z'), 0)).toBe('2026-06-30')
})

test('29 February ends on 28 February in a common year', () => {
  expect(keptUntil(new Date('2028-02-29T12:00:00Z'), 5)).toBe('2033-02-28')
  expect(keptUntil(new Date('2028-02-29T12:00:00Z'), 4)).toBe('2032-02-29')
})
