import { type Lv95, toLv95 } from '#kernel/authorities/lv95.ts'
import type { Cell } from '../query/table-reader.ts'

/** Something with a place, in the Swiss grid: points, lines or rings that enclose areas. */
export type Shape = { readonly kind: 'points' | 'lines' | 'areas'; readonly parts: readonly (readonly Lv95[])[] }

const mostPoints = 20_000

/** A GeoJSON geometry (RFC 7946) in the Swiss grid; undefined for what is none, or has too many points to be drawn. */
export function shapeOf(geometry: Cell): Shape | undefined {
  if (typeof geometry !== 'object' || geometry === null) return undefined
  const { type, coordinates } = geometry
  const shape = partsOf(type, coordinates)
  if (!shape || shape.parts.length === 0) return undefined
  const points = shape.parts.reduce((sum, part) => sum + part.length, 0)
  return points === 0 || points > mostPoints ? undefined : shape
}

function partsOf(type: unknown, coordinates: unknown): Shape | undefined {
  switch (type) {
    case 'Point':
      return { kind: 'points', parts: [line([coordinates])] }
    case 'MultiPoint':
      return { kind: 'points', parts: [line(coordinates)] }
    case 'LineString':
      return { kind: 'lines', parts: [line(coordinates)] }
    case 'MultiLineString':
      return { kind: 'lines', parts: list(coordinates).map(line) }
    case 'Polygon':
      return { kind: 'areas', parts: list(coordinates).map(line) }
    case 'MultiPolygon':
      return { kind: 'areas', parts: list(coordinates).flatMap(list).map(line) }
    default:
      return undefined
  }
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function line(value: unknown): readonly Lv95[] {
  return list(value).flatMap((position) => {
    const [longitude, latitude] = list(position).map(Number)
    if (longitude === undefined || latitude === undefined) return []
    const isOnGlobe = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90
    return isOnGlobe ? [toLv95({ longitude, latitude })] : []
  })
}
