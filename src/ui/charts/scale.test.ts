import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitText, roundTicks } from './scale.ts'

test('numbers of an axis are round and hold all values', () => {
  expect(roundTicks(0, 97, 5)).toEqual([0, 20, 40, 60, 80, 100])
  expect(roundTicks(0, 0.3, 3)).toEqual([0, 0.1, 0.2, 0.3])
  expect(roundTicks(-5, 12, 4)).toEqual([-5, 0, 5, 10, 15])
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 })
  fc.assert(
    fc.property(finite, finite, fc.integer({ min: 1, max: 10 }), (one, other, count) => {
      const [least, most] = [Math.min(one, other), Math.max(one, other)]
      const ticks = roundTicks(least, most, count)
      const slack = 1e-6 * Math.max(1, Math.abs(least), Math.abs(most))
      expect(ticks.length).toBeLessThan(30)
      expect(ticks[0]).toBeLessThanOrEqual(least + slack)
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(most - slack)
    }),
  )
})

test('what does not fit is cut by whole characters', () => {
  expect(fitText('kurz', 100)).toBe('kurz')
  expect(fitText('🌳'.repeat(50), 100).isWellFormed()).toBe(true)
})
