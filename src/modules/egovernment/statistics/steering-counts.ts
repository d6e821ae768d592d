import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { type Channel, channels } from '../cases/case.ts'
import { leastDecided } from './disclosure.ts'

const startOf = (day: IsoDate) => sql<Date>`(${day}::date)::timestamp at time zone 'Europe/Zurich'`

/** A stretch of days: from the first up to, but not on, the last. */
export type Stretch = { readonly from: IsoDate; readonly until: IsoDate }

/** How cases came in over the whole canton in a stretch of days, by channel; for whoever counts under the purpose `strategy`. */
export async function countFiledByChannel(
  scope: Scope,
  { from, until }: Stretch,
): Promise<ReadonlyMap<Channel, number>> {
  const rows = await scope.db
    .selectFrom('egovernment.cases')
    .select(['channel', sql<number>`count(*)::int`.as('count')])
    .where('received_at', '>=', startOf(from))
    .where('received_at', '<', startOf(until))
    .groupBy('channel')
    .execute()
  return new Map(channels.map((channel) => [channel, rows.find((row) => row.channel === channel)?.count ?? 0]))
}

/**
 * Shares of the channels in per cent with one decimal, only where they show nobody: five cases at least, and of each channel either none or five at
 * least. Gives nothing otherwise.
 */
export function shareByChannel(counts: ReadonlyMap<Channel, number>): ReadonlyMap<Channel, number> {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const isSafe = all >= leastDecided && [...counts.values()].every((count) => count === 0 || count >= leastDecided)
  return isSafe ? new Map([...counts].map(([channel, count]) => [channel, perCent(count, all)])) : new Map()
}

const perCent = (part: number, whole: number) => Math.round((part / whole) * 1_000) / 10

/**
 * Days from arrival to decision over the whole canton, as a median with one decimal; undefined where fewer than five were decided, or by fewer
 * than two people: that would show the work of one.
 */
export async function medianDaysToDecision(scope: Scope, { from, until }: Stretch): Promise<number | undefined> {
  const days = sql`extract(epoch from d.decided_at - c.received_at) / 86400`
  const row = await scope.db
    .selectFrom('egovernment.case_decisions as d')
    .innerJoin('egovernment.cases as c', (on) =>
      on.onRef('c.authority_id', '=', 'd.authority_id').onRef('c.id', '=', 'd.case_id'),
    )
    .select([
      sql<number>`count(*)::int`.as('decided'),
      sql<number>`count(distinct d.signed_by)::int`.as('signers'),
      sql<number | null>`round((percentile_cont(0.5) within group (order by ${days}))::numeric, 1)::float8`.as(
        'median',
      ),
    ])
    .where('d.decided_at', '>=', startOf(from))
    .where('d.decided_at', '<', startOf(until))
    .executeTakeFirstOrThrow()
  return row.decided >= leastDecided && row.signers >= 2 ? (row.median ?? undefined) : undefined
}

/**
 * Share of drafts begun in a stretch of days that became no case up to now, in per cent; undefined where fewer than five were begun, given up or
 * handed in. Only drafts that still lie here are counted: those that ran out are gone.
 */
export async function shareOfDraftsGivenUp(scope: Scope, { from, until }: Stretch): Promise<number | undefined> {
  const row = await scope.db
    .selectFrom('egovernment.drafts')
    .select([
      sql<number>`count(*)::int`.as('begun'),
      sql<number>`(count(*) filter (where submitted_at is null))::int`.as('given_up'),
    ])
    .where('created_at', '>=', startOf(from))
    .where('created_at', '<', startOf(until))
    .executeTakeFirstOrThrow()
  const parts = [row.given_up, row.begun - row.given_up]
  const isSafe = row.begun >= leastDecided && parts.every((part) => part === 0 || part >= leastDecided)
  return isSafe ? perCent(row.given_up, row.begun) : undefined
}
