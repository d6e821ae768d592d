import type { StaffActor, StaffRole } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { steeringRoles } from '#modules/egovernment/public.ts'
import type { NodeKey } from './node.ts'

const holds = ({ memberships }: StaffActor, authorityId: AuthorityId, roles: readonly StaffRole[]): boolean =>
  memberships.some(
    (one) =>
      one.authorityId === authorityId && one.continuedBy === undefined && roles.some((role) => role === one.role),
  )

/** Whether somebody steers for an authority. */
export const steersFor = (actor: StaffActor, authorityId: AuthorityId): boolean =>
  holds(actor, authorityId, steeringRoles)

/** Whether somebody leads a project today, or stands in for who does; without the role at its authority nobody does. */
export async function leadsToday(scope: Scope<StaffActor>, { authorityId, id }: NodeKey): Promise<boolean> {
  if (!holds(scope.actor, authorityId, ['project_lead'])) return false
  const found = await scope.db
    .selectFrom('strategy.project_leads')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .where('staff_id', '=', scope.actor.staffId)
    .where('until', 'is', null)
    .executeTakeFirst()
  return found !== undefined
}

/** What somebody is to a project: `office` steers for its authority, `lead` leads it today, all others read. */
export async function standingAt(scope: Scope<StaffActor>, key: NodeKey): Promise<'office' | 'lead' | 'reader'> {
  if (steersFor(scope.actor, key.authorityId)) return 'office'
  return (await leadsToday(scope, key)) ? 'lead' : 'reader'
}
export type ProjectStanding = Awaited<ReturnType<typeof standingAt>>
