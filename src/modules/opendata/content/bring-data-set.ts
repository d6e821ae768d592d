import { isDeepStrictEqual } from 'node:util'
import { systemActor } from '#kernel/db/actor.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { DataSetMetadata, DataSetState } from '../catalogue/data-set.ts'
import { publishDataSet } from '../catalogue/publish-data-set.ts'
import { type BenchScope, createDataSet, type DataSetKey, readBench, saveDataSet } from '../catalogue/workbench.ts'
import type { Cell } from '../query/table-reader.ts'
import { storeVersion } from '../tables/store-version.ts'

/** Looks at a data set before it is published, and leaves its report behind. */
export type Gate = (scope: BenchScope, key: DataSetKey) => Promise<void>

export type Brought = {
  readonly authorityId: AuthorityId
  readonly slug: string
  readonly metadata: DataSetMetadata
  /** Rows by the slug of the table. */
  readonly rows: ReadonlyMap<string, readonly (readonly Cell[])[]>
}

const platform = systemActor('opendata')

/**
 * Brings a data set of the platform up to date: what is said of it, and the rows of its tables, as new versions where they changed. With a
 * gate it is checked and published; without one it stays a draft for a steward to publish, and one that a steward took back stays so until
 * stewards publish it again. Gives whether anything changed; where nothing did,
 * nothing is written. Throws 409 where somebody has it in review, or the gate finds it unfit.
 */
export async function bringDataSet(
  kernel: Kernel,
  { authorityId, slug, metadata, rows }: Brought,
  gate?: Gate,
): Promise<boolean> {
  const { key, hasChanged } = await keepMetadata(kernel, { authorityId, slug, metadata })
  let isNew = hasChanged
  for (const { id, slug: name, kind, columns } of metadata.distributions) {
    const source = rows.get(name)
    if (kind !== 'table' || columns === undefined || source === undefined) continue
    const table = { authorityId, dataSetId: key.id, tableId: uuid<'distribution'>(id), columns }
    isNew = (await storeVersion(kernel, platform, { ...table, source: { kind: 'rows', rows: source } })).isNew || isNew
  }
  const state = await readState(kernel, key)
  // Stored but never published: an earlier attempt ended between the two.
  if (!isNew && state !== 'draft') return false
  if (gate && state !== 'withdrawn')
    await kernel.database.write(platform, async (scope) => {
      await gate(scope, key)
      await publishDataSet(scope, key)
    })
  return isNew
}

function keepMetadata(kernel: Kernel, { authorityId, slug, metadata }: Omit<Brought, 'rows'>) {
  return kernel.database.write(platform, async (scope) => {
    const row = await scope.db
      .selectFrom('opendata.data_sets')
      .select(['id', 'origin'])
      .where('authority_id', '=', authorityId)
      .where('slug', '=', slug)
      .executeTakeFirst()
    if (!row) {
      const id = await createDataSet(scope, { authorityId, slug, metadata, origin: 'platform' })
      return { key: { authorityId, id }, hasChanged: true }
    }
    const key = { authorityId, id: uuid<'data-set'>(row.id) }
    const bench = await readBench(scope, key)
    if (isDeepStrictEqual(bench.metadata, metadata)) return { key, hasChanged: false }
    await saveDataSet(scope, key, { revision: bench.revision, metadata })
    return { key, hasChanged: true }
  })
}

function readState(kernel: Kernel, key: DataSetKey): Promise<DataSetState> {
  return kernel.database.read(platform, async (scope) => (await readBench(scope, key)).state)
}
