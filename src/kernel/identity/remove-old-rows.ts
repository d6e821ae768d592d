import type { SystemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'

const day = 24 * 60 * 60_000

/** Removes sign-ins never finished, forms nobody came back for, sessions and invitations ended long ago. Runs for the purpose `sessions`. */
export function removeOldRows(scope: WriteScope<SystemActor>): void {
  const now = scope.now().getTime()
  scope.write(scope.db.deleteFrom('kernel.sign_ins').where('expires_at', '<', new Date(now)))
  scope.write(scope.db.deleteFrom('kernel.kept_forms').where('expires_at', '<', new Date(now)))
  scope.write(scope.db.deleteFrom('kernel.mandate_invitations').where('expires_at', '<', new Date(now - 30 * day)))
  scope.write(scope.db.deleteFrom('kernel.sessions').where('expires_at', '<', new Date(now - 30 * day)))
}
