import { sql } from 'kysely'
import type { PublishedTable } from '#kernel/published-table.ts'

const german = (column: string) => sql<string>`${sql.ref(column)} ->> 'de'`

/**
 * What public indicators measure, every version of it: definition, unit, direction, from where to where until when, source, rhythm, uncertainty,
 * the office in charge, and whether its figures can be compared with those before.
 */
export const definitionRows: PublishedTable = async (scope) => {
  const rows = await scope.db
    .selectFrom('strategy.indicator_definitions as d')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'd.authority_id').onRef('n.id', '=', 'd.node_id'),
    )
    .select(['n.authority_id', 'n.slug', 'd.version', german('n.title').as('title')])
    .select([german('d.definition').as('definition'), german('d.unit').as('unit'), 'd.direction'])
    .select(['d.baseline', 'd.baseline_period', 'd.target', sql<string | null>`d.target_on::text`.as('target_on')])
    .select(['d.rhythm', sql<string | null>`d.uncertainty ->> 'de'`.as('uncertainty'), 'd.owner'])
    .select([
      sql<boolean>`d.counter is not null`.as('is_counted'),
      sql<string | null>`d.valid_from::text`.as('valid_from'),
    ])
    .select(['d.reason', sql<string | null>`d.source ->> 'title'`.as('source')])
    .select(sql<string | null>`d.source ->> 'url'`.as('url'))
    .select([sql<string | null>`case when d.version > 1 then d.comparability end`.as('comparability'), 'd.limits'])
    .where('d.audience', '=', 'public')
    .orderBy('n.authority_id')
    .orderBy('n.slug')
    .orderBy('d.version')
    .execute()
  return rows.map((row) => Object.values(row))
}
