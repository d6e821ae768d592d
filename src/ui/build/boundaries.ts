import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Feature, FeatureCollection, Geometry, Position } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'

/** What a shape on the map is. */
export type ShapeProperties = { kind: 'municipality' | 'lake'; bfsNumber?: number; name?: string }

type SwissMap = Topology<{ municipalities: GeometryCollection; lakes: GeometryCollection }>

// Municipalities of the canton of Lucerne have the numbers 1001 to 1151 in the register of the Federal Statistical Office.
const lucerne = { first: 1001, last: 1151 }

/**
 * The municipalities of the canton of Lucerne and the lakes among them, in WGS 84, rounded to about ten metres.
 * Source: generalised boundaries of the Federal Statistical Office, in the package `swiss-maps`.
 */
export function lucerneBoundaries(names: ReadonlyMap<number, string>): FeatureCollection<Geometry, ShapeProperties> {
  const map = readMap()
  const municipalities = feature(map, map.objects.municipalities)
    .features.filter(({ id }) => Number(id) >= lucerne.first && Number(id) <= lucerne.last)
    .map(({ id, geometry }): Feature<Geometry, ShapeProperties> => {
      const bfsNumber = Number(id)
      return shape(geometry, { kind: 'municipality', bfsNumber, name: names.get(bfsNumber) })
    })
  const canton = bounds(municipalities)
  const lakes = feature(map, map.objects.lakes)
    .features.map(({ geometry }) => shape(geometry, { kind: 'lake' }))
    .filter((lake) => overlap(bounds([lake]), canton))
  return { type: 'FeatureCollection', features: [...municipalities, ...lakes] }
}

function readMap(): SwissMap {
  const file = createRequire(import.meta.url).resolve('swiss-maps/2026/ch-combined.json')
  const map: SwissMap = JSON.parse(readFileSync(file, 'utf8'))
  return map
}

function shape(geometry: Geometry, properties: ShapeProperties): Feature<Geometry, ShapeProperties> {
  return { type: 'Feature', properties, geometry: rounded(geometry) }
}

function rounded(geometry: Geometry): Geometry {
  const ring = (positions: Position[]) => positions.map((position) => position.map((value) => Number(value.toFixed(4))))
  switch (geometry.type) {
    case 'Polygon':
      return { type: 'Polygon', coordinates: geometry.coordinates.map(ring) }
    case 'MultiPolygon':
      return { type: 'MultiPolygon', coordinates: geometry.coordinates.map((polygon) => polygon.map(ring)) }
    default:
      throw new TypeError(`${geometry.type} is no boundary`)
  }
}

type Bounds = { west: number; south: number; east: number; north: number }

function bounds(shapes: readonly Feature[]): Bounds {
  const points = shapes.flatMap(({ geometry }) => outline(geometry))
  const [lon, lat] = [points.map(([x = 0]) => x), points.map(([, y = 0]) => y)]
  return { west: Math.min(...lon), east: Math.max(...lon), south: Math.min(...lat), north: Math.max(...lat) }
}

function outline(geometry: Geometry): Position[] {
  switch (geometry.type) {
    case 'Polygon':
      return geometry.coordinates.flat()
    case 'MultiPolygon':
      return geometry.coordinates.flat(2)
    default:
      return []
  }
}

function overlap(one: Bounds, other: Bounds): boolean {
  return one.west < other.east && one.east > other.west && one.south < other.north && one.north > other.south
}
