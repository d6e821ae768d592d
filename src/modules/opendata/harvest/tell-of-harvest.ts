import type { EventHandler, Module } from '#kernel/module.ts'
import { tellStewards } from '../catalogue/tell-stewards.ts'
import { sourcesPath } from './source.ts'

const event = 'opendata.harvest_failing'

export const harvestEvents: NonNullable<Module['events']> = {
  [event]: {
    version: 1,
    about: 'A catalogue of others could not be taken over any more; the stewards of the authority are told.',
    payload: ['sourceId', 'fault', 'since'],
  },
}

export const harvestListens: NonNullable<Module['listens']> = [
  { event, subscriber: 'notice', purpose: 'staff-mail', handler: tellOfHarvest },
]

/** Writes to those who keep the authority's data sets that a catalogue goes wrong, and where they see why. */
async function tellOfHarvest(...[scope, { payload, authorityId, kernel }]: Parameters<EventHandler>): Promise<void> {
  if (authorityId === null) return
  await tellStewards(scope, kernel, {
    authorityId,
    key: `harvest/${payload.sourceId}/${payload.since}`,
    path: `${sourcesPath}/${payload.sourceId}`,
    say: (t) => ({ subject: t('opendata.harvest.told.subject'), text: t('opendata.harvest.told.text') }),
  })
}
