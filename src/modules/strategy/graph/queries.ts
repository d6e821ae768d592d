import { sql } from 'kysely'
import { Type } from 'typebox'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import {
  type Audience,
  audiences,
  levels,
  localTextSchema,
  type Node,
  type NodeKey,
  type NodeKind,
  nodeKinds,
  type Source,
  sourceSchema,
  standings,
} from './node.ts'

/** A stored row that has not the shape it should have: a fault of the installation. */
export class StoredNodeError extends Error {
  override name = 'StoredNodeError'
}

const isText = validatorOf(localTextSchema)
const isSources = validatorOf(Type.Array(sourceSchema, { minItems: 1 }))

/** The columns of a node, as `readNode` takes them; days as text. */
export const nodeColumns = [
  'n.authority_id',
  'n.id',
  'n.slug',
  'n.kind',
  'n.level',
  'n.audience',
  'n.standing',
  'n.title',
  'n.text',
  'n.owner',
  sql<string | null>`n.begins_on::text`.as('begins_on'),
  sql<string | null>`n.ends_on::text`.as('ends_on'),
  'n.sources',
  'n.revision',
  'n.changed_at',
  'n.belongs_to',
] as const

type NodeRow = {
  authority_id: string
  id: string
  slug: string
  kind: string
  level: string
  audience: string
  standing: string
  title: JsonValue
  text: JsonValue | null
  owner: string | null
  begins_on: string | null
  ends_on: string | null
  sources: JsonValue
  revision: number
  changed_at: Date
  belongs_to: string | null
}

export function readNode(row: NodeRow): Node {
  return {
    authorityId: slug<'authority'>(row.authority_id),
    id: uuid<'strategy-node'>(row.id),
    slug: row.slug,
    kind: oneOf(nodeKinds, row.kind),
    level: oneOf(levels, row.level),
    audience: oneOf(audiences, row.audience),
    standing: oneOf(standings, row.standing),
    title: readText(row.title),
    text: row.text === null ? undefined : readText(row.text),
    owner: row.owner ?? undefined,
    beginsOn: readDay(row.begins_on),
    endsOn: readDay(row.ends_on),
    sources: readSources(row.sources),
    revision: row.revision,
    changedAt: row.changed_at,
    belongsTo: row.belongs_to === null ? undefined : uuid<'strategy-node'>(row.belongs_to),
  }
}

/** A value of a closed list as it is stored. Throws for any other. */
export function oneOf<const Value extends string>(values: readonly Value[], stored: string): Value {
  const found = values.find((value) => value === stored)
  if (found === undefined) throw new StoredNodeError(`${stored} is none of ${values.join(', ')}`)
  return found
}

/** A day as it is stored. Throws for what is none. */
export function readDay(stored: string | null): IsoDate | undefined {
  if (stored === null) return undefined
  if (!isIsoDate(stored)) throw new StoredNodeError(`${stored} is no day`)
  return stored
}

/** A text per language as it is stored. */
export function readText(stored: JsonValue) {
  if (!isText(stored)) throw new StoredNodeError('a text that is none')
  return stored
}

/** One source as it is stored; undefined where there is none. */
export function readSource(stored: JsonValue): Source | undefined {
  if (stored === null) return undefined
  const [source] = readSources([stored])
  return source
}

function readSources(stored: JsonValue): readonly [Source, ...Source[]] {
  if (!isSources(stored)) throw new StoredNodeError('sources that are none')
  const [first, ...others] = stored
  if (!first) throw new StoredNodeError('no source')
  return [first, ...others]
}

/** A thing of the graph by its authority and slug; undefined where there is none or it is not for this actor to see. */
export async function findNode(scope: Scope, authorityId: AuthorityId, name: string): Promise<Node | undefined> {
  const row = await scope.db
    .selectFrom('strategy.nodes as n')
    .select(nodeColumns)
    .where('n.authority_id', '=', authorityId)
    .where('n.slug', '=', name)
    .executeTakeFirst()
  return row && readNode(row)
}

/** The same by its key. */
export async function findNodeByKey(scope: Scope, { authorityId, id }: NodeKey): Promise<Node | undefined> {
  const row = await scope.db
    .selectFrom('strategy.nodes as n')
    .select(nodeColumns)
    .where('n.authority_id', '=', authorityId)
    .where('n.id', '=', id)
    .executeTakeFirst()
  return row && readNode(row)
}

const mostPerPage = 200

/** Things of one kind or all, of one authority or of all, for one audience or all that one may see, paged by authority and slug. */
export async function listNodes(
  scope: Scope,
  {
    kind,
    authorityId,
    audience,
    after,
    limit = mostPerPage,
  }: {
    kind?: NodeKind | undefined
    authorityId?: AuthorityId | undefined
    audience?: Audience | undefined
    after?: Pick<Node, 'authorityId' | 'slug'> | undefined
    limit?: number
  },
): Promise<Node[]> {
  let query = scope.db
    .selectFrom('strategy.nodes as n')
    .select(nodeColumns)
    .$if(kind !== undefined, (query) => query.where('n.kind', '=', kind ?? ''))
    .orderBy('n.authority_id')
    .orderBy('n.slug')
    .limit(Math.min(limit, mostPerPage))
  if (authorityId) query = query.where('n.authority_id', '=', authorityId)
  if (audience) query = query.where('n.audience', '=', audience)
  if (after) query = query.where(sql<boolean>`(n.authority_id, n.slug) > (${after.authorityId}, ${after.slug})`)
  return (await query.execute()).map(readNode)
}

/** All of them, page by page: for work that must leave nothing out. */
export async function listAllNodes(scope: Scope, wish: Parameters<typeof listNodes>[1]): Promise<readonly Node[]> {
  const found = await listNodes(scope, { ...wish, limit: mostPerPage })
  const last = found.length < mostPerPage ? undefined : found.at(-1)
  return last ? [...found, ...(await listAllNodes(scope, { ...wish, after: last }))] : found
}
