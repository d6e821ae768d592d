import { sql } from 'kysely'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import { qualifiers } from '../graph/facts.ts'
import { type Node, type NodeKey, sourceSchema } from '../graph/node.ts'
import { oneOf, readDay, readText, StoredNodeError } from '../graph/queries.ts'
import { comparabilities, type Step } from './comparability.ts'
import { counters, type Definition, directions, type Observation, rhythms } from './indicator.ts'

const isSource = validatorOf(sourceSchema)

function readSource(stored: JsonValue) {
  if (!isSource(stored)) throw new StoredNodeError('a source that is none')
  return stored
}

const definitionColumns = [
  'authority_id',
  'node_id',
  'version',
  'definition',
  'unit',
  'direction',
  'baseline',
  'baseline_period',
  'target',
  sql<string | null>`target_on::text`.as('target_on'),
  'source',
  'rhythm',
  'uncertainty',
  'owner',
  'counter',
  sql<string | null>`valid_from::text`.as('valid_from'),
  'reason',
  'comparability',
  'limits',
  sql<number>`(select coalesce(max(b.version), 1) from strategy.indicator_definitions b
    where b.authority_id = strategy.indicator_definitions.authority_id and b.node_id = strategy.indicator_definitions.node_id
      and b.version <= strategy.indicator_definitions.version and b.comparability = 'not_comparable')`.as(
    'comparable_from',
  ),
] as const

type DefinitionRow = {
  node_id: string
  version: number
  definition: JsonValue
  unit: JsonValue
  direction: string
  baseline: number | null
  baseline_period: string | null
  target: number | null
  target_on: string | null
  source: JsonValue | null
  rhythm: string
  uncertainty: JsonValue | null
  owner: string
  counter: string | null
  valid_from: string | null
  reason: string | null
  comparability: string
  limits: string | null
  comparable_from: number
}

function readDefinition(row: DefinitionRow): Definition {
  const [validFrom, targetOn] = [readDay(row.valid_from), readDay(row.target_on)]
  const { baseline, baseline_period: period, target } = row
  return {
    version: row.version,
    definition: readText(row.definition),
    unit: readText(row.unit),
    direction: oneOf(directions, row.direction),
    baseline: baseline === null || period === null ? undefined : { value: baseline, period },
    target: target === null || !targetOn ? undefined : { value: target, on: targetOn },
    source: row.source === null ? undefined : readSource(row.source),
    rhythm: oneOf(rhythms, row.rhythm),
    uncertainty: row.uncertainty === null ? undefined : readText(row.uncertainty),
    owner: row.owner,
    counter: row.counter === null ? undefined : oneOf(counters, row.counter),
    validFrom,
    reason: row.reason ?? undefined,
    comparability: oneOf(comparabilities, row.comparability),
    limits: row.limits ?? undefined,
    comparableFrom: row.comparable_from,
  }
}

/** All versions of what an indicator measures, the newest first. */
export async function listDefinitions(scope: Scope, { authorityId, id }: NodeKey): Promise<Definition[]> {
  const rows = await scope.db
    .selectFrom('strategy.indicator_definitions')
    .select(definitionColumns)
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .orderBy('version', 'desc')
    .limit(100)
    .execute()
  return rows.map(readDefinition)
}

/** What it measures now; undefined before anything was defined. */
export async function findDefinition(scope: Scope, key: NodeKey): Promise<Definition | undefined> {
  const [newest] = await listDefinitions(scope, key)
  return newest
}

/** What each of some indicators measures now, by the id of the node. */
export async function listCurrentDefinitions(
  scope: Scope,
  nodes: readonly NodeKey[],
): Promise<ReadonlyMap<string, Definition>> {
  if (nodes.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom(keysOf(nodes))
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('strategy.indicator_definitions')
          .select(definitionColumns)
          .whereRef('authority_id', '=', 'k.authority')
          .whereRef('node_id', '=', 'k.node')
          .orderBy('version', 'desc')
          .limit(1)
          .as('d'),
      (on) => on.onTrue(),
    )
    .selectAll('d')
    .execute()
  return new Map(rows.map((row) => [row.node_id, readDefinition(row)]))
}

