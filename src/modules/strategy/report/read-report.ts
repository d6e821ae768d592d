import { sql } from 'kysely'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { NodeKind } from '../graph/node.ts'
import { oneOf, readDay, readText } from '../graph/queries.ts'
import { type Phase, phases } from '../projects/project.ts'
import { type Rating, ratings } from '../projects/reports.ts'
import { dayNumber } from '../roadmap/days.ts'
import { dayOfMilestone, type Milestone } from '../roadmap/roadmap.ts'
import { theDay } from '../roadmap/roadmap-details.ts'
import { type ReportFacts, readFacts } from './report-facts.ts'

export type ReportedProject = {
  readonly title: LocalText
  readonly phase: Phase
  readonly summary: string
  /** Undefined in a draft, where nobody has reported yet. */
  readonly own: { readonly rating: Rating; readonly reason: string } | undefined
  readonly independent: { readonly rating: Rating; readonly reason: string; readonly by: string } | undefined
  /** Rappen; undefined where nobody has said. */
  readonly budget: number | undefined
  readonly spent: number | undefined
}

export type HalfYear = ReportFacts & {
  readonly asOf: IsoDate
  /** Made from what is known now, because nothing was frozen. */
  readonly isDraft: boolean
  readonly goals: readonly { readonly kind: NodeKind; readonly title: LocalText }[]
  readonly projects: readonly ReportedProject[]
  readonly milestones: readonly (Milestone & { readonly project: LocalText })[]
}

const goalKinds = ['focus_area', 'core_goal', 'impact_goal', 'annual_goal'] as const
const most = 500
const halfYearDays = 184

type Wish = { readonly authorityId: AuthorityId; readonly day: IsoDate | undefined; readonly isPublic: boolean }

/**
 * The half-year report of an authority: what was frozen of its projects on one day, the latest where none is named, with goals, indicators, money,
 * parliament and milestones. Where nothing was frozen, staff get a draft of what is known now, and everybody else undefined.
 */
export async function readHalfYear(scope: Scope, { authorityId, day, isPublic }: Wish): Promise<HalfYear | undefined> {
  let latest = scope.db
    .selectFrom('strategy.status_reports as r')
    .select(sql<string | null>`max(r.as_of)::text`.as('as_of'))
    .where('r.authority_id', '=', authorityId)
    .where('r.kind', '=', 'half_year')
    .where('r.frozen_at', 'is not', null)
  if (isPublic) latest = latest.where('r.audience', '=', 'public')
  if (day !== undefined) latest = latest.where(sql<boolean>`r.as_of = ${day}`)
  const asOf = readDay((await latest.executeTakeFirst())?.as_of ?? null)
  if (asOf === undefined && isPublic) return undefined
  const on = asOf ?? day ?? scope.today()
  const [projects, goals, milestones, facts] = await Promise.all([
    asOf === undefined ? readCurrent(scope, authorityId) : readProjects(scope, { authorityId, day: asOf, isPublic }),
    readGoals(scope, authorityId, isPublic),
    readMilestones(scope, { authorityId, day: on, isPublic }),
    readFacts(scope, { authorityId, day: on, isPublic }),
  ])
  return { asOf: on, isDraft: asOf === undefined, projects, goals, milestones, ...facts }
}

/** Whether there is a half-year report of an authority, and with `isPublic` one that everybody may read. */
export async function hasHalfYear(
  scope: Scope,
  { authorityId, isPublic }: Pick<Wish, 'authorityId' | 'isPublic'>,
): Promise<boolean> {
  let query = scope.db
    .selectFrom('strategy.status_reports')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('kind', '=', 'half_year')
    .where('frozen_at', 'is not', null)
    .limit(1)
  if (isPublic) query = query.where('audience', '=', 'public')
  return (await query.executeTakeFirst()) !== undefined
}

