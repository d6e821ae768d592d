import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { keptDays } from './feedback.ts'

const dayInMilliseconds = 24 * 60 * 60 * 1_000

/** Deletes feedback that is older than the privacy page says. */
export async function expireFeedback(scope: WriteScope<SystemActor>): Promise<void> {
  const limit = new Date(scope.now().getTime() - keptDays * dayInMilliseconds)
  scope.write(scope.db.deleteFrom('portal.feedback').where('received_at', '<', limit))
}
