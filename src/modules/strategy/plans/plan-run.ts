import { type Static, Type } from 'typebox'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, type Id, slug, uuid } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import { oneOf, StoredNodeError } from '../graph/queries.ts'
import { isResult, isSettings, type PlanResult, type PlanSettings } from './plan-settings.ts'

export type PlanRunId = Id<'strategy-plan'>
const states = ['waiting', 'running', 'done', 'stopped', 'failed'] as const
export type PlanState = (typeof states)[number]

const stages = ['choice', 'dates', 'proof', 'frontier', 'people'] as const
const progressSchema = Type.Object({
  stage: Type.Enum([...stages]),
  share: Type.Integer({ minimum: 0, maximum: 1000 }),
  benefit: Type.Integer({ minimum: 0 }),
})
export type StoredProgress = Readonly<Static<typeof progressSchema>>
const isProgress = validatorOf(progressSchema)

export type PlanRun = {
  readonly authorityId: AuthorityId
  readonly id: PlanRunId
  readonly name: string
  readonly state: PlanState
  readonly settings: PlanSettings
  readonly progress: StoredProgress | undefined
  readonly result: PlanResult | undefined
  readonly wantsStop: boolean
  readonly madeAt: Date
  readonly takenOverAt: Date | undefined
  readonly canUndo: boolean
}

const silenceMs = 60_000

/** A run that was last heard before this moment counts as ended with its process. */
export const heardSince = (now: Date): Date => new Date(now.getTime() - silenceMs)

const columns = [
  'authority_id',
  'id',
  'name',
  'state',
  'settings',
  'progress',
  'result',
  'wants_stop',
  'made_at',
  'heard_at',
  'taken_over_at',
  'undo',
] as const

type Row = {
  authority_id: string
  id: string
  name: string
  state: string
  settings: JsonValue
  progress: JsonValue
  result: JsonValue | null
  wants_stop: boolean
  made_at: Date
  heard_at: Date
  taken_over_at: Date | null
  undo: JsonValue | null
}

function readRun(row: Row, now: Date): PlanRun {
  const { settings, progress, result } = row
  if (!isSettings(settings) || (result !== null && !isResult(result))) throw new StoredNodeError(`plan ${row.id}`)
  const state = oneOf(states, row.state)
  const isLost = state === 'running' && row.heard_at < heardSince(now)
  return {
    authorityId: slug<'authority'>(row.authority_id),
    id: uuid<'strategy-plan'>(row.id),
    name: row.name,
    state: isLost ? 'stopped' : state,
    settings,
    progress: isProgress(progress) ? progress : undefined,
    result: result ?? undefined,
    wantsStop: row.wants_stop,
    madeAt: row.made_at,
    takenOverAt: row.taken_over_at ?? undefined,
    canUndo: row.undo !== null,
  }
}

/** The newest plans of an authority; those before a moment where one is given. */
export async function listRuns(scope: Scope, authorityId: AuthorityId, before?: Date): Promise<PlanRun[]> {
  let query = scope.db
    .selectFrom('strategy.plan_runs')
    .select(columns)
    .where('authority_id', '=', authorityId)
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(20)
  if (before) query = query.where('made_at', '<', before)
  return (await query.execute()).map((row) => readRun(row, scope.now()))
}

/** A plan by its id; undefined where there is none or it is not for this actor to see. */
export async function findRun(scope: Scope, authorityId: AuthorityId, id: PlanRunId): Promise<PlanRun | undefined> {
  const row = await scope.db
    .selectFrom('strategy.plan_runs')
    .select(columns)
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && readRun(row, scope.now())
}
