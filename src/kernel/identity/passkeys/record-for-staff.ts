import { authoritiesOf, type StaffActor, type SystemActor } from '../../db/actor.ts'
import type { Payload, WriteScope } from '../../db/scope.ts'

/** An audit entry about a member of staff in each authority she works for. */
export function recordForStaff(
  scope: WriteScope<SystemActor>,
  actor: StaffActor,
  action: string,
  detail: Payload = {},
): void {
  for (const authorityId of authoritiesOf(actor))
    scope.record(action, { authorityId, subjectId: actor.staffId, detail })
}
