import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'
import { dataSetPath } from './addresses.ts'

/** The pages of published data sets, of the whole canton or of one authority, in no language: for search engines. */
export async function listDataSetPages(
  scope: Scope,
  { authorityId, limit }: { authorityId: AuthorityId | undefined; limit: number },
): Promise<{ readonly path: string }[]> {
  const rows = await scope.db
    .selectFrom('opendata.published_data_sets')
    .select(['authority_id', 'slug'])
    .where('withdrawn_at', 'is', null)
    .$if(authorityId !== undefined, (query) => query.where('authority_id', '=', authorityId ?? ''))
    .orderBy('authority_id')
    .orderBy('slug')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    path: dataSetPath({ authorityId: slug<'authority'>(row.authority_id), slug: row.slug }),
  }))
}
