import { authoritiesOf, type StaffActor, type SystemActor } from '../../db/actor.ts'
import type { WriteScope } from '../../db/scope.ts'
import { NotFoundError } from '../../http/errors.ts'
import { announceRevocation } from '../revocations.ts'
import { endSessionsOfPasskey } from '../sessions.ts'
import { recordForStaff } from './record-for-staff.ts'

/**
 * Removes a passkey of one's own: it opens nothing from now on, and the sessions it has opened end, this one as well where it was shown
 * here. Runs as `signInActor`. Throws a `NotFoundError` for any other.
 */
export async function removePasskey(scope: WriteScope<SystemActor>, actor: StaffActor, id: string): Promise<void> {
  const removed = await scope.db
    .deleteFrom('kernel.passkeys')
    .where('id', '=', id)
    .where('staff_id', '=', actor.staffId)
    .returning('id')
    .executeTakeFirst()
  if (!removed) throw new NotFoundError()
  endSessionsOfPasskey(scope, id)
  announceRevocation(scope, { kind: 'passkey', id, authorityId: authoritiesOf(actor)[0] })
  recordForStaff(scope, actor, 'kernel.passkey.removed', { passkey: id })
}
