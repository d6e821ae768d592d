import { areaOf } from '../content/boundaries.ts'
import { currentOutlines } from '../map/map-picture.tsx'
import type { Box, SoughtBox } from '../tables/extent.ts'
import { boxAround, meets } from '../tables/geometry-box.ts'
import { geometryInGrid } from '../tables/grid-box.ts'

type Geometry = { readonly [key: string]: unknown }
/** An outline in degrees and in metres of the Swiss grid, and the box around it in degrees. */
export type AreaShape = { readonly geometry: Geometry; readonly inGrid: Geometry; readonly box: Box }

let shapes: Promise<ReadonlyMap<number, AreaShape>> | undefined

/** The outlines of today's municipalities as GeoJSON, by number, made once. Those that have merged are not there: theirs is not that of today. */
export function municipalityShapes(): Promise<ReadonlyMap<number, AreaShape>> {
  shapes ??= make()
  return shapes
}

async function make(): Promise<ReadonlyMap<number, AreaShape>> {
  const outlines = Map.groupBy(await currentOutlines(), ({ bfsNumber }) => bfsNumber)
  return new Map(
    [...outlines].flatMap(([number, own]) => {
      const geometry = areaOf(own)
      const box = boxAround(geometry)
      return box ? [[number, { geometry, inGrid: geometryInGrid(geometry), box }] as const] : []
    }),
  )
}

/** The box around several municipalities; undefined where none of them has an outline. */
export async function boxOfMunicipalities(numbers: readonly number[]): Promise<Box | undefined> {
  const known = await municipalityShapes()
  const boxes = numbers.flatMap((number) => known.get(number)?.box ?? [])
  const [first] = boxes
  return (
    first &&
    boxes.reduce(
      (all, box) => ({
        west: Math.min(all.west, box.west),
        south: Math.min(all.south, box.south),
        east: Math.max(all.east, box.east),
        north: Math.max(all.north, box.north),
      }),
      first,
    )
  )
}

/** The municipalities whose outline does not meet a box. */
export async function municipalitiesOutside({ grid, ...box }: SoughtBox): Promise<readonly string[]> {
  const known = await municipalityShapes()
  const isMet = ({ geometry, inGrid }: AreaShape) => (grid ? meets(inGrid, grid) : meets(geometry, box))
  return [...known].flatMap(([number, shape]) => (isMet(shape) ? [] : [String(number)]))
}
