import { sql } from 'kysely'
import { v5 } from 'uuid'
import { jsonb } from '#kernel/db/jsonb.ts'
import { NotFoundError, PreconditionFailedError, UnprocessableError } from '#kernel/http/errors.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'
import type { Audience, NodeContent, NodeKey, Source } from '../graph/node.ts'
import { findNode } from '../graph/queries.ts'
import { joinNodes } from '../graph/write-edge.ts'
import { createNode, note, requireSteering, type SteeringScope, saveNode } from '../graph/write-node.ts'
import type { Phase } from '../projects/project.ts'
import { putProject } from '../projects/write-project.ts'
import { type Change, type ExchangeProject, faultsOf, planImport } from './exchange-project.ts'
import type { Seen } from './kept-import.ts'
import { exchangesOf, findForeign, readThere, type There } from './read-there.ts'

// Any fixed UUID: it only keeps our ids apart from those that others make of the same texts.
const namespace = '0198c0de-5717-7000-8000-1a90275e0000'

type Taking = {
  readonly authorityId: AuthorityId
  readonly projects: readonly ExchangeProject[]
  readonly seen: Seen
  readonly source: Source
}

/**
 * Takes a file over as it was looked at: adds projects and changes those that are known. Throws 403, 404, 412 where somebody saved one of them
 * since they were compared (`seen`), 422 where it does not fit together any more. The second time the same file changes nothing.
 */
export async function takeImport(
  scope: SteeringScope,
  { authorityId, projects, seen, source }: Taking,
): Promise<{ readonly added: number; readonly changed: number }> {
  requireSteering(scope, authorityId)
  const there = await readThere(scope, authorityId)
  const known = exchangesOf(there)
  const foreign = await findForeign(
    scope,
    projects.flatMap(({ needs }) => needs ?? []),
  )
  if (faultsOf(projects, known, (reference) => foreign.has(reference)).length > 0)
    throw new UnprocessableError('does not fit together', { userMessage: 'strategy.exchange.error.stale' })
  const changes = planImport(known, projects).filter(({ kind }) => kind !== 'unchanged')
  requireSeen(changes, there, seen)
  for (const change of changes)
    await takeProject(scope, authorityId, change, there.get(change.project.reference), source)
  // What waits for what comes last, when all of them are there.
  for (const change of changes) await takeNeeds(scope, authorityId, change, source)
  note(
    scope,
    'projects.imported',
    { authorityId, id: v5(`${authorityId} import`, namespace) },
    { count: changes.length },
  )
  const added = changes.filter(({ kind }) => kind === 'added').length
  return { added, changed: changes.length - added }
}

const mostNamed = 5

/** What would change is what the preview showed. Throws 412, with the names of what somebody changed since. */
function requireSeen(changes: readonly Change[], there: ReadonlyMap<string, There>, seen: Seen): void {
  const revisions = new Map(Object.entries(seen))
  const changed = changes.flatMap(({ project }) => {
    const now = there.get(project.reference)?.node
    return now?.revision === revisions.get(project.reference)
      ? []
      : [now?.title.de ?? project.title ?? project.reference]
  })
  if (changed.length === 0) return
  throw new PreconditionFailedError('changed since the preview', {
    userMessage: 'strategy.exchange.error.changed',
    values: { projects: changed.slice(0, mostNamed).join(', '), more: Math.max(0, changed.length - mostNamed) },
  })
}

async function takeProject(
  scope: SteeringScope,
  authorityId: AuthorityId,
  { project, milestones }: Change,
  known: There | undefined,
  source: Source,
): Promise<void> {
  const { reference, title, text, owner, benefit } = project
  const content: NodeContent = known
    ? {
        ...known.node,
        title: title === undefined ? known.node.title : { ...known.node.title, de: title },
        text: text === undefined ? known.node.text : { ...known.node.text, de: text },
        owner: owner ?? known.node.owner,
      }
    : {
        kind: 'project',
        level: authorityId === 'kanton-luzern' ? 'canton' : 'municipality',
        audience: 'authority',
        standing: 'own_record',
        title: { de: title ?? reference },
        text: text === undefined ? undefined : { de: text },
        owner,
        beginsOn: undefined,
        endsOn: undefined,
        sources: [source],
      }
  const key: NodeKey = known
    ? known.project.key
    : { authorityId, id: await createNode(scope, { authorityId, slug: reference, content }) }
  if (known) await saveNode(scope, key, { revision: known.node.revision, content })
  const phase = project.phase ?? known?.project.phase ?? 'idea'
  await putProject(scope, {
    key,
    audience: content.audience,
    phase,
    size: project.size ?? known?.project.size,
    method: project.method ?? known?.project.method,
    beginsOn: project.beginsOn ?? known?.project.beginsOn,
    endsOn: project.endsOn ?? known?.project.endsOn,
    benefit: benefit === undefined ? known?.project.benefit : { ...known?.project.benefit, de: benefit },
    proposedBy: known?.project.proposedBy,
    budget: project.budget ?? known?.project.budget,
    effortDays: project.effortDays ?? known?.project.effortDays,
  })
  await putMilestones(scope, key, { milestones, phase, audience: content.audience, reference })
}

const uuidPattern = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** The id of a milestone: its own, or one that is always made of the same names. */
export function milestoneId(authorityId: AuthorityId, project: string, reference: string): string {
  return uuidPattern.test(reference) ? reference : v5(`${authorityId} ${project} ${reference}`, namespace)
}

const reachedUnlessGate = sql<IsoDate | null>`case when strategy.milestones.gate is null then excluded.reached_on else strategy.milestones.reached_on end`

type Milestones = Pick<Change, 'milestones'> & {
  readonly phase: Phase
  readonly audience: Audience
  readonly reference: string
}

async function putMilestones(
  scope: SteeringScope,
  key: NodeKey,
  { milestones, phase, audience, reference }: Milestones,
): Promise<void> {
  for (const { title, plannedOn, reachedOn, reference: name } of milestones)
    await scope.db
      .insertInto('strategy.milestones')
      .values({
        authority_id: key.authorityId,
        id: milestoneId(key.authorityId, reference, name),
        node_id: key.id,
        audience,
        title: jsonb({ de: title }),
        phase: phase === 'closed' || phase === 'stopped' ? 'closure' : phase,
        // What it is worth for the earned value, only we can say.
        weight: 0,
        planned_on: plannedOn,
        reached_on: reachedOn ?? null,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['authority_id', 'id'])
          .doUpdateSet(({ ref }) => ({
            title: sql<string>`strategy.milestones.title || excluded.title`,
            planned_on: ref('excluded.planned_on'),
            // Only the decision at its gate says that a milestone with one is reached.
            ...(reachedOn && { reached_on: reachedUnlessGate }),
          }))
          .where('strategy.milestones.node_id', '=', key.id),
      )
      .execute()
}

async function takeNeeds(
  scope: SteeringScope,
  authorityId: AuthorityId,
  { project, needs }: Change,
  source: Source,
): Promise<void> {
  if (needs.length === 0) return
  const from = await findNode(scope, authorityId, project.reference)
  for (const need of needs) {
    const [first = '', second] = need.split('/')
    const to = await findNode(scope, second === undefined ? authorityId : slug<'authority'>(first), second ?? first)
    if (!from || !to) throw new NotFoundError('no such project')
    await joinNodes(scope, {
      authorityId,
      kind: 'depends_on',
      from,
      to,
      since: scope.today(),
      owner: project.owner ?? from.owner ?? source.title.slice(0, 200),
      source,
      note: undefined,
    })
  }
}
