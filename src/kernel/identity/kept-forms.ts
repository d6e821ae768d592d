import { v7 } from 'uuid'
import type { SystemActor } from '../db/actor.ts'
import type { Scope, WriteScope } from '../db/scope.ts'
import type { IdentityId } from '../ids.ts'
import type { Sealing, SealingPlace } from '../sealing/sealing.ts'

/** A form as it was sent: where to, with which fields in which order. */
export type KeptForm = { action: string; fields: readonly { name: string; value: string }[] }

const minutesToReturn = 15

/** Keeps a form for who sent it, sealed, until she has signed in again. Runs as `signInActor`. Gives its id. */
export function keepForm(
  scope: WriteScope<SystemActor>,
  sealing: Sealing,
  { identityId, form }: { identityId: IdentityId; form: KeptForm },
): string {
  const id = v7()
  const { key, wrapped } = sealing.newKey(placeOf(id))
  scope.write(
    scope.db.insertInto('kernel.kept_forms').values({
      id,
      identity_id: identityId,
      wrapped_key: wrapped,
      sealed_form: key.seal('form', JSON.stringify(form)),
      expires_at: new Date(scope.now().getTime() + minutesToReturn * 60_000),
    }),
  )
  return id
}

/** The form that was kept for this identity; nothing for anybody else, or when its time is over. Runs as `signInActor`. */
export async function findKeptForm(
  scope: Scope<SystemActor>,
  sealing: Sealing,
  { id, identityId }: { id: string; identityId: IdentityId },
): Promise<KeptForm | undefined> {
  const row = await scope.db
    .selectFrom('kernel.kept_forms')
    .select(['wrapped_key', 'sealed_form'])
    .where('id', '=', id)
    .where('identity_id', '=', identityId)
    .where('expires_at', '>', scope.now())
    .executeTakeFirst()
  if (!row) return undefined
  const form: KeptForm = JSON.parse(sealing.unwrap(placeOf(id), row.wrapped_key).openText('form', row.sealed_form))
  return form
}

/** It belongs to a person, not to an authority. */
function placeOf(id: string): SealingPlace {
  return { authorityId: '', subjectId: id }
}
