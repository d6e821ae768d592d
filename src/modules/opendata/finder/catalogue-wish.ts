import type { FormBody } from '#kernel/http/form-body.ts'
import { type AuthorityId, isSlug } from '#kernel/ids.ts'
import { frequencies, licences, themes } from '../catalogue/vocabularies.ts'

/** What a list of data sets can be narrowed down by, in the order in which it is offered. */
export const facetGroups = ['authority', 'theme', 'series', 'format', 'frequency', 'licence'] as const
export type FacetGroup = (typeof facetGroups)[number]

export const sorts = ['relevance', 'newest'] as const
export type CatalogueSort = (typeof sorts)[number]

/** What is asked of the catalogue, as it stands in the address. */
export type CatalogueWish = {
  readonly q: string
  readonly chosen: Readonly<Partial<Record<FacetGroup, string>>>
  /** Relevance only where there are words. */
  readonly sort: CatalogueSort
  /** Where the page before ended. */
  readonly after?: string | undefined
}

/** A series is called `slug@authority`, as two authorities may have one of the same name. */
const seriesForm = /^([a-z0-9-]{1,64})@([a-z0-9-]{1,64})$/

const forms: Readonly<Record<FacetGroup, (value: string) => boolean>> = {
  authority: (value) => /^[a-z0-9-]{1,64}$/.test(value),
  theme: (value) => themes.some((one) => one === value),
  series: (value) => seriesForm.test(value),
  format: (value) => /^[A-Z0-9_]{1,30}$/.test(value),
  frequency: (value) => frequencies.some((one) => one === value),
  licence: (value) => licences.some((one) => one === value),
}

/** Reads an address; what cannot be meant narrows nothing down. `authorityId`: whose portal it is. */
export function readWish(query: FormBody, authorityId?: AuthorityId): CatalogueWish {
  const q = (query.get('q') ?? '').trim().slice(0, 200)
  const chosen = facetGroups.flatMap((group) => {
    const value = group === 'series' ? readSeries(query, authorityId) : query.get(group)
    return value !== undefined && forms[group](value) ? [[group, value] as const] : []
  })
  const sort = q === '' || query.get('sort') === 'newest' ? 'newest' : 'relevance'
  return { q, chosen: Object.fromEntries(chosen), sort, after: query.get('after') }
}

/** Addresses from before a series was a record name it by its slug alone: it is that of the authority. */
function readSeries(query: FormBody, authorityId: AuthorityId | undefined): string | undefined {
  const [value, authority] = [query.get('series'), authorityId ?? query.get('authority')]
  return value === undefined || value.includes('@') || authority === undefined ? value : `${value}@${authority}`
}

/** The place of a series by what its facet is called. */
export function seriesPlace(value: string): { authorityId: AuthorityId; slug: string } | undefined {
  const [, slug = '', authority = ''] = seriesForm.exec(value) ?? []
  return isSlug<'authority'>(authority) && isSlug(slug) ? { authorityId: authority, slug } : undefined
}

/** The address of the catalogue with this wish; a page of its own for each, in no language. */
export function cataloguePath({ q, chosen, sort, after }: CatalogueWish): string {
  const parameters = new URLSearchParams()
  if (q !== '') parameters.set('q', q)
  for (const group of facetGroups) {
    const value = chosen[group]
    if (value !== undefined) parameters.set(group, value)
  }
  if (q !== '' && sort === 'newest') parameters.set('sort', sort)
  if (after !== undefined) parameters.set('after', after)
  const search = parameters.toString()
  return search === '' ? '/opendata' : `/opendata?${search}`
}
