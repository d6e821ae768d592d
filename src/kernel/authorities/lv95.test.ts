import fc from 'fast-check'
import { expect, test } from 'vitest'
import { project, toLv95, toWgs84, unproject } from './lv95.ts'

const degree = Math.PI / 180
const angle = (degrees: number, minutes: number, seconds: number) => (degrees + minutes / 60 + seconds / 3600) * degree

/** Metres between two points of the globe that lie near each other. */
const apart = (one: { longitude: number; latitude: number }, other: { longitude: number; latitude: number }): number =>
  Math.hypot(
    (one.longitude - other.longitude) * 111_320 * Math.cos(one.latitude * degree),
    (one.latitude - other.latitude) * 111_195,
  )

test.each([
  // swisstopo, «Formeln und Konstanten», December 2016, the worked example: Rigi.
  ['Rigi', [8, 29, 11.11127154], [47, 3, 28.95659233], { east: 2_679_520.05, north: 1_212_273.44 }],
  // S. Voser, MapRef, «Map Projection CH1903+»: a corner of the country in the north-west.
  ['near Basel', [7, 40, 10.273359], [47, 34, 6.364313], { east: 2_617_300.623, north: 1_268_506.596 }],
  // The zero point by definition.
  ['Bern', [7, 26, 22.5], [46, 57, 8.66], { east: 2_600_000, north: 1_200_000 }],
] as const)(
  '%s comes out of the projection and goes back into it to the millimetre',
  (_, [d, m, s], [d2, m2, s2], point) => {
    const lambda = angle(d, m, s)
    const phi = angle(d2, m2, s2)
    const grid = project({ lambda, phi })
    expect(Math.abs(grid.east - point.east)).toBeLessThan(0.001)
    expect(Math.abs(grid.north - point.north)).toBeLessThan(0.001)
    const back = unproject(grid)
    expect(back.lambda).toBeCloseTo(lambda, 12)
    expect(back.phi).toBeCloseTo(phi, 12)
  },
)

test('the old observatory in Bern lies where swisstopo has it on the globe, to the centimetre that its height makes', () => {
  // 2600000 / 1200000 is 7.438632495 E, 46.951082877 N (CH1903+ to WGS 84, at its height of some 550 m).
  const published = { longitude: 7.438632495, latitude: 46.951082877 }
  expect(apart(toWgs84({ east: 2_600_000, north: 1_200_000 }), published)).toBeLessThan(0.015)
  const grid = toLv95(published)
  expect(Math.hypot(grid.east - 2_600_000, grid.north - 1_200_000)).toBeLessThan(0.015)
})

test('what other programs compute from the same definition (PROJ, EPSG:2056) comes out to the millimetre', () => {
  // proj4js 2.22.0: +proj=somerc +lat_0=46.95240555555556 +lon_0=7.439583333333333 +x_0=2600000 +y_0=1200000 +ellps=bessel +towgs84=674.374,15.056,405.346
  for (const [east, north, longitude, latitude] of [
    [2_666_000, 1_211_000, 8.3071800301, 47.0467476186],
    [2_630_000, 1_180_000, 7.8313998181, 46.7705041024],
    [2_682_000, 1_238_000, 8.5226211992, 47.2877973496],
    [2_485_000, 1_110_000, 5.9506123934, 46.1316565949],
    [2_833_000, 1_296_000, 10.5477297156, 47.7729964687],
  ] as const)
    expect(apart(toWgs84({ east, north }), { longitude, latitude })).toBeLessThan(0.001)
})

test('the approximation of swisstopo agrees to a metre: 46° 02\' 38.87" N, 8° 43\' 49.79" E is 2700000 / 1100000', () => {
  const grid = toLv95({ latitude: 46 + 2 / 60 + 38.87 / 3600, longitude: 8 + 43 / 60 + 49.79 / 3600 })
  expect(Math.hypot(grid.east - 2_700_000, grid.north - 1_100_000)).toBeLessThan(1)
})

test('there and back again moves no point of the country by more than 2 mm, and none of the canton by 5 cm through seven decimals', () => {
  const inCountry = fc.record({
    east: fc.double({ min: 2_480_000, max: 2_840_000, noNaN: true }),
    north: fc.double({ min: 1_070_000, max: 1_300_000, noNaN: true }),
  })
  fc.assert(
    fc.property(inCountry, (point) => {
      const there = toWgs84(point)
      const back = toLv95(there)
      expect(Math.hypot(back.east - point.east, back.north - point.north)).toBeLessThan(0.002)
      const rounded = { longitude: Number(there.longitude.toFixed(7)), latitude: Number(there.latitude.toFixed(7)) }
      const again = toLv95(rounded)
      expect(Math.hypot(again.east - point.east, again.north - point.north)).toBeLessThan(0.05)
    }),
  )
})
