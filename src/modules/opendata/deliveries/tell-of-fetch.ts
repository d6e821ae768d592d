import type { EventHandler, Module } from '#kernel/module.ts'
import { tellStewards } from '../catalogue/tell-stewards.ts'

const event = 'opendata.fetch_failing'

export const fetchEvents: NonNullable<Module['events']> = {
  [event]: {
    version: 1,
    about: 'Rows of a table could not be fetched from their address any more, or do not fit; its stewards are told.',
    payload: ['dataSetId', 'tableId', 'reason', 'since'],
  },
}

export const fetchListens: NonNullable<Module['listens']> = [
  { event, subscriber: 'notice', purpose: 'staff-mail', handler: tellOfFetch },
]

/** Writes to those who keep the authority's data sets that a fetch goes wrong since when, and where they see why. */
async function tellOfFetch(...[scope, { payload, authorityId, kernel }]: Parameters<EventHandler>): Promise<void> {
  if (authorityId === null) return
  await tellStewards(scope, kernel, {
    authorityId,
    key: `fetch/${payload.tableId}/${payload.since}`,
    path: `/desk/opendata/${payload.dataSetId}/distributions/${payload.tableId}`,
    say: (t) => ({ subject: t('opendata.delivery.told.subject'), text: t('opendata.delivery.told.text') }),
  })
}
