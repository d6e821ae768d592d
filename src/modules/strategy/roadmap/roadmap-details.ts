import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { slug, uuid } from '#kernel/ids.ts'
import type { NodeKey } from '../graph/node.ts'
import { oneOf, readDay, readText, StoredNodeError } from '../graph/queries.ts'
import { type Phase, phases } from '../projects/project.ts'
import { keyOf, type Milestone, type Need, type PhaseSpan, type RoadmapProject } from './roadmap.ts'

type Details = Pick<RoadmapProject, 'phases' | 'milestones' | 'needs'>

/** Phases, milestones and what they wait for, of some projects: asked for once for all of them, found by their keys. */
export async function readDetails(
  scope: Scope,
  projects: readonly (NodeKey & { readonly phase: Phase })[],
): Promise<(authority: string, id: string) => Details> {
  if (projects.length === 0) return () => nothing
  const authorities = projects.map(({ authorityId }) => authorityId)
  const ids = projects.map(({ id }) => id)
  const among = (columns: ReturnType<typeof sql>) =>
    sql<boolean>`${columns} in (select * from unnest(${authorities}::text[], ${ids}::uuid[]))`
  const [phaseRows, milestoneRows, needRows] = await Promise.all([
    scope.db
      .selectFrom('strategy.project_phases')
      .select(['authority_id', 'node_id', 'phase', 'planned_from', 'planned_to', 'begun_on', 'ended_on'])
      .where(among(sql`(authority_id, node_id)`))
      .execute(),
    scope.db
      .selectFrom('strategy.milestones')
      .select(['authority_id', 'node_id', 'id', 'title', 'planned_on', 'forecast_on', 'reached_on'])
      .where(among(sql`(authority_id, node_id)`))
      .orderBy('planned_on')
      .orderBy('id')
      .execute(),
    scope.db
      .selectFrom('strategy.edges as e')
      .innerJoin('strategy.nodes as n', (on) =>
        on.onRef('n.authority_id', '=', 'e.to_authority').onRef('n.id', '=', 'e.to_id'),
      )
      .leftJoin('strategy.projects as p', (on) =>
        on.onRef('p.authority_id', '=', 'n.authority_id').onRef('p.node_id', '=', 'n.id'),
      )
      .select(['e.from_authority', 'e.from_id', 'n.authority_id', 'n.id', 'n.slug', 'n.title'])
      .select(sql<string | null>`coalesce(p.ends_on, n.ends_on)::text`.as('ends_on'))
      .where(among(sql`(e.from_authority, e.from_id)`))
      .where('e.kind', '=', 'depends_on')
      .where('e.until', 'is', null)
      .where('n.kind', 'in', ['project', 'measure'])
      .orderBy('n.authority_id')
      .orderBy('n.slug')
      .execute(),
  ])
  const current = new Map(projects.map((project) => [keyOf(project), project.phase]))
  const spans = Map.groupBy(phaseRows, (row) => `${row.authority_id} ${row.node_id}`)
  const milestones = Map.groupBy(milestoneRows, (row) => `${row.authority_id} ${row.node_id}`)
  const needs = Map.groupBy(needRows, (row) => `${row.from_authority} ${row.from_id}`)
  return (authority, id) => {
    const key = `${authority} ${id}`
    const phase = current.get(key)
    return {
      phases: (spans.get(key) ?? []).map((row) => readPhase(row, phase)).toSorted(byBegin),
      milestones: (milestones.get(key) ?? []).map(
        (row): Milestone => ({
          id: row.id,
          title: readText(row.title),
          plannedOn: theDay(row.planned_on),
          forecastOn: readDay(row.forecast_on),
          reachedOn: readDay(row.reached_on),
        }),
      ),
      needs: (needs.get(key) ?? []).map(
        (row): Need => ({
          authorityId: slug<'authority'>(row.authority_id),
          id: uuid<'strategy-node'>(row.id),
          slug: row.slug,
          title: readText(row.title),
          endsOn: readDay(row.ends_on),
        }),
      ),
    }
  }
}

const nothing: Details = { phases: [], milestones: [], needs: [] }
const byBegin = (one: PhaseSpan, other: PhaseSpan) => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0)

type PhaseRow = {
  phase: string
  planned_from: string
  planned_to: string
  begun_on: string | null
  ended_on: string | null
}

function readPhase(row: PhaseRow, current: Phase | undefined): PhaseSpan {
  const phase = oneOf(phases, row.phase)
  const from = theDay(row.begun_on ?? row.planned_from)
  const to = theDay(row.ended_on ?? row.planned_to)
  const state = row.ended_on !== null ? 'done' : phase === current ? 'current' : 'ahead'
  return { phase, from, to: [from, to].toSorted().at(-1) ?? to, state }
}

/** A day that must be there. Throws where it is not. */
export function theDay(stored: string): IsoDate {
  const day = readDay(stored)
  if (day === undefined) throw new StoredNodeError('no day')
  return day
}
