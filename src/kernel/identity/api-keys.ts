import { v7 } from 'uuid'
import type { StaffRole, SystemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import type { AuthorityId } from '../ids.ts'
import { hashToken, newToken } from './token.ts'

const day = 24 * 60 * 60_000

/** How long a key may be good, in days; a program's keeper makes a new one before. */
export const keyDays = [30, 90, 180, 365] as const
export type KeyDays = (typeof keyDays)[number]
export const usualKeyDays: KeyDays = 90
const mostDays = Math.max(...keyDays)

/** Scopes with which a key works like staff of its authority in a role: it sees and changes what the row policies show them. */
export const staffScopes: ReadonlyMap<string, StaffRole> = new Map([
  ['cases.read', 'clerk'],
  ['cases.write', 'clerk'],
  ['cases.decide', 'clerk'],
  ['opendata.write', 'data_steward'],
])

const prefix = 'wgw_'

/**
 * Makes a key for a program and stores only its hash; the key itself is given once. Runs for the purpose `people`.
 * Throws a `RangeError` for staff scopes without an authority (such a key would be at home nowhere) and for a key of more than a year.
 */
export function createApiKey(
  scope: WriteScope<SystemActor>,
  input: { authorityId: AuthorityId | null; name: string; scopes: readonly string[]; expiresAt: Date },
): { id: string; key: string } {
  if (input.authorityId === null && input.scopes.some((name) => staffScopes.has(name)))
    throw new RangeError('a key with staff scopes needs an authority')
  if (input.expiresAt.getTime() > scope.now().getTime() + mostDays * day)
    throw new RangeError('a key is good for a year at most')
  const id = v7()
  const key = `${prefix}${newToken()}`
  scope.write(
    scope.db.insertInto('kernel.api_keys').values({
      id,
      authority_id: input.authorityId,
      name: input.name,
      key_hash: hashToken(key),
      scopes: [...input.scopes],
      created_at: scope.now(),
      expires_at: input.expiresAt,
    }),
  )
  return { id, key }
}

/** When a key that is made now is over. */
export function keyEnd({ now }: Pick<WriteScope, 'now'>, days: KeyDays): Date {
  return new Date(now().getTime() + days * day)
}

/** Ends a key at once. Runs for the purpose `people`. */
export function revokeApiKey(scope: WriteScope<SystemActor>, id: string): void {
  scope.write(
    scope.db
      .updateTable('kernel.api_keys')
      .set({ revoked_at: scope.now() })
      .where('id', '=', id)
      .where('revoked_at', 'is', null),
  )
}

/** The key of an `Authorization: Bearer wgw_…` line, well formed or not; other bearers are somebody else's. */
export function readApiKey(authorization: string | undefined): string | undefined {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  return token?.startsWith(prefix) ? token : undefined
}

export function isApiKeyForm(key: string): boolean {
  return /^wgw_[\w-]{43}$/.test(key)
}
