import { systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { slug, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { LongWork, Module } from '#kernel/module.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { findPublishedById } from '../catalogue/queries.ts'
import { linksOf, lookAtLink } from '../gate/check-links.ts'

type Place = Pick<PublishedDataSet, 'authorityId' | 'id'>

const platform = systemActor('opendata')
const perNight = 200
const atOnce = 6
const milliseconds = 10_000

/** A link that leads nowhere, since when, and what is answered there; null where nobody answers. */
export type DeadLink = { readonly url: string; readonly status: number | null; readonly since: Date }

/** Looks at the links of one data set, and keeps which are dead; one that answers again is forgotten. Gives how many are dead. */
export async function lookAtLinks(kernel: Kernel, { authorityId, id }: Place): Promise<number> {
  const { database, settings } = kernel
  const dataSet = await database.read(platform, (scope) => findPublishedById(scope, id))
  const waiting =
    dataSet && !dataSet.withdrawnAt
      ? linksOf(dataSet.metadata).filter(({ url }) => !url.startsWith(`${settings.origin}/`))
      : []
  const dead: { url: string; status: number | null }[] = []
  const work = async () => {
    for (let link = waiting.shift(); link; link = waiting.shift()) {
      const state = await lookAtLink(link.url, { ownHosts: settings.outsideHosts, milliseconds })
      if (state.kind !== 'alive') dead.push({ url: link.url, status: state.kind === 'broken' ? state.status : null })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  await database.write(platform, async (scope) => {
    const own = { authority_id: authorityId, data_set_id: id }
    const now = scope.now()
    if (dead.length > 0)
      await scope.db
        .insertInto('opendata.dead_links')
        .values(dead.map((one) => ({ ...own, ...one, dead_since: now, looked_at: now })))
        .onConflict((conflict) =>
          conflict
            .columns(['authority_id', 'data_set_id', 'url'])
            .doUpdateSet(({ ref }) => ({ status: ref('excluded.status'), looked_at: ref('excluded.looked_at') })),
        )
        .execute()
    await scope.db
      .deleteFrom('opendata.dead_links')
      .where('authority_id', '=', authorityId)
      .where('data_set_id', '=', id)
      .where('looked_at', '<', now)
      .execute()
    await scope.db
      .insertInto('opendata.link_looks')
      .values({ ...own, looked_at: now })
      .onConflict((conflict) => conflict.columns(['authority_id', 'data_set_id']).doUpdateSet({ looked_at: now }))
      .execute()
  })
  return dead.length
}

/** The data sets whose links wait longest to be looked at. */
async function listWaiting(scope: Scope): Promise<Place[]> {
  const rows = await scope.db
    .selectFrom('opendata.published_data_sets as p')
    .leftJoin('opendata.link_looks as l', (on) =>
      on.onRef('l.authority_id', '=', 'p.authority_id').onRef('l.data_set_id', '=', 'p.id'),
    )
    .select(['p.authority_id', 'p.id'])
    .where('p.withdrawn_at', 'is', null)
    .orderBy('l.looked_at', (order) => order.asc().nullsFirst())
    .limit(perNight)
    .execute()
  return rows.map((row) => ({ authorityId: slug<'authority'>(row.authority_id), id: uuid<'data-set'>(row.id) }))
}

const lookAtAll: LongWork = async ({ kernel }) => {
  for (const place of await kernel.database.read(platform, listWaiting)) await lookAtLinks(kernel, place)
}

/** The dead links of some data sets, by the id of each. */
export async function readDeadLinks(
  scope: Scope,
  places: readonly Place[],
): Promise<ReadonlyMap<string, readonly DeadLink[]>> {
  if (places.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom('opendata.dead_links')
    .select(['data_set_id', 'url', 'status', 'dead_since'])
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('authority_id', 'data_set_id'),
        'in',
        places.map(({ authorityId, id }) => tuple(authorityId, id)),
      ),
    )
    .orderBy('url')
    .execute()
  const links = rows.map((row) => ({ id: row.data_set_id, url: row.url, status: row.status, since: row.dead_since }))
  return Map.groupBy(links, ({ id }) => id)
}

export const linkJobs: NonNullable<Module['jobs']> = {
  'opendata.look_at_links': {
    purpose: 'opendata',
    about: 'Looks whether the links of published data sets lead anywhere, those first that wait longest.',
    longWork: lookAtAll,
  },
}

export const linkSchedules: NonNullable<Module['schedules']> = [{ job: 'opendata.look_at_links', cron: '30 2 * * *' }]