async function readProjects(scope: Scope, { authorityId, day, isPublic }: Wish): Promise<readonly ReportedProject[]> {
  let query = scope.db
    .selectFrom('strategy.status_reports as r')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'r.authority_id').onRef('n.id', '=', 'r.node_id'),
    )
    .innerJoin('strategy.projects as p', (on) =>
      on.onRef('p.authority_id', '=', 'n.authority_id').onRef('p.node_id', '=', 'n.id'),
    )
    .select(['n.title', 'p.phase', ...reportColumns])
    .select([
      sql<string | null>`r.figures->>'phase'`.as('then_phase'),
      sql<number | null>`(r.figures->>'budget')::bigint`.as('budget'),
      sql<number | null>`(r.figures->>'spent')::bigint`.as('spent'),
    ])
    .where('r.authority_id', '=', authorityId)
    .where('r.kind', '=', 'half_year')
    .where('r.frozen_at', 'is not', null)
    .where(sql<boolean>`r.as_of = ${day}`)
    .orderBy('n.slug')
    .limit(most)
  if (isPublic) query = query.where('r.audience', '=', 'public')
  return (await query.execute()).map((row) => readProject({ ...row, phase: row.then_phase ?? row.phase }))
}

const reportColumns = [
  'r.summary',
  'r.own_rating',
  'r.own_reason',
  'r.independent_rating',
  'r.independent_reason',
  'r.independent_by',
] as const

/** The projects that are not over, with what was last reported of each and their money as it is now. */
async function readCurrent(scope: Scope, authorityId: AuthorityId): Promise<readonly ReportedProject[]> {
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
    .select(['n.title', 'p.phase', 'p.budget', 'p.spent', ...reportColumns])
    .where('n.authority_id', '=', authorityId)
    .where('p.phase', 'not in', ['closed', 'stopped'])
    .orderBy('n.slug')
    .limit(most)
    .execute()
  return rows.map(readProject)
}

type ProjectRow = {
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
}

function readProject(row: ProjectRow): ReportedProject {
  const { own_rating: own, independent_rating: independent } = row
  return {
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
  }
}

async function readGoals(scope: Scope, authorityId: AuthorityId, isPublic: boolean): Promise<HalfYear['goals']> {
  let query = scope.db
    .selectFrom('strategy.nodes')
    .select(['kind', 'title'])
    .where('authority_id', '=', authorityId)
    .where('kind', 'in', goalKinds)
    .orderBy('kind')
    .orderBy('slug')
    .limit(most)
  if (isPublic) query = query.where('audience', '=', 'public')
  return (await query.execute()).map(({ kind, title }) => ({ kind: oneOf(goalKinds, kind), title: readText(title) }))
}

/** Milestones that were due or reached in the half-year before a day, and those planned for the half-year after it. */
async function readMilestones(scope: Scope, { authorityId, day, isPublic }: Wish): Promise<HalfYear['milestones']> {
  let query = scope.db
    .selectFrom('strategy.milestones as m')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'm.authority_id').onRef('n.id', '=', 'm.node_id'),
    )
    .select(['m.id', 'm.title', 'm.planned_on', 'm.forecast_on', 'm.reached_on', 'n.title as project'])
    .where('m.authority_id', '=', authorityId)
    .where(
      sql<boolean>`m.planned_on between ${day}::date - ${2 * halfYearDays}::int and ${day}::date + ${halfYearDays}::int`,
    )
    .orderBy('m.planned_on')
    .orderBy('m.id')
    .limit(most)
  if (isPublic) query = query.where('m.audience', '=', 'public')
  const rows = (await query.execute()).map((row) => ({
    id: row.id,
    title: readText(row.title),
    plannedOn: theDay(row.planned_on),
    forecastOn: readDay(row.forecast_on),
    reachedOn: readDay(row.reached_on),
    project: readText(row.project),
  }))
  return day === undefined
    ? rows
    : rows.filter((one) => Math.abs(dayNumber(dayOfMilestone(one)) - dayNumber(day)) <= halfYearDays)
}
