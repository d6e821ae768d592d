import type { Feed } from '#kernel/feed.ts'
import type { JobHandler, LongWork, Module } from '#kernel/module.ts'
import { gateOf } from '../gate/check-data-set.ts'
import { publishFeed } from './publish-feed.ts'

/** Jobs that publish what the modules declare as feeds. `feeds` is asked when they run, for a manifest is read before all are known. */
export function feedJobs(feeds: () => readonly Feed[]): NonNullable<Module['jobs']> {
  const publishFeeds: JobHandler = async (scope) => {
    for (const { id } of feeds()) scope.enqueue('opendata.publish_feed', { payload: { feed: id } })
  }
  const publishOne: LongWork = async ({ kernel, payload }) => {
    const feed = feeds().find(({ id }) => id === payload.feed)
    if (feed && kernel.authorities.has(feed.authorityId)) await publishFeed(kernel, feed, gateOf(kernel))
  }
  return {
    'opendata.publish_feeds': {
      purpose: 'opendata',
      about: 'Asks for the publication of each feed that a module declares.',
      handler: publishFeeds,
    },
    'opendata.publish_feed': {
      purpose: 'opendata',
      about: 'Counts the months of a feed that are over, protects them and publishes them.',
      longWork: publishOne,
    },
  }
}

export const feedSchedules: NonNullable<Module['schedules']> = [
  { job: 'opendata.publish_feeds', cron: '10 4 * * *', atStart: true },
]
