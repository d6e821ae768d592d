import { v7 } from 'uuid'
import type { StaffActor, StaffRole, SystemActor } from '#kernel/db/actor.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { ConflictError, ForbiddenError, NotFoundError, PreconditionFailedError } from '#kernel/http/errors.ts'
import { type AuthorityId, uuid } from '#kernel/ids.ts'
import {
  type DataSetId,
  type DataSetMetadata,
  type DataSetOrigin,
  type DataSetState,
  dataSetStates,
} from './data-set.ts'
import { originOf, readMetadata, StoredDataSetError } from './queries.ts'

/** Who works at the bench: a steward, or the platform for what it publishes of itself and takes over from elsewhere. */
export type BenchScope = WriteScope<StaffActor> | WriteScope<SystemActor>

/** Who may keep data sets of an authority. */
export const stewardRoles = ['data_steward', 'lead'] as const satisfies readonly StaffRole[]

/** A data set as its authority is preparing it. `revision` counts what was saved; whoever saves names the one that she has read. */
export type BenchDataSet = {
  readonly authorityId: AuthorityId
  readonly id: DataSetId
  readonly slug: string
  readonly origin: DataSetOrigin
  readonly state: DataSetState
  readonly metadata: DataSetMetadata
  readonly revision: number
  readonly changedAt: Date
  /** Who asked for publication. */
  readonly submittedBy: string | null
  readonly submittedAt: Date | null
}

export type DataSetKey = Pick<BenchDataSet, 'authorityId' | 'id'>

/** Throws 403 where she keeps no data sets of that authority. The platform may everywhere, under its purpose `opendata`. */
export function requireSteward({ actor }: BenchScope, authorityId: AuthorityId): void {
  if (actor.kind === 'system') return
  const isSteward = actor.memberships.some(
    (one) => one.authorityId === authorityId && stewardRoles.some((role) => role === one.role),
  )
  if (!isSteward) throw new ForbiddenError('keeps no data sets there')
}

/** A data set at the bench. Throws 404 where there is none, or it is not hers to see. */
export async function readBench(scope: Scope, { authorityId, id }: DataSetKey): Promise<BenchDataSet> {
  const row = await scope.db
    .selectFrom('opendata.data_sets')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFoundError('no such data set')
  return {
    authorityId,
    id,
    slug: row.slug,
    origin: originOf(row.origin),
    state: stateOf(row.state),
    metadata: readMetadata(row.metadata, id),
    revision: row.revision,
    changedAt: row.changed_at,
    submittedBy: row.submitted_by,
    submittedAt: row.submitted_at,
  }
}

export function stateOf(text: string): DataSetState {
  const state = dataSetStates.find((one) => one === text)
  if (!state) throw new StoredDataSetError(`state ${text}`)
  return state
}

type NewDataSet = { authorityId: AuthorityId; slug: string; metadata: DataSetMetadata; origin?: DataSetOrigin }

/** Begins a data set. Throws 403, or 409 where the authority has one of that name. */
export async function createDataSet(
  scope: BenchScope,
  { authorityId, slug, metadata, origin = 'steward' }: NewDataSet,
): Promise<DataSetId> {
  requireSteward(scope, authorityId)
  const id = uuid<'data-set'>(v7())
  const made = await scope.db
    .insertInto('opendata.data_sets')
    .values({
      authority_id: authorityId,
      id,
      slug,
      origin,
      state: 'draft',
      title: metadata.title.de,
      metadata: jsonb(metadata),
      created_at: scope.now(),
      changed_at: scope.now(),
      changed_by: staffOf(scope),
    })
    .onConflict((conflict) => conflict.columns(['authority_id', 'slug']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) throw new ConflictError('name taken', { userMessage: 'opendata.bench.error.name_taken', values: { slug } })
  note(scope, 'created', { authorityId, id })
  return id
}

/**
 * Saves what is said of a data set; what is public stays as it is until it is published again. Throws 412 when somebody saved since
 * `revision` was read, 409 while it is in review.
 */
export async function saveDataSet(
  scope: BenchScope,
  key: DataSetKey,
  { revision, metadata }: { revision: number; metadata: DataSetMetadata },
): Promise<void> {
  requireSteward(scope, key.authorityId)
  const saved = await scope.db
    .updateTable('opendata.data_sets')
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
    .where('state', '!=', 'in_review')
    .returning('id')
    .executeTakeFirst()
  if (!saved) {
    const { state } = await readBench(scope, key)
    if (state === 'in_review') throw new ConflictError('in review', { userMessage: 'opendata.bench.error.in_review' })
    throw new PreconditionFailedError('saved by somebody else', { userMessage: 'opendata.bench.error.changed' })
  }
  note(scope, 'saved', key)
}

/** Moves a data set from one of `from` to another state, together with what goes with it. Throws 409 from any other state. */
export async function moveTo(
  scope: BenchScope,
  { authorityId, id }: DataSetKey,
  { from, to, submittedBy }: { from: readonly DataSetState[]; to: DataSetState; submittedBy?: string | null },
): Promise<void> {
  const moved = await scope.db
    .updateTable('opendata.data_sets')
    .set({
      state: to,
      changed_at: scope.now(),
      ...(submittedBy !== undefined && {
        submitted_by: submittedBy,
        submitted_at: submittedBy === null ? null : scope.now(),
      }),
    })
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .returning('id')
    .executeTakeFirst()
  if (moved) return
  const { state } = await readBench(scope, { authorityId, id })
  throw new ConflictError(`not from ${state} to ${to}`, { userMessage: `opendata.bench.error.not_from_${state}` })
}

export function staffOf({ actor }: BenchScope): string | null {
  return actor.kind === 'staff' ? actor.staffId : null
}

/** The audit's line: who did what to a data set. */
export const note = (scope: BenchScope, what: string, key: DataSetKey): void => noteDeed(scope, `data_set.${what}`, key)

type Subject = { readonly authorityId: AuthorityId; readonly id: string }

/** The same of anything that stewards keep: `series.saved`. */
export function noteDeed(scope: BenchScope, deed: string, { authorityId, id }: Subject): void {
  const role =
    scope.actor.kind === 'staff'
      ? scope.actor.memberships.find((one) => one.authorityId === authorityId)?.role
      : undefined
  scope.record(`opendata.${deed}`, { authorityId, subjectId: id, role })
}
