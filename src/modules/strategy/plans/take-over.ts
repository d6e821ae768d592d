import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { StaffActor } from '#kernel/db/actor.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { ConflictError, NotFoundError } from '#kernel/http/errors.ts'
import { type AuthorityId, uuid } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import { claimRevision, note, requireSteering } from '../graph/write-node.ts'
import { firstDay, lastDay, monthOf } from '../people/months.ts'
import { findRun, type PlanRun } from './plan-run.ts'
import type { StoredProposal } from './plan-settings.ts'

const day = Type.String({ format: 'day' })
const maybe = <Schema extends Parameters<typeof Type.Array>[0]>(schema: Schema) => Type.Union([schema, Type.Null()])
const strict = { additionalProperties: false }
const list = <Schema extends Parameters<typeof Type.Array>[0]>(schema: Schema) => Type.Array(schema)

/** How a project stood before, and the revision that taking over made: nobody else has saved since as long as that holds. */
const beforeSchema = Type.Object(
  {
    nodeId: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
    revision: Type.Integer(),
    begins_on: maybe(day),
    ends_on: maybe(day),
    phases: list(Type.Object({ phase: Type.String(), planned_from: day, planned_to: day }, strict)),
    milestones: list(Type.Object({ id: Type.String({ pattern: '^[0-9a-f-]{36}$' }), forecast_on: maybe(day) }, strict)),
    demands: list(
      Type.Object(
        {
          skill_id: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
          level: Type.Integer(),
          month: day,
          tenths: Type.Integer(),
          state: Type.String(),
        },
        strict,
      ),
    ),
    money: list(
      Type.Object(
        {
          month: day,
          account: Type.String(),
          credit_id: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
          expected: Type.Integer(),
        },
        strict,
      ),
    ),
  },
  strict,
)
type Before = Static<typeof beforeSchema>
const undoSchema = Type.Object({ from: Type.Integer(), projects: list(beforeSchema) }, strict)
const isUndo = validatorOf(undoSchema)

type RunKey = Pick<PlanRun, 'authorityId' | 'id'>

/** What of a plan would move: the parts with another month than today. */
export const movedParts = ({ parts }: Pick<StoredProposal, 'parts'>) =>
  parts.filter(({ from, start, isFixed }) => !isFixed && start !== undefined && start !== from)

/**
 * Writes the dates of a plan into its projects: phases, what is needed of people, and expected money move; milestones keep their planned day and
 * get the new one as forecast. Notes how everything was. Throws 403, 404, 409 where there is nothing to take over, and 412 where somebody has saved
 * one of the projects since the plan was made: then nothing is changed.
 */
export async function takeOver(scope: WriteScope<StaffActor>, { authorityId, id }: RunKey): Promise<void> {
  requireSteering(scope, authorityId)
  const run = await findRun(scope, authorityId, id)
  if (!run) throw new NotFoundError('no such plan')
  const { result } = run
  const moved = result?.proposals.filter((one) => movedParts(one).length > 0) ?? []
  if (!result || moved.length === 0 || run.takenOverAt)
    throw new ConflictError('nothing to take over', { userMessage: 'strategy.planning.error.nothing' })
  const projects: Before[] = []
  for (const proposal of moved) {
    const key = { authorityId, id: uuid<'strategy-node'>(proposal.nodeId) }
    await claimRevision(scope, key, proposal.revision)
    const before = await readBefore(scope, authorityId, proposal, result.from)
    projects.push(before)
    await writeMoved(scope, authorityId, { proposal, before, from: result.from })
    note(scope, 'project.moved', key)
  }
  await setRun(scope, run, { taken_over_at: scope.now(), undo: jsonb({ from: result.from, projects }) })
  note(scope, 'plan.taken_over', { authorityId, id })
}