/** Which versions of what some indicators measure can be compared with those before, by the id of the node; those that cannot are left out. */
export async function listSteps(
  scope: Scope,
  nodes: readonly NodeKey[],
): Promise<ReadonlyMap<string, readonly Step[]>> {
  if (nodes.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom(keysOf(nodes))
    .innerJoin('strategy.indicator_definitions as d', (on) =>
      on.onRef('d.authority_id', '=', 'k.authority').onRef('d.node_id', '=', 'k.node'),
    )
    .select(['d.node_id', 'd.version', 'd.comparability', 'd.limits'])
    .where('d.comparability', '<>', 'not_comparable')
    .orderBy('d.node_id')
    .orderBy('d.version')
    .execute()
  const steps = rows.map((row) => ({
    nodeId: row.node_id,
    version: row.version,
    comparability: oneOf(comparabilities, row.comparability),
    limits: row.limits ?? undefined,
  }))
  return Map.groupBy(steps, ({ nodeId }) => nodeId)
}

/** Some things as rows, so that one is looked up for each and not all of them read through. */
const keysOf = (nodes: readonly NodeKey[]) =>
  sql<{ authority: string; node: string }>`unnest(${nodes.map(({ authorityId }) => authorityId)}::text[],
    ${nodes.map(({ id }) => id)}::uuid[])`.as<'k'>(sql`k (authority, node)`)

const observationColumns = [
  'o.authority_id',
  'o.node_id',
  'o.series',
  'o.period',
  'o.take',
  'o.version',
  'o.value',
  'o.qualifier',
  'o.note',
  'o.source',
  'o.reason',
  'o.made_at',
  'o.made_by',
  'o.is_provisional',
  'd.unit',
] as const

/** Figures `o` with the definition `d` after which each was measured. */
const observations = (scope: Pick<Scope, 'db'>) =>
  scope.db
    .selectFrom('strategy.observations as o')
    .innerJoin('strategy.indicator_definitions as d', (on) =>
      on
        .onRef('d.authority_id', '=', 'o.authority_id')
        .onRef('d.node_id', '=', 'o.node_id')
        .onRef('d.version', '=', 'o.version'),
    )
    .select(observationColumns)

type ObservationRow = {
  authority_id: string
  node_id: string
  series: string
  period: string
  take: number
  version: number
  unit: JsonValue
  value: number
  qualifier: string | null
  note: JsonValue | null
  source: JsonValue
  reason: string | null
  made_at: Date
  made_by: string | null
  is_provisional: boolean
}

const readObservation = (row: ObservationRow): Observation => ({
  key: { authorityId: slug<'authority'>(row.authority_id), id: uuid<'strategy-node'>(row.node_id) },
  series: row.series,
  period: row.period,
  take: row.take,
  version: row.version,
  unit: readText(row.unit),
  value: row.value,
  qualifier: row.qualifier === null ? undefined : oneOf(qualifiers, row.qualifier),
  note: row.note === null ? undefined : readText(row.note),
  source: readSource(row.source),
  reason: row.reason ?? undefined,
  madeAt: row.made_at,
  madeBy: row.made_by,
  isProvisional: row.is_provisional,
})

/** The most figures of an indicator that are read at once: 80 series over ten years of months. */
const mostFigures = 10_000

/** All figures of an indicator with what was corrected, of one series or all, by series, period and take. */
export async function listTakes(scope: Scope, { authorityId, id }: NodeKey, series?: string): Promise<Observation[]> {
  let query = observations(scope)
    .where('o.authority_id', '=', authorityId)
    .where('o.node_id', '=', id)
    .orderBy('o.series')
    .orderBy('o.ends_on')
    .orderBy('o.period')
    .orderBy('o.take')
    .limit(mostFigures)
  if (series !== undefined) query = query.where('o.series', '=', series)
  return (await query.execute()).map(readObservation)
}

/** The last figure of the whole (series '') of each of some indicators, by the id of the node. */
export async function listLatest(scope: Scope, nodes: readonly NodeKey[]): Promise<ReadonlyMap<string, Observation>> {
  if (nodes.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom(keysOf(nodes))
    .innerJoinLateral(
      () =>
        observations(scope)
          .where(sql<boolean>`o.authority_id = k.authority and o.node_id = k.node`)
          .where('o.series', '=', '')
          .orderBy('o.ends_on', 'desc')
          .orderBy('o.take', 'desc')
          .limit(1)
          .as('l'),
      (on) => on.onTrue(),
    )
    .selectAll('l')
    .execute()
  return new Map(rows.map((row) => [row.node_id, readObservation(row)]))
}

/** The last figures of the whole (series '') that hold until a day, of each of some indicators of one authority, the oldest first, by the id of the node. */
export async function listCourses(
  scope: Scope,
  {
    authorityId,
    nodes,
    until,
    most,
  }: { authorityId: AuthorityId; nodes: readonly Node[]; until: IsoDate; most: number },
): Promise<ReadonlyMap<string, readonly Observation[]>> {
  if (nodes.length === 0) return new Map()
  const ids = nodes.map(({ id }) => id)
  const { rows } = await sql<ObservationRow>`
    select l.* from unnest(${ids}::uuid[]) as asked (id)
    cross join lateral (
      select distinct on (o.ends_on, o.period) o.ends_on, ${sql.join(observationColumns.map((name) => sql.ref(name)))}
      from strategy.observations o join strategy.indicator_definitions d
        on d.authority_id = o.authority_id and d.node_id = o.node_id and d.version = o.version
      where o.authority_id = ${authorityId} and o.node_id = asked.id and o.series = '' and o.ends_on <= ${until}
      order by o.ends_on desc, o.period desc, o.take desc limit ${most}
    ) l
    order by l.node_id, l.ends_on, l.period`.execute(scope.db)
  return Map.groupBy(rows.map(readObservation), ({ key }) => key.id)
}

/** Which series an indicator has. */
export async function listSeries(scope: Scope, { authorityId, id }: NodeKey): Promise<string[]> {
  const rows = await scope.db
    .selectFrom('strategy.observations')
    .select('series')
    .distinct()
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .orderBy('series')
    .limit(200)
    .execute()
  return rows.map(({ series }) => series)
}
