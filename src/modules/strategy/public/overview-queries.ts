import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Node, NodeKey, NodeKind } from '../graph/node.ts'
import { nodeColumns, readNode } from '../graph/queries.ts'

type Wish = {
  readonly kinds: readonly NodeKind[]
  readonly authorityId: AuthorityId | undefined
  readonly limit: number
}

const isExample = sql<boolean>`n.standing = 'example'`

/** Public things of some kinds, those with a source before invented examples, by authority and slug. */
export async function listRealFirst(scope: Scope, wish: Wish): Promise<readonly Node[]> {
  const rows = await ofKinds(scope, wish, (nodes) =>
    nodes.orderBy(isExample).orderBy('n.authority_id').orderBy('n.slug'),
  )
    .orderBy(isExample)
    .orderBy('n.authority_id')
    .orderBy('n.slug')
    .execute()
  return rows.map(readNode)
}

// Said again, though everybody sees no others: the indexes hold what is public alone.
const publicNodes = (scope: Pick<Scope, 'db'>) =>
  scope.db
    .selectFrom('strategy.nodes as n')
    .select(nodeColumns)
    .where('n.audience', '=', 'public')
    .where('n.belongs_to', 'is', null)
type PublicNodes = ReturnType<typeof publicNodes>

/** The first ones of each kind by its index, in the order that is asked for; the first ones of them all are left to the caller's order. */
function ofKinds(scope: Scope, { kinds, authorityId, limit }: Wish, ordered: (nodes: PublicNodes) => PublicNodes) {
  const asked = sql<{ kind: string }>`unnest(${[...kinds]}::text[])`.as<'k'>(sql`k (kind)`)
  return scope.db
    .selectFrom(asked)
    .innerJoinLateral(
      () => {
        const first = ordered(publicNodes(scope)).where(sql<boolean>`n.kind = k.kind`).limit(limit)
        return (authorityId ? first.where('n.authority_id', '=', authorityId) : first).as('n')
      },
      (on) => on.onTrue(),
    )
    .selectAll('n')
    .limit(limit)
}

/** What was approved of credits that are kept with their amounts, in Rappen, by the id of the node. */
export async function listApproved(scope: Scope, credits: readonly NodeKey[]): Promise<ReadonlyMap<string, number>> {
  if (credits.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom('strategy.credits')
    .select(['node_id', 'approved'])
    .where('authority_id', 'in', [...new Set(credits.map(({ authorityId }) => authorityId))])
    .where(
      'node_id',
      'in',
      credits.map(({ id }) => id),
    )
    .execute()
  return new Map(rows.flatMap(({ node_id, approved }) => (approved === null ? [] : [[node_id, Number(approved)]])))
}
