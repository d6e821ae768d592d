import { toWgs84 } from '#kernel/authorities/lv95.ts'
import type { Cell, RowQuery, TableReader } from '../query/table-reader.ts'
import { rowNumber } from '../tables/column.ts'
import type { Place } from '../tables/place.ts'
import type { Collection } from './collection.ts'
import { municipalitiesOutside, municipalityShapes } from './municipality-shapes.ts'
import type { ItemsWish } from './read-items-query.ts'

/** A row as GeoJSON (RFC 7946) in WGS 84, longitude first; properties are the cells by their columns, without the geometry. */
export type Feature = {
  readonly type: 'Feature'
  readonly id?: string | number
  readonly geometry: { readonly [key: string]: unknown } | null
  readonly properties: Readonly<Record<string, Cell>>
}

export type FeaturePage = {
  readonly features: readonly Feature[]
  readonly matched: number
  readonly next: string | null
}

/** Features that match, in the order of the rows. Throws `QueryError` as the reader does. */
export async function readFeatures(
  reader: TableReader,
  collection: Collection,
  { box, system: _, ...wish }: ItemsWish,
): Promise<FeaturePage> {
  const { version, place } = collection
  const boxed = box && place.kind === 'areas' ? await outside(place, box) : box && { box }
  const page = await reader.rows(version, { ...wish, ...boxed, columns: columnsOf(collection), counts: true })
  return {
    features: await featuresOf(collection, page.rows),
    matched: page.total ?? 0,
    next: page.next,
  }
}

/** One feature by what names it; undefined where there is none. */
export async function readFeature(
  reader: TableReader,
  collection: Collection,
  id: string,
): Promise<Feature | undefined> {
  const filters = [{ column: collection.key?.name ?? rowNumber, operator: 'eq' as const, values: [id] }]
  const { rows } = await reader.rows(collection.version, { filters, limit: 1, columns: columnsOf(collection) })
  const [feature] = await featuresOf(collection, rows.slice(0, 1))
  return feature
}

const outside = async (place: Place & { kind: 'areas' }, box: NonNullable<RowQuery['box']>) => ({
  without: { column: place.column.name, values: await municipalitiesOutside(box) },
})

const columnsOf = ({ version }: Collection) => [rowNumber, ...version.columns.map(({ name }) => name)]

async function featuresOf(collection: Collection, rows: readonly (readonly Cell[])[]): Promise<Feature[]> {
  const { version, place, key } = collection
  const names = version.columns.map(({ name }) => name)
  const areas = place.kind === 'areas' ? await municipalityShapes() : undefined
  return rows.map(([number, ...cells]) => {
    const row: Readonly<Record<string, Cell>> = Object.fromEntries(names.map((name, at) => [name, cells[at] ?? null]))
    const id = key ? row[key.name] : number
    const geometry =
      place.kind === 'areas'
        ? areas?.get(Number(row[place.column.name] ?? Number.NaN))?.geometry
        : geometryOf(place, row)
    const { [place.kind === 'geometry' ? place.column.name : rowNumber]: _, ...properties } = row
    return {
      type: 'Feature',
      ...((typeof id === 'number' || typeof id === 'string') && { id }),
      geometry: geometry ?? null,
      properties,
    }
  })
}

/** Seven decimals of a degree are a centimetre. */
const decimals = 10_000_000

function geometryOf(
  place: Exclude<Place, { kind: 'areas' }>,
  row: Readonly<Record<string, Cell>>,
): Feature['geometry'] {
  if (place.kind === 'geometry') {
    const geometry = row[place.column.name]
    return typeof geometry === 'object' ? geometry : null
  }
  const [x, y] = [row[place.x.name], row[place.y.name]]
  if (typeof x !== 'number' || typeof y !== 'number') return null
  const { longitude, latitude } = place.grid === 'lv95' ? toWgs84({ east: x, north: y }) : { longitude: x, latitude: y }
  return { type: 'Point', coordinates: [longitude, latitude].map((one) => Math.round(one * decimals) / decimals) }
}
