import type { Scope } from '#kernel/db/scope.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { type ListPlace, listPublished } from '../catalogue/queries.ts'
import { scoreOf } from './score.ts'

/** How many data sets are published, by authority, and how good they are on average, of all and by authority: per cent of the points of the metadata quality assessment. */
export async function countDataSets(scope: Scope): Promise<{
  readonly byAuthority: ReadonlyMap<AuthorityId, number>
  readonly quality: number | undefined
  readonly qualityByAuthority: ReadonlyMap<AuthorityId, number>
}> {
  const shares = new Map<AuthorityId, number[]>()
  let after: ListPlace | undefined
  for (;;) {
    const page = await listPublished(scope, { after, limit: pageSize })
    for (const dataSet of page) {
      const { authorityId } = dataSet
      const { points, most } = scoreOf({ dataSet, deadLinks: new Set() })
      shares.set(authorityId, [...(shares.get(authorityId) ?? []), points / most])
    }
    const last = page.at(-1)
    if (!last || page.length < pageSize) break
    after = last
  }
  const all = [...shares.values()].flat()
  return {
    byAuthority: new Map([...shares].map(([authorityId, own]) => [authorityId, own.length])),
    quality: all.length === 0 ? undefined : perCent(all),
    qualityByAuthority: new Map([...shares].map(([authorityId, own]) => [authorityId, perCent(own)])),
  }
}

const perCent = (shares: readonly number[]) =>
  Math.round((shares.reduce((sum, one) => sum + one, 0) / shares.length) * 1_000) / 10

const pageSize = 100
