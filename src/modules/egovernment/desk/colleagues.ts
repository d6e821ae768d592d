import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, type StaffId, uuid } from '#kernel/ids.ts'
import { deskRights } from './standing.ts'

export type Colleague = { readonly staffId: StaffId; readonly name: string }

/** Who handles cases at some authorities today, by name. */
export async function listColleagues(scope: Scope, authorities: readonly AuthorityId[]): Promise<readonly Colleague[]> {
  if (authorities.length === 0) return []
  const today = scope.today()
  const rows = await scope.db
    .selectFrom('kernel.staff as m')
    .innerJoin('kernel.staff_roles as r', 'r.staff_id', 'm.id')
    .select(['m.id', 'm.name'])
    .distinct()
    .where('r.authority_id', 'in', [...authorities])
    .where('r.role', 'in', [...deskRights.read])
    .where('r.valid_from', '<=', today)
    .where((on) => on.or([on('r.valid_to', 'is', null), on('r.valid_to', '>=', today)]))
    .where('m.is_disabled', '=', false)
    .orderBy('m.name')
    .orderBy('m.id')
    .limit(500)
    .execute()
  return rows.map(({ id, name }) => ({ staffId: uuid<'staff'>(id), name }))
}

/** The names of members of staff whom this actor may know; others are missing. */
export async function findNames(scope: Scope, ids: readonly (StaffId | null)[]): Promise<ReadonlyMap<StaffId, string>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null)
  if (wanted.length === 0) return new Map()
  const rows = await scope.db.selectFrom('kernel.staff').select(['id', 'name']).where('id', 'in', wanted).execute()
  return new Map(rows.map(({ id, name }) => [uuid<'staff'>(id), name]))
}
