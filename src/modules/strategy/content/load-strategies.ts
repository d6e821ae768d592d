import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { type SystemActor, systemActor } from '#kernel/db/actor.ts'
import type { Database } from '#kernel/db/database.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import type { NodeKey } from '../graph/node.ts'
import { nodeColumns, readNode } from '../graph/queries.ts'
import { columnsOf, note } from '../graph/write-node.ts'
import { findDefinition, listTakes } from '../indicators/queries.ts'
import { defineIndicator, observe } from '../indicators/write-indicator.ts'
import { putProject } from '../projects/write-project.ts'
import type { ContentEdge, ContentNode, StrategyContent } from './read-strategies.ts'
import { putTogether } from './together.ts'

/** Writes what the files say in one transaction under the purpose `strategy`; see `loadStrategies`. */
export function bringStrategies(database: Database, content: StrategyContent): Promise<number> {
  return database.write(systemActor('strategy'), (scope) => loadStrategies(scope, content))
}

/**
 * Writes nodes, what belongs to them, and edges; gives how many were new or changed, so that a second run gives 0. A record that somebody
 * has edited since, or made under the same name, stays hers; an edge stays as it is, but that it may end. Authorities that the installation
 * does not know are left out.
 */
async function loadStrategies(scope: WriteScope<SystemActor>, { nodes, edges }: StrategyContent): Promise<number> {
  const authorities = await scope.db.selectFrom('kernel.authorities').select('id').execute()
  const known = new Set(authorities.map(({ id }) => id))
  const there = await readThere(scope, nodes)
  const own = nodes.filter(({ authorityId, id, slug }) => {
    const found = there.get(`${authorityId} ${slug}`)
    return known.has(authorityId) && (!found || (found.id === id && found.changedBy === null))
  })
  const fresh = own.filter(({ authorityId, slug }) => !there.has(`${authorityId} ${slug}`))
  const changed = own.filter((node) => {
    const found = there.get(`${node.authorityId} ${node.slug}`)
    return found !== undefined && !isDeepStrictEqual(found.said, saidOf(node))
  })
  await insertNodes(scope, fresh)
  for (const node of changed) await updateNode(scope, node)
  for (const { authorityId, id, content, project, together } of [...fresh, ...changed]) {
    note(scope, `${content.kind}.loaded`, { authorityId, id })
    if (project) await putProject(scope, { ...project, key: { authorityId, id }, audience: content.audience })
    await putTogether(scope, { key: { authorityId, id }, audience: content.audience }, together)
  }
  for (const node of own) await loadIndicator(scope, node)
  const ids = new Set([...fresh.map(({ id }) => id), ...[...there.values()].map(({ id }) => id)])
  const joined = await writeEdges(
    scope,
    edges.filter(({ authorityId, from, to }) => known.has(authorityId) && ids.has(from.id) && ids.has(to.id)),
  )
  return fresh.length + changed.length + joined
}

type There = { readonly id: string; readonly changedBy: string | null; readonly said: unknown }

/** What the installation has under these names. */
async function readThere(scope: Scope, nodes: readonly ContentNode[]): Promise<ReadonlyMap<string, There>> {
  const rows = await scope.db
    .selectFrom('strategy.nodes as n')
    .select([...nodeColumns, 'n.facts', 'n.changed_by'])
    .where('n.slug', 'in', ['', ...nodes.map(({ slug }) => slug)])
    .execute()
  return new Map(
    rows.map((row) => {
      const { authorityId, id, slug, revision: _revision, changedAt: _changedAt, ...content } = readNode(row)
      const said = stored({ content, facts: row.facts })
      return [`${authorityId} ${slug}`, { id, changedBy: row.changed_by, said }]
    }),
  )
}

const saidOf = ({ content, facts }: ContentNode) => stored({ content, facts })

/** As it comes out of the database: what is undefined is not there. */
const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

async function insertNodes(scope: WriteScope<SystemActor>, nodes: readonly ContentNode[]): Promise<void> {
  if (nodes.length === 0) return
  const now = scope.now()
  const rows = nodes.map(({ authorityId, id, slug, content, facts }) => ({
    authority_id: authorityId,
    id,
    slug,
    kind: content.kind,
    ...columnsOf(content),
    facts: jsonb(facts),
    created_at: now,
    changed_at: now,
  }))
  await scope.db.insertInto('strategy.nodes').values(rows).execute()
}

/** Defines an indicator once; figures that are not there yet are added, those that are there stay. */
async function loadIndicator(
  scope: WriteScope<SystemActor>,
  { authorityId, id, content, indicator }: ContentNode,
): Promise<void> {
  if (!indicator) return
  const node = { authorityId, id, audience: content.audience }
  if (!(await findDefinition(scope, node))) await defineIndicator(scope, node, indicator.definition)
  const known = new Set((await listTakes(scope, node, '')).map(({ period }) => period))
  await observe(
    scope,
    node,
    indicator.figures.filter(({ period }) => !known.has(period)),
  )
}

async function updateNode(
  scope: WriteScope<SystemActor>,
  { authorityId, id, content, facts }: ContentNode,
): Promise<void> {
  await scope.db
    .updateTable('strategy.nodes')
    .set((row) => ({
      ...columnsOf(content),
      kind: content.kind,
      facts: jsonb(facts),
      changed_at: scope.now(),
      revision: row('revision', '+', 1),
    }))
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .execute()
}

/** As it is kept: somebody may have published or withdrawn what the files bring. */
const audienceOf = ({ authorityId, id }: NodeKey) =>
  sql<string>`(select audience from strategy.nodes where authority_id = ${authorityId} and id = ${id}::uuid)`

async function writeEdges(scope: WriteScope<SystemActor>, edges: readonly ContentEdge[]): Promise<number> {
  if (edges.length === 0) return 0
  const now = scope.now()
  const rows = edges.map((edge) => ({
    authority_id: edge.authorityId,
    id: edge.id,
    kind: edge.kind,
    from_authority: edge.from.authorityId,
    from_id: edge.from.id,
    to_authority: edge.to.authorityId,
    to_id: edge.to.id,
    from_audience: audienceOf(edge.from),
    to_audience: audienceOf(edge.to),
    since: edge.since,
    until: edge.until ?? null,
    owner: edge.owner,
    source: jsonb(edge.source),
    note: edge.note === undefined ? null : jsonb(edge.note),
    made_at: now,
  }))
  const written = await scope.db
    .insertInto('strategy.edges')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['authority_id', 'id'])
        .doUpdateSet(({ ref }) => ({ until: ref('excluded.until') }))
        .where('strategy.edges.until', 'is', null)
        .where(({ ref }) => ref('excluded.until'), 'is not', null),
    )
    .returning(['authority_id', 'id'])
    .execute()
  return written.length
}
