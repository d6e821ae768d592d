import { type RawBuilder, sql } from 'kysely'
import { ContentMemory } from '#kernel/db/content-watch.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { BadRequestError } from '#kernel/http/errors.ts'
import { type Language, languages } from '#kernel/i18n/language.ts'
import { type AuthorityId, isUuid } from '#kernel/ids.ts'
import { contentSynonyms } from '#kernel/search/synonyms.ts'
import { type Term, termsOf } from '#kernel/search/terms.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { listPublishedByIds } from '../catalogue/queries.ts'
import { type CatalogueWish, type FacetGroup, facetGroups } from './catalogue-wish.ts'

export type CatalogueQuery = CatalogueWish & {
  readonly language: Language
  /** Only data sets of this authority. */
  readonly authorityId: AuthorityId | undefined
  readonly limit: number
}

/** How many data sets each choice would leave, the other choices kept. */
export type FacetCounts = {
  readonly total: number
  readonly of: Readonly<Record<FacetGroup, readonly { readonly value: string; readonly count: number }[]>>
}

export type FoundDataSets = {
  readonly items: readonly PublishedDataSet[]
  readonly counts: FacetCounts
  readonly next: string | null
  /** Nothing has all the words: these have some of them. */
  readonly isLoose: boolean
}

const memory = new ContentMemory<FacetCounts>(300)

/**
 * Finds data sets by words in four languages (with their stems, the synonyms of the content, and parts of words), narrowed down by what was
 * chosen, best or newest first, page by page. Throws 400 for a place that is none. Anything may be typed.
 */
export async function findDataSets(scope: Scope, query: CatalogueQuery): Promise<FoundDataSets> {
  const strict = wordsOf(query, false)
  const found = await readPage(scope, query, strict, false)
  if (found.counts.total > 0 || !strict.hasSeveral || hasChosen(query)) return found
  return readPage(scope, query, wordsOf(query, true), true)
}

const hasChosen = ({ chosen }: CatalogueQuery) => Object.keys(chosen).length > 0

async function readPage(scope: Scope, query: CatalogueQuery, words: Words, isLoose: boolean): Promise<FoundDataSets> {
  const key = JSON.stringify([query.q, query.chosen, query.authorityId ?? '', query.language, isLoose])
  const counts = await scope.remember(memory, key, () => countFacets(query, words).execute(scope.db).then(readCounts))
  const { rows } = await listStatement(query, words).execute(scope.db)
  const shown = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? shown.at(-1) : undefined
  const items = await listPublishedByIds(
    scope,
    shown.map(({ id }) => id),
  )
  return { items, counts, next: last ? `${last.place}_${last.id}` : null, isLoose }
}

type Words = {
  readonly condition: RawBuilder<boolean>
  readonly score: RawBuilder<number>
  readonly hasSeveral: boolean
}

/** Each word of the question: found by its stem in one of the languages, by a synonym, or as a part of a title or keyword. On `p`. */
export function wordsOf({ q, language }: Pick<CatalogueQuery, 'q' | 'language'>, isLoose: boolean): Words {
  const byPosition = [...Map.groupBy(termsOf(q, contentSynonyms()), ({ position }) => position).values()]
  const parts = byPosition.map((terms) => ({ asked: askedFor(terms), near: nearOf(terms), language }))
  if (parts.length === 0) return { condition: sql<boolean>`true`, score: sql<number>`0::float8`, hasSeveral: false }
  const hits = parts.map(({ asked, near }) =>
    near === null ? sql`p.words @@ ${asked}` : sql`(p.words @@ ${asked} or p.names like ${`%${near}%`})`,
  )
  const scores = parts.map(({ asked, near }) =>
    near === null
      ? sql`ts_rank(p.words, ${asked})`
      : sql`ts_rank(p.words, ${asked}) + case when p.names like ${`%${near}%`} then 0.3 else 0 end`,
  )
  // A word that says nothing in the language of the page, such as «der», need not be found.
  const isStop = (at: number) => {
    const first = byPosition[at]?.find(({ factor }) => factor === 1)?.anywhere ?? ''
    return sql`numnode(to_tsquery(kernel.search_config(${language}), ${first})) = 0`
  }
  const conditions = hits.map((hit, at) =>
    isLoose ? sql`(not ${isStop(at)} and ${hit})` : sql`(${isStop(at)} or ${hit})`,
  )
  return {
    condition: sql<boolean>`(${sql.join(conditions, isLoose ? sql` or ` : sql` and `)})`,
    score: sql<number>`(${sql.join(scores, sql` + `)})::float8`,
    hasSeveral: parts.length > 1,
  }
}

