import { sql } from 'kysely'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { NodeId } from '../graph/node.ts'
import { oneOf, readDay, readText } from '../graph/queries.ts'
import { type CreditLine, listWarned } from '../money/queries.ts'
import { type CreditWarning, warningsOf } from '../money/warnings.ts'
import { type Gate, gates } from '../projects/hermes.ts'
import type { ProjectLine } from '../projects/list-projects.ts'
import { type Phase, phases } from '../projects/project.ts'
import { type Rating, ratings } from '../projects/reports.ts'
import { lastHalfYear } from '../report/half-year.ts'

/** A project of the day's list: what is to be done for it, and until when. */
export type Due = { readonly slug: string; readonly title: LocalText; readonly dueOn: IsoDate; readonly what: string }

/** A group of the day names so many. */
export const mostDue = 8

type DueRow = { slug: string; title: JsonValue; due_on: string; what: string }
const readDue = (rows: readonly DueRow[]): readonly Due[] =>
  rows.flatMap(({ due_on, title, ...row }) => {
    const dueOn = readDay(due_on)
    return dueOn ? [{ ...row, title: readText(title), dueOn }] : []
  })

/** All projects of an authority, or those alone. */
type Only = readonly NodeId[] | undefined
const among = (column: string, only: Only) =>
  only === undefined ? sql`true` : sql`${sql.ref(column)} = any(${only}::uuid[])`

/** Gates of projects under way that are due within a month, the earliest first. */
export async function listDueGates(
  scope: Scope,
  authorityId: AuthorityId,
  only?: Only,
): Promise<readonly (Due & { gate: Gate })[]> {
  const { rows } = await sql<DueRow>`
    select n.slug, n.title, coalesce(m.forecast_on, m.planned_on)::text as due_on, m.gate as what
    from strategy.milestones m
    join strategy.nodes n on n.authority_id = m.authority_id and n.id = m.node_id
    join strategy.projects p on p.authority_id = m.authority_id and p.node_id = m.node_id
    where m.authority_id = ${authorityId} and m.reached_on is null and m.gate is not null
      and m.planned_on <= ${scope.today()}::date + 30 and coalesce(m.forecast_on, m.planned_on) <= ${scope.today()}::date + 30
      and p.phase not in ('closed', 'stopped') and m.phase = p.phase and ${among('m.node_id', only)}
    order by m.planned_on, m.id limit ${mostDue}`.execute(scope.db)
  return readDue(rows).map((one) => ({ ...one, gate: oneOf(gates, one.what) }))
}

/** Conditions of gates that are overdue or due within two weeks. */
export async function listDueConditions(scope: Scope, authorityId: AuthorityId, only?: Only): Promise<readonly Due[]> {
  const { rows } = await sql<DueRow>`
    select n.slug, n.title, c.due_on::text as due_on, c.text as what
    from strategy.gate_conditions c join strategy.nodes n on n.authority_id = c.authority_id and n.id = c.node_id
    where c.authority_id = ${authorityId} and c.met_on is null and c.due_on <= ${scope.today()}::date + 14
      and ${among('c.node_id', only)}
    order by c.due_on, c.id limit ${mostDue}`.execute(scope.db)
  return readDue(rows)
}

/** Milestones whose planned day is over, or for which a later one is expected that is over too; gates are told apart. */
export async function listLateMilestones(scope: Scope, authorityId: AuthorityId, only: Only): Promise<readonly Due[]> {
  const { rows } = await sql<DueRow>`
    select n.slug, n.title, coalesce(m.forecast_on, m.planned_on)::text as due_on, m.title ->> 'de' as what
    from strategy.milestones m
    join strategy.nodes n on n.authority_id = m.authority_id and n.id = m.node_id
    join strategy.projects p on p.authority_id = m.authority_id and p.node_id = m.node_id
    where m.authority_id = ${authorityId} and m.reached_on is null and m.gate is null
      and coalesce(m.forecast_on, m.planned_on) < ${scope.today()}::date
      and p.phase not in ('closed', 'stopped') and ${among('m.node_id', only)}
    order by m.planned_on, m.id limit ${mostDue}`.execute(scope.db)
  return readDue(rows)
}

/** Projects under way of whose last half-year there is no report, those that are silent for longest. `dueOn`: the day of which it should be. */
export async function listMissingReports(scope: Scope, authorityId: AuthorityId, only?: Only): Promise<readonly Due[]> {
  const asOf = lastHalfYear(scope.today())
  const { rows } = await sql<DueRow>`
    select n.slug, n.title, ${asOf}::text as due_on, 'report' as what
    from (
      select p.node_id from strategy.projects p
      left join strategy.last_ratings r on r.authority_id = p.authority_id and r.node_id = p.node_id
      where p.authority_id = ${authorityId}
        and p.phase in ('initiation', 'concept', 'realisation', 'introduction', 'execution', 'closure')
        and p.begins_on <= ${asOf}::date and coalesce(r.half_year_on < ${asOf}::date, true)
        and ${among('p.node_id', only)}
      order by r.half_year_on nulls first, p.node_id limit ${mostDue}
    ) late join strategy.nodes n on n.authority_id = ${authorityId} and n.id = late.node_id
    order by n.slug`.execute(scope.db)
  return readDue(rows)
}

