import { sql } from 'kysely'
import type { PublishedTable } from '#kernel/published-table.ts'

/** Every public project: authority, id, title, phase, size, method, first and last day, budget in francs, how sure it is. */
export const projectRows: PublishedTable = async (scope) => {
  const rows = await scope.db
    .selectFrom('strategy.nodes as n')
    .innerJoin('strategy.projects as p', (on) =>
      on.onRef('p.authority_id', '=', 'n.authority_id').onRef('p.node_id', '=', 'n.id'),
    )
    .select(['n.authority_id', 'n.slug', sql<string>`n.title ->> 'de'`.as('title'), 'p.phase', 'p.size', 'p.method'])
    .select([
      sql<string | null>`coalesce(p.begins_on, n.begins_on)::text`.as('begins_on'),
      sql<string | null>`coalesce(p.ends_on, n.ends_on)::text`.as('ends_on'),
      sql<number | null>`p.budget / 100.0::float8`.as('budget'),
      'n.standing',
    ])
    .where('n.kind', '=', 'project')
    .where('n.audience', '=', 'public')
    .orderBy('n.authority_id')
    .orderBy('n.slug')
    .execute()
  return rows.map((row) => Object.values(row))
}

/** The milestones of public projects: authority, project, id, gate, title, phase, weight, planned, expected and reached day. */
export const milestoneRows: PublishedTable = async (scope) => {
  const rows = await scope.db
    .selectFrom('strategy.milestones as m')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'm.authority_id').onRef('n.id', '=', 'm.node_id'),
    )
    .select([
      'n.authority_id',
      'n.slug',
      'm.id',
      'm.gate',
      sql<string>`m.title ->> 'de'`.as('title'),
      'm.phase',
      'm.weight',
    ])
    .select([
      sql<string>`m.planned_on::text`.as('planned_on'),
      sql<string | null>`m.forecast_on::text`.as('forecast_on'),
      sql<string | null>`m.reached_on::text`.as('reached_on'),
    ])
    .where('m.audience', '=', 'public')
    .orderBy('n.authority_id')
    .orderBy('n.slug')
    .orderBy('m.planned_on')
    .orderBy('m.id')
    .execute()
  return rows.map((row) => Object.values(row))
}

/** The public credits by year and account: authority, credit, kind, year, account, tranche in francs. */
export const creditRows: PublishedTable = async (scope) => {
  const rows = await scope.db
    .selectFrom('strategy.tranches as t')
    .innerJoin('strategy.credits as c', (on) =>
      on.onRef('c.authority_id', '=', 't.authority_id').onRef('c.node_id', '=', 't.credit_id'),
    )
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'c.authority_id').onRef('n.id', '=', 'c.node_id'),
    )
    .select(['n.authority_id', 'n.slug', 'c.kind', 't.year', 't.account'])
    .select(sql<number>`t.amount / 100.0::float8`.as('tranche'))
    .where('t.audience', '=', 'public')
    .orderBy('n.authority_id')
    .orderBy('n.slug')
    .orderBy('t.year')
    .orderBy('t.account')
    .execute()
  return rows.map((row) => Object.values(row))
}
