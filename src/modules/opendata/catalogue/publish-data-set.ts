import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { v7 } from 'uuid'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { ConflictError, ForbiddenError } from '#kernel/http/errors.ts'
import { dropRaw } from '../protection/raw-rows.ts'
import { isOnPersons, shownDistribution } from '../protection/shown-columns.ts'
import { besideOf, listTablesOnPersons } from '../protection/tables-on-persons.ts'
import { publishVersion } from '../tables/publish-version.ts'
import type { TableVersion } from '../tables/table-version.ts'
import type { DataSetMetadata, PublishedDataSet } from './data-set.ts'
import { replaceDistributions, withdrawEnded } from './published-distributions.ts'
import { findPublishedById } from './queries.ts'
import {
  type BenchDataSet,
  type BenchScope,
  type DataSetKey,
  moveTo,
  note,
  readBench,
  requireSteward,
  staffOf,
} from './workbench.ts'

/** Asks for publication: another steward has to agree. Nothing can be changed meanwhile. */
export async function submitDataSet(scope: BenchScope, key: DataSetKey): Promise<void> {
  requireSteward(scope, key.authorityId)
  await requireFit(scope, await readBench(scope, key))
  await moveTo(scope, key, {
    from: ['draft', 'published', 'withdrawn'],
    to: 'in_review',
    submittedBy: staffOf(scope),
  })
  note(scope, 'submitted', key)
}

/** Gives a data set back to be changed, by whoever reviews it or asked for it. It is public as before, if it was. */
export async function returnDataSet(scope: BenchScope, key: DataSetKey, reason?: string): Promise<void> {
  requireSteward(scope, key.authorityId)
  await moveTo(scope, key, {
    from: ['in_review'],
    to: (await isPublic(scope, key)) ? 'published' : 'draft',
    submittedBy: null,
  })
  if (reason !== undefined) noteReason(scope, key, 'returned', reason)
  note(scope, 'returned', key)
}

/**
 * Makes public what was submitted: metadata, and the newest version of every table. Two persons have to agree, except where the platform
 * publishes by itself. Throws 403 for whoever submitted it, 409 where it was not submitted or the gate has not found this very state fit.
 */
export async function publishDataSet(scope: BenchScope, key: DataSetKey): Promise<void> {
  requireSteward(scope, key.authorityId)
  const bench = await readBench(scope, key)
  if (scope.actor.kind === 'staff' && bench.submittedBy === scope.actor.staffId)
    throw new ForbiddenError('the same person twice', { userMessage: 'opendata.bench.error.same_person' })
  await requireFit(scope, bench)
  const before = await findPublishedById(scope, key.id)
  const isNew = !before || before.withdrawnAt !== null
  await moveTo(scope, key, {
    from: scope.actor.kind === 'staff' ? ['in_review'] : ['draft', 'in_review', 'published', 'withdrawn'],
    to: 'published',
    submittedBy: null,
  })
  await writePublished(scope, bench, before)
  const tables = await publishVersions(scope, bench)
  publishFiles(scope, bench)
  await dropRaw(scope, { authorityId: key.authorityId, dataSetId: key.id })
  const fields = isNew ? [] : changedFields(before.metadata, shownMetadata(bench))
  noteChange(scope, key, isNew ? 'published' : tables.length > 0 ? 'rows' : 'changed', {
    tables,
    ...(fields.length > 0 && { fields }),
  })
  note(scope, 'published', key)
  scope.announce('opendata.data_set_published', { authorityId: key.authorityId, payload: { dataSetId: key.id } })
}

/**
 * Makes a version of a table public whose columns are public already: two persons agreed to them, and only its rows are new. The data set stands as
 * changed from now on.
 */
export async function publishRows(scope: BenchScope, version: TableVersion): Promise<void> {
  const key = { authorityId: version.authorityId, id: version.dataSetId }
  requireSteward(scope, key.authorityId)
  publishVersion(scope, version)
  scope.write(
    scope.db
      .updateTable('opendata.published_data_sets')
      .set({ changed_at: scope.now() })
      .where('authority_id', '=', key.authorityId)
      .where('id', '=', key.id),
  )
  noteChange(scope, key, 'rows', { tables: [version.tableId] })
  scope.announce('opendata.data_set_published', { authorityId: key.authorityId, payload: { dataSetId: key.id } })
}

