import { sql } from 'kysely'
import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { deleteFiles } from '#kernel/files/delete-files.ts'
import { slug } from '#kernel/ids.ts'

/**
 * How long a file stays with a case in which nobody sent it, in milliseconds: a day. No session lasts that long, so the form it came with can
 * no longer be sent.
 */
export const unsentLife = 24 * 3_600_000

const batch = 200

/**
 * Deletes files that came with a form of a case which was never sent: they stand neither in the case nor in a correction that somebody
 * offered. Runs for the purpose `cleaning`. Gives whether there may be more.
 */
export async function removeUnsentFiles(scope: WriteScope<SystemActor>): Promise<boolean> {
  const before = new Date(scope.now().getTime() - unsentLife)
  const rows = await scope.db
    .selectFrom('kernel.stored_files as f')
    .select(['f.authority_id', 'f.owner_id', 'f.id'])
    .where('f.owner_kind', '=', 'case')
    .where('f.created_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('egovernment.case_files as sent')
            .select('sent.file_id')
            .whereRef('sent.authority_id', '=', 'f.authority_id')
            .whereRef('sent.case_id', '=', 'f.owner_id')
            .whereRef('sent.file_id', '=', 'f.id'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('egovernment.correction_offers as o')
            .select('o.id')
            .whereRef('o.authority_id', '=', 'f.authority_id')
            .whereRef('o.case_id', '=', 'f.owner_id')
            .where(sql<boolean>`(o.file_ids is null or f.id = any(o.file_ids))`),
        ),
      ),
    )
    .limit(batch)
    .execute()
  for (const { authority_id, owner_id, id } of rows) {
    if (authority_id === null || owner_id === null) continue
    await deleteFiles(scope, { owner: { kind: 'case', authorityId: slug(authority_id), id: owner_id }, ids: [id] })
  }
  return rows.length === batch
}
