import { sql } from 'kysely'
import { v7 } from 'uuid'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { ConflictError, NotFoundError, UnprocessableError } from '#kernel/http/errors.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { NodeKey } from '../graph/node.ts'
import { oneOf, readDay } from '../graph/queries.ts'
import {
  claimRevision,
  note,
  requireLeading,
  requireSteering,
  type SteeringScope,
  staffOf,
} from '../graph/write-node.ts'
import { findGateChecks, withTicked } from './checks.ts'
import type { ProjectRecord } from './find-project.ts'
import {
  type Check,
  type Gate,
  gates,
  type Outcome,
  obstacleTo,
  openSteps,
  outcomes,
  phaseAfter,
  standardChecks,
} from './hermes.ts'
import { gateDecided } from './idea-mails.ts'
import { type Phase, phases } from './project.ts'

export type NewCondition = { readonly text: string; readonly owner: string; readonly dueOn: IsoDate }
export type NewDecision = {
  readonly gate: Gate
  readonly outcome: Outcome
  readonly decidedOn: IsoDate
  /** The office that decided. */
  readonly decidedBy: string
  readonly reason: string
  /** What is set free for the next phase, in Rappen. */
  readonly released: number | undefined
  /** The points of its check list that are ticked. */
  readonly ticked: ReadonlySet<string>
  readonly conditions: readonly NewCondition[]
}

/**
 * Writes down what was decided at a gate, with its conditions, and takes the project to its next phase. Throws 403, 409 where this gate does
 * not come next, 412, or 422 where the day is to come or the rule of the gate is not kept (`strategy.projects.obstacle.*`).
 */
export async function decideGate(
  scope: SteeringScope,
  project: ProjectRecord,
  { revision, decision }: { revision: number; decision: NewDecision },
): Promise<void> {
  requireSteering(scope, project.authorityId)
  const step = openSteps(project.phase, project).find(({ gate }) => gate === decision.gate)
  if (!step) throw new ConflictError('not its next gate', { userMessage: 'strategy.projects.error.not_next' })
  const list = (await findGateChecks(scope, project, decision.gate)) ?? standardChecks(decision.gate)
  const checks = withTicked(list, decision.ticked, { on: scope.today(), by: staffOf(scope) })
  if (decision.decidedOn > scope.today())
    throw new UnprocessableError('a day to come', { userMessage: 'strategy.projects.error.decided_later' })
  const open = (await listConditions(scope, project)).filter(({ metOn }) => !metOn)
  const obstacle = obstacleTo(step, decision.outcome, {
    checks,
    conditions: decision.conditions.length,
    overdueConditions: open.filter(({ dueOn }) => dueOn < scope.today()).length,
    kind: project,
  })
  if (obstacle) throw new UnprocessableError(obstacle, { userMessage: `strategy.projects.obstacle.${obstacle}` })
  await claimRevision(scope, project, revision)
  const after = phaseAfter(step, decision.outcome)
  const id = v7()
  const key = { authority_id: project.authorityId, node_id: project.id }
  await scope.db
    .insertInto('strategy.gate_decisions')
    .values({
      ...key,
      id,
      audience: project.audience,
      gate: decision.gate,
      outcome: decision.outcome,
      phase_before: project.phase,
      phase_after: after,
      decided_on: decision.decidedOn,
      decided_by: decision.decidedBy,
      reason: decision.reason,
      released: decision.released ?? null,
      checks: jsonb(checks),
      made_at: scope.now(),
      made_by: staffOf(scope),
    })
    .execute()
  if (decision.conditions.length > 0)
    await scope.db
      .insertInto('strategy.gate_conditions')
      .values(
        decision.conditions.map(({ text, owner, dueOn }) => ({
          ...key,
          id: v7(),
          decision_id: id,
          text,
          owner,
          due_on: dueOn,
        })),
      )
      .execute()
  await keepMilestone(scope, project, { ...decision, checks, isPassed: after !== project.phase || isRelease(decision) })
  if (after !== project.phase) await enterPhase(scope, project, { after, ...decision })
  else if (isRelease(decision) && decision.released !== undefined) await releaseMore(scope, project, decision.released)
  note(scope, 'project.gate_decided', project, { gate: decision.gate, outcome: decision.outcome })
  const payload = { nodeId: project.id, decisionId: id, by: staffOf(scope) }
  scope.announce(gateDecided, { authorityId: project.authorityId, payload })
}

const isRelease = ({ gate, outcome }: Pick<NewDecision, 'gate' | 'outcome'>) =>
  gate === 'release' && (outcome === 'approved' || outcome === 'with_conditions')

