import type { Scope } from '#kernel/db/scope.ts'
import { swissDate } from '#kernel/i18n/format.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { listRowsChangedAt } from '../dcat/queries.ts'
import { listArrivedAt } from '../deliveries/arrivals.ts'
import { type Freshness, freshnessOf } from './freshness.ts'
import { type DeadLink, readDeadLinks } from './link-looks.ts'
import { type Score, scoreOf } from './score.ts'
import { readUses, type UseCounts } from './uses.ts'

/** How good one data set is: what is said of it, whether it keeps its promise, what leads nowhere, and how often it was used in twelve months. */
export type Quality = {
  readonly score: Score
  readonly freshness: Freshness
  readonly deadLinks: readonly DeadLink[]
  readonly uses: UseCounts
}

const unused: UseCounts = { view: 0, download: 0, api: 0 }

/** The quality of some data sets, in their order; four queries whatever their number. */
export async function readQuality(scope: Scope, dataSets: readonly PublishedDataSet[]): Promise<readonly Quality[]> {
  const tables = dataSets.flatMap(({ authorityId, metadata }) =>
    metadata.distributions.flatMap(({ id, kind }) => (kind === 'table' ? [{ authorityId, tableId: id }] : [])),
  )
  const [dead, uses, changedAt, arrivedAt] = await Promise.all([
    readDeadLinks(scope, dataSets),
    readUses(scope, dataSets),
    listRowsChangedAt(
      scope,
      tables.map(({ tableId }) => tableId),
    ),
    listArrivedAt(scope, tables),
  ])
  return dataSets.map((dataSet) => {
    const deadLinks = dead.get(dataSet.id) ?? []
    return {
      score: scoreOf({ dataSet, deadLinks: new Set(deadLinks.map(({ url }) => url)) }),
      freshness: freshnessOf(dataSet.metadata.frequency, renewedOn(dataSet, [changedAt, arrivedAt]), scope.today()),
      deadLinks,
      uses: uses.get(dataSet.id) ?? unused,
    }
  })
}

/** When the rows last changed, or came and were the same; where there are none here, what its keeper says, else when it was last published. */
function renewedOn(
  { metadata, changedAt }: PublishedDataSet,
  rowsCameAt: readonly ReadonlyMap<string, Date>[],
): string {
  const rows = metadata.distributions.flatMap(({ id }) =>
    rowsCameAt.flatMap((timeOf) => timeOf.get(id)?.getTime() ?? []),
  )
  return rows.length > 0 ? swissDate(new Date(Math.max(...rows))) : (metadata.modified ?? swissDate(changedAt))
}
