import { sql } from 'kysely'
import { contains, type Outline, readOutlines } from '#kernel/authorities/boundaries.ts'
import { toWgs84 } from '#kernel/authorities/lv95.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Cell } from '../query/table-reader.ts'

const year = '2026'

type Position = readonly [longitude: number, latitude: number]

/** Municipalities of today with number, name, district and outline as GeoJSON in WGS 84, by number. */
export async function boundaryRows(scope: Scope): Promise<readonly (readonly Cell[])[]> {
  const outlines = Map.groupBy(await readOutlines(year), ({ bfsNumber }) => bfsNumber)
  const municipalities = await scope.db
    .selectFrom('kernel.authorities')
    .select(['bfs_number as number', sql<string>`name ->> 'de'`.as('name'), 'district'])
    .where('kind', '=', 'municipality')
    .where('closed_on', 'is', null)
    .orderBy('bfs_number')
    .execute()
  return municipalities.map(({ number, name, district }) => {
    const own = outlines.get(number)
    return [number, name, district, own ? areaOf(own) : null]
  })
}

/**
 * Outlines as one GeoJSON geometry: rings against the clock outside, with it around holes (RFC 7946, section 3.1.6), five decimals, which
 * is a metre.
 */
export function areaOf(outlines: readonly Outline[]): { readonly type: string; readonly coordinates: unknown } {
  const polygons = outlines.flatMap(polygonsOf)
  const [only, ...others] = polygons
  return others.length === 0 && only !== undefined
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: polygons }
}

/** In a shapefile, rings that run with the clock are outer ones; the others are holes in one of them (ESRI, «Shapefile Technical Description», 1998). */
function polygonsOf({ rings, ...outline }: Outline): Position[][][] {
  const outer = rings.filter((ring) => areaOfRing(ring) < 0)
  const holes = rings.filter((ring) => areaOfRing(ring) > 0)
  return outer.map((ring) => [
    positions(ring),
    ...holes.filter(([east = 0, north = 0]) => contains({ ...outline, rings: [ring] }, east, north)).map(positions),
  ])
}

/** Twice the area, negative where the ring runs with the clock. */
function areaOfRing(ring: Float64Array): number {
  let sum = 0
  for (let at = 0; at + 3 < ring.length; at += 2)
    sum += (ring[at] ?? 0) * (ring[at + 3] ?? 0) - (ring[at + 2] ?? 0) * (ring[at + 1] ?? 0)
  return sum
}

/** The other way round, for a shapefile turns as GeoJSON does not; what falls together when it is rounded is one. */
function positions(ring: Float64Array): Position[] {
  const found: Position[] = []
  for (let at = ring.length - 2; at >= 0; at -= 2) {
    const { longitude, latitude } = toWgs84({ east: ring[at] ?? 0, north: ring[at + 1] ?? 0 })
    const [x, y] = [Number(longitude.toFixed(5)), Number(latitude.toFixed(5))]
    const last = found.at(-1)
    if (last?.[0] !== x || last[1] !== y) found.push([x, y])
  }
  return found
}
