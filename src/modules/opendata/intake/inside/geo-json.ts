import { feature } from 'topojson-client'
import { toWgs84 } from '../../../../kernel/authorities/lv95.ts'
import { IntakeError } from './raw-table.ts'
import { firstPosition } from './values.ts'

type Row = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isFeature(value: unknown): value is Row {
  return isObject(value) && value.type === 'Feature'
}

/** A row for each feature: its id, its properties, its geometry in WGS 84. Coordinates of the Swiss grid are turned into it. */
export function featureRows(document: unknown, features: readonly unknown[]): Row[] {
  const name = JSON.stringify(isObject(document) ? (document.crs ?? null) : null)
  return features.map((one, at) => {
    if (!isFeature(one))
      throw new IntakeError('not_a_row', { line: at + 1, value: JSON.stringify(one)?.slice(0, 60) ?? '' })
    const properties = isObject(one.properties) ? one.properties : {}
    const geometry = isObject(one.geometry) ? inDegrees(one.geometry, name) : null
    const id = one.id === undefined || Object.hasOwn(properties, 'id') ? {} : { id: one.id }
    return { ...id, ...properties, [Object.hasOwn(properties, 'geometry') ? 'geojson' : 'geometry']: geometry }
  })
}

/** The features of an object of TopoJSON, the one named or the one with most of them; undefined where the document is no topology. */
export function topologyFeatures(
  value: unknown,
  wanted: string | undefined,
): { readonly names: readonly string[]; readonly name: string; readonly features: readonly unknown[] } | undefined {
  if (!isObject(value) || value.type !== 'Topology' || !isObject(value.objects) || !Array.isArray(value.arcs))
    return undefined
  const sizeOf = (one: unknown) => (isObject(one) && Array.isArray(one.geometries) ? one.geometries.length : 1)
  const names = Object.keys(value.objects)
  const [largest] = Object.entries(value.objects).toSorted(([, one], [, other]) => sizeOf(other) - sizeOf(one))
  const name = wanted ?? largest?.[0]
  const chosen = name === undefined ? undefined : value.objects[name]
  if (name === undefined || chosen === undefined)
    throw new IntakeError('no_sheet', { value: wanted?.slice(0, 100) ?? '' })
  const made: unknown = unpack(value, chosen)
  const features = isObject(made) && Array.isArray(made.features) ? made.features : [made]
  return { names, name, features }
}

/** The package's types want a checked topology; it throws where it is none, and that is told. */
function unpack(topology: Row, object: unknown): unknown {
  try {
    return Reflect.apply(feature, undefined, [topology, object])
  } catch (error) {
    throw new IntakeError('unreadable', { value: error instanceof Error ? error.message.slice(0, 120) : '' })
  }
}

/** Positions of the Swiss grid, old or new, become degrees, to the centimetre; by the name of the system, or by their size where none is named. */
function inDegrees(geometry: Row, system: string): Row {
  const [x, y] = (firstPosition(geometry.coordinates) ?? []).map(Number)
  if (x === undefined || y === undefined) return geometry
  const isNew = /2056/.test(system) || (x > 2_400_000 && x < 2_900_000 && y > 1_000_000 && y < 1_400_000)
  const isOld = !isNew && (/21781/.test(system) || (x > 400_000 && x < 900_000 && y > 50_000 && y < 400_000))
  if (!isNew && !isOld) return geometry
  const [east, north] = isOld ? [2_000_000, 1_000_000] : [0, 0]
  const turn = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value
    const [first, second] = value
    if (typeof first !== 'number' || typeof second !== 'number') return value.map(turn)
    const { longitude, latitude } = toWgs84({ east: first + east, north: second + north })
    return [Number(longitude.toFixed(7)), Number(latitude.toFixed(7))]
  }
  return { ...geometry, coordinates: turn(geometry.coordinates) }
}
