import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { oneOf, readText } from '../graph/queries.ts'
import { type Phase, phases } from './project.ts'
import { type Priority, priorityOf } from './score-idea.ts'
import { readScores, scoreColumns } from './scores.ts'

export const pipelinePhases = ['idea', 'impulse', 'initiation'] as const satisfies readonly Phase[]

export type Idea = {
  readonly slug: string
  readonly title: LocalText
  readonly phase: Phase
  readonly proposedBy: string | undefined
  readonly priority: Priority | undefined
}

/** Of each stage so many, the latest: a stage with many leaves the others their place. */
const mostOfStage = 200

/** What is on its way to become a project, the most important first; at most 200 of each stage. */
export async function listIdeas(scope: Scope, authorityId: AuthorityId): Promise<readonly Idea[]> {
  const stages = sql<{ phase: string }>`unnest(${[...pipelinePhases]}::text[])`.as<'k'>(sql`k (phase)`)
  const rows = await scope.db
    .selectFrom(stages)
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('strategy.projects as p')
          .select(['p.authority_id', 'p.node_id', 'p.proposed_by'])
          .where('p.authority_id', '=', authorityId)
          .whereRef('p.phase', '=', 'k.phase')
          .orderBy('p.node_id', 'desc')
          .limit(mostOfStage)
          .as('p'),
      (on) => on.onTrue(),
    )
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'p.authority_id').onRef('n.id', '=', 'p.node_id'),
    )
    .leftJoin('strategy.idea_scores as s', (on) =>
      on.onRef('s.authority_id', '=', 'p.authority_id').onRef('s.node_id', '=', 'p.node_id'),
    )
    .select(['n.slug', 'n.title', 'k.phase', sql<string | null>`coalesce(p.proposed_by, n.owner)`.as('proposed_by')])
    .select(scoreColumns.map((name) => `s.${name}` as const))
    .orderBy('p.node_id', 'desc')
    .execute()
  return rows
    .map((row) => ({
      slug: row.slug,
      title: readText(row.title),
      phase: oneOf(phases, row.phase),
      proposedBy: row.proposed_by ?? undefined,
      priority: priorityOf(readScores(row)),
    }))
    .toSorted((one, other) => (other.priority?.value ?? 0) - (one.priority?.value ?? 0))
}
