import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'
import type { DataSetId } from '../catalogue/data-set.ts'

/** Most names, tags and changes that one answer lists. */
export const mostNames = 10_000

/** How many data sets each authority has published. */
export async function countByAuthority(scope: Scope): Promise<ReadonlyMap<string, number>> {
  const rows = await scope.db
    .selectFrom('opendata.published_data_sets')
    .select(({ fn }) => ['authority_id', fn.countAll<number>().as('count')])
    .where('withdrawn_at', 'is', null)
    .groupBy('authority_id')
    .execute()
  return new Map(rows.map((row) => [row.authority_id, Number(row.count)]))
}

export type Page = { readonly limit: number; readonly offset: number }

/** Where published data sets stand, by authority and slug. */
export async function listPlaces(
  scope: Scope,
  { authorityId, limit, offset }: Page & { authorityId: AuthorityId | undefined },
): Promise<{ authorityId: AuthorityId; slug: string }[]> {
  const rows = await scope.db
    .selectFrom('opendata.published_data_sets')
    .select(['authority_id', 'slug'])
    .where('withdrawn_at', 'is', null)
    .$if(authorityId !== undefined, (query) => query.where('authority_id', '=', authorityId ?? ''))
    .orderBy('authority_id')
    .orderBy('slug')
    .limit(limit)
    .offset(offset)
    .execute()
  return rows.map((row) => ({ authorityId: slug<'authority'>(row.authority_id), slug: row.slug }))
}

/** German keywords of published data sets, each once, with how many have it. */
export async function listTags(scope: Scope): Promise<{ name: string; count: number }[]> {
  const { rows } = await sql<{ name: string; count: string }>`
    select substr(tag, 4) as name, count(*) as count
    from opendata.published_data_sets p, unnest(p.tags) as tag
    where p.withdrawn_at is null and tag like 'de:%' group by tag order by tag limit ${mostNames}`.execute(scope.db)
  return rows.map(({ name, count }) => ({ name, count: Number(count) }))
}

export type Change = {
  readonly id: string
  readonly dataSetId: string
  readonly authorityId: AuthorityId
  readonly slug: string
  readonly title: string
  readonly kind: string
  readonly at: Date
}

/** What changed, newest first: of one data set, or of all. */
export async function listChanges(
  scope: Scope,
  { dataSet, limit, offset }: Page & { dataSet?: { authorityId: AuthorityId; id: DataSetId } },
): Promise<Change[]> {
  const rows = await scope.db
    .selectFrom('opendata.data_set_changes as c')
    .innerJoin('opendata.published_data_sets as p', (on) =>
      on.onRef('p.authority_id', '=', 'c.authority_id').onRef('p.id', '=', 'c.data_set_id'),
    )
    .select(['c.id', 'c.kind', 'c.at', 'p.id as data_set_id', 'p.authority_id', 'p.slug'])
    .select(sql<string>`p.metadata -> 'title' ->> 'de'`.as('title'))
    .$if(dataSet !== undefined, (query) =>
      query.where('c.authority_id', '=', dataSet?.authorityId ?? '').where('c.data_set_id', '=', dataSet?.id ?? ''),
    )
    .orderBy('c.at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    at: row.at,
    dataSetId: row.data_set_id,
    authorityId: slug<'authority'>(row.authority_id),
    slug: row.slug,
    title: row.title,
  }))
}
