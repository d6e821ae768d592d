import { type RawBuilder, sql } from 'kysely'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { type NodeKind, standings } from '../graph/node.ts'
import { oneOf, readDay, readText } from '../graph/queries.ts'
import { phases } from '../projects/project.ts'
import { type Group, type Grouping, phasesOf, type RoadmapProject } from './roadmap.ts'
import { readDetails } from './roadmap-details.ts'
import type { RoadmapKey, RoadmapWish } from './roadmap-wish.ts'

/** Projects of one page: as many as a sheet of A4 that stands has room for. */
export const perPage = 40

type Filter = Pick<RoadmapWish, 'by' | 'span' | 'authorityId' | 'state' | 'after'>

const kindsOf: Readonly<Record<Exclude<Grouping, 'authority'>, readonly NodeKind[]>> = {
  focus_area: ['focus_area'],
  goal: ['core_goal', 'impact_goal', 'annual_goal', 'action_field', 'principle'],
}

/**
 * Projects by group and name, at most 40, with phases, milestones and what they wait for, and where the next page begins. A project that serves
 * several goals stands under each of them; those of no group come last. Projects without days are there as well.
 */
export async function listRoadmap(
  scope: Scope,
  filter: Filter,
): Promise<{ readonly projects: readonly RoadmapProject[]; readonly next: RoadmapKey | undefined }> {
  const rows = await readPage(scope, filter)
  const shown = rows.slice(0, perPage)
  const last = shown.at(-1)
  const details = await readDetails(
    scope,
    shown.map(({ authority_id, id, phase }) => ({
      authorityId: slug<'authority'>(authority_id),
      id: uuid<'strategy-node'>(id),
      phase: oneOf(phases, phase),
    })),
  )
  return {
    projects: shown.map((row) => ({ ...readRow(row, filter.by), ...details(row.authority_id, row.id) })),
    next:
      rows.length > perPage && last
        ? {
            group:
              filter.by === 'authority' || last.group_slug === null || last.group_authority === null
                ? undefined
                : { authority: last.group_authority, slug: last.group_slug },
            authority: last.authority_id,
            slug: last.slug,
          }
        : undefined,
  }
}

async function readPage(scope: Scope, filter: Filter): Promise<readonly Row[]> {
  const { by, after } = filter
  if (by === 'authority') return readUngrouped(scope, filter, [])
  const kinds = kindsOf[by]
  const grouped = after && !after.group ? [] : await readGrouped(scope, filter, kinds)
  if (grouped.length > perPage) return grouped
  const rest = await readUngrouped(scope, { ...filter, after: after?.group ? undefined : after }, kinds)
  return [...grouped, ...rest].slice(0, perPage + 1)
}

/** What a goal is served by, or a focus area contains. */
const joinedTo = sql`(
  select e.from_authority as authority_id, e.from_id as id from strategy.edges e
  where e.to_authority = g.authority_id and e.to_id = g.id and e.kind = 'serves' and e.until is null
  union
  select e.to_authority, e.to_id from strategy.edges e
  where e.from_authority = g.authority_id and e.from_id = g.id and e.kind = 'contains' and e.until is null
) j`

const columns = sql`n.authority_id, n.id, n.slug, n.title, n.owner, n.standing, p.phase,
  coalesce(p.begins_on, n.begins_on)::text as begins_on, coalesce(p.ends_on, n.ends_on)::text as ends_on`
// With the audience the join is the foreign key, from which the planner knows that each project has one node.
const projects = sql`strategy.nodes n join strategy.projects p on p.authority_id = n.authority_id and p.node_id = n.id and p.audience = n.audience`