/** The gate's milestone keeps the check list, and is reached where the gate was passed. */
async function keepMilestone(
  scope: SteeringScope,
  { authorityId, id, phase }: ProjectRecord,
  { gate, checks, decidedOn, outcome, isPassed }: NewDecision & { checks: readonly Check[]; isPassed: boolean },
): Promise<void> {
  const first = scope.db
    .selectFrom('strategy.milestones')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .where('gate', '=', gate)
    .where('phase', '=', phase)
    .where('reached_on', 'is', null)
    .orderBy('planned_on')
    .limit(1)
  await scope.db
    .updateTable('strategy.milestones')
    .set({ checks: jsonb(checks), ...(isPassed && outcome !== 'stopped' && { reached_on: decidedOn }) })
    .where('authority_id', '=', authorityId)
    .where('id', '=', first)
    .execute()
}

/** The phase before ends, the next begins with what was released for it. */
async function enterPhase(
  scope: SteeringScope,
  { authorityId, id, phase }: ProjectRecord,
  { after, decidedOn, released }: NewDecision & { after: Phase },
): Promise<void> {
  const own = (name: Phase) =>
    scope.db
      .updateTable('strategy.project_phases')
      .where('authority_id', '=', authorityId)
      .where('node_id', '=', id)
      .where('phase', '=', name)
  await own(phase)
    .set({ ended_on: sql`greatest(begun_on, ${decidedOn}::date)` })
    .execute()
  await own(after)
    .set({ begun_on: decidedOn, ...(released !== undefined && { released }) })
    .execute()
  await scope.db
    .updateTable('strategy.projects')
    .set({ phase: after })
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .execute()
}

/** A release of agile work sets more free for the phase that it is part of. */
async function releaseMore(scope: SteeringScope, project: ProjectRecord, rappen: number): Promise<void> {
  await scope.db
    .updateTable('strategy.project_phases')
    .set({ released: sql`coalesce(released, 0) + ${rappen}` })
    .where('authority_id', '=', project.authorityId)
    .where('node_id', '=', project.id)
    .where('phase', '=', project.phase)
    .execute()
}

export type Condition = NewCondition & {
  readonly id: string
  readonly decisionId: string
  readonly metOn: IsoDate | undefined
  readonly metNote: string | undefined
}

/** The conditions of all gates of a project, by their due day. */
export async function listConditions(scope: Scope, { authorityId, id }: NodeKey): Promise<readonly Condition[]> {
  const rows = await scope.db
    .selectFrom('strategy.gate_conditions')
    .select(['id', 'decision_id', 'text', 'owner', 'due_on', 'met_on', 'met_note'])
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .orderBy('due_on')
    .orderBy('id')
    .limit(500)
    .execute()
  return rows.flatMap((row) => {
    const dueOn = readDay(row.due_on)
    if (!dueOn) return []
    const { text, owner } = row
    return [
      {
        id: row.id,
        decisionId: row.decision_id,
        text,
        owner,
        dueOn,
        metOn: readDay(row.met_on),
        metNote: row.met_note ?? undefined,
      },
    ]
  })
}

/** Notes that a condition is met, and how that is known. Throws 403, 404, 412. */
export async function meetCondition(
  scope: SteeringScope,
  project: NodeKey,
  { id, revision, metNote }: { id: string; revision: number; metNote: string },
): Promise<void> {
  await requireLeading(scope, project)
  await claimRevision(scope, project, revision)
  const met = await scope.db
    .updateTable('strategy.gate_conditions')
    .set({ met_on: scope.today(), met_note: metNote })
    .where('authority_id', '=', project.authorityId)
    .where('node_id', '=', project.id)
    .where('id', '=', id)
    .where('met_on', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!met) throw new NotFoundError('no open condition of that id')
  note(scope, 'project.condition_met', project)
}

export type Decision = {
  readonly id: string
  readonly gate: Gate
  readonly outcome: Outcome
  readonly before: Phase
  readonly after: Phase
  readonly decidedOn: IsoDate
  readonly decidedBy: string
  readonly reason: string
  readonly released: number | undefined
}

/** What was decided at a project's gates, the latest first. */
export async function listDecisions(scope: Scope, { authorityId, id }: NodeKey): Promise<readonly Decision[]> {
  const rows = await scope.db
    .selectFrom('strategy.gate_decisions')
    .select(['id', 'gate', 'outcome', 'phase_before', 'phase_after', 'decided_on', 'decided_by', 'reason', 'released'])
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .orderBy('decided_on', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
  return rows.flatMap((row) => {
    const decidedOn = readDay(row.decided_on)
    if (!decidedOn) return []
    return [
      {
        id: row.id,
        gate: oneOf(gates, row.gate),
        outcome: oneOf(outcomes, row.outcome),
        before: oneOf(phases, row.phase_before),
        after: oneOf(phases, row.phase_after),
        decidedOn,
        decidedBy: row.decided_by,
        reason: row.reason,
        released: row.released ?? undefined,
      },
    ]
  })
}
