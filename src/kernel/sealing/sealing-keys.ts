import type { SystemActor } from '../db/actor.ts'
import type { Scope, WriteScope } from '../db/scope.ts'
import { statement } from '../db/transaction.ts'
import type { DataKey, Sealing, SealingPlace } from './sealing.ts'

/** A wrapped key as its row. */
export type SubjectKeyRow = SealingPlace & { readonly masterKeyId: string; readonly wrapped: Buffer }

/** Makes the key of a new subject; insert its row in the same transaction. */
export function newSubjectKey(sealing: Sealing, place: SealingPlace): { key: DataKey; row: SubjectKeyRow } {
  const { key, wrapped } = sealing.newKey(place)
  return { key, row: { ...place, masterKeyId: sealing.masterKeyId, wrapped } }
}

const insertKeys = `insert into kernel.sealing_keys (authority_id, subject_id, master_key_id, wrapped_key)
  select * from unnest($1::text[], $2::uuid[], $3::text[], $4::bytea[])`

export function insertSubjectKeys(scope: WriteScope<SystemActor>, rows: readonly SubjectKeyRow[]): void {
  const values = [
    rows.map(({ authorityId }) => authorityId),
    rows.map(({ subjectId }) => subjectId),
    rows.map(({ masterKeyId }) => masterKeyId),
    rows.map(({ wrapped }) => wrapped),
  ]
  scope.write({ compile: () => statement(insertKeys, values) })
}

/** Makes the key of a new subject; its wrapped form is written with the same transaction. */
export function createSubjectKey(scope: WriteScope<SystemActor>, sealing: Sealing, place: SealingPlace): DataKey {
  const { key, row } = newSubjectKey(sealing, place)
  insertSubjectKeys(scope, [row])
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
