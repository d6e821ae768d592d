import { staffRoles } from '#kernel/db/actor.ts'
import type { Permissions } from '#kernel/http/route.ts'
import { removeOldRows } from '#kernel/identity/remove-old-rows.ts'
import type { Module, Schedule } from '#kernel/module.ts'

/** Who may do what around signing in and one's own account. */
export const signInPermissions: Permissions = {
  'portal.sign_in': ['anyone'],
  'portal.sign_out': ['anyone'],
  'portal.session.keep': ['person', ...staffRoles],
  'portal.access.manage': ['admin'],
  'portal.passkey': staffRoles,
  'portal.account': ['person', ...staffRoles],
  'portal.account.data': ['person'],
  'portal.profile': ['person'],
  'portal.mandates': ['person'],
  'portal.firm.admit': ['lead', 'admin'],
  'portal.demo.sign_in': ['anyone'],
}

export const signInJobs: NonNullable<Module['jobs']> = {
  'portal.remove_old_sessions': {
    purpose: 'sessions',
    about: 'Removes sign-ins that were never finished, and sessions that ended more than thirty days ago.',
    handler: async (scope) => removeOldRows(scope),
  },
}

export const signInSchedules: readonly Schedule[] = [{ job: 'portal.remove_old_sessions', cron: '20 3 * * *' }]
