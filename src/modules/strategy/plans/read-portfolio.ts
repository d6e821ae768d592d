import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { type AuthorityId, uuid } from '#kernel/ids.ts'
import type { NodeId } from '../graph/node.ts'
import { oneOf, readDay, readText } from '../graph/queries.ts'
import { firstDay } from '../people/months.ts'
import type { Person, Skill } from '../people/person.ts'
import { type DemandLine, listDemands, listPeople, listSkills } from '../people/read-people.ts'
import { type Phase, phases } from '../projects/project.ts'
import { criteria, priorityOf } from '../projects/score-idea.ts'

export type PlannedPhase = {
  readonly phase: Phase
  readonly from: IsoDate
  readonly to: IsoDate
  readonly hasBegun: boolean
}

export type PortfolioProject = {
  readonly id: NodeId
  readonly revision: number
  readonly phase: Phase
  readonly from: IsoDate | undefined
  readonly to: IsoDate | undefined
  /** Phases that are not over, in their order. */
  readonly phases: readonly PlannedPhase[]
  /** In hundredths, from its score; undefined where nobody scored it. */
  readonly priority: number | undefined
}

export type ExpectedMoney = {
  readonly nodeId: NodeId
  readonly creditId: string
  readonly month: string
  readonly rappen: number
}
export type CreditYear = { readonly creditId: string; readonly year: number; readonly rappen: number }

/** What a project waits for: one of the same authority, or one of another with its name and last day. */
export type Dependency = {
  readonly nodeId: NodeId
  readonly on: NodeId
  readonly title: string
  readonly endsOn: IsoDate | undefined
  readonly isOwn: boolean
}

/** Everything that a plan of an authority is made from, from a counted month on. */
export type Portfolio = {
  readonly from: number
  readonly projects: readonly PortfolioProject[]
  readonly people: readonly Person[]
  readonly skills: readonly Skill[]
  readonly demands: readonly DemandLine[]
  readonly money: readonly ExpectedMoney[]
  readonly tranches: readonly CreditYear[]
  /** Spent and expected in the plan's first year before it begins, by credit. */
  readonly used: readonly { readonly creditId: string; readonly rappen: number }[]
  readonly expiries: readonly { readonly creditId: string; readonly on: IsoDate }[]
  readonly dependencies: readonly Dependency[]
}

export async function readPortfolio(
  scope: Scope,
  { authorityId, from, months }: { authorityId: AuthorityId; from: number; months: number },
): Promise<Portfolio> {
  const to = from + months - 1
  const [projects, people, skills, demands, money, tranches, used, expiries, dependencies] = await Promise.all([
    listProjectsToPlan(scope, authorityId),
    listPeople(scope, { authorityId, from }),
    listSkills(scope, authorityId),
    listDemands(scope, { authorityId, from, to }),
    listExpected(scope, authorityId, { from, to }),
    listTranches(scope, authorityId),
    listUsed(scope, authorityId, from),
    listExpiries(scope, authorityId),
    listDependencies(scope, authorityId),
  ])
  return { from, projects, people, skills, demands, money, tranches, used, expiries, dependencies }
}

async function listProjectsToPlan(scope: Scope, authorityId: AuthorityId): Promise<PortfolioProject[]> {
  const [rows, phaseRows, scores] = await Promise.all([
    scope.db
      .selectFrom('strategy.projects as p')
      .innerJoin('strategy.nodes as n', (on) =>
        on.onRef('n.authority_id', '=', 'p.authority_id').onRef('n.id', '=', 'p.node_id'),
      )
      .select(['n.id', 'n.revision', 'p.phase'])
      .select([
        sql<string | null>`p.begins_on::text`.as('begins_on'),
        sql<string | null>`p.ends_on::text`.as('ends_on'),
      ])
      .where('p.authority_id', '=', authorityId)
      .where('p.phase', 'not in', ['closed', 'stopped'])
      .where('n.kind', '=', 'project')
      .orderBy('n.slug')
      .limit(1_000)
      .execute(),
    scope.db
      .selectFrom('strategy.project_phases')
      .select(['node_id', 'phase', sql<boolean>`begun_on is not null`.as('has_begun')])
      .select([sql<string>`planned_from::text`.as('planned_from'), sql<string>`planned_to::text`.as('planned_to')])
      .where('authority_id', '=', authorityId)
      .where('ended_on', 'is', null)
      .orderBy('planned_from')
      .limit(10_000)
      .execute(),
    scope.db
      .selectFrom('strategy.idea_scores')
      .select(['node_id', ...criteria, 'urgency', 'risk_degree'])
      .where('authority_id', '=', authorityId)
      .limit(10_000)
      .execute(),
  ])
  const phasesOf = Map.groupBy(phaseRows, ({ node_id }) => node_id)
  const scoreOf = new Map(scores.map((row) => [row.node_id, row]))
  return rows.map((row) => {
    const score = scoreOf.get(row.id)
    const known = criteria.map((name) => [name, score?.[name] ?? undefined] as const)
    return {
      id: uuid<'strategy-node'>(row.id),
      revision: row.revision,
      phase: oneOf(phases, row.phase),
      from: readDay(row.begins_on),
      to: readDay(row.ends_on),
      phases: (phasesOf.get(row.id) ?? []).flatMap((one) => {
        const [from, to] = [readDay(one.planned_from), readDay(one.planned_to)]
        const hasBegun = one.has_begun || one.phase === row.phase
        return from && to ? [{ phase: oneOf(phases, one.phase), from, to, hasBegun }] : []
      }),
      priority:
        score &&
        priorityOf({
          ...Object.fromEntries(known),
          urgency: score.urgency ?? undefined,
          riskDegree: score.risk_degree ?? undefined,
        })?.value,
    }
  })
}

