import { type JsonValue, jsonb } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { ConflictError, HttpError } from '#kernel/http/errors.ts'
import { validatorOf } from '#kernel/validator.ts'
import { type DataSetMetadata, type Distribution, distributionSchema } from './data-set.ts'
import { StoredDataSetError } from './queries.ts'
import type { BenchScope, DataSetKey } from './workbench.ts'

/** A table or document that was public and is not continued: its versions stay at their addresses. */
export type EndedDistribution = {
  readonly distribution: Distribution
  readonly endedAt: Date
  /** Set once its versions were taken back as well. */
  readonly withdrawnAt: Date | null
}

/** 410: it was public and was taken back, or only its versions are left. */
export class NotOfferedError extends HttpError {
  override name = 'NotOfferedError'
  constructor(reason: 'withdrawn' | 'ended') {
    super(410, `not offered: ${reason}`, { userMessage: `opendata.data_set.gone.${reason}` })
  }
}

const isDistribution = validatorOf(distributionSchema)

type EndedRow = { readonly ended: JsonValue; readonly ended_at: Date | null; readonly withdrawn_at: Date | null }

function readEnded({ ended, ended_at, withdrawn_at }: EndedRow): EndedDistribution {
  if (!isDistribution(ended) || !ended_at) throw new StoredDataSetError('an ended distribution')
  return { distribution: ended, endedAt: ended_at, withdrawnAt: withdrawn_at }
}

/** What a data set once offered, the last that ended first. */
export async function listEnded(scope: Scope, { authorityId, id }: DataSetKey): Promise<EndedDistribution[]> {
  const rows = await endedOf(scope, { authorityId, id }).orderBy('ended_at', 'desc').orderBy('slug').execute()
  return rows.map(readEnded)
}

/** The one of these that is called so. */
export async function findEnded(scope: Scope, key: DataSetKey, slug: string): Promise<EndedDistribution | undefined> {
  const row = await endedOf(scope, key).where('slug', '=', slug).executeTakeFirst()
  return row && readEnded(row)
}

/** An ended one where its versions are asked for; undefined where none was called so. Throws 410 for all else of it. */
export async function findOfferedOnce(
  scope: Scope,
  key: DataSetKey,
  slug: string,
  isVersionAsked: boolean,
): Promise<Distribution | undefined> {
  const found = await findEnded(scope, key, slug)
  if (found?.withdrawnAt) throw new NotOfferedError('withdrawn')
  if (found && !isVersionAsked) throw new NotOfferedError('ended')
  return found?.distribution
}

const endedOf = (scope: Scope, { authorityId, id }: DataSetKey) =>
  scope.db
    .selectFrom('opendata.published_distributions')
    .select(['ended', 'ended_at', 'withdrawn_at'])
    .where('authority_id', '=', authorityId)
    .where('data_set_id', '=', id)
    .where('ended_at', 'is not', null)

/** Names that lead to something public, now or once: nothing else may ever be called so. By name the id of what has it. */
export async function readTakenNames(
  scope: Scope,
  { authorityId, id }: DataSetKey,
): Promise<ReadonlyMap<string, string>> {
  const rows = await scope.db
    .selectFrom('opendata.published_distributions')
    .select(['id', 'slug'])
    .where('authority_id', '=', authorityId)
    .where('data_set_id', '=', id)
    .execute()
  return new Map(rows.map((row) => [row.slug, row.id]))
}

/** Tables and documents have versions with addresses of their own. */
const keepsVersions = ({ kind }: Distribution): boolean => kind === 'table' || kind === 'file'

/**
 * Makes these the distributions that are public. What is a table or document and was public before is kept as ended, with its name. Throws 409 where
 * something new has the name of another.
 */
export async function replaceDistributions(
  scope: BenchScope,
  key: DataSetKey,
  { before, after }: { before: DataSetMetadata['distributions']; after: DataSetMetadata['distributions'] },
): Promise<void> {
  const { authorityId, id } = key
  const ended = before.filter((one) => keepsVersions(one) && !after.some((other) => other.id === one.id))
  for (const one of ended)
    await scope.db
      .updateTable('opendata.published_distributions')
      .set({ ended_at: scope.now(), ended: jsonb(one) })
      .where('id', '=', one.id)
      .where('authority_id', '=', authorityId)
      .execute()
  await scope.db
    .deleteFrom('opendata.published_distributions')
    .where('authority_id', '=', authorityId)
    .where('data_set_id', '=', id)
    .where(({ eb, or }) =>
      or([
        eb('ended_at', 'is', null),
        ...(after.length > 0
          ? [
              eb(
                'id',
                'in',
                after.map((one) => one.id),
              ),
            ]
          : []),
      ]),
    )
    .execute()
  if (after.length === 0) return
  const taken = await readTakenNames(scope, key)
  const second = after.find((one) => taken.has(one.slug))
  if (second)
    throw new ConflictError('name of an ended one', {
      userMessage: 'opendata.bench.error.distribution_name_taken',
      values: { slug: second.slug },
    })
  await scope.db
    .insertInto('opendata.published_distributions')
    .values(
      after.map((one, position) => ({
        id: one.id,
        authority_id: authorityId,
        data_set_id: id,
        slug: one.slug,
        position,
      })),
    )
    .execute()
}

/** Marks the versions of an ended one as taken back. Throws 409 where there is nothing to take back. */
export async function withdrawEnded(
  scope: BenchScope,
  { authorityId, id }: DataSetKey,
  slug: string,
): Promise<Distribution> {
  const row = await scope.db
    .updateTable('opendata.published_distributions')
    .set({ withdrawn_at: scope.now() })
    .where('authority_id', '=', authorityId)
    .where('data_set_id', '=', id)
    .where('slug', '=', slug)
    .where('ended_at', 'is not', null)
    .where('withdrawn_at', 'is', null)
    .returning(['ended', 'ended_at', 'withdrawn_at'])
    .executeTakeFirst()
  if (!row) throw new ConflictError('nothing to take back', { userMessage: 'opendata.bench.error.not_public' })
  return readEnded(row).distribution
}
