import { isDeepStrictEqual } from 'node:util'
import { systemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { chooseExactly, createSeries, listChosen, readBenchSeries, saveSeries } from '../series/bench.ts'
import { publishSeries, withdrawSeries } from '../series/publish-series.ts'
import type { SeriesKey } from '../series/series.ts'
import type { HarvestFinding } from './finding.ts'
import type { HarvestedSeries } from './read-series.ts'
import { refusalOf } from './refusal.ts'
import { markedSlug } from './slug.ts'
import type { HarvestSource } from './source.ts'

const platform = systemActor('opendata')
type PlatformScope = WriteScope<typeof platform>
type Source = Pick<HarvestSource, 'authorityId' | 'id'>

/**
 * Takes over the series of a source after its data sets: makes or changes ours, and publishes them. One that a steward withdrew stays withdrawn; what the
 * source does not name any more is withdrawn. Gives those that could not be taken over.
 */
export async function takeOverSeries(
  kernel: Kernel,
  source: Source,
  all: readonly HarvestedSeries[],
): Promise<HarvestFinding[]> {
  const findings: HarvestFinding[] = []
  for (const one of all) {
    const refusal = await kernel.database.write(platform, (scope) => takeOverOne(scope, source, one)).catch(orRefusal)
    if (refusal)
      findings.push({ severity: 'error', kind: refusal, subject: one.identifier, property: '', value: one.key })
  }
  await kernel.database.write(platform, async (scope) => {
    const named = new Set(all.map(({ key }) => key))
    for (const known of await listKnown(scope, source))
      if (!known.wasMissing && !named.has(known.sourceKey)) {
        await withdrawIfPublic(scope, known.key)
        markMissing(scope, known.key, scope.now())
      }
  })
  return findings
}

function orRefusal(error: unknown): 'unfit' | 'not_stored' {
  const refusal = refusalOf(error)
  if (!refusal) throw error
  return refusal
}

async function takeOverOne(scope: PlatformScope, source: Source, series: HarvestedSeries): Promise<void> {
  const members = await listDataSets(scope, source, series.members)
  if (members.length === 0) return
  const known = (await listKnown(scope, source)).find(({ sourceKey }) => sourceKey === series.key)
  const key = known?.key ?? (await begin(scope, source, series))
  const before = await readBenchSeries(scope, key)
  if (known && before.state === 'withdrawn' && !known.wasMissing) return
  if (known?.wasMissing) markMissing(scope, key, null)
  if (!isDeepStrictEqual(before.metadata, series.metadata))
    await saveSeries(scope, key, { revision: before.revision, metadata: series.metadata })
  if (!isDeepStrictEqual(await listChosen(scope, key), members)) await chooseExactly(scope, key, members)
  const { state, revision } = await readBenchSeries(scope, key)
  if (state !== 'published') await publishSeries(scope, key, revision)
}

async function begin(scope: PlatformScope, { authorityId, id }: Source, series: HarvestedSeries): Promise<SeriesKey> {
  const taken = await scope.db
    .selectFrom('opendata.series')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('slug', '=', series.slug)
    .executeTakeFirst()
  const slug = taken ? markedSlug(series.slug, `${id}/${series.key}`) : series.slug
  const source = { id, key: series.key }
  const made = await createSeries(scope, { authorityId, slug, metadata: series.metadata, origin: 'harvest', source })
  return { authorityId, id: made }
}

/** Ours by their identifiers at the source, in that order; those that were not taken over are left out. */
async function listDataSets(
  scope: PlatformScope,
  { authorityId, id }: Source,
  identifiers: readonly string[],
): Promise<string[]> {
  if (identifiers.length === 0) return []
  const rows = await scope.db
    .selectFrom('opendata.harvested_data_sets')
    .select(['identifier', 'data_set_id'])
    .where('authority_id', '=', authorityId)
    .where('source_id', '=', id)
    .where('identifier', 'in', [...identifiers])
    .execute()
  const byIdentifier = new Map(rows.map((row) => [row.identifier, row.data_set_id]))
  return identifiers.flatMap((identifier) => byIdentifier.get(identifier) ?? [])
}

type Known = { readonly key: SeriesKey; readonly sourceKey: string; readonly wasMissing: boolean }

async function listKnown(scope: PlatformScope, { authorityId, id }: Source): Promise<Known[]> {
  const rows = await scope.db
    .selectFrom('opendata.series')
    .select(['id', 'source_key', 'missing_since'])
    .where('authority_id', '=', authorityId)
    .where('source_id', '=', id)
    .execute()
  return rows.map((row) => ({
    key: { authorityId, id: uuid<'series'>(row.id) },
    sourceKey: row.source_key ?? '',
    wasMissing: row.missing_since !== null,
  }))
}

function markMissing(scope: PlatformScope, { authorityId, id }: SeriesKey, since: Date | null): void {
  scope.write(
    scope.db
      .updateTable('opendata.series')
      .set({ missing_since: since })
      .where('authority_id', '=', authorityId)
      .where('id', '=', id),
  )
}

async function withdrawIfPublic(scope: PlatformScope, key: SeriesKey): Promise<void> {
  const { state } = await readBenchSeries(scope, key)
  if (state === 'published' || state === 'changed') await withdrawSeries(scope, key)
}

/** The series of a source that ends come from nowhere any more: they are taken back, or stay, and stewards of the authority work on them from now on. */
export async function letSeriesGo(kernel: Kernel, source: Source, fate: 'withdraw' | 'keep'): Promise<void> {
  await kernel.database.write(platform, async (scope) => {
    for (const { key } of await listKnown(scope, source)) {
      if (fate === 'withdraw') await withdrawIfPublic(scope, key)
      for (const table of ['opendata.series', 'opendata.published_series'] as const)
        await scope.db
          .updateTable(table)
          .set({ origin: 'steward', ...(table === 'opendata.series' && { source_id: null, source_key: null }) })
          .where('authority_id', '=', key.authorityId)
          .where('id', '=', key.id)
          .execute()
    }
  })
}
