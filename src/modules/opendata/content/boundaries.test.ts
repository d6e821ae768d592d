import { expect, test } from 'vitest'
import { readOutlines } from '#kernel/authorities/boundaries.ts'
import { areaOf } from './boundaries.ts'

/** A square in the Swiss grid, with the clock as shapefiles have outer rings. */
const square = (east: number, north: number, side: number) =>
  Float64Array.from([
    ...[east, north, east, north + side, east + side, north + side, east + side, north],
    ...[east, north],
  ])
const reversed = (ring: Float64Array) => {
  const pairs = Array.from({ length: ring.length / 2 }, (_, at) => [ring[at * 2] ?? 0, ring[at * 2 + 1] ?? 0])
  return Float64Array.from(pairs.toReversed().flat())
}
const box = { west: 2_660_000, south: 1_200_000, east: 2_670_000, north: 1_210_000 }

test('an outline with a hole and a part of its own becomes two polygons, the hole in the one that it lies in', () => {
  const rings = [
    square(2_660_000, 1_200_000, 1_000),
    reversed(square(2_660_400, 1_200_400, 100)),
    square(2_662_000, 1_200_000, 500),
  ]
  const { type, coordinates } = areaOf([{ bfsNumber: 1, box, rings }])
  expect(type).toBe('MultiPolygon')
  expect(coordinates).toMatchObject([[{ length: 5 }, { length: 5 }], [{ length: 5 }]])
})

test('rings are closed, run against the clock and lie in the canton', async () => {
  const outlines = await readOutlines('2026')
  expect(outlines.length).toBeGreaterThan(78)
  for (const outline of outlines) {
    const area = areaOf([outline])
    const polygons: unknown = area.type === 'Polygon' ? [area.coordinates] : area.coordinates
    for (const ring of outerRings(polygons)) {
      expect(ring.at(-1)).toEqual(ring[0])
      const sum = ring.slice(1).reduce((all, [x, y], at) => {
        const [x0 = 0, y0 = 0] = ring[at] ?? []
        return all + x0 * y - x * y0
      }, 0)
      expect(sum).toBeGreaterThan(0)
      expect(ring.every(([x, y]) => x > 7.8 && x < 8.6 && y > 46.7 && y < 47.4)).toBe(true)
    }
  }
})

function outerRings(polygons: unknown): [number, number][][] {
  return JSON.parse(JSON.stringify(polygons)).map(([outer]: [number, number][][]) => outer)
}
