import type { Box } from './extent.ts'

type Position = readonly [longitude: number, latitude: number]
type Geometry = { readonly [key: string]: unknown }

/** The lines and rings of a GeoJSON geometry (RFC 7946), each with what it is a part of; points are lines of one position. */
type Part = { readonly positions: readonly Position[]; readonly isRing: boolean }

/** The box around all positions; undefined where there are none. */
export function boxAround(geometry: Geometry): Box | undefined {
  const all = polygonsAndLines(geometry).flatMap((parts) => parts.flatMap(({ positions }) => positions))
  const [first] = all
  if (!first) return undefined
  const box = { west: first[0], south: first[1], east: first[0], north: first[1] }
  for (const [x, y] of all) {
    box.west = Math.min(box.west, x)
    box.east = Math.max(box.east, x)
    box.south = Math.min(box.south, y)
    box.north = Math.max(box.north, y)
  }
  return box
}

/** Whether a geometry and a box have a point in common, their borders included. A box over the 180th meridian is two. */
export function meets(geometry: Geometry, box: Box): boolean {
  if (box.west > box.east) return meets(geometry, { ...box, east: 180 }) || meets(geometry, { ...box, west: -180 })
  return polygonsAndLines(geometry).some((parts) => partsMeet(parts, box))
}

/** One polygon (its rings), or one line or point. */
function partsMeet(parts: readonly Part[], box: Box): boolean {
  if (parts.some(({ positions }) => crosses(positions, box))) return true
  const rings = parts.filter(({ isRing }) => isRing)
  // No border comes near: the box lies wholly inside, in a hole, or outside.
  return rings.filter(({ positions }) => surrounds(positions, box.west, box.south)).length % 2 === 1
}

function crosses(positions: readonly Position[], box: Box): boolean {
  const [first] = positions
  if (positions.length === 1 && first) return segmentMeets(first, first, box)
  return positions.some((one, at) => {
    const next = positions[at + 1]
    return next !== undefined && segmentMeets(one, next, box)
  })
}

/** Cuts a segment by the four sides (Liang and Barsky, ACM Transactions on Graphics 3, 1984). */
function segmentMeets([x1, y1]: Position, [x2, y2]: Position, { west, south, east, north }: Box): boolean {
  let [from, to] = [0, 1]
  for (const [step, distance] of [
    [x1 - x2, x1 - west],
    [x2 - x1, east - x1],
    [y1 - y2, y1 - south],
    [y2 - y1, north - y1],
  ] as const) {
    if (step === 0) {
      if (distance < 0) return false
      continue
    }
    const at = distance / step
    if (step < 0) from = Math.max(from, at)
    else to = Math.min(to, at)
  }
  return from <= to
}

function surrounds(ring: readonly Position[], x: number, y: number): boolean {
  let isOdd = false
  for (let at = 0; at + 1 < ring.length; at += 1) {
    const [[x1, y1], [x2, y2]] = [ring[at] ?? [0, 0], ring[at + 1] ?? [0, 0]]
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) isOdd = !isOdd
  }
  return isOdd
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const isGeometry = (value: unknown): value is Geometry => typeof value === 'object' && value !== null

function polygonsAndLines({ type, coordinates, geometries }: Geometry): readonly (readonly Part[])[] {
  const line = (value: unknown): Part[] => [{ positions: positionsOf(value), isRing: false }]
  const polygon = (value: unknown): Part[] =>
    list(value).map((ring) => ({ positions: positionsOf(ring), isRing: true }))
  switch (type) {
    case 'Point':
      return [line([coordinates])]
    case 'MultiPoint':
      return list(coordinates).map((one) => line([one]))
    case 'LineString':
      return [line(coordinates)]
    case 'MultiLineString':
      return list(coordinates).map(line)
    case 'Polygon':
      return [polygon(coordinates)]
    case 'MultiPolygon':
      return list(coordinates).map(polygon)
    case 'GeometryCollection':
      return list(geometries).filter(isGeometry).flatMap(polygonsAndLines)
    default:
      return []
  }
}

function positionsOf(value: unknown): Position[] {
  return list(value).flatMap((position) => {
    const [x, y] = list(position)
    return typeof x === 'number' && typeof y === 'number' ? [[x, y] as const] : []
  })
}
