import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isNearLucerne, toLv95, toWgs84 } from './lv95.ts'

test('the example of swisstopo comes out', () => {
  // 46°02'38.87" N, 8°43'49.79" E is 2 700 000 / 1 100 000 in the swisstopo paper.
  const point = toLv95({ latitude: 46 + 2 / 60 + 38.87 / 3600, longitude: 8 + 43 / 60 + 49.79 / 3600 })
  expect(point.east).toBeCloseTo(2_700_000, -0.5)
  expect(point.north).toBeCloseTo(1_100_000, -0.5)
})

test('there and back stays within two metres anywhere in the canton', () => {
  const place = fc.record({
    east: fc.integer({ min: 2_629_000, max: 2_683_000 }),
    north: fc.integer({ min: 1_180_000, max: 1_238_000 }),
  })
  fc.assert(
    fc.property(place, (point) => {
      const back = toLv95(toWgs84(point))
      expect(Math.abs(back.east - point.east)).toBeLessThan(2)
      expect(Math.abs(back.north - point.north)).toBeLessThan(2)
    }),
  )
})

test('the city of Luzern is near, Bern is not', () => {
  expect(isNearLucerne({ east: 2_666_000, north: 1_211_000 })).toBe(true)
  expect(isNearLucerne({ east: 2_600_000, north: 1_200_000 })).toBe(false)
})
