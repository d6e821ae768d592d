import { isDeepStrictEqual } from 'node:util'
import { v5 } from 'uuid'
import { systemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { DataSetMetadata } from '../catalogue/data-set.ts'
import { publishDataSet, withdrawDataSet } from '../catalogue/publish-data-set.ts'
import { findPublishedById } from '../catalogue/queries.ts'
import { createDataSet, type DataSetKey, readBench, saveDataSet } from '../catalogue/workbench.ts'
import { gateOf } from '../gate/check-data-set.ts'
import type { HarvestedDataSet } from './read-data-set.ts'
import { refusalOf } from './refusal.ts'
import { markedSlug } from './slug.ts'
import type { HarvestSource } from './source.ts'

const platform = systemActor('opendata')
type PlatformScope = WriteScope<typeof platform>

export type Outcome = 'added' | 'changed' | 'unchanged' | 'unfit' | 'not_stored'

/**
 * Takes one data set over: makes or changes ours, looks at it as the gate looks at all, and publishes it. One that a steward withdrew stays
 * withdrawn. What the gate finds unfit stays a draft with its report, what the database refuses is not kept; what was public before stays public as it was.
 */
export async function takeOver(
  kernel: Kernel,
  source: HarvestSource,
  { identifier, slug, metadata: theirs }: HarvestedDataSet & { readonly metadata: DataSetMetadata },
): Promise<Outcome> {
  const metadata = withOwnIds(source, theirs)
  const known = await kernel.database.read(platform, (scope) => findHarvested(scope, source, identifier))
  try {
    const { key, hasChanged } = known
      ? await renew(kernel, known, metadata)
      : { key: await begin(kernel, source, { identifier, slug, metadata }), hasChanged: true }
    if (!hasChanged) return 'unchanged'
    await kernel.database.write(platform, async (scope) => {
      await gateOf(kernel)(scope, key)
    })
    await kernel.database.write(platform, (scope) => publishDataSet(scope, key))
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    return refusal
  }
  return known ? 'changed' : 'added'
}

/** Two sources may name the same data: each has its own in ours. */
function withOwnIds({ id }: HarvestSource, metadata: DataSetMetadata): DataSetMetadata {
  const distributions = metadata.distributions.map((one) => ({ ...one, id: v5(`${id}/${one.id}`, v5.URL) }))
  return { ...metadata, distributions }
}

type Known = { readonly key: DataSetKey; readonly wasMissing: boolean }

async function findHarvested(
  scope: Parameters<typeof readBench>[0] | Pick<PlatformScope, 'db'>,
  source: HarvestSource,
  identifier: string,
): Promise<Known | undefined> {
  const row = await scope.db
    .selectFrom('opendata.harvested_data_sets')
    .select(['data_set_id', 'missing_since'])
    .where('authority_id', '=', source.authorityId)
    .where('source_id', '=', source.id)
    .where('identifier', '=', identifier)
    .executeTakeFirst()
  return (
    row && {
      key: { authorityId: source.authorityId, id: uuid<'data-set'>(row.data_set_id) },
      wasMissing: row.missing_since !== null,
    }
  )
}

/** Changes ours where theirs is not what is public: it has changed, is back, was unfit, or an earlier run ended before it was published. */
function renew(
  kernel: Kernel,
  { key, wasMissing }: Known,
  metadata: DataSetMetadata,
): Promise<{ key: DataSetKey; hasChanged: boolean }> {
  return kernel.database.write(platform, async (scope) => {
    const bench = await readBench(scope, key)
    if (bench.state === 'withdrawn' && !wasMissing) return { key, hasChanged: false }
    if (wasMissing) markMissing(scope, key, null)
    const shown = await findPublishedById(scope, key.id)
    if (shown && !shown.withdrawnAt && isDeepStrictEqual(shown.metadata, metadata)) return { key, hasChanged: false }
    if (!isDeepStrictEqual(bench.metadata, metadata))
      await saveDataSet(scope, key, { revision: bench.revision, metadata })
    return { key, hasChanged: true }
  })
}

function begin(
  kernel: Kernel,
  source: HarvestSource,
  { identifier, slug, metadata }: { identifier: string; slug: string; metadata: DataSetMetadata },
): Promise<DataSetKey> {
  const { authorityId } = source
  return kernel.database.write(platform, async (scope) => {
    const id = await createDataSet(scope, {
      authorityId,
      slug: await freeSlug(scope, source, { identifier, slug }),
      metadata,
      origin: 'harvest',
    })
    scope.write(
      scope.db
        .insertInto('opendata.harvested_data_sets')
        .values({ authority_id: authorityId, source_id: source.id, identifier, data_set_id: id }),
    )
    return { authorityId, id }
  })
}

/** Where the authority has a data set of that name already, the one from elsewhere gets a name with a mark. */
async function freeSlug(
  scope: PlatformScope,
  { authorityId, id }: HarvestSource,
  { identifier, slug }: { identifier: string; slug: string },
): Promise<string> {
  const taken = await scope.db
    .selectFrom('opendata.data_sets')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('slug', '=', slug)
    .executeTakeFirst()
  return taken ? markedSlug(slug, `${id}/${identifier}`) : slug
}

/** Withdraws what the source does not name any more. Gives how many. */
export async function withdrawMissing(
  kernel: Kernel,
  source: HarvestSource,
  named: ReadonlySet<string>,
): Promise<number> {
  const rows = await kernel.database.read(platform, (scope) =>
    scope.db
      .selectFrom('opendata.harvested_data_sets')
      .select(['identifier', 'data_set_id'])
      .where('authority_id', '=', source.authorityId)
      .where('source_id', '=', source.id)
      .where('missing_since', 'is', null)
      .execute(),
  )
  const missing = rows.filter(({ identifier }) => !named.has(identifier))
  let withdrawn = 0
  for (const { data_set_id } of missing) {
    const key = { authorityId: source.authorityId, id: uuid<'data-set'>(data_set_id) }
    withdrawn += await kernel.database.write(platform, async (scope) => {
      markMissing(scope, key, scope.now())
      const { state } = await readBench(scope, key)
      if (state !== 'published') return 0
      await withdrawDataSet(scope, key)
      return 1
    })
  }
  return withdrawn
}

function markMissing(scope: PlatformScope, { authorityId, id }: DataSetKey, since: Date | null): void {
  scope.write(
    scope.db
      .updateTable('opendata.harvested_data_sets')
      .set({ missing_since: since })
      .where('authority_id', '=', authorityId)
      .where('data_set_id', '=', id),
  )
}
