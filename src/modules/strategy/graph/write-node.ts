import { v7 } from 'uuid'
import type { StaffActor, SystemActor } from '#kernel/db/actor.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { Payload, WriteScope } from '#kernel/db/scope.ts'
import { ConflictError, ForbiddenError, NotFoundError, PreconditionFailedError } from '#kernel/http/errors.ts'
import { type AuthorityId, uuid } from '#kernel/ids.ts'
import type { NodeContent, NodeId, NodeKey } from './node.ts'
import { findNodeByKey } from './queries.ts'
import { standingAt, steersFor } from './who-leads.ts'

/** Who steers: a strategist, or the platform under its purpose `strategy` for what it brings along and counts itself. */
export type SteeringScope = WriteScope<StaffActor> | WriteScope<SystemActor>

/** Throws 403 where she does not steer for that authority. */
export function requireSteering({ actor }: SteeringScope, authorityId: AuthorityId): void {
  if (actor.kind === 'system') return
  if (!steersFor(actor, authorityId)) throw new ForbiddenError('does not steer there')
}

/**
 * Who writes of a project: the `office` that steers for its authority, or whoever is its `lead` today, who leaves to the office what is the office's.
 * Throws 403 for all others.
 */
export async function requireLeading(scope: SteeringScope, key: NodeKey): Promise<'office' | 'lead'> {
  const { actor } = scope
  if (actor.kind === 'system') return 'office'
  const standing = await standingAt({ ...scope, actor }, key)
  if (standing === 'reader') throw new ForbiddenError('neither steers there nor leads that project')
  return standing
}

/** Throws 403 where whoever leads a project changes what the office alone says of it. */
export function refuseForOffice(who: 'office' | 'lead', isChanged: boolean): void {
  if (who === 'lead' && isChanged)
    throw new ForbiddenError('for the office that steers', { userMessage: 'strategy.error.for_office' })
}

/** Adds a thing to the graph. Throws 403, or 409 where the authority has one of that name. */
export async function createNode(
  scope: SteeringScope,
  { authorityId, slug, content }: { authorityId: AuthorityId; slug: string; content: NodeContent },
): Promise<NodeId> {
  requireSteering(scope, authorityId)
  return insertNode(scope, { authorityId, slug, content })
}

/** Adds a thing for whoever may say so already: callers have asked. Throws 409 where the authority has one of that name. */
export async function insertNode(
  scope: SteeringScope,
  {
    authorityId,
    slug,
    content,
    followsContracts = false,
  }: { authorityId: AuthorityId; slug: string; content: NodeContent; followsContracts?: boolean },
): Promise<NodeId> {
  const id = uuid<'strategy-node'>(v7())
  const made = await scope.db
    .insertInto('strategy.nodes')
    .values({
      authority_id: authorityId,
      id,
      slug,
      kind: content.kind,
      ...columnsOf(content),
      follows_contracts: followsContracts,
      created_at: scope.now(),
      changed_at: scope.now(),
      changed_by: staffOf(scope),
    })
    .onConflict((conflict) => conflict.columns(['authority_id', 'slug']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) throw new ConflictError('name taken', { userMessage: 'strategy.error.name_taken', values: { slug } })
  note(scope, `${content.kind}.created`, { authorityId, id })
  return id
}

/** Saves what is said of a thing; its kind stays, and for whoever leads a project also who reads it, whose it is and how sure. Throws 403, 404, or 412 when somebody saved since `revision` was read. */
export async function saveNode(
  scope: SteeringScope,
  key: NodeKey,
  { revision, content }: { revision: number; content: NodeContent },
): Promise<void> {
  const who = await requireLeading(scope, key)
  const stored = who === 'lead' ? await findNodeByKey(scope, key) : undefined
  refuseForOffice(
    who,
    content.level !== stored?.level || content.audience !== stored.audience || content.standing !== stored.standing,
  )
  await claimRevision(scope, key, revision, columnsOf(content))
  note(scope, `${content.kind}.saved`, key)
}

/**
 * Takes the next revision of a node, for whoever saves it or something that belongs to it (a project's plan, a credit's amounts): of two who
 * read the same revision only one succeeds. Throws 404, or 412 for the other.
 */
export async function claimRevision(
  scope: SteeringScope,
  { authorityId, id }: NodeKey,
  revision: number,
  columns: Partial<ReturnType<typeof columnsOf>> = {},
): Promise<void> {
  const saved = await scope.db
    .updateTable('strategy.nodes')
    .set({ ...columns, revision: revision + 1, changed_at: scope.now(), changed_by: staffOf(scope) })
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returning('id')
    .executeTakeFirst()
  if (saved) return
  if (!(await findNodeByKey(scope, { authorityId, id }))) throw new NotFoundError('no such node')
  throw new PreconditionFailedError('saved by somebody else', { userMessage: 'strategy.error.changed' })
}

/** What is said of a thing, as columns. */
export function columnsOf({ level, audience, standing, title, text, owner, beginsOn, endsOn, sources }: NodeContent) {
  return {
    level,
    audience,
    standing,
    title: jsonb(title),
    text: text === undefined ? null : jsonb(text),
    owner: owner ?? null,
    begins_on: beginsOn ?? null,
    ends_on: endsOn ?? null,
    sources: jsonb(sources),
  }
}

export function staffOf({ actor }: SteeringScope): string | null {
  return actor.kind === 'staff' ? actor.staffId : null
}

/** The audit's line: who did what to something of the strategy. */
export function note(
  scope: SteeringScope,
  what: string,
  { authorityId, id }: { authorityId: AuthorityId; id: string },
  detail?: Payload,
): void {
  const role =
    scope.actor.kind === 'staff'
      ? scope.actor.memberships.find((one) => one.authorityId === authorityId)?.role
      : undefined
  scope.record(`strategy.${what}`, { authorityId, subjectId: id, role, ...(detail && { detail }) })
}
