import type { Scope } from '#kernel/db/scope.ts'
import type { AuthorityId } from '#kernel/ids.ts'

export const pageSize = 100

/** The roles held at an authority today, with who holds them, a page at a time: `after` is the id of the last role seen. */
export function listRoles(scope: Scope, authorityId: AuthorityId, after: string) {
  const today = scope.today()
  return scope.db
    .selectFrom('kernel.staff_roles as r')
    .innerJoin('kernel.staff as m', 'm.id', 'r.staff_id')
    .select(['r.id', 'r.staff_id', 'r.unit_id', 'r.role', 'r.valid_from', 'm.name', 'm.email', 'm.is_disabled'])
    .where('r.authority_id', '=', authorityId)
    .where('r.id', '>', after)
    .where('r.valid_from', '<=', today)
    .where((on) => on.or([on('r.valid_to', 'is', null), on('r.valid_to', '>=', today)]))
    .orderBy('r.id')
    .limit(pageSize)
    .execute()
}

/** The keys of an authority that have not been revoked, newest first. */
export function listKeys(scope: Scope, authorityId: AuthorityId) {
  return scope.db
    .selectFrom('kernel.api_keys')
    .select(['id', 'name', 'scopes', 'created_at', 'expires_at', 'last_used_on'])
    .where('authority_id', '=', authorityId)
    .where('revoked_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(pageSize)
    .execute()
}

/** What was done to accesses lately, newest first. */
export function listAccessActs(scope: Scope, authorityId: AuthorityId) {
  return scope.db
    .selectFrom('kernel.audit_entries')
    .select(['id', 'at', 'action', 'subject_id'])
    .where('authority_id', '=', authorityId)
    .where('kind', '=', 'act')
    .where('action', 'like', 'kernel.%')
    .orderBy('id', 'desc')
    .limit(20)
    .execute()
}
