import type { FormContext } from '../../form-context.ts'

type Lookup = FormContext['localities']

/** The localities of a postcode, each once. */
export function localitiesOf(postcode: string, lookup: Lookup): readonly string[] {
  return [...new Set(lookup(postcode).map(({ locality }) => locality))].sort()
}

/** The municipalities (BFS numbers) in which an address can lie: none outside the canton, several where a locality is divided. */
export function municipalitiesOf(
  address: { readonly postcode?: unknown; readonly locality?: unknown; readonly country?: unknown },
  lookup: Lookup,
): readonly number[] {
  const { postcode, locality, country } = address
  if (typeof postcode !== 'string' || typeof locality !== 'string' || (country !== undefined && country !== 'CH'))
    return []
  const places = lookup(postcode).filter((place) => comparable(place.locality) === comparable(locality))
  return [...new Set(places.map(({ municipality }) => municipality))]
}

/** `St. Urban`, `st urban` and `Sankt Urban` are one place; so are `Pfeffikon LU` and `Pfeffikon`. */
function comparable(locality: string): string {
  return locality
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\bsankt\b/g, 'st')
    .replace(/\s+lu$/, '')
    .replace(/[^a-z0-9]/g, '')
}
