import { v7 } from 'uuid'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { ConflictError, NotFoundError, PreconditionFailedError } from '#kernel/http/errors.ts'
import { type AuthorityId, isUuid, uuid } from '#kernel/ids.ts'
import type { DataSetId, DataSetOrigin } from '../catalogue/data-set.ts'
import { originOf } from '../catalogue/queries.ts'
import { type BenchScope, noteDeed, requireSteward, staffOf } from '../catalogue/workbench.ts'
import { readSeriesMetadata } from './queries.ts'
import { mostMembers, moved, type SeriesId, type SeriesKey, type SeriesMetadata, type SeriesState } from './series.ts'

/** A series as its authority is preparing it. `revision` counts what was saved or chosen. */
export type BenchSeries = SeriesKey & {
  readonly slug: string
  readonly origin: DataSetOrigin
  readonly state: SeriesState
  readonly metadata: SeriesMetadata
  readonly revision: number
  readonly changedAt: Date
  /** Who submitted it as it is now: somebody else publishes it. Null where nobody did, or it was changed since. */
  readonly submittedBy: string | null
}

/** A series at the desk. Throws 404 where there is none, or it is not hers to see. */
export async function readBenchSeries(scope: Scope, { authorityId, id }: SeriesKey): Promise<BenchSeries> {
  const row = await scope.db
    .selectFrom('opendata.series as s')
    .leftJoin('opendata.published_series as p', (on) =>
      on.onRef('p.authority_id', '=', 's.authority_id').onRef('p.id', '=', 's.id'),
    )
    .selectAll('s')
    .select(['p.revision as published_revision', 'p.withdrawn_at'])
    .where('s.authority_id', '=', authorityId)
    .where('s.id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFoundError('no such series')
  return {
    authorityId,
    id,
    slug: row.slug,
    origin: originOf(row.origin),
    state: stateOf(row),
    metadata: readSeriesMetadata(row.metadata, id),
    revision: row.revision,
    changedAt: row.changed_at,
    submittedBy: row.submitted_revision === row.revision ? row.submitted_by : null,
  }
}

type Standing = { revision: number; published_revision: number | null; withdrawn_at: Date | null }

/** Where it stands, by what of it is public. */
export function stateOf({ revision, published_revision, withdrawn_at }: Standing): SeriesState {
  if (published_revision === null) return 'draft'
  if (withdrawn_at !== null) return 'withdrawn'
  return published_revision === revision ? 'published' : 'changed'
}

/** The data sets chosen into a series, in the order that was chosen, drafts among them. */
export async function listChosen(scope: Scope, { authorityId, id }: SeriesKey): Promise<DataSetId[]> {
  const rows = await scope.db
    .selectFrom('opendata.series_data_sets')
    .select('data_set_id')
    .where('authority_id', '=', authorityId)
    .where('series_id', '=', id)
    .orderBy('position')
    .orderBy('data_set_id')
    .execute()
  return rows.map((row) => uuid<'data-set'>(row.data_set_id))
}

type NewSeries = {
  authorityId: AuthorityId
  slug: string
  metadata: SeriesMetadata
  origin?: DataSetOrigin
  /** Where it was harvested. */
  source?: { readonly id: string; readonly key: string }
}

/** Begins a series. Throws 403, or 409 where the authority has one of that name. */
export async function createSeries(
  scope: BenchScope,
  { authorityId, slug, metadata, origin = 'steward', source }: NewSeries,
): Promise<SeriesId> {
  requireSteward(scope, authorityId)
  const id = uuid<'series'>(v7())
  const made = await scope.db
    .insertInto('opendata.series')
    .values({
      authority_id: authorityId,
      id,
      slug,
      origin,
      title: metadata.title.de,
      metadata: jsonb(metadata),
      created_at: scope.now(),
      changed_at: scope.now(),
      changed_by: staffOf(scope),
      ...(source && { source_id: source.id, source_key: source.key }),
    })
    .onConflict((conflict) => conflict.columns(['authority_id', 'slug']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made)
    throw new ConflictError('name taken', { userMessage: 'opendata.series.error.name_taken', values: { slug } })
  noteSeries(scope, 'created', { authorityId, id })
  return id
}

/** Saves what is said of a series; what is public stays as it is. Throws 412 when somebody changed it since `revision` was read. */
export async function saveSeries(
  scope: BenchScope,
  key: SeriesKey,
  { revision, metadata }: { revision: number; metadata: SeriesMetadata },
): Promise<void> {
  requireSteward(scope, key.authorityId)
  const saved = await scope.db
    .updateTable('opendata.series')
    .set({
      title: metadata.title.de,
      metadata: jsonb(metadata),
      revision: revision + 1,
      changed_at: scope.now(),
      changed_by: staffOf(scope),
    })
    .where('authority_id', '=', key.authorityId)
    .where('id', '=', key.id)
    .where('revision', '=', revision)
    .returning('id')
    .executeTakeFirst()
  if (!saved) {
    await readBenchSeries(scope, key)
    throw new PreconditionFailedError('saved by somebody else', { userMessage: 'opendata.series.error.changed' })
  }
  noteSeries(scope, 'saved', key)
}

/**
 * Chooses data sets of the same authority into a series, after those that are in it. What others chose meanwhile stays. Throws 409 where there would be
 * too many; what is none of the authority's data sets, or in it already, is passed over.
 */
export async function chooseDataSets(scope: BenchScope, key: SeriesKey, ids: readonly string[]): Promise<void> {
  await rearrange(scope, key, async (chosen) => {
    const own = await listOwn(scope, key.authorityId, ids)
    return [...new Set([...chosen, ...ids.filter((id) => own.has(id))])]
  })
}

/** Takes a data set out of a series. */
export async function leaveOut(scope: BenchScope, key: SeriesKey, id: string): Promise<void> {
  await rearrange(scope, key, async (chosen) => chosen.filter((one) => one !== id))
}

/** Moves a data set a place up or down. */
export async function moveDataSet(
  scope: BenchScope,
  key: SeriesKey,
  { id, direction }: { id: string; direction: 'up' | 'down' },
): Promise<void> {
  await rearrange(scope, key, async (chosen) => moved(chosen, id, direction))
}

/** Chooses exactly these, in this order. */
export async function chooseExactly(scope: BenchScope, key: SeriesKey, ids: readonly string[]): Promise<void> {
  await rearrange(scope, key, async () => {
    const own = await listOwn(scope, key.authorityId, ids)
    return [...new Set(ids)].filter((id) => own.has(id))
  })
}

/** Changes the choice as it is now: whoever comes second works on what the first has left, so that nothing of either is lost. */
async function rearrange(
  scope: BenchScope,
  { authorityId, id }: SeriesKey,
  change: (chosen: readonly string[]) => Promise<readonly string[]>,
): Promise<void> {
  requireSteward(scope, authorityId)
  const locked = await scope.db
    .selectFrom('opendata.series')
    .select('revision')
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!locked) throw new NotFoundError('no such series')
  const chosen = await listChosen(scope, { authorityId, id })
  const wanted = await change(chosen)
  if (wanted.length === chosen.length && wanted.every((one, at) => one === chosen[at])) return
  if (wanted.length > mostMembers)
    throw new ConflictError('too many', { userMessage: 'opendata.series.error.many', values: { most: mostMembers } })
  await writeChosen(scope, { authorityId, id }, wanted)
  await scope.db
    .updateTable('opendata.series')
    .set({ revision: locked.revision + 1, changed_at: scope.now(), changed_by: staffOf(scope) })
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .execute()
  noteSeries(scope, 'chosen', { authorityId, id })
}

async function writeChosen(scope: BenchScope, { authorityId, id }: SeriesKey, ids: readonly string[]): Promise<void> {
  await scope.db
    .deleteFrom('opendata.series_data_sets')
    .where('authority_id', '=', authorityId)
    .where('series_id', '=', id)
    .execute()
  if (ids.length === 0) return
  const rows = ids.map((one, at) => ({ authority_id: authorityId, series_id: id, data_set_id: one, position: at + 1 }))
  await scope.db.insertInto('opendata.series_data_sets').values(rows).execute()
}

async function listOwn(scope: Scope, authorityId: AuthorityId, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const known = ids.filter((id) => isUuid(id))
  if (known.length === 0) return new Set()
  const rows = await scope.db
    .selectFrom('opendata.data_sets')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('id', 'in', known)
    .execute()
  return new Set(rows.map((row) => row.id))
}

/** Deletes a series that nobody but its authority ever saw; its data sets stay. Throws 409 where it is or was public: that one is taken back. */
export async function deleteSeries(scope: BenchScope, key: SeriesKey): Promise<void> {
  requireSteward(scope, key.authorityId)
  // Whoever publishes it holds it as well: one of the two comes second.
  await scope.db
    .selectFrom('opendata.series')
    .select('id')
    .where('authority_id', '=', key.authorityId)
    .where('id', '=', key.id)
    .forUpdate()
    .execute()
  const { state } = await readBenchSeries(scope, key)
  if (state !== 'draft') throw new ConflictError('was public', { userMessage: 'opendata.series.error.was_public' })
  await scope.db
    .deleteFrom('opendata.series')
    .where('authority_id', '=', key.authorityId)
    .where('id', '=', key.id)
    .execute()
  noteSeries(scope, 'deleted', key)
}

/** The audit's line: who did what to a series. */
export const noteSeries = (scope: BenchScope, what: string, key: SeriesKey): void =>
  noteDeed(scope, `series.${what}`, key)
