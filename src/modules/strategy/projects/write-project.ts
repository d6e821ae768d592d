import { jsonb } from '#kernel/db/jsonb.ts'
import type { Audience } from '../graph/node.ts'
import type { SteeringScope } from '../graph/write-node.ts'
import { requireSteering } from '../graph/write-node.ts'
import type { Project } from './project.ts'

/** Writes what a project has besides its node, the first time and later. Callers claim the node's revision first. Throws 403. */
export async function putProject(
  scope: SteeringScope,
  project: Project & { readonly audience: Audience },
): Promise<void> {
  const { key, phase, size, method, beginsOn, endsOn, audience, benefit, proposedBy, budget, effortDays } = project
  requireSteering(scope, key.authorityId)
  const columns = {
    phase,
    size: size ?? null,
    method: method ?? null,
    begins_on: beginsOn ?? null,
    ends_on: endsOn ?? null,
    benefit: benefit === undefined ? null : jsonb(benefit),
    proposed_by: proposedBy ?? null,
    budget: budget ?? null,
    effort_days: effortDays ?? null,
  }
  await scope.db
    .insertInto('strategy.projects')
    .values({ authority_id: key.authorityId, node_id: key.id, audience, ...columns })
    .onConflict((conflict) => conflict.columns(['authority_id', 'node_id']).doUpdateSet(columns))
    .execute()
}
