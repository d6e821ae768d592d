import { sql } from 'kysely'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, uuid } from '#kernel/ids.ts'
import { standings } from '../graph/node.ts'
import { listAllNodes, oneOf, readDay, readText } from '../graph/queries.ts'
import { standingOf } from '../indicators/indicator.ts'
import { listCourses, listCurrentDefinitions, listSteps } from '../indicators/queries.ts'
import { creditKinds } from '../money/may-add.ts'
import { type ItemFound, listItems } from '../parliament/queries.ts'
import { dayNumber } from '../roadmap/days.ts'
import { dayOfMilestone } from '../roadmap/roadmap.ts'
import { theDay } from '../roadmap/roadmap-details.ts'
import { goalKinds, type HalfYearFacts } from './half-year.ts'
import { readReported } from './read-projects.ts'

const most = 500
const mostCredits = 200
const figuresShown = 4
const halfYearDays = 184

export type Wish = { readonly authorityId: AuthorityId; readonly day: IsoDate; readonly isPublic: boolean }

/**
 * What is to be said of an authority's half-year that ended on a day; with `isPublic` only of what everybody may read, whoever asks. Figures, money
 * and milestones are those of the day; titles, states, targets and forecasts keep no history and are those of now.
 */
export async function assembleHalfYear(scope: Scope, wish: Wish): Promise<HalfYearFacts> {
  const [goals, indicators, projects, credits, demands, milestones] = await Promise.all([
    readGoals(scope, wish),
    readIndicators(scope, wish),
    readReported(scope, wish),
    readCredits(scope, wish),
    readDemands(scope, wish),
    readMilestones(scope, wish),
  ])
  return { goals, indicators, projects, credits, demands, milestones }
}

async function readGoals(scope: Scope, { authorityId, isPublic }: Wish): Promise<HalfYearFacts['goals']> {
  let query = scope.db
    .selectFrom('strategy.nodes')
    .select(['id', 'kind', 'title'])
    .where('authority_id', '=', authorityId)
    .where('kind', 'in', goalKinds)
    .orderBy('kind')
    .orderBy('slug')
    .limit(most)
  if (isPublic) query = query.where('audience', '=', 'public')
  return (await query.execute()).map(({ id, kind, title }) => ({
    nodeId: uuid<'strategy-node'>(id),
    kind: oneOf(goalKinds, kind),
    title: readText(title),
  }))
}

async function readIndicators(
  scope: Scope,
  { authorityId, day, isPublic }: Wish,
): Promise<HalfYearFacts['indicators']> {
  const audience = isPublic ? 'public' : undefined
  const nodes = await listAllNodes(scope, { kind: 'indicator', authorityId, audience })
  const [definitions, steps, courses] = await Promise.all([
    listCurrentDefinitions(scope, nodes),
    listSteps(scope, nodes),
    listCourses(scope, { authorityId, nodes, until: day, most: figuresShown }),
  ])
  return nodes.flatMap(({ id, title }) => {
    const [definition, course] = [definitions.get(id), courses.get(id) ?? []]
    if (!definition) return []
    const { unit, version, target } = definition
    return [
      {
        ...{ nodeId: id, title, unit, version, target },
        standing: standingOf(definition, course.at(-1), day),
        steps: (steps.get(id) ?? []).map(({ version: later, comparability, limits }) => ({
          ...{ version: later, comparability, limits },
        })),
        course: course.map((one) => ({
          ...{ period: one.period, value: one.value, version: one.version, qualifier: one.qualifier },
          ...{ isProvisional: one.isProvisional, unit: one.unit },
        })),
      },
    ]
  })
}

type CreditRow = {
  id: string
  title: JsonValue
  standing: string
  kind: string
  part_of_id: string | null
  requested: number | null
  approved: number | null
  committed: number
  spent: number
  remaining: number | null
}

