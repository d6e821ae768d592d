import type { SystemActor } from '../db/actor.ts'
import type { Scope, WriteScope } from '../db/scope.ts'
import { statement } from '../db/transaction.ts'
import type { DataKey, Sealing, SealingPlace } from './sealing.ts'

const insertKey =
  'insert into kernel.sealing_keys (authority_id, subject_id, master_key_id, wrapped_key) values ($1, $2, $3, $4)'

/** Makes the key of a new subject; its wrapped form is written with the same transaction. */
export function createSubjectKey(scope: WriteScope<SystemActor>, sealing: Sealing, place: SealingPlace): DataKey {
  const { key, wrapped } = sealing.newKey(place)
  const values = [place.authorityId, place.subjectId, sealing.masterKeyId, wrapped]
  scope.write({ compile: () => statement(insertKey, values) })
  return key
}

/** The key of a subject, or undefined when the subject has been erased or is not this actor's. */
export async function findSubjectKey(
  scope: Scope,
  sealing: Sealing,
  place: SealingPlace,
): Promise<DataKey | undefined> {
  const row = await scope.db
    .selectFrom('kernel.sealing_keys')
    .select('wrapped_key')
    .where('authority_id', '=', place.authorityId)
    .where('subject_id', '=', place.subjectId)
    .executeTakeFirst()
  return row && sealing.unwrap(place, row.wrapped_key)
}

/** Destroys the key of a subject: whatever was sealed with it stays unreadable, here and in every backup without its keys. */
export function eraseSubjectKey(scope: WriteScope<SystemActor>, place: SealingPlace): void {
  scope.write(
    scope.db
      .deleteFrom('kernel.sealing_keys')
      .where('authority_id', '=', place.authorityId)
      .where('subject_id', '=', place.subjectId),
  )
}
