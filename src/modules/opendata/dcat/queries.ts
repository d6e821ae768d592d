import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'
import type { ListPlace } from '../catalogue/queries.ts'

/** What the catalogue is at, and since when; changes with everything that is published or withdrawn. */
export async function findRevision(scope: Scope): Promise<{ revision: string; changedAt: Date }> {
  const row = await scope.db
    .selectFrom('opendata.catalogue_revision')
    .select(['revision', 'changed_at'])
    .executeTakeFirstOrThrow()
  return { revision: row.revision, changedAt: row.changed_at }
}

/** The last data set of each full page, in order: a page begins after the one before it. Reads the index alone. */
export async function listPageEnds(
  scope: Scope,
  { authorityId, pageSize }: { authorityId: AuthorityId | undefined; pageSize: number },
): Promise<ListPlace[]> {
  const rows = await scope.db
    .selectFrom(
      scope.db
        .selectFrom('opendata.published_data_sets as p')
        .select(({ fn }) => [
          'p.authority_id',
          'p.slug',
          fn
            .agg<number>('row_number')
            .over((over) => over.orderBy('p.authority_id').orderBy('p.slug'))
            .as('position'),
        ])
        .where('p.withdrawn_at', 'is', null)
        .$if(authorityId !== undefined, (query) => query.where('p.authority_id', '=', authorityId ?? ''))
        .as('numbered'),
    )
    .select(['authority_id', 'slug'])
    .where(({ eb }) => eb(eb('position', '%', pageSize), '=', 0))
    .orderBy('position')
    .execute()
  return rows.map((row) => ({ authorityId: slug<'authority'>(row.authority_id), slug: row.slug }))
}

/** Since when the rows that are public today are so, by table. */
export async function listRowsChangedAt(scope: Scope, tableIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  if (tableIds.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom('opendata.table_versions as v')
    .distinctOn('v.table_id')
    .select(['v.table_id', 'v.published_at'])
    .where('v.table_id', 'in', [...tableIds])
    .where('v.published_at', 'is not', null)
    .orderBy('v.table_id')
    .orderBy('v.number', 'desc')
    .execute()
  return new Map(rows.flatMap((row) => (row.published_at ? [[row.table_id, row.published_at]] : [])))
}
