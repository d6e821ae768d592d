import { sql } from 'kysely'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { audiences, type Node, type NodeId, type NodeKey, standings } from '../graph/node.ts'
import { oneOf, readDay, readText } from '../graph/queries.ts'
import { methods, type Phase, type Project, phases, sizes } from './project.ts'

/** A project as lists show it, with the focus area that it serves first. */
export type ProjectLine = Omit<Project, 'key' | 'benefit' | 'proposedBy' | 'effortDays'> &
  Pick<Node, 'authorityId' | 'id' | 'slug' | 'title' | 'owner' | 'audience' | 'standing'> & {
    readonly focusArea: (NodeKey & { readonly title: LocalText }) | undefined
  }

/** Which projects: of one authority or all that one may see, of one focus area, in some phases, by their ids, running at some time in a span of days. */
export type ProjectFilter = {
  readonly authorityId?: AuthorityId | undefined
  readonly focusArea?: NodeKey | undefined
  readonly phases?: readonly Phase[] | undefined
  readonly ids?: readonly NodeId[] | undefined
  readonly between?: { readonly from: IsoDate; readonly to: IsoDate } | undefined
}

/** The most that one question is answered with: a portfolio of a canton fits. */
const mostProjects = 1_000

/** Projects by authority and slug, paged by these two; at most 1,000 at once. */
export async function listProjects(
  scope: Scope,
  filter: ProjectFilter,
  { after, limit = mostProjects }: { after?: Pick<Node, 'authorityId' | 'slug'> | undefined; limit?: number } = {},
): Promise<ProjectLine[]> {
  let page = scope.db
    .selectFrom('strategy.nodes as n')
    .innerJoin('strategy.projects as p', (on) =>
      on.onRef('p.authority_id', '=', 'n.authority_id').onRef('p.node_id', '=', 'n.id'),
    )
    .select(['n.authority_id', 'n.id', 'n.slug', 'n.title', 'n.owner', 'n.audience', 'n.standing'])
    .select(['p.phase', 'p.size', 'p.method', 'p.budget'])
    .select([
      sql<string | null>`coalesce(p.begins_on, n.begins_on)::text`.as('begins_on'),
      sql<string | null>`coalesce(p.ends_on, n.ends_on)::text`.as('ends_on'),
    ])
    .where('n.kind', '=', 'project')
    .orderBy('n.authority_id')
    .orderBy('n.slug')
    .limit(Math.min(limit, mostProjects))
  if (filter.authorityId) page = page.where('n.authority_id', '=', filter.authorityId)
  if (filter.ids) page = page.where('n.id', '=', sql<string>`any(${filter.ids}::uuid[])`)
  if (filter.phases) page = page.where('p.phase', 'in', filter.phases)
  if (filter.focusArea) page = page.where(isIn(filter.focusArea))
  if (filter.between) {
    const { from, to } = filter.between
    page = page
      .where(sql<boolean>`coalesce(p.begins_on, n.begins_on, ${to}) <= ${to}`)
      .where(sql<boolean>`coalesce(p.ends_on, n.ends_on, ${from}) >= ${from}`)
  }
  if (after) page = page.where(sql<boolean>`(n.authority_id, n.slug) > (${after.authorityId}, ${after.slug})`)
  // The focus area is looked up for the page alone: beside the limit, a prepared plan looks it up for all.
  const query = scope.db
    .selectFrom(page.as('n'))
    .leftJoinLateral(focusAreaOf, (on) => on.onTrue())
    .selectAll('n')
    .select(['f.focus_authority', 'f.focus_id', 'f.focus_title'])
    .orderBy('n.authority_id')
    .orderBy('n.slug')
  return (await query.execute()).map(readLine)
}

/** Of what is connected with a focus area, that which has it as its own: it may serve others as well. */
const isIn = ({ authorityId, id }: NodeKey) => sql<boolean>`n.id in (
    select e.from_id from strategy.edges e
    where e.to_authority = ${authorityId} and e.to_id = ${id} and e.kind = 'serves' and e.until is null
    union all
    select e.to_id from strategy.edges e
    where e.from_authority = ${authorityId} and e.from_id = ${id} and e.kind = 'contains' and e.until is null
  ) and (select row(f.focus_authority, f.focus_id) from ${focusAreaOf()}) = row(${authorityId}::text, ${id}::uuid)`

/** The focus area (of the canton: action field) that a project serves, or that contains it; the earliest joined where there are several. */
const focusAreaOf = () =>
  sql<{ focus_authority: string | null; focus_id: string | null; focus_title: JsonValue | null }>`(
    select a.authority_id as focus_authority, a.id as focus_id, a.title as focus_title
    from (
      select e.to_authority as authority_id, e.to_id as id, e.since from strategy.edges e
      where e.from_authority = n.authority_id and e.from_id = n.id and e.kind = 'serves' and e.until is null
      union all
      select e.from_authority, e.from_id, e.since from strategy.edges e
      where e.to_authority = n.authority_id and e.to_id = n.id and e.kind = 'contains' and e.until is null
    ) as joined
    join strategy.nodes a on a.authority_id = joined.authority_id and a.id = joined.id and a.kind in ('focus_area', 'action_field')
    order by joined.since, a.id limit 1
  )`.as<'f'>('f')

type LineRow = {
  authority_id: string
  id: string
  slug: string
  title: JsonValue
  owner: string | null
  audience: string
  standing: string
  phase: string
  size: string | null
  method: string | null
  budget: number | null
  begins_on: string | null
  ends_on: string | null
  focus_authority: string | null
  focus_id: string | null
  focus_title: JsonValue | null
}

function readLine(row: LineRow): ProjectLine {
  const { focus_authority: focusAuthority, focus_id: focusId, focus_title: focusTitle } = row
  return {
    authorityId: slug<'authority'>(row.authority_id),
    id: uuid<'strategy-node'>(row.id),
    slug: row.slug,
    title: readText(row.title),
    owner: row.owner ?? undefined,
    audience: oneOf(audiences, row.audience),
    standing: oneOf(standings, row.standing),
    phase: oneOf(phases, row.phase),
    size: row.size === null ? undefined : oneOf(sizes, row.size),
    method: row.method === null ? undefined : oneOf(methods, row.method),
    budget: row.budget ?? undefined,
    beginsOn: readDay(row.begins_on),
    endsOn: readDay(row.ends_on),
    focusArea:
      focusAuthority === null || focusId === null || focusTitle === null
        ? undefined
        : {
            authorityId: slug<'authority'>(focusAuthority),
            id: uuid<'strategy-node'>(focusId),
            title: readText(focusTitle),
          },
  }
}
