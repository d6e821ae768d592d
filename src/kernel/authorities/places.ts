import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { fold } from './fold.ts'

/** How much of a locality lies in a municipality: percent of its addresses. */
export type PlaceShare = { readonly bfsNumber: number; readonly percent: number }

/** A locality under one postcode, with the municipalities of the canton it lies in, largest share first. */
export type Place = { readonly postcode: string; readonly locality: string; readonly shares: readonly PlaceShare[] }

export class PlacesFileError extends Error {
  override name = 'PlacesFileError'
}

/** Reads `content/places/localities.yaml`. Throws a `PlacesFileError` that names the first faulty line. */
export function loadPlaces(file: string): Place[] {
  const content: unknown = parse(readFileSync(file, 'utf8'))
  if (!isRecord(content) || !Array.isArray(content.localities))
    throw new PlacesFileError(`${file}: needs a list «localities»`)
  return content.localities.map((entry, index) => {
    const place = asPlace(entry)
    if (!place) throw new PlacesFileError(`${file}: locality ${index + 1} needs postcode, name and shares in percent`)
    return place
  })
}

/**
 * The places that a beginning of a postcode, of a locality or both can mean, for suggestions: `60`, `krie`, `6010 Kriens`,
 * `roemerswil`. Places whose name begins with the words come before those that only hold them.
 */
export function findPlaces(places: readonly Place[], query: string, limit = 10): Place[] {
  const { postcode, words } = readQuery(query)
  if (postcode === '' && words === '') return []
  const found = places.filter(
    (place) => place.postcode.startsWith(postcode) && ` ${key(place.locality)}`.includes(` ${words}`),
  )
  const [first, later] = [
    found.filter((place) => key(place.locality).startsWith(words)),
    found.filter((place) => !key(place.locality).startsWith(words)),
  ]
  return [...first, ...later].slice(0, limit)
}

/**
 * The municipalities that addresses of this postcode and locality can lie in, largest share first: one in most cases; when there are
 * several the page asks. Empty when postcode and locality do not belong together.
 */
export function municipalitiesOf(places: readonly Place[], postcode: string, locality: string): readonly PlaceShare[] {
  return places.find((place) => isSamePlace(place, postcode, locality))?.shares ?? []
}

/** Whether a postcode and a locality belong together in the canton (`6010` and `Kriens`; not `6010` and `Luzern`). */
export function postcodeMatchesLocality(places: readonly Place[], postcode: string, locality: string): boolean {
  return places.some((place) => isSamePlace(place, postcode, locality))
}

function isSamePlace(place: Place, postcode: string, locality: string): boolean {
  return place.postcode === postcode.trim() && key(place.locality) === key(locality)
}

/** A locality without what people leave out or write differently: `Hasle LU` is `hasle`, `Hergiswil b. Willisau` is `hergiswil bei willisau`. */
function key(locality: string): string {
  return fold(locality)
    .replace(/ lu$/, '')
    .replace(/\bb\b/, 'bei')
    .replace(/\b(sankt|st)\b/, 'st')
}

function readQuery(query: string): { postcode: string; words: string } {
  const postcode = /(?<!\S)\d{1,4}(?!\S)/.exec(query)?.[0] ?? ''
  return { postcode, words: key(query.replace(postcode, ' ')) }
}

function asPlace(entry: unknown): Place | undefined {
  if (!isRecord(entry) || !isRecord(entry.shares)) return undefined
  const { postcode, name } = entry
  if (typeof postcode !== 'string' || !/^\d{4}$/.test(postcode) || typeof name !== 'string') return undefined
  const shares = Object.entries(entry.shares).map(([number, percent]) => ({
    bfsNumber: Number(number),
    percent: Number(percent),
  }))
  const isSound =
    shares.length > 0 &&
    shares.every(({ bfsNumber, percent }) => Number.isInteger(bfsNumber) && percent > 0 && percent <= 100)
  return isSound ? { postcode, locality: name, shares: shares.sort((a, b) => b.percent - a.percent) } : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