/** The credits with what was committed and spent until the day; what was decided later was not approved yet. */
async function readCredits(scope: Scope, { authorityId, day, isPublic }: Wish): Promise<HalfYearFacts['credits']> {
  const audiences = isPublic ? ['public'] : ['public', 'staff', 'authority']
  const { rows } = await sql<CreditRow>`
    with known as (
      select c.*, case when c.decided_on > ${day} then null else c.approved end as granted,
        coalesce(m.committed, 0) as bound, coalesce(m.spent, 0) as paid
      from strategy.credits c
      left join lateral (
        select sum(committed) as committed, sum(spent) as spent from strategy.money_months m
        where m.authority_id = c.authority_id and m.credit_id = c.node_id and m.month <= ${day}
      ) m on true
      where c.authority_id = ${authorityId} and c.audience = any (${audiences})
    )
    select n.id, n.title, n.standing, k.kind, k.requested,
      coalesce(k.part_of_id, (select b.part_of_id from known b where b.node_id = k.adds_to_id)) as part_of_id, k.granted as approved, k.bound::bigint as committed,
      k.paid::bigint as spent, (k.granted + a.granted - k.paid - a.paid)::bigint as remaining
    from known k join strategy.nodes n on n.authority_id = k.authority_id and n.id = k.node_id
    cross join lateral (
      select coalesce(sum(granted), 0) as granted, coalesce(sum(paid), 0) as paid from known a where a.adds_to_id = k.node_id
    ) a
    order by n.slug limit ${mostCredits}`.execute(scope.db)
  return rows.map((row) => ({
    nodeId: uuid<'strategy-node'>(row.id),
    title: readText(row.title),
    kind: oneOf(creditKinds, row.kind),
    standing: oneOf(standings, row.standing),
    partOf: row.part_of_id ?? undefined,
    requested: row.requested ?? undefined,
    approved: row.approved ?? undefined,
    committed: row.committed,
    spent: row.spent,
    remaining: row.remaining ?? undefined,
  }))
}

/** What parliament had asked for on the day; what was answered later is not told. */
async function readDemands(scope: Scope, { authorityId, day, isPublic }: Wish): Promise<HalfYearFacts['demands']> {
  const all: ItemFound[] = []
  let after: string | undefined
  do {
    const { items, next } = await listItems(scope, { authorityId, after })
    all.push(...items)
    after = next
  } while (after !== undefined && all.length < most)
  const isShown = ({ audience }: Pick<ItemFound, 'audience'>) => !isPublic || audience === 'public'
  return all
    .filter((item) => isShown(item) && (item.saidOn ?? '') <= day)
    .map(({ key, title, kind, state, body, count, dueOn, answer, answeredOn, proofs }) => ({
      ...{ nodeId: key.id, title, kind, state, body, count, dueOn },
      answer: answeredOn !== undefined && answeredOn > day ? undefined : answer,
      proofs: proofs.filter(isShown).map((proof) => proof.title),
    }))
}

/** Milestones that were due or reached in the half-year before the day, and those planned for the half-year after it. */
async function readMilestones(
  scope: Scope,
  { authorityId, day, isPublic }: Wish,
): Promise<HalfYearFacts['milestones']> {
  let query = scope.db
    .selectFrom('strategy.milestones as m')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'm.authority_id').onRef('n.id', '=', 'm.node_id'),
    )
    .select(['m.id', 'm.node_id', 'm.title', 'n.title as project'])
    .select([
      sql<string>`m.planned_on::text`.as('planned_on'),
      sql<string | null>`m.forecast_on::text`.as('forecast_on'),
    ])
    .select(sql<string | null>`case when m.reached_on <= ${day} then m.reached_on end::text`.as('reached_on'))
    .where('m.authority_id', '=', authorityId)
    .where(
      sql<boolean>`m.planned_on between ${day}::date - ${2 * halfYearDays}::int and ${day}::date + ${halfYearDays}::int`,
    )
    .orderBy('m.planned_on')
    .orderBy('m.id')
    .limit(most)
  if (isPublic) query = query.where('m.audience', '=', 'public')
  return (await query.execute())
    .map((row) => ({
      id: row.id,
      nodeId: uuid<'strategy-node'>(row.node_id),
      title: readText(row.title),
      project: readText(row.project),
      plannedOn: theDay(row.planned_on),
      forecastOn: readDay(row.forecast_on),
      reachedOn: readDay(row.reached_on),
    }))
    .filter((one) => Math.abs(dayNumber(dayOfMilestone(one)) - dayNumber(day)) <= halfYearDays)
}
