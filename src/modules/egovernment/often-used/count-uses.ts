import { sql } from 'kysely'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import type { JobHandler, Module } from '#kernel/module.ts'

const days = 90
/** Fewer say more of the few who asked than of the service. */
const fewest = 5

/**
 * Counts the cases of the last 90 days by service, over all authorities and along each one's index of arrivals, and keeps the numbers in place of
 * those before. A service with fewer than five is left out. Needs the purpose `service-uses`.
 */
export async function countUses(scope: WriteScope): Promise<void> {
  await scope.db.deleteFrom('egovernment.service_uses').execute()
  await scope.db
    .insertInto('egovernment.service_uses')
    .columns(['service_id', 'cases', 'counted_at'])
    .expression(
      scope.db
        .selectFrom('kernel.authorities as a')
        .innerJoin('egovernment.cases as c', 'c.authority_id', 'a.id')
        .select(({ fn, val }) => ['c.service_id', fn.countAll<number>().as('cases'), val(scope.now()).as('counted_at')])
        .where('c.received_at', '>=', sql<Date>`${scope.now()}::timestamptz - make_interval(days => ${days})`)
        .groupBy('c.service_id')
        .having(({ fn }) => fn.countAll(), '>=', fewest),
    )
    .execute()
}

/** How often each service was asked for lately; none where there were only a few. */
export async function readUses(scope: Scope): Promise<ReadonlyMap<string, number>> {
  const rows = await scope.db.selectFrom('egovernment.service_uses').select(['service_id', 'cases']).execute()
  return new Map(rows.map((row) => [row.service_id, row.cases]))
}

const countNightly: JobHandler = (scope) => countUses(scope)

export const usesJobs: NonNullable<Module['jobs']> = {
  'egovernment.count_uses': {
    purpose: 'service-uses',
    about: 'Counts how often each service was asked for lately, for the front page.',
    handler: countNightly,
  },
}

export const usesSchedules: NonNullable<Module['schedules']> = [{ job: 'egovernment.count_uses', cron: '17 3 * * *' }]
