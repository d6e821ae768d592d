import { v7 } from 'uuid'
import { jsonb } from '#kernel/db/jsonb.ts'
import { NotFoundError, UnprocessableError } from '#kernel/http/errors.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { type Edge, type EdgeId, edgeKinds, endOfLead, mayJoin } from './edge.ts'
import { findNodeByKey, oneOf } from './queries.ts'
import { note, requireLeading, requireSteering, type SteeringScope, staffOf } from './write-node.ts'

/**
 * Joins two things. It is seen by whoever sees both of them, also when who sees them changes. Throws 403, 404 where one end is not hers to see, 422 where such things are not
 * joined in that way.
 */
export async function joinNodes(scope: SteeringScope, edge: Omit<Edge, 'id' | 'audience' | 'until'>): Promise<EdgeId> {
  await requireJoining(scope, edge)
  const [from, to] = [await findNodeByKey(scope, edge.from), await findNodeByKey(scope, edge.to)]
  if (!from || !to) throw new NotFoundError('no such node')
  if (!mayJoin(edge.kind, from.kind, to.kind))
    throw new UnprocessableError('not joined in that way', { userMessage: 'strategy.error.ends' })
  const id = uuid<'strategy-edge'>(v7())
  await scope.db
    .insertInto('strategy.edges')
    .values({
      authority_id: edge.authorityId,
      id,
      kind: edge.kind,
      from_authority: from.authorityId,
      from_id: from.id,
      to_authority: to.authorityId,
      to_id: to.id,
      from_audience: from.audience,
      to_audience: to.audience,
      since: edge.since,
      owner: edge.owner,
      source: jsonb(edge.source),
      note: edge.note === undefined ? null : jsonb(edge.note),
      made_at: scope.now(),
      made_by: staffOf(scope),
    })
    .execute()
  note(scope, 'edge.made', { authorityId: edge.authorityId, id })
  return id
}

/** Ends a connection on a day; it stays in what was. Throws 403, or 404 where there is none that still holds. */
export async function endEdge(
  scope: SteeringScope,
  { authorityId, id }: Pick<Edge, 'authorityId' | 'id'>,
  on: IsoDate,
): Promise<void> {
  const edge = await findJoined(scope, authorityId, id)
  if (!edge) {
    requireSteering(scope, authorityId)
    throw new NotFoundError('no such edge')
  }
  await requireJoining(scope, edge)
  const ended = await scope.db
    .updateTable('strategy.edges')
    .set({ until: on })
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .where('until', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!ended) throw new NotFoundError('no such edge')
  note(scope, 'edge.ended', { authorityId, id })
}

type Joined = Pick<Edge, 'authorityId' | 'kind' | 'from' | 'to'>

/** The office joins what it likes; whoever leads a project says what that needs and serves, whom it benefits and who takes part. */
async function requireJoining(scope: SteeringScope, edge: Joined): Promise<void> {
  const led = endOfLead(edge)
  if (led?.authorityId === edge.authorityId) await requireLeading(scope, led)
  else requireSteering(scope, edge.authorityId)
}

async function findJoined(scope: SteeringScope, authorityId: AuthorityId, id: EdgeId): Promise<Joined | undefined> {
  const row = await scope.db
    .selectFrom('strategy.edges')
    .select(['kind', 'from_authority', 'from_id', 'to_authority', 'to_id'])
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    authorityId,
    kind: oneOf(edgeKinds, row.kind),
    from: { authorityId: slug<'authority'>(row.from_authority), id: uuid<'strategy-node'>(row.from_id) },
    to: { authorityId: slug<'authority'>(row.to_authority), id: uuid<'strategy-node'>(row.to_id) },
  }
}
