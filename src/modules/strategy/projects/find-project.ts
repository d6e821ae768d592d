import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Node } from '../graph/node.ts'
import { nodeColumns, oneOf, readDay, readNode, readText } from '../graph/queries.ts'
import { methods, type Project, phases, sizes } from './project.ts'

export type ProjectRecord = Omit<Node, 'beginsOn' | 'endsOn'> & Omit<Project, 'key'>

/** A project by its authority and slug, with its node; undefined where there is none or it is not for this actor to see. */
export async function findProject(
  scope: Scope,
  authorityId: AuthorityId,
  name: string,
): Promise<ProjectRecord | undefined> {
  const row = await scope.db
    .selectFrom('strategy.nodes as n')
    .innerJoin('strategy.projects as p', (on) =>
      on.onRef('p.authority_id', '=', 'n.authority_id').onRef('p.node_id', '=', 'n.id'),
    )
    .select(nodeColumns)
    .select(['p.phase', 'p.size', 'p.method', 'p.benefit', 'p.proposed_by', 'p.budget', 'p.effort_days'])
    .select([
      sql<string | null>`coalesce(p.begins_on, n.begins_on)::text`.as('from_day'),
      sql<string | null>`coalesce(p.ends_on, n.ends_on)::text`.as('to_day'),
    ])
    .where('n.authority_id', '=', authorityId)
    .where('n.slug', '=', name)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    ...readNode(row),
    phase: oneOf(phases, row.phase),
    size: row.size === null ? undefined : oneOf(sizes, row.size),
    method: row.method === null ? undefined : oneOf(methods, row.method),
    beginsOn: readDay(row.from_day),
    endsOn: readDay(row.to_day),
    benefit: row.benefit === null ? undefined : readText(row.benefit),
    proposedBy: row.proposed_by ?? undefined,
    budget: row.budget ?? undefined,
    effortDays: row.effort_days ?? undefined,
  }
}
