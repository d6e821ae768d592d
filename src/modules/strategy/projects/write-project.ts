import { jsonb } from '#kernel/db/jsonb.ts'
import type { Audience, NodeKey } from '../graph/node.ts'
import type { SteeringScope } from '../graph/write-node.ts'
import { refuseForOffice, requireLeading } from '../graph/write-node.ts'
import type { Project } from './project.ts'

/** Writes what a project has besides its node, the first time and later; phase and budget are for the office alone. Callers claim the node's revision first. Throws 403. */
export async function putProject(
  scope: SteeringScope,
  project: Project & { readonly audience: Audience },
): Promise<void> {
  const { key, phase, size, method, beginsOn, endsOn, audience, benefit, proposedBy, budget, effortDays } = project
  const who = await requireLeading(scope, key)
  const stored = who === 'lead' ? await findStored(scope, key) : undefined
  refuseForOffice(who, phase !== stored?.phase || (budget ?? null) !== stored.budget)
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

const findStored = (scope: SteeringScope, { authorityId, id }: NodeKey) =>
  scope.db
    .selectFrom('strategy.projects')
    .select(['phase', 'budget'])
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .executeTakeFirst()
