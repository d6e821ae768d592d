import { sql } from 'kysely'
import { v7 } from 'uuid'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { ConflictError, NotFoundError, UnprocessableError } from '#kernel/http/errors.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, type Id, type StaffId, uuid } from '#kernel/ids.ts'
import type { NodeId, NodeKey } from '../graph/node.ts'
import { oneOf, readDay } from '../graph/queries.ts'
import { claimRevision, note, requireSteering, type SteeringScope, staffOf } from '../graph/write-node.ts'

/** A project has one lead, and as many who stand in for her as it needs; both may do the same. */
export const leadParts = ['lead', 'deputy'] as const
export type LeadPart = (typeof leadParts)[number]

export type Lead = {
  readonly id: Id<'project-lead'>
  readonly staffId: StaffId
  readonly name: string
  readonly part: LeadPart
  readonly since: IsoDate
  /** The day on which it ended; undefined for who leads today. */
  readonly until: IsoDate | undefined
}

/** Who leads and led a project: those of today first, then the latest. At most 100. */
export async function listLeads(scope: Scope, { authorityId, id }: NodeKey): Promise<readonly Lead[]> {
  const rows = await scope.db
    .selectFrom('strategy.project_leads')
    .select(['id', 'staff_id', 'name', 'part'])
    .select([sql<string>`since::text`.as('since'), sql<string | null>`until::text`.as('until')])
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .orderBy(sql`until desc nulls first`)
    .orderBy(sql`part = 'lead'`, 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
  return rows.flatMap(({ id: lead, staff_id, name, part, since, until }) => {
    const day = readDay(since)
    if (!day) return []
    const who = { id: uuid<'project-lead'>(lead), staffId: uuid<'staff'>(staff_id), name, part: oneOf(leadParts, part) }
    return [{ ...who, since: day, until: readDay(until) }]
  })
}

export type Candidate = { readonly id: StaffId; readonly name: string }

/** Who may be made lead: staff of the authority with that role today, by name. */
export async function listCandidates(scope: Scope, authorityId: AuthorityId): Promise<readonly Candidate[]> {
  const today = scope.today()
  const rows = await scope.db
    .selectFrom('kernel.staff as s')
    .innerJoin('kernel.staff_roles as r', 'r.staff_id', 's.id')
    .select(['s.id', 's.name'])
    .distinct()
    .where('r.authority_id', '=', authorityId)
    .where('r.role', '=', 'project_lead')
    .where('r.valid_from', '<=', today)
    .where((on) => on.or([on('r.valid_to', 'is', null), on('r.valid_to', '>=', today)]))
    .where('s.is_disabled', '=', false)
    .orderBy('s.name')
    .orderBy('s.id')
    .limit(500)
    .execute()
  return rows.map(({ id, name }) => ({ id: uuid<'staff'>(id), name }))
}

/** The projects that somebody leads at an authority today, by id. */
export async function listLed(scope: Scope<StaffActor>, authorityId: AuthorityId): Promise<readonly NodeId[]> {
  const rows = await scope.db
    .selectFrom('strategy.project_leads')
    .select('node_id')
    .where('authority_id', '=', authorityId)
    .where('staff_id', '=', scope.actor.staffId)
    .where('until', 'is', null)
    .orderBy('node_id')
    .execute()
  return rows.map(({ node_id }) => uuid<'strategy-node'>(node_id))
}

/**
 * Makes somebody lead of a project, or deputy. A lead before her leads no more, and whoever had another part has that no more. Throws 403, 409 where she has
 * that part, 412, 422 where she has not the role at that authority.
 */
export async function assignLead(
  scope: SteeringScope,
  project: NodeKey,
  { staffId, part, revision }: { staffId: StaffId; part: LeadPart; revision: number },
): Promise<void> {
  requireSteering(scope, project.authorityId)
  const candidate = (await listCandidates(scope, project.authorityId)).find(({ id }) => id === staffId)
  if (!candidate) throw new UnprocessableError('not a lead', { userMessage: 'strategy.leads.error.no_role' })
  await claimRevision(scope, project, revision)
  const today = (await listLeads(scope, project)).filter(({ until }) => until === undefined)
  if (today.some((one) => one.staffId === staffId && one.part === part))
    throw new ConflictError('leads already', { userMessage: 'strategy.leads.error.there' })
  for (const one of today)
    if (one.staffId === staffId || (part === 'lead' && one.part === 'lead')) await end(scope, project, one)
  await scope.db
    .insertInto('strategy.project_leads')
    .values({
      authority_id: project.authorityId,
      id: v7(),
      node_id: project.id,
      staff_id: staffId,
      name: candidate.name,
      part,
      since: scope.today(),
      made_by: staffOf(scope),
    })
    .execute()
  note(scope, 'project.lead_assigned', project, { staffId, part })
}

/** Ends that somebody leads a project, at once. Throws 403, 404 where she does not today, 412. */
export async function endLead(
  scope: SteeringScope,
  project: NodeKey,
  { id, revision }: { id: string; revision: number },
): Promise<void> {
  requireSteering(scope, project.authorityId)
  const lead = (await listLeads(scope, project)).find((one) => one.id === id && one.until === undefined)
  if (!lead) throw new NotFoundError('does not lead it today')
  await claimRevision(scope, project, revision)
  await end(scope, project, lead)
}

async function end(scope: SteeringScope, project: NodeKey, { id, staffId, part }: Lead): Promise<void> {
  await scope.db
    .updateTable('strategy.project_leads')
    .set({ until: scope.today(), ended_by: staffOf(scope) })
    .where('authority_id', '=', project.authorityId)
    .where('id', '=', id)
    .execute()
  note(scope, 'project.lead_ended', project, { staffId, part })
}
