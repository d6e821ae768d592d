import { join } from 'node:path'
import type { AuthorityDirectory } from '#kernel/authorities/authority-directory.ts'
import { municipalityAt } from '#kernel/authorities/boundaries.ts'
import { fold } from '#kernel/authorities/fold.ts'
import type { Lv95 } from '#kernel/authorities/lv95.ts'
import { findPlaces, loadPlaces, municipalitiesOf, type Place, type PlaceShare } from '#kernel/authorities/places.ts'
import { findAuthorityByBfsNumber, findSuccessor, listAuthorities } from '#kernel/authorities/queries.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, isSlug } from '#kernel/ids.ts'

/** What somebody's words about a place say: one municipality, several to choose from (largest share of addresses first), or none. */
export type Located =
  | { readonly kind: 'one'; readonly municipalityId: AuthorityId }
  | { readonly kind: 'several'; readonly municipalityIds: readonly AuthorityId[] }
  | { readonly kind: 'none' }

const placesFile = join(import.meta.dirname, '../../../../content/places/localities.yaml')
const mostCandidates = 12

let places: readonly Place[] | undefined

/** The canton's localities, read once. */
export function cantonPlaces(): readonly Place[] {
  places ??= loadPlaces(placesFile)
  return places
}

/**
 * The municipality that a postcode, a locality, both, or a municipality's name (also that of a former one) means. A municipality's exact
 * name goes before localities that are called the same.
 */
export async function locateWords(scope: Scope, directory: AuthorityDirectory, text: string): Promise<Located> {
  const named = municipalityNamed(directory, text)
  if (named) return { kind: 'one', municipalityId: (await findSuccessor(scope, named, scope.today())) ?? named }
  const shares = sharesOf(text)
  if (shares.length === 0) return { kind: 'none' }
  const { items } = await listAuthorities(scope, { limit: 1_000 })
  const byNumber = new Map(items.map((authority) => [authority.bfsNumber, authority.id]))
  const ids = shares.flatMap(({ bfsNumber }) => byNumber.get(bfsNumber) ?? [])
  return asLocated([...new Set(ids)])
}

/** The municipality that a point lies in. */
export async function locatePoint(scope: Scope, point: Lv95): Promise<Located> {
  const bfsNumber = await municipalityAt(point)
  const authority = bfsNumber === undefined ? undefined : await findAuthorityByBfsNumber(scope, bfsNumber)
  return asLocated(authority ? [authority.id] : [])
}

/** Places for suggestions while somebody types. */
export function suggestPlaces(text: string): readonly Place[] {
  return findPlaces(cantonPlaces(), text, 8)
}

function asLocated(ids: readonly AuthorityId[]): Located {
  const [first] = ids
  if (first === undefined || ids.length > mostCandidates) return { kind: 'none' }
  return ids.length === 1 ? { kind: 'one', municipalityId: first } : { kind: 'several', municipalityIds: ids }
}

function municipalityNamed(directory: AuthorityDirectory, text: string): AuthorityId | undefined {
  const wanted = withoutCanton(text)
  const found = directory
    .entries()
    .filter(
      (entry) =>
        entry.slug !== 'kanton-luzern' && Object.values(entry.name).some((name) => withoutCanton(name) === wanted),
    )
    .toSorted((one, other) => Number(one.isClosed) - Number(other.isClosed))
  const [first] = found
  return first && isSlug<'authority'>(first.slug) ? first.slug : undefined
}

/** `Rickenbach (LU)` and `Rickenbach` are the same here. */
function withoutCanton(name: string): string {
  return fold(name).replace(/ lu$/, '')
}

/** In which municipalities the addresses lie that a text may mean; the largest share first. */
function sharesOf(text: string): readonly PlaceShare[] {
  const found = findPlaces(cantonPlaces(), text, 40)
  const exact = found.filter((place) => isExact(place, text))
  return (exact.length > 0 ? exact : found)
    .flatMap((place) => municipalitiesOf(cantonPlaces(), place.postcode, place.locality))
    .toSorted((one, other) => other.percent - one.percent)
}

function isExact({ postcode, locality }: Place, text: string): boolean {
  const words = withoutCanton(text.replace(/(?<!\S)\d{4}(?!\S)/, ' '))
  return withoutCanton(locality) === words && (text.includes(postcode) || !/\d{4}/.test(text))
}
