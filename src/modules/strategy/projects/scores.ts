import type { Scope } from '#kernel/db/scope.ts'
import type { NodeKey } from '../graph/node.ts'
import { claimRevision, note, requireSteering, type SteeringScope } from '../graph/write-node.ts'
import { type Criterion, criteria, type Scores } from './score-idea.ts'

/** How an idea was scored; empty where it was not. */
export async function findScores(scope: Scope, { authorityId, id }: NodeKey): Promise<Scores> {
  const row = await scope.db
    .selectFrom('strategy.idea_scores')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .executeTakeFirst()
  return row ? readScores(row) : {}
}

/** Which office scored it last; undefined where none has. */
export async function findScorer(scope: Scope, { authorityId, id }: NodeKey): Promise<string | undefined> {
  const row = await scope.db
    .selectFrom('strategy.idea_scores')
    .select('scored_by')
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .executeTakeFirst()
  return row?.scored_by
}

type ScoreRow = Readonly<Record<Criterion | 'urgency' | 'risk_degree', number | null>> & {
  readonly is_strategic: boolean | null
}

/** The columns of a score, as `readScores` takes them. */
export const scoreColumns = [...criteria, 'urgency', 'risk_degree', 'is_strategic'] as const

export const readScores = (row: ScoreRow): Scores => ({
  future_value: row.future_value ?? undefined,
  internal_benefit: row.internal_benefit ?? undefined,
  resource_efficiency: row.resource_efficiency ?? undefined,
  risk_reduction: row.risk_reduction ?? undefined,
  legislature: row.legislature ?? undefined,
  urgency: row.urgency ?? undefined,
  riskDegree: row.risk_degree ?? undefined,
  isStrategic: row.is_strategic ?? undefined,
})

/** Writes down how an idea is scored, in the place of earlier scores. Throws 403, 404, 412. */
export async function putScores(
  scope: SteeringScope,
  project: NodeKey,
  { revision, scores, scoredBy }: { revision: number; scores: Scores; scoredBy: string },
): Promise<void> {
  requireSteering(scope, project.authorityId)
  await claimRevision(scope, project, revision)
  const columns = {
    future_value: scores.future_value ?? null,
    internal_benefit: scores.internal_benefit ?? null,
    resource_efficiency: scores.resource_efficiency ?? null,
    risk_reduction: scores.risk_reduction ?? null,
    legislature: scores.legislature ?? null,
    urgency: scores.urgency ?? null,
    risk_degree: scores.riskDegree ?? null,
    is_strategic: scores.isStrategic ?? null,
    scored_on: scope.today(),
    scored_by: scoredBy,
  }
  await scope.db
    .insertInto('strategy.idea_scores')
    .values({ authority_id: project.authorityId, node_id: project.id, ...columns })
    .onConflict((conflict) => conflict.columns(['authority_id', 'node_id']).doUpdateSet(columns))
    .execute()
  note(scope, 'project.scored', project)
}
