import type { SystemActor } from '../db/actor.ts'
import type { Scope } from '../db/scope.ts'
import type { Sealing } from '../sealing/sealing.ts'
import { filePlace, filesAuthority, readAbout, type StoredFile } from './stored-file.ts'

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
    .selectAll('f')
    .select('k.wrapped_key')
    .where('f.id', 'in', ids)
    .where('f.authority_id', 'is', null)
    .execute()
  return rows.map((row) => readAbout(row, sealing.unwrap(filePlace(row.id), row.wrapped_key)))
}
