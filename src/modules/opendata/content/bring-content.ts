import { systemActor } from '#kernel/db/actor.ts'
import { noteFact, readFact } from '#kernel/db/facts.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { JobHandler, LongWork, Module } from '#kernel/module.ts'
import { gateOf } from '../gate/check-data-set.ts'
import { bringDataSet } from './bring-data-set.ts'
import { bringSeries } from './bring-series.ts'
import { contentAuthority, type ModuleTables, readContentDataSets } from './content-data-sets.ts'

const platform = systemActor('opendata')
const factOf = (slug: string) => `opendata.content.${slug}`

/**
 * Compares what the platform brings along with what was published of it, asks for each data set that changed, and keeps its series. Where nothing
 * did, that is all: nothing is written. Before the authorities are there nothing is done.
 */
const bringContent =
  (tables: () => ModuleTables): JobHandler =>
  async (scope, { kernel }) => {
    if (!(await isAuthorityThere(scope))) return
    for (const { slug, stamp } of await readContentDataSets(scope, kernel, tables()))
      if ((await readFact(scope, factOf(slug))) !== stamp)
        scope.enqueue('opendata.bring_data_set', { authorityId: contentAuthority, payload: { slug } })
    await bringSeries(scope)
  }

const isAuthorityThere = async (scope: Scope): Promise<boolean> =>
  (await scope.db
    .selectFrom('kernel.authorities')
    .select('id')
    .where('id', '=', contentAuthority)
    .executeTakeFirst()) !== undefined

/** Brings one data set of the platform up to date and publishes it. */
const bringOne =
  (tables: () => ModuleTables): LongWork =>
  async ({ kernel, payload }) => {
    const read = (scope: Scope) => readContentDataSets(scope, kernel, tables(), [String(payload.slug)])
    for (const { slug, table, metadata, rows, stamp } of await kernel.database.read(platform, read)) {
      await bringDataSet(
        kernel,
        { authorityId: contentAuthority, slug, metadata, rows: new Map([[table, rows]]) },
        gateOf(kernel),
      )
      await kernel.database.write(platform, async (scope) => {
        noteFact(scope, factOf(slug), stamp)
        await bringSeries(scope, slug)
      })
    }
  }

/** `tables` is asked when the jobs run, for a manifest is read before all are known. */
export const contentJobs = (tables: () => ModuleTables): NonNullable<Module['jobs']> => ({
  'opendata.bring_content': {
    purpose: 'opendata',
    about:
      'Asks for each data set of the platform itself that is not published as it should be now, and publishes its series.',
    handler: bringContent(tables),
  },
  'opendata.bring_data_set': {
    purpose: 'opendata',
    about:
      'Publishes one data set of the platform itself: municipalities, boundaries, holidays, voting Sundays, services, and what other modules publish.',
    longWork: bringOne(tables),
  },
})

/** Every few minutes, so that services that were just published are in the open data soon. */
export const contentSchedules: NonNullable<Module['schedules']> = [
  { job: 'opendata.bring_content', cron: '*/5 * * * *', atStart: true },
]
