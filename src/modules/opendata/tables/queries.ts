import { Type } from 'typebox'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import type { DataSetId, DistributionId } from '../catalogue/data-set.ts'
import { StoredDataSetError } from '../catalogue/queries.ts'
import { columnSchema } from './column.ts'
import type { TableVersion } from './table-version.ts'

const areColumns = validatorOf(Type.Array(columnSchema))
const isChanges = validatorOf(
  Type.Object(
    { added: Type.Integer(), changed: Type.Integer(), removed: Type.Integer() },
    { additionalProperties: false },
  ),
)

const versionColumns = [
  'v.authority_id',
  'v.data_set_id',
  'v.table_id',
  'v.number',
  'v.file',
  'v.sha256',
  'v.bytes',
  'v.rows',
  'v.columns',
  'v.changes',
  'v.note',
  'v.made_at',
  'v.published_at',
] as const

type VersionRow = {
  authority_id: string
  data_set_id: string
  table_id: string
  number: number
  file: string
  sha256: string
  bytes: number
  rows: number
  columns: JsonValue
  changes: JsonValue | null
  note: string | null
  made_at: Date
  published_at: Date | null
}

function readVersion(row: VersionRow): TableVersion {
  if (!areColumns(row.columns)) throw new StoredDataSetError(`columns of table ${row.table_id}`)
  return {
    authorityId: slug<'authority'>(row.authority_id),
    dataSetId: uuid<'data-set'>(row.data_set_id),
    tableId: uuid<'distribution'>(row.table_id),
    number: row.number,
    file: row.file,
    sha256: row.sha256,
    bytes: Number(row.bytes),
    rows: Number(row.rows),
    columns: row.columns,
    changes: isChanges(row.changes) ? row.changes : null,
    note: row.note,
    madeAt: row.made_at,
    publishedAt: row.published_at,
  }
}

/** The newest version of a table that is public; undefined where there is none. */
export async function findCurrentVersion(scope: Scope, tableId: DistributionId): Promise<TableVersion | undefined> {
  const row = await scope.db
    .selectFrom('opendata.table_versions as v')
    .select(versionColumns)
    .where('v.table_id', '=', tableId)
    .where('v.published_at', 'is not', null)
    .orderBy('v.number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && readVersion(row)
}

/** The same for several tables at once, by their ids. */
export async function listCurrentVersions(
  scope: Scope,
  tableIds: readonly string[],
): Promise<ReadonlyMap<string, TableVersion>> {
  if (tableIds.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom('opendata.table_versions as v')
    .distinctOn('v.table_id')
    .select(versionColumns)
    .where('v.table_id', 'in', [...tableIds])
    .where('v.published_at', 'is not', null)
    .orderBy('v.table_id')
    .orderBy('v.number', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.table_id, readVersion(row)]))
}

/** One version of a table that is public, by its number. */
export async function findVersion(
  scope: Scope,
  tableId: DistributionId,
  number: number,
): Promise<TableVersion | undefined> {
  const version = await findVersionAtBench(scope, tableId, number)
  return version?.publishedAt ? version : undefined
}

/** The same, public or not, as far as this actor sees it. */
export async function findVersionAtBench(
  scope: Scope,
  tableId: DistributionId,
  number: number,
): Promise<TableVersion | undefined> {
  const row = await scope.db
    .selectFrom('opendata.table_versions as v')
    .select(versionColumns)
    .where('v.table_id', '=', tableId)
    .where('v.number', '=', number)
    .executeTakeFirst()
  return row && readVersion(row)
}

/** The version that was public at an instant («as of»); undefined before the first one. */
export async function findVersionAsOf(
  scope: Scope,
  tableId: DistributionId,
  at: Date,
): Promise<TableVersion | undefined> {
  const row = await scope.db
    .selectFrom('opendata.table_versions as v')
    .select(versionColumns)
    .where('v.table_id', '=', tableId)
    .where('v.published_at', '<=', at)
    .orderBy('v.number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && readVersion(row)
}

/** Public versions of a table, newest first, `limit` at a time: `before` is the number that the page before ended with. */
export async function listVersions(
  scope: Scope,
  tableId: DistributionId,
  { before, limit }: { before?: number; limit: number },
): Promise<TableVersion[]> {
  const rows = await scope.db
    .selectFrom('opendata.table_versions as v')
    .select(versionColumns)
    .where('v.table_id', '=', tableId)
    .where('v.published_at', 'is not', null)
    .$if(before !== undefined, (query) => query.where('v.number', '<', before ?? 0))
    .orderBy('v.number', 'desc')
    .limit(limit)
    .execute()
  return rows.map(readVersion)
}

/** The newest version of a table, public or not, as far as this actor sees it. */
export async function findLatestVersion(scope: Scope, tableId: DistributionId): Promise<TableVersion | undefined> {
  const row = await scope.db
    .selectFrom('opendata.table_versions as v')
    .select(versionColumns)
    .where('v.table_id', '=', tableId)
    .orderBy('v.number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && readVersion(row)
}

/** The newest version of each table of a data set, public or not, by the id of the table. */
export async function findLatestVersions(
  scope: Scope,
  authorityId: AuthorityId,
  dataSetId: DataSetId,
): Promise<ReadonlyMap<string, TableVersion>> {
  const rows = await scope.db
    .selectFrom('opendata.table_versions as v')
    .distinctOn('v.table_id')
    .select(versionColumns)
    .where('v.authority_id', '=', authorityId)
    .where('v.data_set_id', '=', dataSetId)
    .orderBy('v.table_id')
    .orderBy('v.number', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.table_id, readVersion(row)]))
}
