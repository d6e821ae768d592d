import { expect, test } from 'vitest'
import { beginningOfDay, endOfDay } from './end-of-day.ts'

test.each([
  ['2026-07-01', '2026-06-30T22:00:00.000Z', '2026-07-01T21:59:59.999Z'],
  ['2026-12-01', '2026-11-30T23:00:00.000Z', '2026-12-01T22:59:59.999Z'],
  ['2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z'],
  ['2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z'],
  ['0999-12-31', '0999-12-30T23:00:00.000Z', '0999-12-31T22:59:59.999Z'],
  ['0001-01-01', '0000-12-31T23:00:00.000Z', '0001-01-01T22:59:59.999Z'],
])('%s in Switzerland goes from %s to %s', (day, first, last) => {
  expect([beginningOfDay(day), endOfDay(day)].map((one) => one.toISOString())).toEqual([first, last])
})
