import { Value } from 'typebox/value'
import type { SystemActor } from '../db/actor.ts'
import type { Scope } from '../db/scope.ts'
import { uuid } from '../ids.ts'
import type { Sealing } from '../sealing/sealing.ts'
import { aboutField, aboutForm, filePlace, filesAuthority, type StoredFile } from './stored-file.ts'

/** Files that have arrived and belong to nobody yet, by their ids; those that are unknown or taken are left out. */
export async function findLooseFiles(
  scope: Scope<SystemActor>,
  sealing: Sealing,
  ids: readonly string[],
): Promise<StoredFile[]> {
  if (ids.length === 0) return []
  const rows = await scope.db
    .selectFrom('kernel.stored_files as f')
    .innerJoin('kernel.sealing_keys as k', (on) =>
      on.onRef('k.subject_id', '=', 'f.id').on('k.authority_id', '=', filesAuthority),
    )
    .select(['f.id', 'f.type', 'f.size', 'f.sealed_about', 'f.created_at', 'k.wrapped_key'])
    .where('f.id', 'in', ids)
    .where('f.authority_id', 'is', null)
    .execute()
  return rows.map((row) => {
    const key = sealing.unwrap(filePlace(row.id), row.wrapped_key)
    const about = Value.Parse(aboutForm, JSON.parse(key.openText(aboutField, row.sealed_about)))
    return { id: uuid<'file'>(row.id), size: row.size, type: row.type, createdAt: row.created_at, ...about }
  })
}
