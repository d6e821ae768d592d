import { jsonb } from '#kernel/db/jsonb.ts'
import { ConflictError, ForbiddenError, PreconditionFailedError } from '#kernel/http/errors.ts'
import { type BenchScope, requireSteward, staffOf } from '../catalogue/workbench.ts'
import { type BenchSeries, listChosen, noteSeries, readBenchSeries } from './bench.ts'
import type { SeriesKey } from './series.ts'

/**
 * Asks for publication of a series as it is: another steward has to agree. Whoever changes it afterwards has it submitted anew. Throws 409 where no
 * data set was chosen, and 412 where it is not as it was read.
 */
export async function submitSeries(scope: BenchScope, key: SeriesKey, revision: number): Promise<void> {
  requireSteward(scope, key.authorityId)
  await holdAsRead(scope, key, revision)
  await requireChosen(scope, key)
  await noteSubmission(scope, key, { submitted_by: staffOf(scope), submitted_revision: revision })
  noteSeries(scope, 'submitted', key)
}

/**
 * Makes a series public as it was submitted: what is said of it, and which data sets belong to it. Two persons have to agree, except where the platform
 * publishes by itself. Throws 403 for whoever submitted it, 409 where nobody submitted it as it is or no data set was chosen, and 412 where it is not as it
 * was read.
 */
export async function publishSeries(scope: BenchScope, key: SeriesKey, revision: number): Promise<void> {
  requireSteward(scope, key.authorityId)
  const bench = await holdAsRead(scope, key, revision)
  const chosen = await requireChosen(scope, key)
  if (scope.actor.kind === 'staff' && bench.submittedBy === null)
    throw new ConflictError('not submitted', { userMessage: 'opendata.series.error.not_submitted' })
  if (scope.actor.kind === 'staff' && bench.submittedBy === scope.actor.staffId)
    throw new ForbiddenError('the same person twice', { userMessage: 'opendata.series.error.same_person' })
  await writePublished(scope, bench)
  await writeMembers(scope, key, chosen)
  await noteSubmission(scope, key, { submitted_by: null, submitted_revision: null })
  noteSeries(scope, 'published', key)
}

/** The series, held until the transaction ends. */
async function holdAsRead(scope: BenchScope, key: SeriesKey, revision: number): Promise<BenchSeries> {
  await scope.db
    .selectFrom('opendata.series')
    .select('id')
    .where('authority_id', '=', key.authorityId)
    .where('id', '=', key.id)
    .forUpdate()
    .execute()
  const bench = await readBenchSeries(scope, key)
  if (bench.revision !== revision)
    throw new PreconditionFailedError('changed meanwhile', { userMessage: 'opendata.series.error.changed' })
  return bench
}

async function requireChosen(scope: BenchScope, key: SeriesKey): Promise<readonly string[]> {
  const chosen = await listChosen(scope, key)
  if (chosen.length === 0)
    throw new ConflictError('no data sets', { userMessage: 'opendata.series.error.no_data_sets' })
  return chosen
}

type Submission = { readonly submitted_by: string | null; readonly submitted_revision: number | null }

async function noteSubmission(
  scope: BenchScope,
  { authorityId, id }: SeriesKey,
  submission: Submission,
): Promise<void> {
  await scope.db
    .updateTable('opendata.series')
    .set(submission)
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .execute()
}

/**
 * Takes a series back: its address stays and says so, with the reason where one is given; its data sets stay as they are. Throws 409 where it is not
 * public.
 */
export async function withdrawSeries(scope: BenchScope, key: SeriesKey, reason?: string): Promise<void> {
  requireSteward(scope, key.authorityId)
  const withdrawn = await scope.db
    .updateTable('opendata.published_series')
    .set({ withdrawn_at: scope.now(), changed_at: scope.now(), withdrawal_reason: reason ?? null })
    .where('authority_id', '=', key.authorityId)
    .where('id', '=', key.id)
    .where('withdrawn_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!withdrawn) throw new ConflictError('not public', { userMessage: 'opendata.series.error.not_public' })
  noteSeries(scope, 'withdrawn', key)
}

async function writePublished(scope: BenchScope, bench: BenchSeries): Promise<void> {
  const { authorityId, id, slug, origin, metadata, revision } = bench
  const now = scope.now()
  const state = {
    metadata: jsonb(metadata),
    origin,
    revision,
    changed_at: now,
    withdrawn_at: null,
    withdrawal_reason: null,
  }
  await scope.db
    .insertInto('opendata.published_series')
    .values({ authority_id: authorityId, id, slug, published_at: now, ...state })
    .onConflict((conflict) => conflict.columns(['authority_id', 'id']).doUpdateSet(state))
    .execute()
}

async function writeMembers(scope: BenchScope, { authorityId, id }: SeriesKey, ids: readonly string[]): Promise<void> {
  await scope.db
    .deleteFrom('opendata.series_members')
    .where('authority_id', '=', authorityId)
    .where('series_id', '=', id)
    .where('data_set_id', 'not in', [...ids])
    .execute()
  await scope.db
    .insertInto('opendata.series_members')
    .values(ids.map((one, at) => ({ authority_id: authorityId, series_id: id, data_set_id: one, position: at + 1 })))
    .onConflict((conflict) =>
      conflict
        .columns(['authority_id', 'series_id', 'data_set_id'])
        .doUpdateSet({ position: (eb) => eb.ref('excluded.position') }),
    )
    .execute()
}
