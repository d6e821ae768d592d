import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import type { Feed } from '#kernel/feed.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { ProtectionReport } from '../protection/protect-tables.ts'

/** What became of a month of a feed: how many figures were shown, and how many not and why. */
export type FeedMonth = {
  readonly feed: string
  readonly month: IsoDate
  readonly k: number
  readonly shown: number
  readonly small: number
  readonly dominated: number
  readonly complement: number
  readonly earlier: number
}

/** Keeps what was hidden of a month; a month that is known stays as it is. */
export function insertFeedMonth(
  scope: WriteScope,
  { id, authorityId }: Feed,
  { month, report }: { readonly month: IsoDate; readonly report: ProtectionReport },
): void {
  const { k, shown, hidden, lost } = report
  scope.write(
    scope.db
      .insertInto('opendata.feed_months')
      .values({ authority_id: authorityId, feed: id, month, k, shown, ...hidden, lost, counted_at: scope.now() })
      .onConflict((conflict) => conflict.doNothing()),
  )
}

/** The months of a feed that were counted, such as `2026-10`. */
export async function listCountedMonths(scope: Scope, { id, authorityId }: Feed): Promise<string[]> {
  const rows = await scope.db
    .selectFrom('opendata.feed_months')
    .select('month')
    .where('authority_id', '=', authorityId)
    .where('feed', '=', id)
    .execute()
  return rows.map(({ month }) => month.slice(0, 7))
}

/** Where a page of the months ends. */
export type MonthPlace = { readonly month: string; readonly feed: string }

/** The months of an authority's feeds, the latest first, `limit` at a time. */
export async function listFeedMonths(
  scope: Scope,
  { authorityId, after, limit }: { authorityId: AuthorityId; after?: MonthPlace | undefined; limit: number },
): Promise<FeedMonth[]> {
  const rows = await scope.db
    .selectFrom('opendata.feed_months')
    .select(['feed', 'month', 'k', 'shown', 'small', 'dominated', 'complement', 'earlier'])
    .where('authority_id', '=', authorityId)
    .$if(after !== undefined, (query) =>
      query.where((where) =>
        where.or([
          where('month', '<', after?.month ?? ''),
          where.and([where('month', '=', after?.month ?? ''), where('feed', '>', after?.feed ?? '')]),
        ]),
      ),
    )
    .orderBy('month', 'desc')
    .orderBy('feed')
    .limit(limit)
    .execute()
  return rows.flatMap(({ month, ...rest }) => (isIsoDate(month) ? [{ month, ...rest }] : []))
}
