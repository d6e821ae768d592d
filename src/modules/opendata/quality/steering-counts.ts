import type { Scope } from '#kernel/db/scope.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { type ListPlace, listPublished } from '../catalogue/queries.ts'
import { scoreOf } from './score.ts'

/** How many data sets are published, by authority, and how good they are on average: points out of a hundred of the metadata quality assessment. */
export async function countDataSets(
  scope: Scope,
): Promise<{ readonly byAuthority: ReadonlyMap<AuthorityId, number>; readonly quality: number | undefined }> {
  const byAuthority = new Map<AuthorityId, number>()
  let [shares, count] = [0, 0]
  let after: ListPlace | undefined
  for (;;) {
    const page = await listPublished(scope, { after, limit: pageSize })
    for (const { authorityId, metadata } of page) {
      const { points, most } = scoreOf({ metadata, deadLinks: new Set() })
      byAuthority.set(authorityId, (byAuthority.get(authorityId) ?? 0) + 1)
      shares += points / most
      count += 1
    }
    const last = page.at(-1)
    if (!last || page.length < pageSize) break
    after = last
  }
  return { byAuthority, quality: count === 0 ? undefined : Math.round((shares / count) * 1_000) / 10 }
}

const pageSize = 100