async function listExpected(
  scope: Scope,
  authorityId: AuthorityId,
  { from, to }: { from: number; to: number },
): Promise<ExpectedMoney[]> {
  const rows = await scope.db
    .selectFrom('strategy.money_months')
    .select([
      'project_id',
      'credit_id',
      sql<string>`month::text`.as('month'),
      sql<number>`sum(expected)::float8`.as('rappen'),
    ])
    .where('authority_id', '=', authorityId)
    .where(sql<boolean>`month between ${firstDay(from)} and ${firstDay(to)}`)
    .where('expected', '>', 0)
    .groupBy(['project_id', 'credit_id', 'month'])
    .limit(50_000)
    .execute()
  return rows.map((row) => ({
    nodeId: uuid<'strategy-node'>(row.project_id),
    creditId: row.credit_id,
    month: row.month,
    rappen: row.rappen,
  }))
}

async function listTranches(scope: Scope, authorityId: AuthorityId): Promise<CreditYear[]> {
  const rows = await scope.db
    .selectFrom('strategy.tranches')
    .select(['credit_id', 'year', sql<number>`sum(amount)::float8`.as('rappen')])
    .where('authority_id', '=', authorityId)
    .groupBy(['credit_id', 'year'])
    .limit(10_000)
    .execute()
  return rows.map((row) => ({ creditId: row.credit_id, year: row.year, rappen: row.rappen }))
}

async function listUsed(scope: Scope, authorityId: AuthorityId, from: number) {
  const rows = await scope.db
    .selectFrom('strategy.money_months')
    .select(['credit_id', sql<number>`sum(spent + expected)::float8`.as('rappen')])
    .where('authority_id', '=', authorityId)
    .where(sql<boolean>`month >= ${firstDay(Math.floor(from / 12) * 12)} and month < ${firstDay(from)}`)
    .groupBy('credit_id')
    .limit(10_000)
    .execute()
  return rows.map((row) => ({ creditId: row.credit_id, rappen: row.rappen }))
}

async function listExpiries(scope: Scope, authorityId: AuthorityId) {
  const rows = await scope.db
    .selectFrom('strategy.credits')
    .select(['node_id', sql<string | null>`expires_on::text`.as('expires_on')])
    .where('authority_id', '=', authorityId)
    .where('expires_on', 'is not', null)
    .limit(10_000)
    .execute()
  return rows.flatMap((row) => {
    const on = readDay(row.expires_on)
    return on ? [{ creditId: row.node_id, on }] : []
  })
}

async function listDependencies(scope: Scope, authorityId: AuthorityId): Promise<Dependency[]> {
  const rows = await scope.db
    .selectFrom('strategy.edges as e')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'e.to_authority').onRef('n.id', '=', 'e.to_id'),
    )
    .leftJoin('strategy.projects as p', (on) =>
      on.onRef('p.authority_id', '=', 'n.authority_id').onRef('p.node_id', '=', 'n.id'),
    )
    .select(['e.from_id', 'e.to_id', 'e.to_authority', 'n.title'])
    .select(sql<string | null>`coalesce(p.ends_on, n.ends_on)::text`.as('ends_on'))
    .where('e.from_authority', '=', authorityId)
    .where('e.kind', '=', 'depends_on')
    .where('e.until', 'is', null)
    .limit(10_000)
    .execute()
  return rows.map((row) => ({
    nodeId: uuid<'strategy-node'>(row.from_id),
    on: uuid<'strategy-node'>(row.to_id),
    title: textIn(readText(row.title), 'de'),
    endsOn: readDay(row.ends_on),
    isOwn: row.to_authority === authorityId,
  }))
}