/** Takes a data set back. Its address stays and says so, and why (the reason is public); nothing of it can be read any more. */
export async function withdrawDataSet(scope: BenchScope, key: DataSetKey, reason?: string): Promise<void> {
  requireSteward(scope, key.authorityId)
  await moveTo(scope, key, { from: ['published', 'in_review'], to: 'withdrawn', submittedBy: null })
  const withdrawn = await scope.db
    .updateTable('opendata.published_data_sets')
    .set({ withdrawn_at: scope.now(), changed_at: scope.now() })
    .where('authority_id', '=', key.authorityId)
    .where('id', '=', key.id)
    .where('withdrawn_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!withdrawn) throw new ConflictError('not public', { userMessage: 'opendata.bench.error.not_public' })
  noteChange(scope, key, 'withdrawn', reason === undefined ? {} : { reason })
  if (reason !== undefined) noteReason(scope, key, 'withdrawn', reason)
  note(scope, 'withdrawn', key)
  scope.announce('opendata.data_set_withdrawn', { authorityId: key.authorityId, payload: { dataSetId: key.id } })
}

/**
 * Takes the versions of a table or document that is not continued back as well: their addresses answer 410. The reason is public. Throws 409 where there
 * is nothing to take back.
 */
export async function withdrawVersions(
  scope: BenchScope,
  key: DataSetKey,
  { slug, reason }: { readonly slug: string; readonly reason: string },
): Promise<void> {
  requireSteward(scope, key.authorityId)
  const { title } = await withdrawEnded(scope, key, slug)
  scope.write(
    scope.db
      .updateTable('opendata.published_data_sets')
      .set({ changed_at: scope.now() })
      .where('authority_id', '=', key.authorityId)
      .where('id', '=', key.id),
  )
  noteChange(scope, key, 'changed', { withdrawn: title, reason })
  note(scope, 'versions_withdrawn', key)
}

/** Changes with anything that the gate looks at: what is said, the newest version of every table, and of tables on persons which others are public. */
export async function fingerprintOf(
  scope: Scope,
  { authorityId, id, metadata, origin }: BenchDataSet,
): Promise<string> {
  const versions = await scope.db
    .selectFrom('opendata.table_versions')
    .distinctOn('table_id')
    .select(['table_id', 'number', 'sha256'])
    .where('authority_id', '=', authorityId)
    .where('data_set_id', '=', id)
    .orderBy('table_id')
    .orderBy('number', 'desc')
    .execute()
  const files = await scope.db
    .selectFrom('opendata.file_versions')
    .distinctOn('file_id')
    .select(['file_id', 'number', 'sha256'])
    .where('authority_id', '=', authorityId)
    .where('data_set_id', '=', id)
    .orderBy('file_id')
    .orderBy('number', 'desc')
    .execute()
  const beside = hasPersons({ origin, metadata }) ? besideOf(id, await listTablesOnPersons(scope, authorityId)) : []
  const tables = beside.map(({ tableId }) => tableId)
  return createHash('sha256')
    .update(JSON.stringify([metadata, versions, ...[files, tables].filter((some) => some.length > 0)]))
    .digest('hex')
}

const hasPersons = ({ origin, metadata }: Pick<BenchDataSet, 'origin' | 'metadata'>): boolean =>
  origin === 'steward' && metadata.distributions.some(({ columns }) => columns !== undefined && isOnPersons(columns))

/** Tables on persons of one authority become public one after the other, so that each knows of those before. */
async function waitForPersons(scope: BenchScope, bench: BenchDataSet): Promise<void> {
  if (hasPersons(bench))
    await sql`select pg_advisory_xact_lock(hashtextextended(${`persons ${bench.authorityId}`}, 0))`.execute(scope.db)
}

/** Throws 409 unless the newest report of the gate says that this state is fit. */
async function requireFit(scope: BenchScope, bench: BenchDataSet): Promise<void> {
  await waitForPersons(scope, bench)
  const report = await scope.db
    .selectFrom('opendata.gate_reports')
    .select(['is_fit', 'fingerprint'])
    .where('authority_id', '=', bench.authorityId)
    .where('data_set_id', '=', bench.id)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!report || report.fingerprint !== (await fingerprintOf(scope, bench)))
    throw new ConflictError('not checked', { userMessage: 'opendata.bench.error.not_checked' })
  if (!report.is_fit) throw new ConflictError('not fit', { userMessage: 'opendata.bench.error.not_fit' })
}

