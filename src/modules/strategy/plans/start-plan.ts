import { v7 } from 'uuid'
import type { StaffActor } from '#kernel/db/actor.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { ConflictError } from '#kernel/http/errors.ts'
import { type AuthorityId, uuid } from '#kernel/ids.ts'
import { note, requireSteering, staffOf } from '../graph/write-node.ts'
import { heardSince, type PlanRun, type PlanRunId } from './plan-run.ts'
import type { PlanSettings } from './plan-settings.ts'

/** How many plans of an authority may be under way or wait at once. */
const mostOpen = 2

/** Asks for a plan; a job makes it. Throws 403, or 409 where enough are under way. */
export async function startPlan(
  scope: WriteScope<StaffActor>,
  { authorityId, name, settings }: { authorityId: AuthorityId; name: string; settings: PlanSettings },
): Promise<PlanRunId> {
  requireSteering(scope, authorityId)
  const open = await scope.db
    .selectFrom('strategy.plan_runs')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where((row) =>
      row.or([
        row('state', '=', 'waiting'),
        row.and([row('state', '=', 'running'), row('heard_at', '>=', heardSince(scope.now()))]),
      ]),
    )
    .limit(mostOpen)
    .execute()
  if (open.length >= mostOpen) throw new ConflictError('enough plans', { userMessage: 'strategy.planning.error.busy' })
  const id = uuid<'strategy-plan'>(v7())
  await scope.db
    .insertInto('strategy.plan_runs')
    .values({
      authority_id: authorityId,
      id,
      name,
      state: 'waiting',
      settings: jsonb(settings),
      made_at: scope.now(),
      made_by: staffOf(scope),
      heard_at: scope.now(),
    })
    .execute()
  scope.enqueue('strategy.make_plan', { authorityId, payload: { authorityId, runId: id } })
  note(scope, 'plan.started', { authorityId, id })
  return id
}

/** Asks a plan to stop: what it has found by then is kept. One that only waits stops at once. Throws 403. */
export async function stopPlan(
  scope: WriteScope<StaffActor>,
  { authorityId, id }: Pick<PlanRun, 'authorityId' | 'id'>,
): Promise<void> {
  requireSteering(scope, authorityId)
  const runs = () =>
    scope.db.updateTable('strategy.plan_runs').where('authority_id', '=', authorityId).where('id', '=', id)
  await runs().set({ state: 'stopped', ended_at: scope.now() }).where('state', '=', 'waiting').execute()
  await runs().set({ wants_stop: true }).where('state', '=', 'running').execute()
  note(scope, 'plan.stopped', { authorityId, id })
}
