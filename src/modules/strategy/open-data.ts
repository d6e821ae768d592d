import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { PublishedTable } from '#kernel/published-table.ts'
import { agreementRows, memberRows, partRows } from './agreements/public-rows.ts'
import { definitionRows } from './indicators/public-rows.ts'
import { creditTotalRows, toldAmountRows } from './money/public-rows.ts'
import { conditionRows, decisionRows, partnerRows, reportRows } from './projects/public-records.ts'
import { creditRows, milestoneRows, projectRows } from './projects/public-rows.ts'
import { halfYearRows } from './report/public-rows.ts'

const day = (column: string) => sql<string | null>`${sql.ref(column)}::text`
const german = (column: string) => sql<string>`${sql.ref(column)} ->> 'de'`

/** Whatever is public of the graph. */
async function nodeRows(scope: Scope) {
  const rows = await scope.db
    .selectFrom('strategy.nodes')
    .select(['authority_id', 'slug', 'kind', 'level', 'standing', german('title').as('title'), 'owner'])
    .select(german('text').as('text'))
    .select([day('begins_on').as('begins_on'), day('ends_on').as('ends_on')])
    .select([sql<string>`sources -> 0 ->> 'title'`.as('source'), sql<string | null>`sources -> 0 ->> 'url'`.as('url')])
    .where('audience', '=', 'public')
    .orderBy('authority_id')
    .orderBy('slug')
    .execute()
  return rows.map((row) => [
    ...[row.authority_id, row.slug, row.kind, row.level, row.standing, row.title, row.text, row.owner],
    ...[row.begins_on, row.ends_on, row.source, row.url],
  ])
}

async function edgeRows(scope: Scope) {
  const rows = await scope.db
    .selectFrom('strategy.edges as e')
    .innerJoin('strategy.nodes as f', (on) =>
      on.onRef('f.authority_id', '=', 'e.from_authority').onRef('f.id', '=', 'e.from_id'),
    )
    .innerJoin('strategy.nodes as t', (on) =>
      on.onRef('t.authority_id', '=', 'e.to_authority').onRef('t.id', '=', 'e.to_id'),
    )
    .select([
      'e.id',
      'e.kind',
      'e.from_authority',
      'f.slug as from_slug',
      'e.to_authority',
      't.slug as to_slug',
      'e.owner',
    ])
    .select([day('e.since').as('since'), day('e.until').as('until')])
    .select(
      sql<string>`case when e.source ->> 'readOn' = e.since::text and e.source ->> 'date' is distinct from e.since::text then 'read' else 'said' end`.as(
        'since_is',
      ),
    )
    .select([sql<string>`e.source ->> 'title'`.as('source'), sql<string | null>`e.source ->> 'url'`.as('url')])
    .where('e.audience', '=', 'public')
    .where('f.audience', '=', 'public')
    .where('t.audience', '=', 'public')
    .orderBy('e.id')
    .execute()
  return rows.map((row) => [
    ...[row.id, row.kind, row.from_authority, row.from_slug, row.to_authority, row.to_slug],
    ...[row.since, row.until, row.owner, row.source, row.url, row.since_is],
  ])
}

async function observationRows(scope: Scope) {
  const rows = await scope.db
    .selectFrom('strategy.observations as o')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'o.authority_id').onRef('n.id', '=', 'o.node_id'),
    )
    .innerJoin('strategy.indicator_definitions as d', (on) =>
      on
        .onRef('d.authority_id', '=', 'o.authority_id')
        .onRef('d.node_id', '=', 'o.node_id')
        .onRef('d.version', '=', 'o.version'),
    )
    .select(['o.authority_id', 'n.slug', 'o.series', 'o.period', 'o.take', 'o.value', 'o.version', 'o.reason'])
    .select([german('n.title').as('title'), german('d.unit').as('unit')])
    .select([sql<string>`o.source ->> 'title'`.as('source'), sql<string | null>`o.source ->> 'url'`.as('url')])
    .where('o.audience', '=', 'public')
    // Figures of a month that is not over go out when it is.
    .where('o.is_provisional', '=', false)
    .orderBy('o.authority_id')
    .orderBy('n.slug')
    .orderBy('o.series')
    .orderBy('o.period')
    .orderBy('o.take')
    .execute()
  return rows.map((row) => [
    ...[row.authority_id, row.slug, row.series === '' ? 'whole' : row.series, row.period, row.take, row.title],
    ...[row.value, row.unit, row.version, row.source, row.url, row.reason],
  ])
}

