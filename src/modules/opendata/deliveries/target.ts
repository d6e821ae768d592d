import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import { ConflictError, NotFoundError } from '#kernel/http/errors.ts'
import { type AuthorityId, uuid } from '#kernel/ids.ts'
import type { Distribution, DistributionId } from '../catalogue/data-set.ts'
import { findPublishedById } from '../catalogue/queries.ts'
import { type BenchDataSet, readBench } from '../catalogue/workbench.ts'
import type { Column } from '../tables/column.ts'
import { findLatestVersion } from '../tables/queries.ts'
import type { TableVersion } from '../tables/table-version.ts'
import type { DeliveryReason, TableKey } from './delivery.ts'

/** 409: rows of this table are not taken now; the message says how to mend it. */
export class ClosedTableError extends ConflictError {
  override name = 'ClosedTableError'
  readonly reason: DeliveryReason
  constructor(reason: DeliveryReason, detail = '') {
    super(`${reason} ${detail}`, { userMessage: `opendata.delivery.reason.${reason}`, values: { detail } })
    this.reason = reason
  }
}

/** A table that rows may be brought for. */
export type Target = {
  readonly key: TableKey
  readonly bench: BenchDataSet
  readonly distribution: Distribution
  /** What the rows are checked against. */
  readonly columns: readonly Column[]
  /** Rows that are taken go to the public at once: two persons have agreed to these columns. */
  readonly isPublic: boolean
  readonly latest: TableVersion | undefined
}

/** The table of an authority that a steward keeps. Throws 404 where there is none of this id. */
export async function findOwnTable(
  scope: Scope,
  authorityId: AuthorityId,
  tableId: DistributionId,
): Promise<{ readonly key: TableKey; readonly bench: BenchDataSet; readonly distribution: Distribution }> {
  const row = await scope.db
    .selectFrom('opendata.data_sets')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('origin', '=', 'steward')
    .where(sql<boolean>`jsonb_path_query_array(metadata, '$.distributions[*].id') @> ${JSON.stringify(tableId)}::jsonb`)
    .executeTakeFirst()
  const bench = row && (await readBench(scope, { authorityId, id: uuid<'data-set'>(row.id) }))
  const distribution = bench?.metadata.distributions.find(({ id, kind }) => id === tableId && kind === 'table')
  if (!bench || !distribution) throw new NotFoundError('no such table')
  return { key: { authorityId, dataSetId: bench.id, tableId }, bench, distribution }
}

/**
 * Says against which columns rows are taken, and whether they are public at once: two persons agreed to what is public, and rows of the same columns
 * and classes need no third look. Throws `ClosedTableError` where columns are not described yet, or change just now, so that nobody else's work goes
 * public unseen. `before` is the newest version, where the caller puts one of its own on top.
 */
export async function readTarget(
  scope: Scope,
  found: Omit<Target, 'columns' | 'isPublic' | 'latest'>,
  before?: TableVersion,
): Promise<Target> {
  const { key, bench, distribution } = found
  if (bench.state === 'in_review' || bench.state === 'withdrawn') throw new ClosedTableError(bench.state)
  const own = distribution.columns
  if (!own) throw new ClosedTableError('no_columns')
  const published = await findPublishedById(scope, bench.id)
  const shown = published?.metadata.distributions.find(({ id }) => id === distribution.id)?.columns
  const latest = before ?? (await findLatestVersion(scope, key.tableId))
  const isPublic = published !== undefined && published.withdrawnAt === null && shown !== undefined
  if (isPublic && !areAlike(own, shown)) throw new ClosedTableError('structure')
  if (isPublic && latest && latest.publishedAt === null) throw new ClosedTableError('waiting')
  const declared = isPublic ? shown : own
  // What is only said of columns otherwise makes no version by itself.
  const columns = latest && areAlike(latest.columns, declared) ? latest.columns : declared
  return { ...found, columns, isPublic, latest }
}

/** Whether columns have the same names, types, classes and rules. What they are called and described as does not matter. */
function areAlike(one: readonly Column[], other: readonly Column[]): boolean {
  const shape = (all: readonly Column[]) =>
    JSON.stringify(
      all.map(({ name, type, role, isKey = false, isRequired = false }) => [name, type, role, isKey, isRequired]),
    )
  return shape(one) === shape(other)
}
