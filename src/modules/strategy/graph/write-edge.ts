import { v7 } from 'uuid'
import { jsonb } from '#kernel/db/jsonb.ts'
import { NotFoundError, UnprocessableError } from '#kernel/http/errors.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { uuid } from '#kernel/ids.ts'
import { type Edge, type EdgeId, mayJoin } from './edge.ts'
import { findNodeByKey } from './queries.ts'
import { note, requireSteering, type SteeringScope, staffOf } from './write-node.ts'

/**
 * Joins two things. It is seen by whoever sees both of them, also when who sees them changes. Throws 403, 404 where one end is not hers to see, 422 where such things are not
 * joined in that way.
 */
export async function joinNodes(scope: SteeringScope, edge: Omit<Edge, 'id' | 'audience' | 'until'>): Promise<EdgeId> {
  requireSteering(scope, edge.authorityId)
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
  requireSteering(scope, authorityId)
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
