import { publicActor } from '#kernel/db/actor.ts'
import type { LongWork, Module } from '#kernel/module.ts'
import { catalogueText } from './catalogue-text.ts'
import { linkedDataFormats } from './formats.ts'

/** What the national harvester asks for. */
const [harvested] = linkedDataFormats

/** Writes the pages of the catalogue of all that are not kept as they should be now, so that no harvester waits for that. Fails where they cannot be kept. */
const writeCatalogue: LongWork = async ({ kernel }) => {
  for (let page = 1, pages = 1; page <= pages; page += 1)
    await kernel.database.read(publicActor, async (scope) => {
      const found = await catalogueText(scope, kernel, { authorityId: undefined, page, format: harvested })
      await found?.keep()
      pages = found?.pages ?? 0
    })
}

export const catalogueJobs: NonNullable<Module['jobs']> = {
  'opendata.write_catalogue': {
    purpose: 'opendata',
    about: 'Writes the pages of the catalogue for harvesters ahead, where something was published or withdrawn.',
    longWork: writeCatalogue,
  },
}

export const catalogueSchedules: NonNullable<Module['schedules']> = [
  { job: 'opendata.write_catalogue', cron: '* * * * *', atStart: true },
]