/** What parliaments asked for. */
async function demandRows(scope: Scope) {
  const rows = await scope.db
    .selectFrom('strategy.parliament_items as i')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'i.authority_id').onRef('n.id', '=', 'i.node_id'),
    )
    .select([
      'n.authority_id',
      'n.slug',
      'i.kind',
      'i.count',
      german('n.title').as('title'),
      'i.body',
      'i.said_on',
      'i.state',
    ])
    .select(['i.answer', day('i.answered_on').as('answered_on')])
    .select([day('i.due_on').as('due_on'), sql<string>`n.sources -> 0 ->> 'title'`.as('source')])
    .select([sql<string | null>`n.sources -> 0 ->> 'url'`.as('url')])
    .where('i.audience', '=', 'public')
    .orderBy('n.authority_id')
    .orderBy('n.slug')
    .execute()
  return rows.map((row) => [
    ...[row.authority_id, row.slug, row.kind, row.count, row.title, row.body, row.said_on, row.due_on, row.state],
    ...[row.answer, row.answered_on, row.source, row.url],
  ])
}

/** Synergies that both authorities agreed on, between projects that are public. */
async function synergyRows(scope: Scope) {
  const rows = await scope.db
    .selectFrom('strategy.synergies as s')
    .innerJoin('strategy.nodes as a', (on) =>
      on.onRef('a.authority_id', '=', 's.authority_id').onRef('a.id', '=', 's.node_id'),
    )
    .innerJoin('strategy.nodes as b', (on) =>
      on.onRef('b.authority_id', '=', 's.other_authority_id').onRef('b.id', '=', 's.other_node_id'),
    )
    .select(['s.id', 's.authority_id', 'a.slug as project', 's.other_authority_id', 'b.slug as other_project'])
    .select(['s.kind', 's.state', 's.planned', 's.agreed', 's.realised'])
    .where('s.audience', '=', 'public')
    .where('s.other_audience', '=', 'public')
    .where('s.state', 'in', ['agreed', 'realised', 'measured'])
    .orderBy('s.id')
    .execute()
  return rows.map((row) => [
    ...[row.id, row.authority_id, row.project, row.other_authority_id, row.other_project, row.kind, row.state],
    ...[row.planned, row.agreed, row.realised].map((amount) => (amount === null ? null : Number(amount))),
  ])
}

/** What the strategy gives to the public as open data, by the data sets of the content. */
export const strategyTables: Readonly<Record<string, PublishedTable>> = {
  'strategie-eintraege': nodeRows,
  'strategie-verbindungen': edgeRows,
  'strategie-indikatoren': observationRows,
  'strategie-projekte': projectRows,
  'strategie-meilensteine': milestoneRows,
  'strategie-kredite': creditRows,
  'strategie-kreditsummen': creditTotalRows,
  'strategie-betraege': toldAmountRows,
  'strategie-vorstoesse': demandRows,
  'strategie-synergien': synergyRows,
  'strategie-entscheide': decisionRows,
  'strategie-auflagen': conditionRows,
  'strategie-partner': partnerRows,
  'strategie-berichte': reportRows,
  'strategie-halbjahre': halfYearRows,
  'strategie-indikatordefinitionen': definitionRows,
  'strategie-vereinbarungen': agreementRows,
  'strategie-mitglieder': memberRows,
  'strategie-beteiligungen': partRows,
}