/** Puts everything back as it was before the plan was taken over. Throws 403, 404, 409, and 412 where somebody has saved one of the projects since. */
export async function undoTakeOver(scope: WriteScope<StaffActor>, { authorityId, id }: RunKey): Promise<void> {
  requireSteering(scope, authorityId)
  const row = await scope.db
    .selectFrom('strategy.plan_runs')
    .select('undo')
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFoundError('no such plan')
  const { undo } = row
  if (!isUndo(undo)) throw new ConflictError('nothing to undo', { userMessage: 'strategy.planning.error.nothing' })
  for (const before of undo.projects) {
    const key = { authorityId, id: uuid<'strategy-node'>(before.nodeId) }
    await claimRevision(scope, key, before.revision)
    await writeBefore(scope, authorityId, before, undo.from)
    note(scope, 'project.moved_back', key)
  }
  await setRun(scope, { authorityId, id }, { taken_over_at: null, undo: null })
  note(scope, 'plan.undone', { authorityId, id })
}

async function setRun(
  scope: WriteScope<StaffActor>,
  { authorityId, id }: RunKey,
  columns: { taken_over_at: Date | null; undo: string | null },
): Promise<void> {
  await scope.db
    .updateTable('strategy.plan_runs')
    .set(columns)
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .execute()
}

async function readBefore(
  scope: WriteScope<StaffActor>,
  authorityId: AuthorityId,
  { nodeId, revision }: StoredProposal,
  from: number,
): Promise<Before> {
  const first = firstDay(from)
  const project = await scope.db
    .selectFrom('strategy.projects')
    .select([sql<string | null>`begins_on::text`.as('begins_on'), sql<string | null>`ends_on::text`.as('ends_on')])
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', nodeId)
    .executeTakeFirstOrThrow()
  const phases = await scope.db
    .selectFrom('strategy.project_phases')
    .select([
      'phase',
      sql<string>`planned_from::text`.as('planned_from'),
      sql<string>`planned_to::text`.as('planned_to'),
    ])
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', nodeId)
    .where('ended_on', 'is', null)
    .execute()
  const milestones = await scope.db
    .selectFrom('strategy.milestones')
    .select(['id', sql<string | null>`forecast_on::text`.as('forecast_on')])
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', nodeId)
    .where('reached_on', 'is', null)
    .execute()
  const demands = await scope.db
    .selectFrom('strategy.demands')
    .select(['skill_id', 'level', 'tenths', 'state', sql<string>`month::text`.as('month')])
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', nodeId)
    .where(sql<boolean>`month >= ${first}`)
    .execute()
  const money = await scope.db
    .selectFrom('strategy.money_months')
    .select(['account', 'credit_id', 'expected', sql<string>`month::text`.as('month')])
    .where('authority_id', '=', authorityId)
    .where('project_id', '=', nodeId)
    .where(sql<boolean>`month >= ${first}`)
    .where('expected', '>', 0)
    .execute()
  return { nodeId, revision: revision + 1, ...project, phases, milestones, demands, money }
}

type Move = { readonly proposal: StoredProposal; readonly before: Before; readonly from: number }

async function writeMoved(
  scope: WriteScope<StaffActor>,
  authorityId: AuthorityId,
  { proposal, before, from }: Move,
): Promise<void> {
  const { nodeId, parts } = proposal
  const shiftOf = (phase: string) => {
    const part = parts.find((one) => one.phase === phase)
    const stored = before.phases.find((one) => one.phase === phase)
    return part?.start === undefined || part.isFixed || !stored ? 0 : part.start - monthOf(stored.planned_from)
  }
  const distance = (month: number, part: (typeof parts)[number]) =>
    Math.max(part.from - month, month - (part.from + part.months - 1), 0)
  const shiftAt = (text: string) => {
    const month = monthOf(text)
    const [nearest] = parts.toSorted((one, other) => distance(month, one) - distance(month, other))
    return nearest?.start === undefined || nearest.isFixed ? 0 : nearest.start - nearest.from
  }
  const milestones = await scope.db
    .selectFrom('strategy.milestones')
    .select(['id', 'phase', sql<string>`coalesce(forecast_on, planned_on)::text`.as('on')])
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', nodeId)
    .where('reached_on', 'is', null)
    .execute()
  const phases = before.phases.map(({ phase, planned_from, planned_to }) => ({
    phase,
    planned_from: shiftDay(planned_from, shiftOf(phase)),
    planned_to: shiftDay(planned_to, shiftOf(phase)),
  }))
  const starts = parts.flatMap(({ start }) => start ?? [])
  const isWhole = phases.length === 0
  const ends = parts.flatMap(({ start, months }) => (start === undefined ? [] : [start + months - 1]))
  await writeBefore(
    scope,
    authorityId,
    {
      ...before,
      phases,
      begins_on: isWhole ? firstDay(Math.min(...starts)) : before.begins_on,
      ends_on: isWhole
        ? lastDay(Math.max(...ends))
        : (phases
            .map(({ planned_to }) => planned_to)
            .toSorted()
            .at(-1) ?? null),
      milestones: milestones.map(({ id, phase, on }) => ({ id, forecast_on: shiftDay(on, shiftOf(phase)) })),
      demands: merged(
        before.demands.map((one) => ({ ...one, month: shiftDay(one.month, shiftAt(one.month)) })),
        ({ skill_id, level, month }) => `${skill_id} ${level} ${month}`,
        (one, other) => ({ ...one, tenths: one.tenths + other.tenths }),
      ),
      money: merged(
        before.money.map((one) => ({ ...one, month: shiftDay(one.month, shiftAt(one.month)) })),
        ({ account, credit_id, month }) => `${account} ${credit_id} ${month}`,
        (one, other) => ({ ...one, expected: one.expected + other.expected }),
      ),
    },
    from,
  )
}

