import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toLv95, toWgs84 } from './lv95.ts'

// The worked example of swisstopo's paper: 46° 02' 38.87" N, 8° 43' 49.79" E is E 2'700'000 m, N 1'100'000 m.
const example = {
  globe: { latitude: 46 + 2 / 60 + 38.87 / 3600, longitude: 8 + 43 / 60 + 49.79 / 3600 },
  grid: { east: 2700000, north: 1100000 },
}

test('the worked example of the source comes out in both directions', () => {
  const grid = toLv95(example.globe)
  expect(Math.abs(grid.east - example.grid.east)).toBeLessThan(1)
  expect(Math.abs(grid.north - example.grid.north)).toBeLessThan(1)
  const globe = toWgs84(example.grid)
  expect(globe.latitude).toBeCloseTo(example.globe.latitude, 5)
  expect(globe.longitude).toBeCloseTo(example.globe.longitude, 5)
})

test('the old observatory in Bern is the zero point of the grid', () => {
  const bern = toWgs84({ east: 2600000, north: 1200000 })
  expect(bern.latitude).toBeCloseTo(46.951083, 5)
  expect(bern.longitude).toBeCloseTo(7.438637, 5)
})

test('there and back again moves a point of the canton by less than two metres', () => {
  const inCanton = fc.record({
    east: fc.integer({ min: 2630000, max: 2682000 }),
    north: fc.integer({ min: 1180000, max: 1238000 }),
  })
  fc.assert(
    fc.property(inCanton, (point) => {
      const back = toLv95(toWgs84(point))
      expect(Math.hypot(back.east - point.east, back.north - point.north)).toBeLessThan(2)
    }),
  )
})
