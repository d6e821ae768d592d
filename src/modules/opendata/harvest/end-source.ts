import { systemActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { LongWork } from '#kernel/module.ts'
import { withdrawDataSet } from '../catalogue/publish-data-set.ts'
import { type DataSetKey, readBench } from '../catalogue/workbench.ts'
import type { HarvestSource } from './source.ts'
import type { SourceFate } from './sources.ts'
import { letSeriesGo } from './take-over-series.ts'

const platform = systemActor('opendata')
type Ended = Pick<HarvestSource, 'authorityId' | 'id'>
const perRound = 100

/** Job: sees to the data sets and series of a source that was ended, one after the other, then removes it with its reports. Safe to repeat. */
export const endSourceWork: LongWork = async ({ kernel, payload }) => {
  const source = {
    authorityId: slug<'authority'>(String(payload.authority)),
    id: uuid<'harvest-source'>(String(payload.source)),
  }
  const fate = payload.fate === 'withdraw' ? 'withdraw' : 'keep'
  for (let left = await listHarvested(kernel, source); left.length > 0; left = await listHarvested(kernel, source))
    for (const key of left) await letGo(kernel, key, fate)
  await letSeriesGo(kernel, source, fate)
  await kernel.database.write(platform, async (scope) => {
    for (const table of ['opendata.harvest_runs', 'opendata.harvest_sources'] as const)
      await scope.db
        .deleteFrom(table)
        .where('authority_id', '=', source.authorityId)
        .where(table === 'opendata.harvest_runs' ? 'source_id' : 'id', '=', source.id)
        .execute()
  })
}

function listHarvested(kernel: Kernel, source: Ended): Promise<DataSetKey[]> {
  return kernel.database.read(platform, async (scope) => {
    const rows = await scope.db
      .selectFrom('opendata.harvested_data_sets')
      .select('data_set_id')
      .where('authority_id', '=', source.authorityId)
      .where('source_id', '=', source.id)
      .limit(perRound)
      .execute()
    return rows.map(({ data_set_id }) => ({ authorityId: source.authorityId, id: uuid<'data-set'>(data_set_id) }))
  })
}

/** A data set that comes from nowhere any more: a steward of the authority can work on it from now on. */
function letGo(kernel: Kernel, key: DataSetKey, fate: SourceFate): Promise<void> {
  return kernel.database.write(platform, async (scope) => {
    const { state } = await readBench(scope, key)
    if (fate === 'withdraw' && state === 'published') await withdrawDataSet(scope, key)
    for (const table of ['opendata.data_sets', 'opendata.published_data_sets'] as const)
      await scope.db
        .updateTable(table)
        .set({ origin: 'steward' })
        .where('authority_id', '=', key.authorityId)
        .where('id', '=', key.id)
        .execute()
    await scope.db
      .deleteFrom('opendata.harvested_data_sets')
      .where('authority_id', '=', key.authorityId)
      .where('data_set_id', '=', key.id)
      .execute()
  })
}