/** A query in every language at once; the operands hold letters and digits only. */
function askedFor(terms: readonly Term[]): RawBuilder<unknown> {
  const text = terms.map(({ anywhere }) => anywhere).join(' | ')
  const each = languages.map((one) => sql`to_tsquery(kernel.search_config(${one}), ${text})`)
  return sql`(${sql.join(each, sql` || `)})`
}

const nearOf = (terms: readonly Term[]): string | null =>
  terms.find(({ near }) => near !== null && near.length >= 4)?.near ?? null

/** Facets that must hold, without those of one group. */
function wanted({ chosen, authorityId }: CatalogueQuery, without?: FacetGroup): readonly string[] {
  const own = facetGroups.flatMap((group) => {
    const value = chosen[group]
    return value === undefined || group === without ? [] : [`${group}:${value}`]
  })
  return authorityId === undefined ? own : [...own, `authority:${authorityId}`]
}

function listStatement(query: CatalogueQuery, { condition, score }: Words) {
  const holding = wanted(query)
  const narrowed =
    holding.length === 0
      ? sql`true`
      : // The index by authority and time gives a page without sorting; facets have their own.
        query.authorityId !== undefined && holding.length === 1
        ? sql`p.authority_id = ${query.authorityId}`
        : sql`p.facets @> ${[...holding]}::text[]`
  const place = readPlace(query)
  if (query.sort === 'newest') {
    const after = place ? sql`(p.changed_at, p.id) < (${place.at}::timestamptz, ${place.id}::uuid)` : sql`true`
    return sql<{ id: string; place: string }>`select p.id, p.changed_at::text as place
      from opendata.published_data_sets p where p.withdrawn_at is null and ${narrowed} and ${condition} and ${after}
      order by p.changed_at desc, p.id desc limit ${query.limit + 1}`
  }
  const after = place ? sql`(score, id) < (${place.at}::float8, ${place.id}::uuid)` : sql`true`
  return sql<{ id: string; place: string }>`select id, score::text as place from (
      select p.id, ${score} as score from opendata.published_data_sets p
      where p.withdrawn_at is null and ${narrowed} and ${condition}) as scored
    where ${after} order by score desc, id desc limit ${query.limit + 1}`
}

/** Where the page before ended: an instant or a score, and an id. */
function readPlace({ after, sort }: CatalogueQuery): { at: string; id: string } | undefined {
  if (after === undefined) return undefined
  const mark = after.lastIndexOf('_')
  const [at, id] = [after.slice(0, mark), after.slice(mark + 1)]
  const isPlace =
    sort === 'newest'
      ? /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d)?$/.test(at) &&
        !Number.isNaN(Date.parse(at.slice(0, 19)))
      : /^\d{1,3}(?:\.\d{1,20})?(?:e-\d{1,2})?$/.test(at)
  if (!isPlace || !isUuid(id)) throw new BadRequestError('no such place', { userMessage: 'opendata.finder.bad_place' })
  return { at, id }
}

type CountRow = { facet: string; count: string }

function countFacets(query: CatalogueQuery, { condition }: Words) {
  const cases = facetGroups.map((group) => sql`when ${`${group}:`} then ${[...wanted(query, group)]}::text[]`)
  return sql<CountRow>`with matching as materialized (
      select p.facets from opendata.published_data_sets p
      where p.withdrawn_at is null and p.facets @> ${always(query)}::text[] and ${condition})
    select '' as facet, count(*) as count from matching where facets @> ${[...wanted(query)]}::text[]
    union all
    select facet, count(*) from matching, unnest(facets) as facet
    where facets @> case split_part(facet, ':', 1) || ':' ${sql.join(cases, sql` `)} else array['none'] end
    group by facet`
}

const always = ({ authorityId }: CatalogueQuery): string[] =>
  authorityId === undefined ? [] : [`authority:${authorityId}`]

function readCounts({ rows }: { rows: readonly CountRow[] }): FacetCounts {
  const ofGroup = (group: FacetGroup) =>
    rows
      .filter(({ facet }) => facet.startsWith(`${group}:`))
      .map(({ facet, count }) => ({ value: facet.slice(group.length + 1), count: Number(count) }))
      .toSorted((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
  return {
    total: Number(rows.find(({ facet }) => facet === '')?.count ?? 0),
    of: {
      authority: ofGroup('authority'),
      theme: ofGroup('theme'),
      series: ofGroup('series'),
      format: ofGroup('format'),
      frequency: ofGroup('frequency'),
      licence: ofGroup('licence'),
    },
  }
}
