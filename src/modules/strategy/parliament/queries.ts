import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { audiences, type Node, type NodeKey, nodeKinds } from '../graph/node.ts'
import { nodeColumns, oneOf, readDay, readNode, readText } from '../graph/queries.ts'
import { itemKinds, itemStates, type ParliamentItem } from './item.ts'

type Named = Pick<Node, 'authorityId' | 'slug' | 'kind' | 'title' | 'audience'>

/** Something that answers a demand, and what paid for it. */
export type Proof = NodeKey & Named & { readonly credits: readonly Named[] }

export type ItemFound = ParliamentItem &
  Pick<Node, 'slug' | 'title' | 'text' | 'owner' | 'sources' | 'standing' | 'audience' | 'revision'> & {
    readonly proofs: readonly Proof[]
  }

const pageSize = 50

/** What parliaments asked for, of one authority or of all, what is due first; 50 a page, by the name of the last one. */
export async function listItems(
  scope: Scope,
  { authorityId, after }: { authorityId?: AuthorityId | undefined; after?: string | undefined },
): Promise<{ readonly items: readonly ItemFound[]; readonly next: string | undefined }> {
  const [due = '', place = '', id = ''] = (after ?? '').split('_')
  let query = itemQuery(scope)
    .orderBy(sql`coalesce(i.due_on, date '9999-12-31')`)
    .orderBy('i.authority_id')
    .orderBy('i.node_id')
    .limit(pageSize + 1)
  if (authorityId) query = query.where('i.authority_id', '=', authorityId)
  if (/^\d{4}-\d{2}-\d{2}$/.test(due) && /^[0-9a-f-]{36}$/.test(id))
    query = query.where(
      sql<boolean>`(coalesce(i.due_on, date '9999-12-31'), i.authority_id, i.node_id) > (${due}::date, ${place}, ${id}::uuid)`,
    )
  const rows = await query.execute()
  const items = await withProofs(scope, rows.slice(0, pageSize).map(readItem))
  const last = rows.length > pageSize ? items.at(-1) : undefined
  return { items, next: last && [last.dueOn ?? '9999-12-31', last.key.authorityId, last.key.id].join('_') }
}

/** One of them; undefined where there is none or it is not for this actor to see. */
export async function findItem(scope: Scope, { authorityId, id }: NodeKey): Promise<ItemFound | undefined> {
  const row = await itemQuery(scope)
    .where('i.authority_id', '=', authorityId)
    .where('i.node_id', '=', id)
    .executeTakeFirst()
  return row && (await withProofs(scope, [readItem(row)]))[0]
}

const itemQuery = (scope: Scope) =>
  scope.db
    .selectFrom('strategy.parliament_items as i')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'i.authority_id').onRef('n.id', '=', 'i.node_id'),
    )
    .select(nodeColumns)
    .select([
      'i.kind as item_kind',
      'i.state',
      'i.body',
      'i.said_on',
      'i.count',
      'i.answer',
      sql<string | null>`i.answered_on::text`.as('answered_on'),
      sql<string | null>`i.due_on::text`.as('due_on'),
    ])

type ItemRow = Awaited<ReturnType<ReturnType<typeof itemQuery>['execute']>>[number]

function readItem(row: ItemRow): Omit<ItemFound, 'proofs'> {
  const { authorityId, id, ...node } = readNode(row)
  return {
    ...node,
    key: { authorityId, id },
    kind: oneOf(itemKinds, row.item_kind),
    state: row.state === null ? undefined : oneOf(itemStates, row.state),
    body: row.body,
    saidOn: row.said_on ?? undefined,
    dueOn: readDay(row.due_on),
    count: row.count,
    answer: row.answer ?? undefined,
    answeredOn: readDay(row.answered_on),
  }
}

/** Adds what fulfils each of them, and which credits paid for that: two steps through the graph. */
async function withProofs(scope: Scope, items: readonly Omit<ItemFound, 'proofs'>[]): Promise<ItemFound[]> {
  if (items.length === 0) return []
  const rows = await scope.db
    .selectFrom('strategy.edges as e')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'e.from_authority').onRef('n.id', '=', 'e.from_id'),
    )
    .select(['e.to_authority', 'e.to_id', 'n.authority_id', 'n.id', 'n.kind', 'n.slug', 'n.title', 'n.audience'])
    .where('e.kind', '=', 'fulfils')
    .where('e.until', 'is', null)
    .where(
      'e.to_authority',
      'in',
      items.map(({ key }) => key.authorityId),
    )
    .where(
      'e.to_id',
      'in',
      items.map(({ key }) => key.id),
    )
    .orderBy('e.since')
    .limit(500)
    .execute()
  const paid = await creditsOf(scope, rows)
  return items.map((item) => ({
    ...item,
    proofs: rows
      .filter((row) => row.to_id === item.key.id && row.to_authority === item.key.authorityId)
      .map((row) => ({
        authorityId: slug<'authority'>(row.authority_id),
        id: uuid<'strategy-node'>(row.id),
        kind: oneOf(nodeKinds, row.kind),
        slug: row.slug,
        title: readText(row.title),
        audience: oneOf(audiences, row.audience),
        credits: paid.filter(({ to }) => to === row.id).map(({ credit }) => credit),
      })),
  }))
}

async function creditsOf(
  scope: Scope,
  proofs: readonly { readonly authority_id: string; readonly id: string }[],
): Promise<{ to: string; credit: Named }[]> {
  if (proofs.length === 0) return []
  const rows = await scope.db
    .selectFrom('strategy.edges as e')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'e.from_authority').onRef('n.id', '=', 'e.from_id'),
    )
    .select(['e.to_id', 'n.authority_id', 'n.slug', 'n.title', 'n.audience'])
    .where('e.kind', '=', 'funds')
    .where('e.until', 'is', null)
    .where(
      'e.to_authority',
      'in',
      proofs.map(({ authority_id }) => authority_id),
    )
    .where(
      'e.to_id',
      'in',
      proofs.map(({ id }) => id),
    )
    .where('n.kind', '=', 'credit')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    to: row.to_id,
    credit: {
      authorityId: slug<'authority'>(row.authority_id),
      slug: row.slug,
      kind: 'credit',
      title: readText(row.title),
      audience: oneOf(audiences, row.audience),
    },
  }))
}
