import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apart, middleEffort, quadrantOf, type Weighed } from './benefit-effort.ts'

const weighed = (benefit: number, effortDays: number): Weighed => ({
  slug: 'a',
  title: { de: 'A' },
  benefit,
  effortDays,
})

test('the median of the effort and the middle of the benefit part four quarters', () => {
  const all = [weighed(4, 10), weighed(3, 40), weighed(1, 10), weighed(2, 200)]
  const middle = middleEffort(all)
  expect(middle).toBe(25)
  expect(all.map((one) => quadrantOf(one, middle))).toEqual(['do_first', 'plan_well', 'on_the_side', 'think_again'])
  expect(middleEffort([weighed(1, 7)])).toBe(7)
})

test('marks never cover each other and stay in the frame, even where all are the same', () => {
  const frame = { size: 20, from: 0, to: 600, top: 0, bottom: 300 }
  const place = fc.record({ x: fc.integer({ min: 0, max: 600 }), y: fc.integer({ min: 0, max: 300 }) })
  const check = (places: readonly { x: number; y: number }[]) => {
    const moved = apart(places, frame)
    expect(moved).toHaveLength(places.length)
    for (const [at, one] of moved.entries()) {
      expect(one.x >= 0 && one.x <= 600 && one.y >= 0 && one.y <= 300).toBe(true)
      for (const other of moved.slice(at + 1))
        expect(Math.abs(one.x - other.x) >= 20 || Math.abs(one.y - other.y) >= 20).toBe(true)
    }
  }
  fc.assert(fc.property(fc.array(place, { maxLength: 40 }), check), { numRuns: 50 })
  check(Array.from({ length: 40 }, () => ({ x: 300, y: 150 })))
})

test('a mark that stands free stays where it is', () => {
  const places = [
    { x: 10, y: 10 },
    { x: 200, y: 10 },
  ]
  expect(apart(places, { size: 20, from: 0, to: 600, top: 0, bottom: 300 })).toEqual(places)
})
