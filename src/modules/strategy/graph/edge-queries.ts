import { sql } from 'kysely'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { type LocalText, languages } from '#kernel/i18n/language.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import { type Edge, type EdgeKind, edgeKinds } from './edge.ts'
import { audiences, type Node, type NodeKey, type NodeKind, nodeKinds, sourceSchema } from './node.ts'
import { backKinds, forwardKinds } from './paths.ts'
import { nodeColumns, oneOf, readDay, readNode, readText, StoredNodeError } from './queries.ts'

const isSource = validatorOf(sourceSchema)

/** The columns of an edge, as `readEdge` takes them. */
const edgeColumns = [
  'e.authority_id',
  'e.id',
  'e.kind',
  'e.from_authority',
  'e.from_id',
  'e.to_authority',
  'e.to_id',
  'e.audience',
  sql<string>`e.since::text`.as('since'),
  sql<string | null>`e.until::text`.as('until'),
  'e.owner',
  'e.source',
  'e.note',
] as const

type EdgeRow = {
  authority_id: string
  id: string
  kind: string
  from_authority: string
  from_id: string
  to_authority: string
  to_id: string
  audience: string
  since: string
  until: string | null
  owner: string
  source: unknown
  note: Parameters<typeof readText>[0] | null
}

function readEdge(row: EdgeRow): Edge {
  const since = readDay(row.since)
  if (since === undefined || !isSource(row.source)) throw new StoredNodeError(`edge ${row.id} has no day or source`)
  const note: LocalText | undefined = row.note === null ? undefined : readText(row.note)
  return {
    authorityId: slug<'authority'>(row.authority_id),
    id: uuid<'strategy-edge'>(row.id),
    kind: oneOf(edgeKinds, row.kind),
    from: keyOf(row.from_authority, row.from_id),
    to: keyOf(row.to_authority, row.to_id),
    audience: oneOf(audiences, row.audience),
    since,
    until: readDay(row.until),
    owner: row.owner,
    source: row.source,
    note,
  }
}

const keyOf = (authorityId: string, id: string): NodeKey => ({
  authorityId: slug<'authority'>(authorityId),
  id: uuid<'strategy-node'>(id),
})

/** Connections are listed up to so many; more hang on nothing that people keep by hand. */
const mostEdges = 1_000

/** The connections that leave or reach any of these things, those that have ended too, by kind and day. */
export async function listEdgesOf(scope: Scope, keys: readonly NodeKey[]): Promise<Edge[]> {
  const ids = keys.map(({ id }) => id)
  if (ids.length === 0) return []
  const from = scope.db.selectFrom('strategy.edges as e').select(edgeColumns).where('e.from_id', 'in', ids)
  const rows = await from
    .where('e.from_authority', 'in', [...new Set(keys.map(({ authorityId }) => authorityId))])
    .union(
      scope.db
        .selectFrom('strategy.edges as e')
        .select(edgeColumns)
        .where('e.to_id', 'in', ids)
        .where('e.to_authority', 'in', [...new Set(keys.map(({ authorityId }) => authorityId))]),
    )
    .orderBy('kind')
    .orderBy('since')
    .orderBy('id')
    .limit(mostEdges)
    .execute()
  return rows.map(readEdge)
}

/** The connections of an authority of one kind that hold on a day. */
export async function listEdgesOfKind(
  scope: Scope,
  { kind, authorityId, on }: { kind: EdgeKind; authorityId?: AuthorityId | undefined; on: IsoDate },
): Promise<Edge[]> {
  let query = scope.db
    .selectFrom('strategy.edges as e')
    .select(edgeColumns)
    .where('e.kind', '=', kind)
    .where('e.since', '<=', on)
    .where(({ eb, or }) => or([eb('e.until', 'is', null), eb('e.until', '>', on)]))
    .orderBy('e.authority_id')
    .orderBy('e.id')
    .limit(mostEdges)
  if (authorityId) query = query.where('e.authority_id', '=', authorityId)
  return (await query.execute()).map(readEdge)
}

/** Things by their ids, in no order; what this actor may not see is not among them. */
export async function listNodesById(scope: Scope, ids: readonly string[]): Promise<Node[]> {
  if (ids.length === 0) return []
  const rows = await scope.db
    .selectFrom('strategy.nodes as n')
    .select(nodeColumns)
    .where('n.id', 'in', [...new Set(ids)])
    .execute()
  return rows.map(readNode)
}