export type WarnedCredit = CreditLine & { readonly warnings: readonly CreditWarning[] }

/** Credits that warn of something, those that lack most first. */
export async function listWarnedCredits(scope: Scope, authorityId: AuthorityId): Promise<readonly WarnedCredit[]> {
  const all = await listWarned(scope, authorityId, mostDue)
  return all
    .map((credit) => ({ ...credit, warnings: warningsOf(credit, scope.today()) }))
    .filter(({ warnings }) => warnings.length > 0)
}

/** How many projects are in which phase, and how those under way were rated last: by somebody independent where there is such a rating, which stays until there is a newer one, else by the lead. */
export async function countPortfolio(
  scope: Scope,
  authorityId: AuthorityId,
): Promise<{ readonly phases: ReadonlyMap<Phase, number>; readonly ratings: ReadonlyMap<Rating | 'none', number> }> {
  const { rows } = await sql<{ phase: string; rating: string | null; count: number }>`
    select p.phase, coalesce(r.independent_rating, r.own_rating) as rating, count(*)::int as count
    from strategy.projects p
    left join strategy.last_ratings r on r.authority_id = p.authority_id and r.node_id = p.node_id
    where p.authority_id = ${authorityId}
    group by 1, 2`.execute(scope.db)
  const [byPhase, byRating] = [new Map<Phase, number>(), new Map<Rating | 'none', number>()]
  for (const { phase, rating, count } of rows) {
    const known = oneOf(phases, phase)
    byPhase.set(known, (byPhase.get(known) ?? 0) + count)
    if (['idea', 'impulse', 'closed', 'stopped'].includes(known)) continue
    const rated = rating === null ? 'none' : oneOf(ratings, rating)
    byRating.set(rated, (byRating.get(rated) ?? 0) + count)
  }
  return { phases: byPhase, ratings: byRating }
}

/** What the portfolio shows of a project beside its line: the last ratings, the next milestone, and its money in Rappen. */
export type ProjectPulse = {
  readonly own: Rating | undefined
  readonly independent: Rating | undefined
  /** The day of the independent rating, which may be older than the lead's own. */
  readonly independentOn: IsoDate | undefined
  readonly nextOn: IsoDate | undefined
  readonly isLate: boolean
  readonly spent: number
  readonly expected: number
}

/** The same for the projects of a page, all of one authority, by id. */
export async function readPulses(
  scope: Scope,
  authorityId: AuthorityId,
  projects: readonly Pick<ProjectLine, 'id'>[],
): Promise<ReadonlyMap<string, ProjectPulse>> {
  if (projects.length === 0) return new Map()
  const ids = projects.map(({ id }) => id)
  const { rows } = await sql<{
    id: string
    own: string | null
    independent: string | null
    independent_on: string | null
    next_on: string | null
    is_late: boolean | null
    spent: number
    expected: number
  }>`select p.id, r.own_rating as own, r.independent_rating as independent, r.independent_on::text as independent_on, t.next_on::text as next_on, t.is_late,
      coalesce(m.spent, 0)::bigint as spent, coalesce(e.expected, 0)::bigint as expected
    from unnest(${ids}::uuid[]) as p (id)
    left join strategy.last_ratings r on r.authority_id = ${authorityId} and r.node_id = p.id
    left join lateral (
      select coalesce(s.forecast_on, s.planned_on) as next_on, coalesce(s.forecast_on, ${scope.today()}::date) > s.planned_on as is_late
      from strategy.milestones s
      where s.authority_id = ${authorityId} and s.node_id = p.id and s.reached_on is null order by s.planned_on, s.id limit 1
    ) t on true
    left join lateral (
      select sum(mm.expected) as expected from strategy.money_months mm
      where mm.authority_id = ${authorityId} and mm.project_id = p.id and mm.month >= date_trunc('month', ${scope.today()}::date)::date
    ) e on true
    left join strategy.projects m on m.authority_id = ${authorityId} and m.node_id = p.id`.execute(scope.db)
  return new Map(
    rows.map((row) => [
      row.id,
      {
        own: row.own === null ? undefined : oneOf(ratings, row.own),
        independent: row.independent === null ? undefined : oneOf(ratings, row.independent),
        independentOn: readDay(row.independent_on),
        nextOn: readDay(row.next_on),
        isLate: row.is_late ?? false,
        spent: row.spent,
        expected: row.expected,
      },
    ]),
  )
}
