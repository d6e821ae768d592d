import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { slug, uuid } from '#kernel/ids.ts'
import type { Node } from '../graph/node.ts'
import { nodeColumns, oneOf, readDay, readNode, readText } from '../graph/queries.ts'
import { methods, type Project, phases, sizes } from '../projects/project.ts'
import { readDetails } from '../roadmap/roadmap-details.ts'
import { type ExchangeProject, mostExchanged } from './exchange-project.ts'

/** A project of an authority: as files have it, and as it is kept. */
export type There = { readonly exchange: ExchangeProject; readonly node: Node; readonly project: Project }

/** The projects of an authority by name, a thousand of them at most: what a portfolio has. */
export async function readThere(scope: Scope, authorityId: AuthorityId): Promise<ReadonlyMap<string, There>> {
  const rows = await scope.db
    .selectFrom('strategy.nodes as n')
    .innerJoin('strategy.projects as p', (on) =>
      on.onRef('p.authority_id', '=', 'n.authority_id').onRef('p.node_id', '=', 'n.id'),
    )
    .select(nodeColumns)
    .select(['p.phase', 'p.size', 'p.method', 'p.benefit', 'p.proposed_by', 'p.budget', 'p.effort_days'])
    .select([
      sql<string | null>`coalesce(p.begins_on, n.begins_on)::text`.as('project_begins'),
      sql<string | null>`coalesce(p.ends_on, n.ends_on)::text`.as('project_ends'),
    ])
    .where('n.authority_id', '=', authorityId)
    .where('n.kind', '=', 'project')
    .orderBy('n.slug')
    .limit(mostExchanged)
    .execute()
  const details = await readDetails(
    scope,
    rows.map((row) => ({
      authorityId: slug<'authority'>(row.authority_id),
      id: uuid<'strategy-node'>(row.id),
      phase: oneOf(phases, row.phase),
    })),
  )
  return new Map(
    rows.map((row) => {
      const node = readNode(row)
      const project: Project = {
        key: { authorityId: node.authorityId, id: node.id },
        phase: oneOf(phases, row.phase),
        size: row.size === null ? undefined : oneOf(sizes, row.size),
        method: row.method === null ? undefined : oneOf(methods, row.method),
        beginsOn: readDay(row.project_begins),
        endsOn: readDay(row.project_ends),
        benefit: row.benefit === null ? undefined : readText(row.benefit),
        proposedBy: row.proposed_by ?? undefined,
        budget: row.budget ?? undefined,
        effortDays: row.effort_days ?? undefined,
      }
      const { milestones, needs } = details(row.authority_id, row.id)
      const exchange: ExchangeProject = {
        reference: node.slug,
        title: node.title.de,
        phase: project.phase,
        ...(node.text && { text: node.text.de }),
        ...(node.owner !== undefined && { owner: node.owner }),
        ...(project.size && { size: project.size }),
        ...(project.method && { method: project.method }),
        ...(project.beginsOn && { beginsOn: project.beginsOn }),
        ...(project.endsOn && { endsOn: project.endsOn }),
        ...(project.benefit && { benefit: project.benefit.de }),
        ...(project.budget !== undefined && { budget: project.budget }),
        ...(project.effortDays !== undefined && { effortDays: project.effortDays }),
        ...(needs.length > 0 && {
          needs: needs.map((need) =>
            need.authorityId === authorityId ? need.slug : `${need.authorityId}/${need.slug}`,
          ),
        }),
        ...(milestones.length > 0 && {
          milestones: milestones.map(({ id, title, plannedOn, reachedOn }) => ({
            reference: id,
            title: title.de.slice(0, 200),
            plannedOn,
            ...(reachedOn && { reachedOn }),
          })),
        }),
      }
      return [node.slug, { exchange, node, project }]
    }),
  )
}

export const exchangesOf = (there: ReadonlyMap<string, There>): ReadonlyMap<string, ExchangeProject> =>
  new Map([...there].map(([reference, { exchange }]) => [reference, exchange]))

/** Which of some references name a project of another authority that one may see. */
export async function findForeign(scope: Scope, references: readonly string[]): Promise<ReadonlySet<string>> {
  const foreign = [...new Set(references.filter((one) => one.includes('/')))].slice(0, mostExchanged)
  if (foreign.length === 0) return new Set()
  const authorities = foreign.map((one) => one.split('/')[0] ?? '')
  const slugs = foreign.map((one) => one.split('/')[1] ?? '')
  const rows = await scope.db
    .selectFrom('strategy.nodes as n')
    .select(['n.authority_id', 'n.slug'])
    .where(sql<boolean>`(n.authority_id, n.slug) in (select * from unnest(${authorities}::text[], ${slugs}::text[]))`)
    .where('n.kind', '=', 'project')
    .execute()
  return new Set(rows.map((row) => `${row.authority_id}/${row.slug}`))
}
