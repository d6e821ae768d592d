import { UnprocessableError } from '#kernel/http/errors.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Audience, NodeContent, NodeKey } from '../graph/node.ts'
import { claimRevision, createNode, note, requireSteering, type SteeringScope, saveNode } from '../graph/write-node.ts'
import { type ItemState, mayBecome, type ParliamentItem } from './item.ts'
import { findItem } from './queries.ts'

/** Writes what an item of parliament has besides its node, the first time and later. Throws 403. */
export async function putItem(
  scope: SteeringScope,
  { key, audience, kind, state, body, saidOn, dueOn, count }: ParliamentItem & { readonly audience: Audience },
): Promise<void> {
  requireSteering(scope, key.authorityId)
  const columns = { kind, state: state ?? null, body, said_on: saidOn ?? null, due_on: dueOn ?? null, count }
  await scope.db
    .insertInto('strategy.parliament_items')
    .values({ authority_id: key.authorityId, node_id: key.id, audience, ...columns })
    .onConflict((conflict) => conflict.columns(['authority_id', 'node_id']).doUpdateSet(columns))
    .execute()
}

/** Enters something that a parliament asked for. Throws 403, or 409 where the name is taken. */
export async function addItem(
  scope: SteeringScope,
  {
    authorityId,
    slug,
    content,
    item,
  }: { authorityId: AuthorityId; slug: string; content: NodeContent; item: Omit<ParliamentItem, 'key'> },
): Promise<void> {
  const id = await createNode(scope, { authorityId, slug, content })
  await putItem(scope, { ...item, key: { authorityId, id }, audience: content.audience })
}

/** Saves what an item says, with the answer to it. Throws 403, 404, 412. */
export async function saveItem(
  scope: SteeringScope,
  key: NodeKey,
  { revision, content, item }: { revision: number; content: NodeContent; item: Omit<ParliamentItem, 'key'> },
): Promise<void> {
  await saveNode(scope, key, { revision, content })
  await putItem(scope, { ...item, key, audience: content.audience })
  // What comes with the content says nothing of answers, so these are written only here.
  await scope.db
    .updateTable('strategy.parliament_items')
    .set({ answer: item.answer ?? null, answered_on: item.answeredOn ?? null })
    .where('authority_id', '=', key.authorityId)
    .where('node_id', '=', key.id)
    .execute()
}

/** Moves it on. Throws 403, 404, 412, or 422 where the state does not follow, or it is said to be fulfilled and nothing proves it. */
export async function moveItem(scope: SteeringScope, key: NodeKey, revision: number, to: ItemState): Promise<void> {
  requireSteering(scope, key.authorityId)
  await claimRevision(scope, key, revision)
  const found = await findItem(scope, key)
  if (!found || !mayBecome(found.state ?? 'submitted', to, found.proofs.length > 0))
    throw new UnprocessableError('does not follow', {
      userMessage: `strategy.parliament.error.${to === 'fulfilled' ? 'proof' : 'step'}`,
    })
  await putItem(scope, { ...found, state: to })
  await scope.db
    .updateTable('strategy.parliament_items')
    .set({ state_since: scope.today() })
    .where('authority_id', '=', key.authorityId)
    .where('node_id', '=', key.id)
    .execute()
  note(scope, `parliament_item.${to}`, key)
}
