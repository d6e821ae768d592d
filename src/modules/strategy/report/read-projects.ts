import { sql } from 'kysely'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, uuid } from '#kernel/ids.ts'
import { oneOf, readDay, readText } from '../graph/queries.ts'
import { phases } from '../projects/project.ts'
import { ratings } from '../projects/reports.ts'
import type { Wish } from './assemble-half-year.ts'
import type { HalfYearFacts } from './half-year.ts'

type Projects = HalfYearFacts['projects']

const most = 500

/** What was frozen of the projects of an authority for a day. */
export async function readReported(scope: Scope, { authorityId, day, isPublic }: Wish): Promise<Projects> {
  let query = scope.db
    .selectFrom('strategy.status_reports as r')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'r.authority_id').onRef('n.id', '=', 'r.node_id'),
    )
    .innerJoin('strategy.projects as p', (on) =>
      on.onRef('p.authority_id', '=', 'n.authority_id').onRef('p.node_id', '=', 'n.id'),
    )
    .select(['n.id', 'n.title', ...reportColumns])
    .select([
      sql<string>`coalesce(r.figures->>'phase', p.phase)`.as('phase'),
      sql<number | null>`(r.figures->>'budget')::bigint`.as('budget'),
      sql<number | null>`(r.figures->>'spent')::bigint`.as('spent'),
      sql<string | null>`r.figures->>'endsOn'`.as('ends_on'),
    ])
    .where('r.authority_id', '=', authorityId)
    .where('r.kind', '=', 'half_year')
    .where('r.frozen_at', 'is not', null)
    .where(sql<boolean>`r.as_of = ${day}`)
    .orderBy('n.slug')
    .limit(most)
  if (isPublic) query = query.where('r.audience', '=', 'public')
  return (await query.execute()).map(readProject)
}

const reportColumns = [
  'r.summary',
  'r.own_rating',
  'r.own_reason',
  'r.independent_rating',
  'r.independent_reason',
  'r.independent_by',
] as const

/** The projects that are not over, with what was last reported of each and their money as it is now: for a draft that its authority alone reads. */
export async function readCurrent(scope: Scope, authorityId: AuthorityId): Promise<Projects> {
  const rows = await scope.db
    .selectFrom('strategy.nodes as n')
    .innerJoin('strategy.projects as p', (on) =>
      on.onRef('p.authority_id', '=', 'n.authority_id').onRef('p.node_id', '=', 'n.id'),
    )
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('strategy.status_reports as s')
          .selectAll('s')
          .whereRef('s.authority_id', '=', 'n.authority_id')
          .whereRef('s.node_id', '=', 'n.id')
          .orderBy('s.as_of', 'desc')
          .orderBy('s.id')
          .limit(1)
          .as('r'),
      (on) => on.onTrue(),
    )
    .select(['n.id', 'n.title', 'p.phase', 'p.budget', 'p.spent', ...reportColumns])
    .select(sql<string | null>`p.ends_on::text`.as('ends_on'))
    .where('n.authority_id', '=', authorityId)
    .where('p.phase', 'not in', ['closed', 'stopped'])
    .orderBy('n.slug')
    .limit(most)
    .execute()
  return rows.map(readProject)
}

type ProjectRow = {
  id: string
  title: JsonValue
  phase: string
  summary: string | null
  own_rating: string | null
  own_reason: string | null
  independent_rating: string | null
  independent_reason: string | null
  independent_by: string | null
  budget: number | null
  spent: number | null
  ends_on: string | null
}

function readProject(row: ProjectRow): Projects[number] {
  const { own_rating: own, independent_rating: independent } = row
  return {
    nodeId: uuid<'strategy-node'>(row.id),
    title: readText(row.title),
    phase: oneOf(phases, row.phase),
    summary: row.summary ?? '',
    own: own === null ? undefined : { rating: oneOf(ratings, own), reason: row.own_reason ?? '' },
    independent:
      independent === null
        ? undefined
        : {
            rating: oneOf(ratings, independent),
            reason: row.independent_reason ?? '',
            by: row.independent_by ?? '',
          },
    budget: row.budget ?? undefined,
    spent: row.spent ?? undefined,
    endsOn: readDay(row.ends_on),
  }
}
