import { toLv95, toWgs84 } from '#kernel/authorities/lv95.ts'
import type { Box, SoughtBox } from './extent.ts'

type Geometry = { readonly [key: string]: unknown }

/** The same geometry (GeoJSON, RFC 7946) with every position turned; heights stay. */
export function turned(geometry: Geometry, turn: (x: number, y: number) => readonly [number, number]): Geometry {
  const each = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value
    const [x, y, ...more]: unknown[] = value
    return typeof x === 'number' && typeof y === 'number' ? [...turn(x, y), ...more] : value.map(each)
  }
  const { coordinates, geometries } = geometry
  return {
    ...geometry,
    ...(coordinates !== undefined && { coordinates: each(coordinates) }),
    ...(Array.isArray(geometries) && {
      geometries: geometries.map((one) => (typeof one === 'object' && one !== null ? turned({ ...one }, turn) : one)),
    }),
  }
}

/** A geometry in degrees as one of the Swiss grid, in metres. */
export const geometryInGrid = (geometry: Geometry): Geometry =>
  turned(geometry, (longitude, latitude) => {
    const { east, north } = toLv95({ longitude, latitude })
    return [east, north]
  })

/** Where the projection is of use: 600 km around Bern. Boxes that go beyond are cut there. */
const most = { west: 2_000_000, south: 600_000, east: 3_200_000, north: 1_800_000 }
/** Points at which a side of a box is looked at; between them it bends by less than `margin`, ten metres in degrees. */
const looks = 65
const margin = 1e-4

/** A box of the Swiss grid, in metres, with one in degrees around it. */
export function sought(grid: Box): SoughtBox {
  const { west, south, east, north } = sidesOf(grid)
  return {
    west: Math.min(...west) - margin,
    south: Math.min(...south) - margin,
    east: Math.max(...east) + margin,
    north: Math.max(...north) + margin,
    grid,
  }
}

/** The box in degrees that lies wholly in one of the Swiss grid; its sides may stand the wrong way round, where there is none. */
export function degreesWithin(grid: Box): Box {
  const { west, south, east, north } = sidesOf(grid)
  return {
    west: Math.max(...west) + margin,
    south: Math.max(...south) + margin,
    east: Math.min(...east) - margin,
    north: Math.min(...north) - margin,
  }
}

/** Longitudes along the sides in the west and the east, latitudes along the others. */
function sidesOf(grid: Box): Readonly<Record<keyof Box, readonly number[]>> {
  const [west, east] = [grid.west, grid.east].map((one) => Math.min(Math.max(one, most.west), most.east))
  const [south, north] = [grid.south, grid.north].map((one) => Math.min(Math.max(one, most.south), most.north))
  const along = (from = 0, to = 0) => Array.from({ length: looks }, (_, at) => from + ((to - from) * at) / (looks - 1))
  const upright = (at = 0) => along(south, north).map((y) => toWgs84({ east: at, north: y }).longitude)
  const level = (at = 0) => along(west, east).map((x) => toWgs84({ east: x, north: at }).latitude)
  return { west: upright(west), south: level(south), east: upright(east), north: level(north) }
}
