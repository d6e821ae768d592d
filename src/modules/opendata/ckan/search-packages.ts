import { type RawBuilder, sql } from 'kysely'
import type { Request } from '#kernel/http/route.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { listPublishedByIds } from '../catalogue/queries.ts'
import { wordsOf } from '../finder/find-data-sets.ts'
import type { ActionInput } from './action.ts'
import type { SearchNode } from './search-query.ts'
import { conditionOf, valueFields } from './search-sql.ts'

export type PackageOrder = {
  readonly by: 'score' | 'name' | 'title' | 'id' | 'changed_at' | 'published_at'
  readonly isDescending: boolean
}

export type PackageSearch = {
  /** All of them must hold. */
  readonly where?: readonly SearchNode[]
  /** Words that the best ones have most of. */
  readonly words?: string
  readonly order?: readonly PackageOrder[]
  readonly limit: number
  readonly start: number
  /** Names of CKAN's fields whose values are counted. */
  readonly facetFields?: readonly string[]
  /** Values of each field at most. */
  readonly facetLimit?: number
}

export type FoundPackages = {
  readonly count: number
  readonly ids: readonly string[]
  /** The most frequent values of each field, most first. */
  readonly facets: Readonly<Record<string, readonly { readonly name: string; readonly count: number }[]>>
}

/** Finds data sets; on the pages of an authority only its own. */
export async function searchPackages(
  { scope, request }: Pick<ActionInput, 'scope'> & { readonly request: Pick<Request, 'authorityId' | 'language'> },
  search: PackageSearch,
): Promise<FoundPackages> {
  const own: SearchNode[] =
    request.authorityId === undefined
      ? []
      : [{ kind: 'term', field: 'organization', value: request.authorityId, isQuoted: true }]
  const around = { language: request.language, now: scope.now() }
  const condition = conditionOf({ kind: 'and', nodes: [{ kind: 'all' }, ...own, ...(search.where ?? [])] }, around)
  const { rows: counted } = await sql<{ count: string }>`
    select count(*) as count from opendata.published_data_sets p where p.withdrawn_at is null and ${condition}`.execute(
    scope.db,
  )
  const order = orderOf(search, wordsOf({ q: search.words ?? '', language: request.language }, false).score)
  const { rows } =
    search.limit === 0
      ? { rows: [] }
      : await sql<{ id: string }>`
          select p.id from opendata.published_data_sets p where p.withdrawn_at is null and ${condition}
          order by ${order} limit ${search.limit} offset ${search.start}`.execute(scope.db)
  return {
    count: Number(counted[0]?.count ?? 0),
    ids: rows.map(({ id }) => id),
    facets: await countValues({ scope, condition, search }),
  }
}

function orderOf({ order = [] }: PackageSearch, score: RawBuilder<number>): RawBuilder<unknown> {
  const columns: Readonly<Record<PackageOrder['by'], RawBuilder<unknown>>> = {
    score,
    name: sql`p.slug`,
    title: sql`p.metadata -> 'title' ->> 'de'`,
    id: sql`p.id`,
    changed_at: sql`p.changed_at`,
    published_at: sql`p.published_at`,
  }
  const parts = order.map(({ by, isDescending }) => sql`${columns[by]} ${isDescending ? sql`desc` : sql`asc`}`)
  return sql.join([...parts, sql`p.id desc`], sql`, `)
}

async function countValues({
  scope,
  condition,
  search: { facetFields = [], facetLimit = 50 },
}: {
  scope: ActionInput['scope']
  condition: RawBuilder<boolean>
  search: PackageSearch
}): Promise<FoundPackages['facets']> {
  const asked = facetFields.flatMap((name) => {
    const field = Object.hasOwn(valueFields, name) ? valueFields[name] : undefined
    return field ? [{ name, prefix: field.prefix }] : []
  })
  if (asked.length === 0) return {}
  const prefixes = [...new Set(asked.map(({ prefix }) => prefix))]
  const { rows } = await sql<{ value: string; count: string }>`
    select value, count(*) as count
    from opendata.published_data_sets p, unnest(p.facets || p.tags) as value
    where p.withdrawn_at is null and ${condition} and split_part(value, ':', 1) || ':' = any (${prefixes}::text[])
    group by value order by count desc, value limit 20000`.execute(scope.db)
  const valuesOf = ({ prefix }: (typeof asked)[number]) =>
    rows.flatMap(({ value, count }) =>
      value.startsWith(prefix) ? [{ name: outward(prefix, value.slice(prefix.length)), count: Number(count) }] : [],
    )
  return Object.fromEntries(asked.map((field) => [field.name, valuesOf(field).slice(0, facetLimit)]))
}

/** Names of themes are small in CKAN. */
function outward(prefix: string, value: string): string {
  return prefix === 'theme:' ? value.toLowerCase() : value
}

/** What is said of data sets is read some at a time, so that many do not lie in memory together. */
export async function* dataSetsOf(
  { scope }: Pick<ActionInput, 'scope'>,
  ids: readonly string[],
): AsyncGenerator<readonly PublishedDataSet[]> {
  const some = 50
  for (let at = 0; at < ids.length; at += some) yield listPublishedByIds(scope, ids.slice(at, at + some))
}
