import { type AliasedExpression, sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { PublishedTable } from '#kernel/published-table.ts'

const day = <Name extends string>(column: string, as: Name) => sql<string | null>`${sql.ref(column)}::text`.as(as)
const figure = <Name extends string>(name: string, as: Name): AliasedExpression<number | null, Name> =>
  sql<number | null>`(r.figures ->> ${name})::bigint`.as(as)

/** The public projects, to which the rows of a table belong. */
const publicProjects = (scope: Scope) =>
  scope.db
    .selectFrom('strategy.nodes as n')
    .where('n.audience', '=', 'public')
    .where('n.kind', 'in', ['project', 'measure'])
    .orderBy('n.authority_id')
    .orderBy('n.slug')

/** What was decided at the gates of public projects: never who, but the office; money in Rappen. */
export const decisionRows: PublishedTable = async (scope) => {
  const rows = await publicProjects(scope)
    .innerJoin('strategy.gate_decisions as d', (on) =>
      on.onRef('d.authority_id', '=', 'n.authority_id').onRef('d.node_id', '=', 'n.id'),
    )
    .select(['n.authority_id', 'n.slug', 'd.id', 'd.gate', 'd.outcome', 'd.phase_before', 'd.phase_after'])
    .select(day('d.decided_on', 'decided_on'))
    .select(['d.decided_by', 'd.reason', 'd.released', 'n.standing'])
    .where('d.audience', '=', 'public')
    .orderBy('d.decided_on')
    .orderBy('d.id')
    .execute()
  return rows.map((row) => Object.values(row))
}

/** The conditions of these decisions, when they are due and when they were met. */
export const conditionRows: PublishedTable = async (scope) => {
  const rows = await publicProjects(scope)
    .innerJoin('strategy.gate_conditions as c', (on) =>
      on.onRef('c.authority_id', '=', 'n.authority_id').onRef('c.node_id', '=', 'n.id'),
    )
    .select(['n.authority_id', 'n.slug', 'c.decision_id', 'c.id', 'c.text'])
    .select([day('c.due_on', 'due_on'), day('c.met_on', 'met_on'), 'n.standing'])
    .where('c.audience', '=', 'public')
    .orderBy('c.due_on')
    .orderBy('c.id')
    .execute()
  return rows.map((row) => Object.values(row))
}

/** Contracts and contributions of public projects, as far as their offices show them; money in Rappen. */
export const partnerRows: PublishedTable = async (scope) => {
  const rows = await publicProjects(scope)
    .innerJoin('strategy.contracts as c', (on) =>
      on.onRef('c.authority_id', '=', 'n.authority_id').onRef('c.node_id', '=', 'n.id'),
    )
    .select(['n.authority_id', 'n.slug', 'c.id', 'c.kind', 'c.partner', 'c.subject', 'c.procurement', 'c.amount'])
    .select([day('c.begins_on', 'begins_on'), day('c.ends_on', 'ends_on'), 'n.standing'])
    .where('c.audience', '=', 'public')
    .where('c.shown', '=', 'with_project')
    .orderBy('c.id')
    .execute()
  return rows.map((row) => Object.values(row))
}

/** Frozen half-year reports of public projects with both ratings, their reasons and the figures of their day; money in Rappen. */
export const reportRows: PublishedTable = async (scope) => {
  const rows = await publicProjects(scope)
    .innerJoin('strategy.status_reports as r', (on) =>
      on.onRef('r.authority_id', '=', 'n.authority_id').onRef('r.node_id', '=', 'n.id'),
    )
    .select(['n.authority_id', 'n.slug', sql<string>`r.as_of::text`.as('as_of'), 'r.summary'])
    .select(['r.own_rating', 'r.own_reason', 'r.independent_rating', 'r.independent_reason'])
    .select(sql<string | null>`r.figures ->> 'phase'`.as('phase'))
    .select([figure('budget', 'budget'), figure('planned', 'planned'), figure('spent', 'spent')])
    .select([figure('milestones', 'milestones'), figure('reached', 'reached')])
    .select([sql<string | null>`r.figures ->> 'endsOn'`.as('ends_on'), 'n.standing'])
    .where('r.audience', '=', 'public')
    .where('r.kind', '=', 'half_year')
    .where('r.frozen_at', 'is not', null)
    .orderBy('r.as_of')
    .execute()
  return rows.map((row) => Object.values(row))
}
