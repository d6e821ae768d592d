import { v7 } from 'uuid'
import type { StaffRole, SystemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import type { Language } from '../i18n/language.ts'
import { type AuthorityId, type StaffId, type UnitId, uuid } from '../ids.ts'
import { endAllSessions } from './sessions.ts'
import { hashToken, newToken } from './token.ts'

const daysToFollow = 14

export type RoleGrant = { authorityId: AuthorityId; unitId: UnitId | null; role: StaffRole }

/**
 * Adds a member of staff with her roles and gives the one-time key that links her to her sign-in
 * (`/sign-in/staff?invitation=KEY`, good for 14 days). Runs for the purpose `people`.
 */
export function inviteStaff(
  scope: WriteScope<SystemActor>,
  input: { name: string; email: string; language: Language; roles: readonly RoleGrant[] },
): { staffId: StaffId; invitation: string } {
  const staffId = uuid<'staff'>(v7())
  const invitation = newToken()
  const now = scope.now()
  scope.write(
    scope.db.insertInto('kernel.staff').values({
      id: staffId,
      name: input.name,
      email: input.email,
      language: input.language,
      invitation_hash: hashToken(invitation),
      invitation_expires_at: new Date(now.getTime() + daysToFollow * 24 * 60 * 60_000),
      created_at: now,
    }),
  )
  for (const grant of input.roles) grantRole(scope, staffId, grant)
  return { staffId, invitation }
}

/** Gives a role from today on. Runs for the purpose `people`. */
export function grantRole(scope: WriteScope<SystemActor>, staffId: StaffId, grant: RoleGrant): void {
  scope.write(
    scope.db.insertInto('kernel.staff_roles').values({
      id: v7(),
      staff_id: staffId,
      authority_id: grant.authorityId,
      unit_id: grant.unitId,
      role: grant.role,
      valid_from: scope.today(),
    }),
  )
  scope.record('kernel.staff.role_granted', {
    authorityId: grant.authorityId,
    subjectId: staffId,
    detail: { role: grant.role, unit: grant.unitId },
  })
}

/** Shuts a member of staff out at once: her sessions end and no sign-in works any more. Runs for the purpose `people`. */
export function disableStaff(scope: WriteScope<SystemActor>, staffId: StaffId): void {
  scope.write(scope.db.updateTable('kernel.staff').set({ is_disabled: true }).where('id', '=', staffId))
  endAllSessions(scope, { staffId })
}
