import { expect, test } from 'vitest'
import { endOfDay } from './end-of-day.ts'

test.each([
  ['2026-07-01', '2026-07-01T21:59:59.999Z'],
  ['2026-12-01', '2026-12-01T22:59:59.999Z'],
  ['2026-03-29', '2026-03-29T21:59:59.999Z'],
  ['2026-10-25', '2026-10-25T22:59:59.999Z'],
  ['0999-12-31', '0999-12-31T22:59:59.999Z'],
  ['0000-01-01', '0000-01-01T22:59:59.999Z'],
])('%s ends in Switzerland at %s', (day, instant) => {
  expect(endOfDay(day).toISOString()).toBe(instant)
})
