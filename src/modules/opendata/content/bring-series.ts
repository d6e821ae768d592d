import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { SystemActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { uuid } from '#kernel/ids.ts'
import { chooseExactly, createSeries, listChosen, readBenchSeries, saveSeries } from '../series/bench.ts'
import { publishSeries } from '../series/publish-series.ts'
import type { SeriesKey } from '../series/series.ts'
import { contentAuthority } from './content-data-sets.ts'
import { type ContentSeries, readSeriesFolder } from './content-series.ts'

const folder = join(import.meta.dirname, '../../../../content/series')

/**
 * Brings the series of the platform itself, or those with the data set that is named, up to date and publishes them, as far as their data sets are there. Where nothing changed nothing is written;
 * one that a steward took back, or that the authority had under this name before, stays as it is.
 */
export async function bringSeries(scope: WriteScope<SystemActor>, named?: string): Promise<void> {
  const wanted = readSeriesFolder(folder).filter(({ dataSets }) => named === undefined || dataSets.includes(named))
  if (wanted.length === 0) return

  // Several jobs come here at once when the platform begins.
  await sql`select pg_advisory_xact_lock(hashtextextended('series of the content', 0))`.execute(scope.db)
  for (const series of wanted) await bringOne(scope, series)
}

async function bringOne(scope: WriteScope<SystemActor>, { slug, metadata, dataSets }: ContentSeries): Promise<void> {
  const members = await listBySlugs(scope, dataSets)
  const known = await findSeries(scope, slug)
  if (members.length === 0 || (known && known.origin !== 'platform')) return
  const authorityId = contentAuthority
  const id = known?.id ?? (await createSeries(scope, { authorityId, slug, metadata, origin: 'platform' }))
  const key: SeriesKey = { authorityId, id }
  const before = await readBenchSeries(scope, key)
  if (before.state === 'withdrawn') return
  if (!isDeepStrictEqual(before.metadata, metadata))
    await saveSeries(scope, key, { revision: before.revision, metadata })
  if (!isDeepStrictEqual(await listChosen(scope, key), members)) await chooseExactly(scope, key, members)
  const { state, revision } = await readBenchSeries(scope, key)
  if (state !== 'published') await publishSeries(scope, key, revision)
}

async function findSeries(scope: Scope, slug: string) {
  const row = await scope.db
    .selectFrom('opendata.series')
    .select(['id', 'origin'])
    .where('authority_id', '=', contentAuthority)
    .where('slug', '=', slug)
    .executeTakeFirst()
  return row && { id: uuid<'series'>(row.id), origin: row.origin }
}

/** Ids of the authority's data sets of these names, in this order; those that are not there yet are left out. */
async function listBySlugs(scope: Scope, slugs: readonly string[]): Promise<string[]> {
  const rows = await scope.db
    .selectFrom('opendata.data_sets')
    .select(['id', 'slug'])
    .where('authority_id', '=', contentAuthority)
    .where('slug', 'in', [...slugs])
    .execute()
  const bySlug = new Map(rows.map((row) => [row.slug, row.id]))
  return slugs.flatMap((slug) => bySlug.get(slug) ?? [])
}
