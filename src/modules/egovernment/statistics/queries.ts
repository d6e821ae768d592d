import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { AuthorityId, UnitId } from '#kernel/ids.ts'
import type { Atom } from './disclosure.ts'
import type { Decided, Period } from './figures.ts'

/** Which team, and since which day. */
export type Wanted = {
  readonly authorityId: AuthorityId
  readonly unitId?: UnitId | undefined
  readonly period: Period
  readonly since: IsoDate
}

/** Decisions from a day on, up to but not on another one. */
export type DecidedIn = Omit<Wanted, 'since'> & { readonly since: IsoDate; readonly until: IsoDate }

const inZone = (column: string, period: Period) =>
  sql<string>`to_char(date_trunc(${sql.lit(period)}, ${sql.ref(column)} at time zone 'Europe/Zurich'), 'YYYY-MM-DD')`

const startOf = (day: IsoDate) => sql<Date>`(${day}::date)::timestamp at time zone 'Europe/Zurich'`
const begin = ({ since }: Wanted) => startOf(since)

export type Received = {
  readonly start: string
  readonly unitId: string | null
  readonly serviceId: string
  readonly channel: string
  readonly received: number
}

/** What came in, by period, unit, service and way: counted along the index of arrivals. */
export async function countReceived(scope: Scope, wanted: Wanted): Promise<readonly Received[]> {
  const { authorityId, unitId, period } = wanted
  let query = scope.db
    .selectFrom('egovernment.cases')
    .select([
      inZone('received_at', period).as('start'),
      'unit_id as unitId',
      'service_id as serviceId',
      'channel',
      sql<number>`count(*)::int`.as('received'),
    ])
    .where('authority_id', '=', authorityId)
    .where('received_at', '>=', begin(wanted))
  if (unitId !== undefined) query = query.where('unit_id', '=', unitId)
  return query.groupBy(['start', 'unit_id', 'service_id', 'channel']).execute()
}

export type Pending = {
  readonly unitId: string | null
  readonly serviceId: string
  readonly open: number
  readonly overdue: number
}

/** What is open today; overdue is what nobody waits for. */
export async function countPending(scope: Scope, { authorityId, unitId }: Wanted): Promise<readonly Pending[]> {
  let query = scope.db
    .selectFrom('egovernment.cases')
    .select([
      'unit_id as unitId',
      'service_id as serviceId',
      sql<number>`count(*)::int`.as('open'),
      sql<number>`(count(*) filter (where due_on < ${scope.today()}::date and status <> 'waiting_for_applicant'))::int`.as(
        'overdue',
      ),
    ])
    .where('authority_id', '=', authorityId)
    .where((row) => row.ref('is_open'))
  if (unitId !== undefined) query = query.where('unit_id', '=', unitId)
  return query.groupBy(['unit_id', 'service_id']).execute()
}

export type DecidedBy<Key> = Decided & Key

/** Decisions by period, with the days from arrival to decision. */
export async function decidedByPeriod(
  scope: Scope,
  wanted: DecidedIn,
): Promise<readonly DecidedBy<{ start: string }>[]> {
  return decisions(scope, wanted).select(inZone('d.decided_at', wanted.period).as('start')).groupBy('start').execute()
}

/** Decisions by unit and service. */
export async function decidedByService(
  scope: Scope,
  wanted: DecidedIn,
): Promise<readonly DecidedBy<{ unitId: string | null; serviceId: string }>[]> {
  return decisions(scope, wanted)
    .select(['c.unit_id as unitId', 'c.service_id as serviceId'])
    .groupBy(['c.unit_id', 'c.service_id'])
    .execute()
}

/** Decisions of a whole authority in their smallest pieces, for deciding which sums may be shown. */
export async function countAtoms(scope: Scope, wanted: Omit<DecidedIn, 'unitId' | 'period'>): Promise<readonly Atom[]> {
  return scope.db
    .selectFrom('egovernment.case_decisions as d')
    .innerJoin('egovernment.cases as c', (on) =>
      on.onRef('c.authority_id', '=', 'd.authority_id').onRef('c.id', '=', 'd.case_id'),
    )
    .select([
      inZone('d.decided_at', 'month').as('month'),
      'c.unit_id as unitId',
      'c.service_id as serviceId',
      'd.signed_by as signedBy',
      sql<number>`count(*)::int`.as('decided'),
    ])
    .where('d.authority_id', '=', wanted.authorityId)
    .where('c.authority_id', '=', wanted.authorityId)
    .where('d.decided_at', '>=', startOf(wanted.since))
    .where('d.decided_at', '<', startOf(wanted.until))
    .groupBy(['month', 'c.unit_id', 'c.service_id', 'd.signed_by'])
    .execute()
}

function decisions(scope: Scope, wanted: DecidedIn) {
  const days = sql`extract(epoch from d.decided_at - c.received_at) / 86400`
  const query = scope.db
    .selectFrom('egovernment.case_decisions as d')
    .innerJoin('egovernment.cases as c', (on) =>
      on.onRef('c.authority_id', '=', 'd.authority_id').onRef('c.id', '=', 'd.case_id'),
    )
    .select([
      sql<number>`count(*)::int`.as('decided'),
      sql<number | null>`round((percentile_cont(0.5) within group (order by ${days}))::numeric, 1)::float8`.as(
        'median',
      ),
      sql<number | null>`round((percentile_cont(0.9) within group (order by ${days}))::numeric, 1)::float8`.as('p90'),
    ])
    .where('d.authority_id', '=', wanted.authorityId)
    .where('c.authority_id', '=', wanted.authorityId)
    .where('d.decided_at', '>=', startOf(wanted.since))
    .where('d.decided_at', '<', startOf(wanted.until))
  return wanted.unitId === undefined ? query : query.where('c.unit_id', '=', wanted.unitId)
}
