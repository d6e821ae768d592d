import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { type AuthorityId, uuid } from '#kernel/ids.ts'
import type { NodeId } from '../graph/node.ts'
import { oneOf, readDay, readText } from '../graph/queries.ts'
import { type CreditKind, creditKinds } from '../money/may-add.ts'
import { type Account, accounts } from '../money/queries.ts'
import { firstDay } from '../people/months.ts'
import type { Person, Skill } from '../people/person.ts'
import { type DemandLine, listDemands, listPeople, listSkills } from '../people/read-people.ts'
import { type Phase, phases } from '../projects/project.ts'
import { priorityOf } from '../projects/score-idea.ts'
import { readScores, scoreColumns } from '../projects/scores.ts'

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
  readonly account: Account
  readonly month: string
  readonly rappen: number
}
export type Tranche = {
  readonly creditId: string
  readonly account: Account
  readonly year: number
  readonly rappen: number
}
/** Spent before the plan begins, with what this month is still expected to take: in the plan's first year, and ever. */
export type UsedMoney = {
  readonly creditId: string
  readonly account: Account
  readonly thisYear: number
  readonly ever: number
}
export type PortfolioCredit = {
  readonly id: string
  readonly kind: CreditKind
  /** The credit that it supplements. */
  readonly addsTo: string | undefined
  readonly approved: number | undefined
  readonly expiresOn: IsoDate | undefined
}

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
  readonly credits: readonly PortfolioCredit[]
  readonly tranches: readonly Tranche[]
  readonly used: readonly UsedMoney[]
  readonly dependencies: readonly Dependency[]
}

export async function readPortfolio(
  scope: Scope,
  { authorityId, from, months }: { authorityId: AuthorityId; from: number; months: number },
): Promise<Portfolio> {
  const to = from + months - 1
  const [projects, people, skills, demands, money, credits, tranches, used, dependencies] = await Promise.all([
    listProjectsToPlan(scope, authorityId),
    listPeople(scope, { authorityId, from }),
    listSkills(scope, authorityId),
    listDemands(scope, { authorityId, from, to }),
    listExpected(scope, authorityId, { from, to }),
    listCreditsToPlan(scope, authorityId),
    listTranches(scope, authorityId),
    listUsed(scope, authorityId, from),
    listDependencies(scope, authorityId),
  ])
  return { from, projects, people, skills, demands, money, credits, tranches, used, dependencies }
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
      .select(['node_id', ...scoreColumns])
      .where('authority_id', '=', authorityId)
      .limit(10_000)
      .execute(),
  ])
  const phasesOf = Map.groupBy(phaseRows, ({ node_id }) => node_id)
  const scoreOf = new Map(scores.map((row) => [row.node_id, row]))
  return rows.map((row) => {
    const score = scoreOf.get(row.id)
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
      priority: score && priorityOf(readScores(score))?.value,
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
      'account',
      sql<string>`month::text`.as('month'),
      sql<number>`sum(expected)::float8`.as('rappen'),
    ])
    .where('authority_id', '=', authorityId)
    .where(sql<boolean>`month between ${firstDay(from)} and ${firstDay(to)}`)
    .where('expected', '>', 0)
    .groupBy(['project_id', 'credit_id', 'account', 'month'])
    .limit(50_000)
    .execute()
  return rows.map((row) => ({
    nodeId: uuid<'strategy-node'>(row.project_id),
    creditId: row.credit_id,
    account: oneOf(accounts, row.account),
    month: row.month,
    rappen: row.rappen,
  }))
}

async function listCreditsToPlan(scope: Scope, authorityId: AuthorityId): Promise<PortfolioCredit[]> {
  const rows = await scope.db
    .selectFrom('strategy.credits')
    .select(['node_id', 'kind', 'adds_to_id', 'approved', sql<string | null>`expires_on::text`.as('expires_on')])
    .where('authority_id', '=', authorityId)
    .limit(10_000)
    .execute()
  return rows.map((row) => ({
    id: row.node_id,
    kind: oneOf(creditKinds, row.kind),
    addsTo: row.adds_to_id ?? undefined,
    approved: row.approved ?? undefined,
    expiresOn: readDay(row.expires_on),
  }))
}

async function listTranches(scope: Scope, authorityId: AuthorityId): Promise<Tranche[]> {
  const rows = await scope.db
    .selectFrom('strategy.tranches')
    .select(['credit_id', 'account', 'year', 'amount'])
    .where('authority_id', '=', authorityId)
    .limit(10_000)
    .execute()
  return rows.map(({ credit_id, account, year, amount }) => ({
    creditId: credit_id,
    account: oneOf(accounts, account),
    year,
    rappen: amount,
  }))
}

async function listUsed(scope: Scope, authorityId: AuthorityId, from: number): Promise<UsedMoney[]> {
  const used = sql`spent + case when month = ${firstDay(from - 1)} then expected else 0 end`
  const january = firstDay(Math.floor(from / 12) * 12)
  const rows = await scope.db
    .selectFrom('strategy.money_months')
    .select(['credit_id', 'account', sql<number>`sum(${used})::float8`.as('ever')])
    .select(sql<number>`coalesce(sum(${used}) filter (where month >= ${january}), 0)::float8`.as('this_year'))
    .where('authority_id', '=', authorityId)
    .where(sql<boolean>`month < ${firstDay(from)}`)
    .groupBy(['credit_id', 'account'])
    .limit(10_000)
    .execute()
  return rows.map((row) => ({
    creditId: row.credit_id,
    account: oneOf(accounts, row.account),
    thisYear: row.this_year,
    ever: row.ever,
  }))
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
