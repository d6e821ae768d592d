import type { Grantee } from '#kernel/http/route.ts'
import type { JobHandler, Schedule } from '#kernel/module.ts'
import { expireFeedback } from './expire-feedback.ts'

/** What the portal's manifest says of this folder. */
export const statementPermissions = {
  'portal.statement.read': ['anyone'],
  'portal.feedback.give': ['anyone'],
  'portal.feedback.read': ['lead', 'service_owner', 'admin'],
  'portal.feedback.answer': ['lead', 'service_owner', 'admin'],
} as const satisfies Record<string, readonly Grantee[]>

const expire: JobHandler = (scope) => expireFeedback(scope)

export const statementJobs = {
  'portal.expire_feedback': {
    purpose: 'retention',
    about: 'Deletes feedback on accessibility that is older than the privacy page says.',
    handler: expire,
  },
}

export const statementSchedules: readonly Schedule[] = [{ job: 'portal.expire_feedback', cron: '40 3 * * *' }]
