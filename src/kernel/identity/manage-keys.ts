import type { SystemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import { ForbiddenError, NotFoundError } from '../http/errors.ts'
import { createApiKey, type KeyDays, keyEnd } from './api-keys.ts'
import { administeredBy, type Keeper } from './manage-access.ts'
import { announceRevocation } from './revocations.ts'

/** What a key of an authority may be for. */
export const keyScopes = ['submissions.write', 'cases.read', 'cases.write', 'cases.decide', 'opendata.write'] as const
export type KeyScope = (typeof keyScopes)[number]

/** Makes a key for a program of one's own authority; the key is given once. Runs for the purpose `people`. */
export function createKey(
  scope: WriteScope<SystemActor>,
  keeper: Keeper,
  input: { name: string; scopes: readonly KeyScope[]; days: KeyDays },
): string {
  refuseForeign(keeper)
  const { name, scopes, days } = input
  const { authorityId } = keeper
  const { id, key } = createApiKey(scope, { authorityId, name, scopes, expiresAt: keyEnd(scope, days) })
  const detail = { by: keeper.actor.staffId, scopes, days }
  scope.record('kernel.api_key.created', { authorityId: keeper.authorityId, subjectId: id, detail })
  return key
}

/** Ends a key of one's own authority at once. Throws a `NotFoundError` for any other. Runs for the purpose `people`. */
export async function endKey(scope: WriteScope<SystemActor>, keeper: Keeper, id: string): Promise<void> {
  refuseForeign(keeper)
  const ended = await scope.db
    .updateTable('kernel.api_keys')
    .set({ revoked_at: scope.now() })
    .where('id', '=', id)
    .where('authority_id', '=', keeper.authorityId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!ended) throw new NotFoundError()
  announceRevocation(scope, { kind: 'api_key', id, authorityId: keeper.authorityId })
  const detail = { by: keeper.actor.staffId }
  scope.record('kernel.api_key.revoked', { authorityId: keeper.authorityId, subjectId: id, detail })
}

function refuseForeign({ actor, authorityId }: Keeper): void {
  if (!administeredBy(actor).includes(authorityId)) throw new ForbiddenError('another authority')
}
