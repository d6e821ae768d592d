import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, isUuid, type StaffId, uuid } from '#kernel/ids.ts'
import type { DataSetId, DataSetOrigin, DataSetState } from '../catalogue/data-set.ts'
import { originOf } from '../catalogue/queries.ts'
import { type DataSetKey, stateOf } from '../catalogue/workbench.ts'

/** A line of the list at the desk. */
export type ListedDataSet = {
  readonly id: DataSetId
  readonly slug: string
  readonly title: string
  readonly origin: DataSetOrigin
  readonly state: DataSetState
  readonly changedAt: Date
}

export type BenchList = { readonly dataSets: readonly ListedDataSet[]; readonly next?: string }

const pageSize = 50

/** Data sets of an authority, those last changed on top; in one state, or all. `after` is where the page before ended. */
export async function listBench(
  scope: Scope,
  {
    authorityId,
    state,
    after,
  }: { authorityId: AuthorityId; state: DataSetState | undefined; after: string | undefined },
): Promise<BenchList> {
  const [micros = '', id = ''] = (after ?? '').split('~')
  const isPlace = /^\d{1,16}$/.test(micros) && isUuid(id)
  const at = sql`timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond'`
  const rows = await scope.db
    .selectFrom('opendata.data_sets as d')
    .select([
      'd.id',
      'd.slug',
      'd.title',
      'd.origin',
      'd.state',
      'd.changed_at',
      sql<string>`(extract(epoch from d.changed_at) * 1000000)::bigint::text`.as('at'),
    ])
    .where('d.authority_id', '=', authorityId)
    .$if(state !== undefined, (query) => query.where('d.state', '=', state ?? ''))
    .$if(isPlace, (query) =>
      query.where(sql<boolean>`d.changed_at <= ${at} and (d.changed_at < ${at} or d.id > ${id}::uuid)`),
    )
    .orderBy('d.changed_at', 'desc')
    .orderBy('d.id')
    .limit(pageSize + 1)
    .execute()
  const last = rows.length > pageSize ? rows[pageSize - 1] : undefined
  const dataSets = rows.slice(0, pageSize).map((row) => ({
    id: uuid<'data-set'>(row.id),
    slug: row.slug,
    title: row.title,
    origin: originOf(row.origin),
    state: stateOf(row.state),
    changedAt: row.changed_at,
  }))
  return { dataSets, ...(last && { next: `${last.at}~${last.id}` }) }
}

/** The data set of this id at one of these authorities; undefined where there is none. */
export async function findKey(
  scope: Scope,
  authorities: readonly AuthorityId[],
  id: string,
): Promise<DataSetKey | undefined> {
  if (!isUuid(id) || authorities.length === 0) return undefined
  const row = await scope.db
    .selectFrom('opendata.data_sets')
    .select(['authority_id', 'id'])
    .where('authority_id', 'in', [...authorities])
    .where('id', '=', id)
    .executeTakeFirst()
  const authorityId = authorities.find((one) => one === row?.authority_id)
  return row && authorityId && { authorityId, id: uuid<'data-set'>(row.id) }
}

/** Why it was given or taken back the last time. */
export type Reason = {
  readonly kind: 'returned' | 'withdrawn'
  readonly reason: string
  readonly at: Date
  readonly by: StaffId | null
}

export async function findLastReason(scope: Scope, { authorityId, id }: DataSetKey): Promise<Reason | undefined> {
  const row = await scope.db
    .selectFrom('opendata.data_set_reasons')
    .select(['kind', 'reason', 'at', 'by'])
    .where('authority_id', '=', authorityId)
    .where('data_set_id', '=', id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    kind: row.kind === 'withdrawn' ? 'withdrawn' : 'returned',
    reason: row.reason,
    at: row.at,
    by: row.by === null ? null : uuid<'staff'>(row.by),
  }
}
