import { isDeepStrictEqual } from 'node:util'
import type { Scope } from '#kernel/db/scope.ts'
import { ConflictError, NotFoundError } from '#kernel/http/errors.ts'
import { type Language, type LocalText, textIn } from '#kernel/i18n/language.ts'
import { type AuthorityId, uuid } from '#kernel/ids.ts'
import type { DataSetId, Distribution, DistributionId } from '../catalogue/data-set.ts'
import { findPublishedById } from '../catalogue/queries.ts'
import { type BenchDataSet, readBench } from '../catalogue/workbench.ts'
import { isOnPersons, shownDistribution } from '../protection/shown-columns.ts'
import type { Column } from '../tables/column.ts'
import { areAlike } from '../tables/column-shape.ts'
import { findLatestVersion } from '../tables/queries.ts'
import type { TableVersion } from '../tables/table-version.ts'
import type { DeliveryReason, TableKey } from './delivery.ts'

/** 409: rows of this table are not taken now; the message says how to mend it. */
export class ClosedTableError extends ConflictError {
  override name = 'ClosedTableError'
  readonly reason: DeliveryReason
  /** What there is to say besides. */
  readonly said: LocalText | undefined
  constructor(reason: DeliveryReason, said?: LocalText, language: Language = 'de') {
    const detail = said === undefined ? '' : textIn(said, language)
    super(`${reason} ${detail}`, { userMessage: `opendata.delivery.reason.${reason}`, values: { detail } })
    this.reason = reason
    this.said = said
  }
}

/** A table that rows may be brought for. */
export type Target = {
  readonly key: TableKey
  readonly bench: BenchDataSet
  readonly distribution: Distribution
  /** What the rows are checked against. */
  readonly columns: readonly Column[]
  /** They are on persons, and protected before anybody sees them. */
  readonly isOnPersons: boolean
  /** Rows that are taken go to the public at once: two persons have agreed to these columns. */
  readonly isPublic: boolean
  readonly latest: TableVersion | undefined
}

/** The data set of a steward that a table belongs to; undefined where the authority has none. */
export async function findDataSetOf(
  scope: Scope,
  authorityId: AuthorityId,
  tableId: DistributionId,
): Promise<DataSetId | undefined> {
  const row = await scope.db
    .selectFrom('opendata.bench_tables as t')
    .innerJoin('opendata.data_sets as d', (on) =>
      on.onRef('d.authority_id', '=', 't.authority_id').onRef('d.id', '=', 't.data_set_id'),
    )
    .select('d.id')
    .where('t.authority_id', '=', authorityId)
    .where('t.table_id', '=', tableId)
    .where('d.origin', '=', 'steward')
    .executeTakeFirst()
  return row && uuid<'data-set'>(row.id)
}

/** The table of an authority that a steward keeps. Throws 404 where there is none of this id. */
export async function findOwnTable(
  scope: Scope,
  authorityId: AuthorityId,
  tableId: DistributionId,
): Promise<{ readonly key: TableKey; readonly bench: BenchDataSet; readonly distribution: Distribution }> {
  const dataSetId = await findDataSetOf(scope, authorityId, tableId)
  const bench = dataSetId && (await readBench(scope, { authorityId, id: dataSetId }))
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
  found: Pick<Target, 'key' | 'bench' | 'distribution'>,
  before?: TableVersion,
): Promise<Target> {
  const { key, bench, distribution } = found
  if (bench.state === 'in_review' || bench.state === 'withdrawn') throw new ClosedTableError(bench.state)
  const own = distribution.columns
  if (!own) throw new ClosedTableError('no_columns')
  const published = await findPublishedById(scope, bench.id)
  const shown = published?.metadata.distributions.find(({ id }) => id === distribution.id)
  const asShown = shownDistribution(distribution)
  const latest = before ?? (await findLatestVersion(scope, key.tableId))
  const publicColumns = published?.withdrawnAt === null ? shown?.columns : undefined
  const isPublic = publicColumns !== undefined
  if (
    publicColumns &&
    !(areAlike(asShown.columns ?? [], publicColumns) && isDeepStrictEqual(asShown.protection, shown?.protection))
  )
    throw new ClosedTableError('structure')
  if (isPublic && latest && latest.publishedAt === null) throw new ClosedTableError('waiting')
  if (own.some(({ role }) => role === undefined)) throw new ClosedTableError('unclassed')
  if (isOnPersons(own)) return { ...found, columns: own, isOnPersons: true, isPublic, latest }
  const declared = publicColumns ?? own
  // What is only said of columns otherwise makes no version by itself.
  const columns = latest && areAlike(latest.columns, declared) ? latest.columns : declared
  return { ...found, columns, isOnPersons: false, isPublic, latest }
}
