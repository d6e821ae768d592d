import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import {
  type DataSetId,
  type DataSetMetadata,
  type DataSetOrigin,
  type Distribution,
  dataSetOrigins,
  dataSetSchema,
  type PublishedDataSet,
} from './data-set.ts'

const isMetadata = validatorOf(dataSetSchema)

/** Stored metadata that has not the shape of metadata: a fault of the installation. */
export class StoredDataSetError extends Error {
  override name = 'StoredDataSetError'
}

export function readMetadata(value: JsonValue, id: string): DataSetMetadata {
  if (!isMetadata(value))
    throw new StoredDataSetError(`metadata of ${id}: ${JSON.stringify(isMetadata.problems(value))}`)
  return value
}

const publishedColumns = [
  'p.authority_id',
  'p.id',
  'p.slug',
  'p.origin',
  'p.metadata',
  'p.published_at',
  'p.changed_at',
  'p.withdrawn_at',
] as const

type PublishedRow = {
  authority_id: string
  id: string
  slug: string
  origin: string
  metadata: JsonValue
  published_at: Date
  changed_at: Date
  withdrawn_at: Date | null
}

function readPublished(row: PublishedRow): PublishedDataSet {
  return {
    authorityId: slug<'authority'>(row.authority_id),
    id: uuid<'data-set'>(row.id),
    slug: row.slug,
    origin: originOf(row.origin),
    metadata: readMetadata(row.metadata, row.id),
    publishedAt: row.published_at,
    changedAt: row.changed_at,
    withdrawnAt: row.withdrawn_at,
  }
}

export function originOf(text: string): DataSetOrigin {
  const origin = dataSetOrigins.find((one) => one === text)
  if (!origin) throw new StoredDataSetError(`origin ${text}`)
  return origin
}

/** A published data set by its authority and slug, withdrawn ones included; undefined when there is none. */
export async function findPublished(
  scope: Scope,
  authorityId: AuthorityId,
  name: string,
): Promise<PublishedDataSet | undefined> {
  const row = await scope.db
    .selectFrom('opendata.published_data_sets as p')
    .select(publishedColumns)
    .where('p.authority_id', '=', authorityId)
    .where('p.slug', '=', name)
    .executeTakeFirst()
  return row && readPublished(row)
}

/** The same by its id. */
export async function findPublishedById(scope: Scope, id: DataSetId): Promise<PublishedDataSet | undefined> {
  const row = await scope.db
    .selectFrom('opendata.published_data_sets as p')
    .select(publishedColumns)
    .where('p.id', '=', id)
    .executeTakeFirst()
  return row && readPublished(row)
}

/** Published data sets by their ids, in the order of the ids; withdrawn ones are left out. */
export async function listPublishedByIds(scope: Scope, ids: readonly string[]): Promise<PublishedDataSet[]> {
  if (ids.length === 0) return []
  const rows = await scope.db
    .selectFrom('opendata.published_data_sets as p')
    .select(publishedColumns)
    .where('p.id', 'in', [...ids])
    .where('p.withdrawn_at', 'is', null)
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row ? [readPublished(row)] : []
  })
}

/** The data set that a distribution belongs to, and the distribution; undefined where it is unknown or withdrawn. */
export async function findDistribution(
  scope: Scope,
  id: string,
): Promise<{ dataSet: PublishedDataSet; distribution: Distribution } | undefined> {
  const row = await scope.db
    .selectFrom('opendata.published_distributions as d')
    .innerJoin('opendata.published_data_sets as p', (on) =>
      on.onRef('p.authority_id', '=', 'd.authority_id').onRef('p.id', '=', 'd.data_set_id'),
    )
    .select(publishedColumns)
    .where('d.id', '=', id)
    .where('d.ended_at', 'is', null)
    .where('p.withdrawn_at', 'is', null)
    .executeTakeFirst()
  const dataSet = row && readPublished(row)
  const distribution = dataSet?.metadata.distributions.find((one) => one.id === id)
  return dataSet && distribution && { dataSet, distribution }
}

/** Where a page of the list ends, to go on after it. */
export type ListPlace = { readonly authorityId: AuthorityId; readonly slug: string }

/** Published data sets by authority and slug, `limit` at a time; withdrawn ones are left out. */
export async function listPublished(
  scope: Scope,
  {
    authorityId,
    after,
    limit,
  }: { authorityId?: AuthorityId | undefined; after?: ListPlace | undefined; limit: number },
): Promise<PublishedDataSet[]> {
  const rows = await scope.db
    .selectFrom('opendata.published_data_sets as p')
    .select(publishedColumns)
    .where('p.withdrawn_at', 'is', null)
    .$if(authorityId !== undefined, (query) => query.where('p.authority_id', '=', authorityId ?? ''))
    .$if(after !== undefined, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('p.authority_id', 'p.slug'), '>', tuple(after?.authorityId ?? '', after?.slug ?? '')),
      ),
    )
    .orderBy('p.authority_id')
    .orderBy('p.slug')
    .limit(limit)
    .execute()
  return rows.map(readPublished)
}

/** How many there are. */
export async function countPublished(scope: Scope, authorityId?: AuthorityId): Promise<number> {
  const row = await scope.db
    .selectFrom('opendata.published_data_sets as p')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('p.withdrawn_at', 'is', null)
    .$if(authorityId !== undefined, (query) => query.where('p.authority_id', '=', authorityId ?? ''))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