async function isPublic(scope: BenchScope, { authorityId, id }: DataSetKey): Promise<boolean> {
  const row = await scope.db
    .selectFrom('opendata.published_data_sets')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** What of the description is not as it was. */
function changedFields(before: DataSetMetadata, after: DataSetMetadata): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const was = new Map<string, unknown>(Object.entries(before))
  const is = new Map<string, unknown>(Object.entries(after))
  return [...names].filter((name) => !isDeepStrictEqual(was.get(name), is.get(name)))
}

/** What everybody sees of what is said: of tables on persons that a steward keeps, only the columns that are shown. */
export function shownMetadata({ origin, metadata }: Pick<BenchDataSet, 'origin' | 'metadata'>): DataSetMetadata {
  if (origin !== 'steward') return metadata
  return { ...metadata, distributions: metadata.distributions.map(shownDistribution) }
}

async function writePublished(
  scope: BenchScope,
  bench: BenchDataSet,
  before: PublishedDataSet | undefined,
): Promise<void> {
  const { authorityId, id } = bench
  const metadata = shownMetadata(bench)
  const now = scope.now()
  const state = { metadata: jsonb(metadata), changed_at: now, withdrawn_at: null }
  await scope.db
    .insertInto('opendata.published_data_sets')
    .values({ authority_id: authorityId, id, slug: bench.slug, origin: bench.origin, published_at: now, ...state })
    .onConflict((conflict) => conflict.columns(['authority_id', 'id']).doUpdateSet(state))
    .execute()
  await replaceDistributions(scope, bench, {
    before: before?.metadata.distributions ?? [],
    after: metadata.distributions,
  })
}

/** The newest version of each table becomes public; older ones that never were stay at the bench. Gives the tables that have a new one. */
async function publishVersions(scope: BenchScope, { authorityId, id, metadata }: BenchDataSet): Promise<string[]> {
  // What was removed from the data set was not looked at: of that, nothing more becomes public.
  const tables = metadata.distributions.flatMap((one) => (one.kind === 'table' ? [one.id] : []))
  if (tables.length === 0) return []
  const newest = await scope.db
    .selectFrom('opendata.table_versions')
    .distinctOn('table_id')
    .select(['table_id', 'number', 'published_at'])
    .where('authority_id', '=', authorityId)
    .where('data_set_id', '=', id)
    .where('table_id', 'in', tables)
    .orderBy('table_id')
    .orderBy('number', 'desc')
    .execute()
  const waiting = newest.filter((version) => version.published_at === null)
  for (const { table_id, number } of waiting)
    scope.write(
      scope.db
        .updateTable('opendata.table_versions')
        .set({ published_at: scope.now() })
        .where('authority_id', '=', authorityId)
        .where('table_id', '=', table_id)
        .where('number', '=', number),
    )
  return waiting.map(({ table_id }) => table_id)
}

/** Of each document, the version that is described becomes public. */
function publishFiles(scope: BenchScope, { authorityId, metadata }: BenchDataSet): void {
  for (const { id, kind, sha256 } of metadata.distributions)
    if (kind === 'file' && sha256 !== undefined)
      scope.write(
        scope.db
          .updateTable('opendata.file_versions')
          .set({ published_at: scope.now() })
          .where('authority_id', '=', authorityId)
          .where('file_id', '=', id)
          .where('sha256', '=', sha256)
          .where('published_at', 'is', null),
      )
}

/** Why somebody gave it back or took it back, for those who prepare it. */
function noteReason(
  scope: BenchScope,
  { authorityId, id }: DataSetKey,
  kind: 'returned' | 'withdrawn',
  reason: string,
): void {
  scope.write(
    scope.db.insertInto('opendata.data_set_reasons').values({
      authority_id: authorityId,
      data_set_id: id,
      id: v7(),
      kind,
      reason,
      at: scope.now(),
      by: staffOf(scope),
    }),
  )
}

function noteChange(
  scope: BenchScope,
  { authorityId, id }: DataSetKey,
  kind: 'published' | 'changed' | 'rows' | 'withdrawn',
  detail: object,
): void {
  scope.write(
    scope.db.insertInto('opendata.data_set_changes').values({
      authority_id: authorityId,
      data_set_id: id,
      id: v7(),
      kind,
      at: scope.now(),
      detail: jsonb(detail),
    }),
  )
}
