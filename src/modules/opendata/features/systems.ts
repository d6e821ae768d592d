import { toLv95 } from '#kernel/authorities/lv95.ts'
import { BadRequestError } from '#kernel/http/errors.ts'
import type { FormBody } from '#kernel/http/form-body.ts'
import { turned } from '../tables/grid-box.ts'
import type { Collection } from './collection.ts'
import type { Feature } from './read-features.ts'

/** WGS 84, longitude first: the system of everything for which no other is asked. */
export const crs84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84'
/** WGS 84, latitude first. */
export const epsg4326 = 'http://www.opengis.net/def/crs/EPSG/0/4326'
/** The Swiss grid CH1903+ / LV95, east first, in metres. */
export const epsg2056 = 'http://www.opengis.net/def/crs/EPSG/0/2056'

/** What features go out in and boxes are asked in (OGC 18-058r1), in every collection. */
export const systems = [crs84, epsg4326, epsg2056] as const
export type System = (typeof systems)[number]

/** The system that a parameter names, else WGS 84 with longitude first. Throws 400 for another (OGC 18-058r1, requirements 7 and 11). */
export function readSystem(query: FormBody, name: 'crs' | 'bbox-crs'): System {
  const asked = query.get(name)
  if (asked === undefined) return crs84
  const system = systems.find((one) => one === asked)
  if (system) return system
  throw new BadRequestError(`parameter ${name}`, {
    userMessage: 'opendata.features.bad_system',
    values: { name, systems: systems.join(', ') },
  })
}

/** What a table holds that needs no turning to go out; undefined where rows lie in a municipality, of which they have the outline. */
export function storedSystem({ place }: Pick<Collection, 'place'>): System | undefined {
  switch (place.kind) {
    case 'geometry':
      return crs84
    case 'points':
      return place.grid === 'lv95' ? epsg2056 : crs84
    case 'areas':
      return undefined
  }
}

/** Two decimals of a metre; the cells of a table can hold more, and are positions to the centimetre. */
const inCentimetres = (metres: number): number => Math.round(metres * 100) / 100

/** A feature as it goes out, its geometry in the system that is asked for, with the axes in the order of that system. */
export function inSystem(feature: Feature, system: System, { place }: Pick<Collection, 'place'>): Feature {
  const { geometry, properties } = feature
  if (geometry === null) return feature
  switch (system) {
    case crs84:
      return feature
    case epsg4326:
      return { ...feature, geometry: turned(geometry, (longitude, latitude) => [latitude, longitude]) }
    case epsg2056: {
      const [east, north] =
        place.kind === 'points' && place.grid === 'lv95' ? [properties[place.x.name], properties[place.y.name]] : []
      const isStored = typeof east === 'number' && typeof north === 'number'
      return {
        ...feature,
        geometry: turned(geometry, (longitude, latitude) => {
          const point = isStored ? { east, north } : toLv95({ longitude, latitude })
          return [inCentimetres(point.east), inCentimetres(point.north)]
        }),
      }
    }
  }
}