/** Some months later or earlier; the last day of a month stays a last day. */
export function shiftDay(text: string, months: number): string {
  const month = monthOf(text)
  const last = lastDay(month + months)
  if (text === lastDay(month)) return last
  const same = `${last.slice(0, 8)}${text.slice(8)}`
  return same > last ? last : same
}

function merged<Row>(rows: readonly Row[], keyOf: (row: Row) => string, add: (one: Row, other: Row) => Row): Row[] {
  const found = new Map<string, Row>()
  for (const row of rows) {
    const known = found.get(keyOf(row))
    found.set(keyOf(row), known === undefined ? row : add(known, row))
  }
  return [...found.values()]
}

/** Writes a project's dates, needs and expected money as they are given. */
async function writeBefore(
  scope: WriteScope<StaffActor>,
  authorityId: AuthorityId,
  said: Before,
  from: number,
): Promise<void> {
  const { nodeId, begins_on, ends_on } = said
  const first = firstDay(from)
  await scope.db
    .updateTable('strategy.projects')
    .set({ begins_on, ends_on })
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', nodeId)
    .execute()
  for (const { phase, ...days } of said.phases)
    await scope.db
      .updateTable('strategy.project_phases')
      .set(days)
      .where('authority_id', '=', authorityId)
      .where('node_id', '=', nodeId)
      .where('phase', '=', phase)
      .execute()
  for (const { id, forecast_on } of said.milestones)
    await scope.db
      .updateTable('strategy.milestones')
      .set({ forecast_on })
      .where('authority_id', '=', authorityId)
      .where('id', '=', id)
      .execute()
  await scope.db
    .deleteFrom('strategy.demands')
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', nodeId)
    .where('month', '>=', first)
    .execute()
  if (said.demands.length > 0)
    await scope.db
      .insertInto('strategy.demands')
      .values(said.demands.map((one) => ({ authority_id: authorityId, node_id: nodeId, ...one })))
      .execute()
  await writeExpected(scope, authorityId, said, first)
}

async function writeExpected(
  scope: WriteScope<StaffActor>,
  authorityId: AuthorityId,
  { nodeId, money }: Before,
  first: string,
): Promise<void> {
  await scope.db
    .updateTable('strategy.money_months')
    .set({ expected: 0 })
    .where('authority_id', '=', authorityId)
    .where('project_id', '=', nodeId)
    .where('month', '>=', first)
    .execute()
  if (money.length === 0) return
  const { audience } = await scope.db
    .selectFrom('strategy.nodes')
    .select('audience')
    .where('authority_id', '=', authorityId)
    .where('id', '=', nodeId)
    .executeTakeFirstOrThrow()
  await scope.db
    .insertInto('strategy.money_months')
    .values(money.map((one) => ({ authority_id: authorityId, project_id: nodeId, audience, ...one })))
    .onConflict((conflict) =>
      conflict
        .columns(['authority_id', 'project_id', 'month', 'account', 'credit_id'])
        .doUpdateSet(({ ref }) => ({ expected: ref('excluded.expected') })),
    )
    .execute()
}
