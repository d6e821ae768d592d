import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Scope, WriteScope } from '../db/scope.ts'

/**
 * The open sessions of some token hashes with all that says who is asking: roles and representations as they are now, never as they
 * were at sign-in. One query by primary key, for the sessions of one request or of several.
 */
export function sessionsQuery(scope: Scope, hashes: readonly string[]) {
  const today = scope.today()
  return scope.db
    .selectFrom('kernel.sessions as s')
    .leftJoin('kernel.identities as i', 'i.id', 's.identity_id')
    .leftJoin('kernel.parties as p', 'p.id', 's.party_id')
    .leftJoin('kernel.staff as m', 'm.id', 's.staff_id')
    .select((eb) => [
      's.token_hash',
      's.id',
      's.kind',
      's.identity_id',
      's.staff_id',
      's.party_id',
      's.level',
      's.second_factor_at',
      's.proven_at',
      's.case_authority_id',
      's.case_id',
      's.last_seen_at',
      's.expires_at',
      'p.name as party_name',
      'p.email as party_email',
      'm.name as staff_name',
      'm.email as staff_email',
      jsonArrayFrom(
        eb
          .selectFrom('kernel.staff_roles as r')
          .select(['r.authority_id', 'r.unit_id', 'r.role'])
          .whereRef('r.staff_id', '=', 's.staff_id')
          .where('r.valid_from', '<=', today)
          .where((on) => on.or([on('r.valid_to', 'is', null), on('r.valid_to', '>=', today)]))
          .orderBy('r.authority_id')
          .orderBy('r.role'),
      ).as('roles'),
      jsonArrayFrom(
        eb
          .selectFrom('kernel.representations as a')
          .select(['a.party_id', 'a.service_ids', 'a.may_submit', 'a.may_manage'])
          .whereRef('a.by_party_id', '=', 's.party_id')
          .where('a.ended_at', 'is', null)
          .where('a.valid_from', '<=', today)
          .where((on) => on.or([on('a.valid_to', 'is', null), on('a.valid_to', '>=', today)]))
          .orderBy('a.party_id'),
      ).as('represented'),
    ])
    .where('s.token_hash', '=', sql<string>`any(${[...new Set(hashes)]}::text[])`)
    .where('s.ended_at', 'is', null)
    .where('s.expires_at', '>', scope.now())
    .where('i.disabled_at', 'is', null)
    .where((on) => on.or([on('m.is_disabled', 'is', null), on('m.is_disabled', '=', false)]))
}

export function findSessions(scope: Scope, hashes: readonly string[]) {
  return sessionsQuery(scope, hashes).execute()
}

export type SessionRow = Awaited<ReturnType<typeof findSessions>>[number]

/** The keys of some hashes that are good today. */
export function findApiKeys(scope: Scope, hashes: readonly string[]) {
  return scope.db
    .selectFrom('kernel.api_keys')
    .select(['key_hash', 'id', 'authority_id', 'name', 'scopes', 'last_used_on'])
    .where('key_hash', '=', sql<string>`any(${[...new Set(hashes)]}::text[])`)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', scope.now())
    .execute()
}

export type ApiKeyRow = Awaited<ReturnType<typeof findApiKeys>>[number]

/** Notes that a key was used today; once a day, so that a busy program costs no write. */
export function noteKeyUse(scope: WriteScope, id: string): void {
  const today = scope.today()
  scope.write(
    scope.db
      .updateTable('kernel.api_keys')
      .set({ last_used_on: today })
      .where('id', '=', id)
      .where((on) => on.or([on('last_used_on', 'is', null), on('last_used_on', '<', today)])),
  )
}

export function findIdentity(scope: Scope, issuer: string, subject: string) {
  return scope.db
    .selectFrom('kernel.identities as i')
    .leftJoin('kernel.staff as m', 'm.id', 'i.staff_id')
    .select(['i.id', 'i.kind', 'i.party_id', 'i.staff_id', 'i.level', 'i.disabled_at', 'm.is_disabled'])
    .where('i.issuer', '=', issuer)
    .where('i.subject', '=', subject)
    .executeTakeFirst()
}

/** The member of staff whom an invitation still waits for. */
export function findInvited(scope: Scope, invitationHash: string) {
  return scope.db
    .selectFrom('kernel.staff')
    .select('id')
    .where('invitation_hash', '=', invitationHash)
    .where('invitation_expires_at', '>', scope.now())
    .where('is_disabled', '=', false)
    .executeTakeFirst()
}

/** The authorities a member of staff works for today, each once. */
export async function listAuthoritiesOf(scope: Scope, staffId: string): Promise<string[]> {
  const today = scope.today()
  const rows = await scope.db
    .selectFrom('kernel.staff_roles')
    .select('authority_id')
    .distinct()
    .where('staff_id', '=', staffId)
    .where('valid_from', '<=', today)
    .where((on) => on.or([on('valid_to', 'is', null), on('valid_to', '>=', today)]))
    .execute()
  return rows.map((row) => row.authority_id)
}
