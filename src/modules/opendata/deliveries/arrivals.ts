import { sql } from 'kysely'
import type { StaffActor, SystemActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { type DeliveryWay, deliveryWays, type TableKey } from './delivery.ts'

/** How the rows of a public table come by themselves, and when they last did. */
export type Arrival = { readonly way: DeliveryWay; readonly everyHours: number | null; readonly at: Date }

type ArrivalScope = WriteScope<StaffActor> | WriteScope<SystemActor>

/** Notes that the rows of a table came, or are what they were; of a table that is not public nothing is noted. */
export function noteArrival(scope: ArrivalScope, { authorityId, tableId }: TableKey, way: DeliveryWay): void {
  const at = scope.now()
  const every = sql<number | null>`case when ${way}::text = 'fetch' then s.every_hours end`
  scope.write(
    scope.db
      .insertInto('opendata.table_arrivals')
      .columns(['authority_id', 'table_id', 'data_set_id', 'way', 'every_hours', 'at'])
      .expression(
        scope.db
          .selectFrom('opendata.published_distributions as d')
          .leftJoin('opendata.table_sources as s', (on) =>
            on.onRef('s.authority_id', '=', 'd.authority_id').onRef('s.table_id', '=', 'd.id'),
          )
          .select(['d.authority_id', 'd.id', 'd.data_set_id', sql<string>`${way}::text`.as('way'), every.as('every')])
          .select(sql<Date>`${at}::timestamptz`.as('at'))
          .where('d.authority_id', '=', authorityId)
          .where('d.id', '=', tableId)
          .where('d.ended_at', 'is', null),
      )
      .onConflict((conflict) =>
        conflict.columns(['authority_id', 'table_id']).doUpdateSet((eb) => ({
          way: eb.ref('excluded.way'),
          every_hours: eb.ref('excluded.every_hours'),
          at: eb.ref('excluded.at'),
        })),
      ),
  )
}

/** They are not fetched any more. */
export function endArrivals(scope: ArrivalScope, { authorityId, tableId }: TableKey): void {
  scope.write(
    scope.db
      .deleteFrom('opendata.table_arrivals')
      .where('authority_id', '=', authorityId)
      .where('table_id', '=', tableId)
      .where('way', '=', 'fetch'),
  )
}

/** Of the tables of a data set, by their ids. */
export async function listArrivals(
  scope: Scope,
  { authorityId, id }: Pick<PublishedDataSet, 'authorityId' | 'id'>,
): Promise<ReadonlyMap<string, Arrival>> {
  const rows = await scope.db
    .selectFrom('opendata.table_arrivals')
    .select(['table_id', 'way', 'every_hours', 'at'])
    .where('authority_id', '=', authorityId)
    .where('data_set_id', '=', id)
    .execute()
  return new Map(
    rows.flatMap(({ table_id, way: text, every_hours: everyHours, at }): [string, Arrival][] => {
      const way = deliveryWays.find((one) => one === text)
      return way ? [[table_id, { way, everyHours, at }]] : []
    }),
  )
}

/** When the rows of some tables last came by themselves, new ones or the same, by the ids of the tables. */
export async function listArrivedAt(
  scope: Scope,
  tables: readonly { readonly authorityId: string; readonly tableId: string }[],
): Promise<ReadonlyMap<string, Date>> {
  if (tables.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom('opendata.table_arrivals')
    .select(['table_id', 'at'])
    .where('authority_id', 'in', [...new Set(tables.map(({ authorityId }) => authorityId))])
    .where(
      'table_id',
      'in',
      tables.map(({ tableId }) => tableId),
    )
    .execute()
  return new Map(rows.map(({ table_id, at }) => [table_id, at]))
}