/** How many things a search for one of them gives; where there are so many, there may be more. */
export const mostFound = 20

/** Things of any authority whose name, in any language, or short name holds a word, for choosing one: up to twenty. */
export async function findNodesLike(scope: Scope, word: string, kinds?: readonly NodeKind[]): Promise<Node[]> {
  const pattern = `%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  let query = scope.db
    .selectFrom('strategy.nodes as n')
    .select(nodeColumns)
    .where(({ or, eb }) =>
      or([...languages.map((one) => eb(sql`n.title ->> ${one}`, 'ilike', pattern)), eb('n.slug', 'ilike', pattern)]),
    )
    .orderBy(sql`n.belongs_to is not null`)
    .orderBy('n.authority_id')
    .orderBy('n.slug')
    .limit(mostFound)
  if (kinds) query = query.where('n.kind', 'in', [...kinds])
  return (await query.execute()).map(readNode)
}

/** A page that shows things together reads so many of them and says so where there are more. */
export const mostNodes = 1_000

/**
 * Things of some kinds, of one authority or of all, by authority and slug; up to a thousand, those of the kinds named first before others.
 * What belongs to another thing, such as a decision at a gate, stands with that and is not among them.
 */
export async function listNodesOfKinds(
  scope: Scope,
  kinds: readonly NodeKind[],
  authorityId?: AuthorityId,
): Promise<Node[]> {
  // Each kind is read by its index; all kinds in one condition would be sorted out of everything that an authority keeps.
  const wanted = sql<{ kind: string; place: number }>`unnest(${[...kinds]}::text[]) with ordinality`.as<'k'>(
    sql`k (kind, place)`,
  )
  const rows = await scope.db
    .selectFrom(wanted)
    .innerJoinLateral(
      (from) => {
        const ofKind = from
          .selectFrom('strategy.nodes as n')
          .select(nodeColumns)
          .whereRef('n.kind', '=', 'k.kind')
          .where('n.belongs_to', 'is', null)
          .orderBy('n.authority_id')
          .orderBy('n.slug')
          .limit(mostNodes)
        return (authorityId ? ofKind.where('n.authority_id', '=', authorityId) : ofKind).as('n')
      },
      (on) => on.onTrue(),
    )
    .selectAll('n')
    .orderBy('k.place')
    .orderBy('n.authority_id')
    .orderBy('n.slug')
    .limit(mostNodes)
    .execute()
  const nameOf = ({ authority_id, slug: name }: (typeof rows)[number]) => `${authority_id} ${name}`
  return rows.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)).map(readNode)
}

/** What a list or tree of names needs of a thing. */
export type NamedNode = Pick<Node, 'authorityId' | 'id' | 'slug' | 'kind' | 'audience' | 'title'>

type NameRow = { authority_id: string; id: string; slug: string; kind: string; audience: string; title: JsonValue }
const nameColumns = ['n.authority_id', 'n.id', 'n.slug', 'n.kind', 'n.audience', 'n.title'] as const
const readName = (row: NameRow): NamedNode => ({
  authorityId: slug<'authority'>(row.authority_id),
  id: uuid<'strategy-node'>(row.id),
  slug: row.slug,
  kind: oneOf(nodeKinds, row.kind),
  audience: oneOf(audiences, row.audience),
  title: readText(row.title),
})

/** The things of an authority as `listNodesOfKinds` gives them, with their names alone: a thousand texts and sources take their time. */
export async function listNames(
  scope: Scope,
  kinds: readonly NodeKind[],
  authorityId: AuthorityId,
): Promise<readonly NamedNode[]> {
  const { rows } = await sql<NameRow>`
    select n.* from unnest(${[...kinds]}::text[]) with ordinality k (kind, place) cross join lateral (
      select n.authority_id, n.id, n.slug, n.kind, n.audience, n.title from strategy.nodes n
      where n.kind = k.kind and n.belongs_to is null and n.authority_id = ${authorityId} order by n.slug limit ${mostNodes}
    ) n order by k.place, n.slug limit ${mostNodes}`.execute(scope.db)
  return rows.toSorted((one, other) => (one.slug < other.slug ? -1 : 1)).map(readName)
}

/** The things of one kind of an authority by slug, from after one on. */
export async function listNamesOfKind(
  scope: Scope,
  {
    authorityId,
    kind,
    after,
    limit,
  }: { authorityId: AuthorityId; kind: NodeKind; after?: string | undefined; limit: number },
): Promise<readonly NamedNode[]> {
  let query = scope.db
    .selectFrom('strategy.nodes as n')
    .select(nameColumns)
    .where('n.kind', '=', kind)
    .where('n.belongs_to', 'is', null)
    .where('n.authority_id', '=', authorityId)
    .orderBy('n.slug')
    .limit(limit)
  if (after !== undefined) query = query.where('n.slug', '>', after)
  return (await query.execute()).map(readName)
}

/** Names of some things, in the order of their slugs; what this actor may not see is not among them. */
export async function listNamesById(scope: Scope, ids: readonly string[]): Promise<readonly NamedNode[]> {
  if (ids.length === 0) return []
  const query = scope.db
    .selectFrom('strategy.nodes as n')
    .select(nameColumns)
    .where('n.id', 'in', [...new Set(ids)])
  return (await query.orderBy('n.slug').orderBy('n.id').limit(mostNodes).execute()).map(readName)
}

/**
 * The connections within reach of a thing on a day, along which it does something for others (`onwards`) or others for it (`inwards`): a
 * recursive query that ends at `depth`, whatever circles there are; up to twenty thousand.
 */
export async function listReach(
  scope: Scope,
  key: NodeKey,
  { direction, on, depth }: { direction: 'onwards' | 'inwards'; on: IsoDate; depth: number },
): Promise<Edge[]> {
  const [out, back] = direction === 'onwards' ? [forwardKinds, backKinds] : [backKinds, forwardKinds]
  const { rows } = await sql<EdgeRow>`
    with recursive walk (authority_id, node_id, depth) as (
      select ${key.authorityId}::text, ${key.id}::uuid, 0
      union
      select next.authority_id, next.node_id, walk.depth + 1
      from walk cross join lateral (
        select e.to_authority as authority_id, e.to_id as node_id from strategy.edges e
        where e.from_authority = walk.authority_id and e.from_id = walk.node_id and e.kind = any (${[...out]}::text[])
          and e.since <= ${on}::date and (e.until is null or e.until > ${on}::date)
        union all
        select e.from_authority, e.from_id from strategy.edges e
        where e.to_authority = walk.authority_id and e.to_id = walk.node_id and e.kind = any (${[...back]}::text[])
          and e.since <= ${on}::date and (e.until is null or e.until > ${on}::date)
      ) as next
      where walk.depth < ${depth}
    ), reached as (select distinct authority_id, node_id from walk limit 10000)
    select e.authority_id, e.id, e.kind, e.from_authority, e.from_id, e.to_authority, e.to_id, e.audience, e.since::text as since,
      e.until::text as until, e.owner, e.source, e.note
    from reached join strategy.edges e on e.from_authority = reached.authority_id and e.from_id = reached.node_id
    where e.since <= ${on}::date and (e.until is null or e.until > ${on}::date)
      and (e.to_authority, e.to_id) in (select authority_id, node_id from reached)
    limit 20000`.execute(scope.db)
  return rows.map(readEdge)
}

/** The connections that hold on a day and have both ends among these things. */
export async function listEdgesWithin(scope: Scope, keys: readonly NodeKey[], on: IsoDate): Promise<Edge[]> {
  const ids = keys.map(({ id }) => id)
  if (ids.length === 0) return []
  const rows = await scope.db
    .selectFrom('strategy.edges as e')
    .select(edgeColumns)
    .where('e.from_authority', 'in', [...new Set(keys.map(({ authorityId }) => authorityId))])
    .where('e.from_id', 'in', ids)
    .where('e.to_id', 'in', ids)
    .where('e.since', '<=', on)
    .where(({ eb, or }) => or([eb('e.until', 'is', null), eb('e.until', '>', on)]))
    .orderBy('e.id')
    .limit(5_000)
    .execute()
  return rows.map(readEdge)
}
