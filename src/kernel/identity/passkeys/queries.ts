import type { Scope } from '../../db/scope.ts'
import type { StaffId } from '../../ids.ts'

/** How many passkeys somebody may have: more than devices, and few enough for one page. */
export const mostPasskeys = 20

/** The passkeys of a member of staff, the newest first. */
export function listPasskeys(scope: Scope, staffId: StaffId) {
  return scope.db
    .selectFrom('kernel.passkeys')
    .select(['id', 'name', 'credential_id', 'transports', 'created_at', 'last_used_at'])
    .where('staff_id', '=', staffId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(mostPasskeys)
    .execute()
}

export type Passkey = Awaited<ReturnType<typeof listPasskeys>>[number]

/** The passkey that an authenticator answers with, held until the commit; only one of this member of staff. */
export function findPasskeyLocked(scope: Scope, staffId: StaffId, credentialId: string) {
  return scope.db
    .selectFrom('kernel.passkeys')
    .select(['id', 'name', 'credential_id', 'public_key', 'counter', 'transports'])
    .where('credential_id', '=', credentialId)
    .where('staff_id', '=', staffId)
    .forUpdate()
    .executeTakeFirst()
}
