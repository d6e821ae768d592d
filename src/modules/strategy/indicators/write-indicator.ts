import { jsonb } from '#kernel/db/jsonb.ts'
import { ConflictError, UnprocessableError } from '#kernel/http/errors.ts'
import type { Audience, NodeKey } from '../graph/node.ts'
import { claimRevision, note, requireSteering, type SteeringScope, staffOf } from '../graph/write-node.ts'
import { proposedComparability } from './comparability.ts'
import type { Definition, Observation } from './indicator.ts'
import { findDefinition, listTakes } from './queries.ts'

type Owned = NodeKey & { readonly audience: Audience }

/** Without a word on whether its figures can be compared with those before, what is proposed for the change holds. */
export type NewDefinition = Omit<Definition, 'version' | 'comparability' | 'limits' | 'comparableFrom'> &
  Partial<Pick<Definition, 'comparability' | 'limits'>>

/**
 * Says anew what an indicator measures: the next version, from which the series begins again unless figures can be compared. Earlier ones stay. With a
 * `revision` it is the one she had read (412 where somebody saved since). Throws 403, 422 where figures of another unit were to be compared or limits
 * are missing.
 */
export async function defineIndicator(
  scope: SteeringScope,
  node: Owned,
  definition: NewDefinition,
  revision?: number,
): Promise<number> {
  requireSteering(scope, node.authorityId)
  if (revision !== undefined) await claimRevision(scope, node, revision)
  const before = await findDefinition(scope, node)
  const version = (before?.version ?? 0) + 1
  const comparability = before
    ? (definition.comparability ?? proposedComparability(before, definition))
    : 'not_comparable'
  if (before && comparability !== 'not_comparable' && before.unit.de !== definition.unit.de)
    throw new UnprocessableError('another unit', { userMessage: 'strategy.indicators.error.other_unit' })
  const limits = comparability === 'limited' ? definition.limits : undefined
  if (comparability === 'limited' && limits === undefined)
    throw new UnprocessableError('limits of nothing', { userMessage: 'strategy.indicators.error.limits' })
  await scope.db
    .insertInto('strategy.indicator_definitions')
    .values({
      authority_id: node.authorityId,
      node_id: node.id,
      version,
      audience: node.audience,
      definition: jsonb(definition.definition),
      unit: jsonb(definition.unit),
      direction: definition.direction,
      baseline: definition.baseline?.value ?? null,
      baseline_period: definition.baseline?.period ?? null,
      target: definition.target?.value ?? null,
      target_on: definition.target?.on ?? null,
      source: definition.source ? jsonb(definition.source) : null,
      rhythm: definition.rhythm,
      uncertainty: definition.uncertainty ? jsonb(definition.uncertainty) : null,
      owner: definition.owner,
      counter: definition.counter ?? null,
      valid_from: definition.validFrom ?? null,
      reason: definition.reason ?? null,
      comparability,
      limits: limits ?? null,
      made_at: scope.now(),
      made_by: staffOf(scope),
    })
    .execute()
  note(scope, 'indicator.defined', node, { version })
  return version
}

export type Figure = Pick<Observation, 'series' | 'period' | 'value' | 'qualifier' | 'note' | 'source'> & {
  readonly isProvisional?: boolean
}

/**
 * Writes figures that are not there yet, under the definition that holds. Throws 403, 409 where one of that series and period is there (it is
 * corrected instead), 422 where nothing was defined.
 */
export async function observe(scope: SteeringScope, node: Owned, figures: readonly Figure[]): Promise<void> {
  requireSteering(scope, node.authorityId)
  const definition = await findDefinition(scope, node)
  if (!definition)
    throw new UnprocessableError('nothing defined', { userMessage: 'strategy.indicators.error.undefined' })
  if (figures.length === 0) return
  const written = await scope.db
    .insertInto('strategy.observations')
    .values(
      figures.map((figure) =>
        rowOf(scope, node, { ...figure, version: definition.version, take: 1, reason: undefined }),
      ),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('period')
    .execute()
  if (written.length < figures.length)
    throw new ConflictError('there already', { userMessage: 'strategy.indicators.error.there' })
  note(scope, 'indicator.observed', node, { figures: figures.length })
}

/** Puts a new count in the place of a provisional one. */
export async function countAgain(
  scope: SteeringScope,
  { authorityId, id }: NodeKey,
  { series, period, value, source }: Figure,
): Promise<void> {
  requireSteering(scope, authorityId)
  await scope.db
    .updateTable('strategy.observations')
    .set({ value, source: jsonb(source), made_at: scope.now() })
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .where('series', '=', series)
    .where('period', '=', period)
    .where('is_provisional', '=', true)
    .execute()
}

/** The figures of months that are over stay as they are from now on. */
export async function settleFigures(
  scope: SteeringScope,
  { authorityId, id }: NodeKey,
  thisMonth: string,
): Promise<void> {
  requireSteering(scope, authorityId)
  await scope.db
    .updateTable('strategy.observations')
    .set({ is_provisional: false })
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .where('period', '<', thisMonth)
    .where('is_provisional', '=', true)
    .execute()
}

/** Corrects a figure: the old one stays beside it with who, when and why. Throws 403, 409 where somebody corrected it since `take` was read, 422 where there is none. */
export async function correctFigure(
  scope: SteeringScope,
  node: Owned,
  { take, reason, ...figure }: Figure & { readonly take: number; readonly reason: string },
): Promise<void> {
  requireSteering(scope, node.authorityId)
  const takes = (await listTakes(scope, node)).filter(
    (one) => one.series === figure.series && one.period === figure.period,
  )
  const last = takes.at(-1)
  if (!last) throw new UnprocessableError('no such figure', { userMessage: 'strategy.indicators.error.missing' })
  if (last.take !== take)
    throw new ConflictError('corrected since', { userMessage: 'strategy.indicators.error.corrected' })
  const row = rowOf(scope, node, { ...figure, version: last.version, take: take + 1, reason })
  const written = await scope.db
    .insertInto('strategy.observations')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('period')
    .executeTakeFirst()
  if (!written) throw new ConflictError('corrected since', { userMessage: 'strategy.indicators.error.corrected' })
  note(scope, 'indicator.corrected', node, { period: figure.period })
}

type Written = Figure & Pick<Observation, 'version' | 'take' | 'reason'>

const rowOf = (scope: SteeringScope, node: Owned, figure: Written) => ({
  authority_id: node.authorityId,
  node_id: node.id,
  series: figure.series,
  period: figure.period,
  take: figure.take,
  version: figure.version,
  audience: node.audience,
  value: figure.value,
  qualifier: figure.qualifier ?? null,
  note: figure.note ? jsonb(figure.note) : null,
  source: jsonb(figure.source),
  reason: figure.reason ?? null,
  is_provisional: figure.isProvisional ?? false,
  made_at: scope.now(),
  made_by: staffOf(scope),
})