/** Group after group until the page is full: each gives its first ones in order, so that those behind them are not looked at. */
async function readGrouped(scope: Scope, filter: Filter, kinds: readonly NodeKind[]): Promise<readonly Row[]> {
  const { after } = filter
  const from = after?.group && sql`and (g.authority_id, g.slug) >= (${after.group.authority}, ${after.group.slug})`
  const beyond =
    after?.group &&
    sql`and (g.authority_id, g.slug, n.authority_id, n.slug) > (${after.group.authority}, ${after.group.slug}, ${after.authority}, ${after.slug})`
  const { rows } = await sql<Row>`
    select g.authority_id as group_authority, g.slug as group_slug, g.title as group_title, m.*
    from (
      select g.authority_id, g.id, g.slug, g.title from strategy.nodes g
      where g.kind in (${sql.join(kinds)}) ${from ?? sql``} order by g.authority_id, g.slug offset 0
    ) g cross join lateral (
      select ${columns} from ${joinedTo} join ${projects} on n.authority_id = j.authority_id and n.id = j.id
      where n.kind = 'project' ${conditions(filter)} ${beyond ?? sql``}
      order by n.authority_id, n.slug limit ${perPage + 1}
    ) m
    order by g.authority_id, g.slug, m.authority_id, m.slug limit ${perPage + 1}`.execute(scope.db)
  return rows
}

/** All projects, or those that belong to none of some kinds, by authority and name. */
async function readUngrouped(scope: Scope, filter: Filter, kinds: readonly NodeKind[]): Promise<readonly Row[]> {
  const { after } = filter
  // With `offset 0` each project's own few connections are asked for; joined, the planner may go through all connections for each project.
  const apart =
    kinds.length === 0
      ? sql``
      : sql`and not exists (
        select from strategy.edges e join strategy.nodes g on g.authority_id = e.to_authority and g.id = e.to_id and g.kind in (${sql.join(kinds)})
        where e.from_authority = n.authority_id and e.from_id = n.id and e.kind = 'serves' and e.until is null offset 0
      ) and not exists (
        select from strategy.edges e join strategy.nodes g on g.authority_id = e.from_authority and g.id = e.from_id and g.kind in (${sql.join(kinds)})
        where e.to_authority = n.authority_id and e.to_id = n.id and e.kind = 'contains' and e.until is null offset 0)`
  const beyond = after ? sql`and (n.authority_id, n.slug) > (${after.authority}, ${after.slug})` : sql``
  const { rows } = await sql<Row>`
    select null as group_authority, null as group_slug, null as group_title, ${columns}
    from ${projects}
    where n.kind = 'project' ${conditions(filter)} ${apart} ${beyond}
    order by n.authority_id, n.slug limit ${perPage + 1}`.execute(scope.db)
  return rows
}

function conditions({ span, authorityId, state }: Filter): RawBuilder<unknown> {
  const all = [
    sql`coalesce(p.begins_on, n.begins_on, p.ends_on, n.ends_on, ${span.from}) <= ${span.to}`,
    sql`coalesce(p.ends_on, n.ends_on, p.begins_on, n.begins_on, ${span.to}) >= ${span.from}`,
    ...(authorityId === undefined ? [] : [sql`n.authority_id = ${authorityId}`]),
    ...(state === undefined ? [] : [sql`p.phase in (${sql.join(phasesOf[state])})`]),
  ]
  return sql`and ${sql.join(all, sql` and `)}`
}

type Row = {
  group_authority: string | null
  group_slug: string | null
  group_title: JsonValue | null
  authority_id: string
  id: string
  slug: string
  title: JsonValue
  owner: string | null
  standing: string
  phase: string
  begins_on: string | null
  ends_on: string | null
}

function readRow(row: Row, by: Grouping): Omit<RoadmapProject, 'phases' | 'milestones' | 'needs'> {
  const authorityId = slug<'authority'>(row.authority_id)
  return {
    authorityId,
    id: uuid<'strategy-node'>(row.id),
    slug: row.slug,
    title: readText(row.title),
    owner: row.owner ?? undefined,
    standing: oneOf(standings, row.standing),
    phase: oneOf(phases, row.phase),
    beginsOn: readDay(row.begins_on),
    endsOn: readDay(row.ends_on),
    group: by === 'authority' ? { authorityId, slug: '', title: undefined } : groupOf(row),
  }
}

function groupOf({ group_authority, group_slug, group_title }: Row): Group {
  const isOne = group_authority !== null && group_slug !== null && group_title !== null
  return isOne
    ? { authorityId: authority(group_authority), slug: group_slug, title: readText(group_title) }
    : { authorityId: undefined, slug: '', title: undefined }
}

const authority = (id: string): AuthorityId => slug<'authority'>(id)
