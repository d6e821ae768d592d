import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'
import { readDay, readText } from '../graph/queries.ts'
import type { Milestone } from './roadmap.ts'
import { theDay } from './roadmap-details.ts'

export type DatedMilestone = Milestone & {
  readonly authorityId: AuthorityId
  readonly project: {
    readonly slug: string
    readonly title: LocalText
    readonly revision: number
    readonly changedAt: Date
  }
}

/** The most that a calendar holds: the next ones of thousands. */
const mostMilestones = 2_000

/** Milestones of public projects from a day on, by day: of all, of one authority, or of one project of it. */
export async function listMilestones(
  scope: Scope,
  {
    since,
    authorityId,
    project,
  }: { since: IsoDate; authorityId: AuthorityId | undefined; project: string | undefined },
): Promise<readonly DatedMilestone[]> {
  let query = scope.db
    .selectFrom('strategy.milestones as m')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'm.authority_id').onRef('n.id', '=', 'm.node_id'),
    )
    .select(['m.authority_id', 'm.id', 'm.title', 'm.planned_on', 'm.forecast_on', 'm.reached_on'])
    .select(['n.slug', 'n.title as project_title', 'n.revision', 'n.changed_at'])
    .where('m.audience', '=', 'public')
    .where(sql<boolean>`m.planned_on >= ${since}`)
    .orderBy('m.planned_on')
    .orderBy('m.id')
    .limit(mostMilestones)
  if (authorityId !== undefined) query = query.where('m.authority_id', '=', authorityId)
  if (project !== undefined) query = query.where('n.slug', '=', project)
  const rows = await query.execute()
  return rows.map((row) => ({
    authorityId: slug<'authority'>(row.authority_id),
    id: row.id,
    title: readText(row.title),
    plannedOn: theDay(row.planned_on),
    forecastOn: readDay(row.forecast_on),
    reachedOn: readDay(row.reached_on),
    project: { slug: row.slug, title: readText(row.project_title), revision: row.revision, changedAt: row.changed_at },
  }))
}
