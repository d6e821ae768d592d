import type { FastifyRequest } from 'fastify'
import { todayOf } from '../clock.ts'
import { type Mandate, type Membership, publicActor, type StaffActor, staffRoles, systemActor } from '../db/actor.ts'
import { Line } from '../db/line.ts'
import { SignInNeededError } from '../http/errors.ts'
import type { Principal } from '../http/route.ts'
import { type AuthorityId, slug, uuid } from '../ids.ts'
import type { Kernel } from '../kernel.ts'
import { isApiKeyForm, readApiKey, staffScopes } from './api-keys.ts'
import { cookieName } from './cookies.ts'
import { readLevel } from './identity-level.ts'
import { withPredecessors } from './memberships.ts'
import { type ApiKeyRow, findApiKeys, findSessions, noteKeyUse, type SessionRow } from './queries.ts'
import { endOf, readSessionKind, touchInterval } from './session-limits.ts'
import { hashToken, isToken } from './token.ts'

type Parts = Pick<Kernel, 'settings' | 'database' | 'clock' | 'authorities'>

const anonymous: Principal = { actor: publicActor }
const authenticator = systemActor('authenticate')

/**
 * Tells who is asking, from a key or from the cookies of a session and of a proven case. Nothing is remembered between requests: a
 * session that was ended, a role that was taken away or a person who was disabled counts at the next request. A request without key and
 * cookie costs no query. Throws a `SignInNeededError` for a key that is unknown, expired or revoked.
 */
export function createAuthenticate(parts: Parts): (request: FastifyRequest) => Promise<Principal> {
  const { origin } = parts.settings
  const names = { session: cookieName(origin, 'session'), case: cookieName(origin, 'case') }
  const lines = createLines(parts)
  return async (request) => {
    const key = readApiKey(request.headers.authorization)
    if (key !== undefined) return authenticateKey(parts, lines, key)
    return authenticateCookies(parts, lines, request.cookies[names.session], request.cookies[names.case])
  }
}

type Lines = {
  readonly sessions: Line<readonly string[], readonly SessionRow[]>
  readonly keys: Line<string, ApiKeyRow | undefined>
}

/** Those who come at once are looked up at once; each finds its own by the hash of what it showed. */
function createLines({ database }: Pick<Parts, 'database'>): Lines {
  return {
    sessions: new Line(database, (together) =>
      database.read(authenticator, async (scope) => {
        const rows = await findSessions(scope, together.flat())
        return together.map((hashes) => rows.filter((row) => hashes.includes(row.token_hash)))
      }),
    ),
    keys: new Line(database, (together) =>
      database.read(authenticator, async (scope) => {
        const rows = await findApiKeys(scope, together)
        return together.map((hash) => rows.find((row) => row.key_hash === hash))
      }),
    ),
  }
}

async function authenticateCookies(
  parts: Parts,
  lines: Lines,
  sessionToken: string | undefined,
  caseToken: string | undefined,
): Promise<Principal> {
  const hashes = [sessionToken, caseToken].filter(isToken).map(hashToken)
  if (hashes.length === 0) return anonymous

  const now = parts.clock.now()
  const found = await lines.sessions.join(hashes)
  const open = found.filter((row) => endOf(timesOf(row)) > now)
  await touch(parts, open, now)

  const own = open.find((row) => row.kind !== 'case')
  const principal = own ? principalOf(parts, own, now) : anonymous
  const granted = grantOf(open.find((row) => row.kind === 'case'))
  if (!granted) return principal
  if (own) return { ...principal, caseGrant: granted }
  const { authorityId, caseId } = granted
  return { actor: { kind: 'case', authorityId, caseId }, caseGrant: granted }
}

function timesOf(row: SessionRow) {
  return { kind: readSessionKind(row.kind), lastSeenAt: row.last_seen_at, expiresAt: row.expires_at }
}

function isTouchDue(row: SessionRow, now: Date): boolean {
  return now.getTime() - row.last_seen_at.getTime() >= touchInterval
}

async function touch(parts: Parts, rows: readonly SessionRow[], now: Date): Promise<void> {
  const due = rows.filter((row) => isTouchDue(row, now)).map((row) => row.token_hash)
  if (due.length === 0) return
  await parts.database.write(authenticator, async (scope) =>
    scope.write(
      scope.db
        .updateTable('kernel.sessions')
        .set({ last_seen_at: now })
        .where('token_hash', 'in', due)
        .where('last_seen_at', '<', now),
    ),
  )
}

function grantOf(row: SessionRow | undefined): Principal['caseGrant'] {
  if (!row?.case_authority_id || !row.case_id) return undefined
  return { authorityId: slug(row.case_authority_id), caseId: uuid(row.case_id), sessionId: row.id }
}

function principalOf({ authorities, clock }: Parts, row: SessionRow, now: Date): Principal {
  if (!row.identity_id) return anonymous
  const identityId = uuid<'identity'>(row.identity_id)
  const level = readLevel(row.level)
  const lastSeenAt = isTouchDue(row, now) ? now : row.last_seen_at
  const session = {
    sessionId: row.id,
    sessionEndsAt: endOf({ ...timesOf(row), lastSeenAt }),
    ...(row.proven_at ? { provenAt: row.proven_at } : {}),
  }

  if (row.staff_id) {
    const actor: StaffActor = {
      kind: 'staff',
      staffId: uuid(row.staff_id),
      identityId,
      name: row.staff_name ?? '',
      memberships: withPredecessors(row.roles.flatMap(membershipOf), authorities, todayOf(clock)),
      hasSecondFactor: row.second_factor_at !== null,
    }
    const display = { name: actor.name, ...emailOf(row.staff_email), level, identityId }
    return { actor, display, ...session }
  }
  if (!row.party_id) return anonymous
  const partyId = uuid<'party'>(row.party_id)
  const represents = row.represented.map(mandateOf)
  const display = { name: row.party_name ?? '', ...emailOf(row.party_email), level, identityId, partyId }
  return { actor: { kind: 'person', identityId, partyId, represents, level }, display, ...session }
}

function mandateOf(row: SessionRow['represented'][number]): Mandate {
  return {
    partyId: uuid(row.party_id),
    services: row.service_ids?.map((id) => slug<'service'>(id)) ?? 'all',
    maySubmit: row.may_submit,
    mayManage: row.may_manage,
  }
}

function emailOf(email: string | null): { email?: string } {
  return email === null ? {} : { email }
}

function membershipOf(row: SessionRow['roles'][number]): Membership[] {
  const role = staffRoles.find((known) => known === row.role)
  if (!role) return []
  return [{ authorityId: slug(row.authority_id), unitId: row.unit_id === null ? null : slug(row.unit_id), role }]
}

async function authenticateKey(parts: Parts, lines: Lines, key: string): Promise<Principal> {
  const found = isApiKeyForm(key) ? await lines.keys.join(hashToken(key)) : undefined
  if (!found) throw new SignInNeededError('unknown key', { userMessage: 'kernel.identity.key_unknown' })

  if (found.last_used_on !== todayOf(parts.clock))
    await parts.database.write(authenticator, async (scope) => noteKeyUse(scope, found.id))
  const authorityId = found.authority_id === null ? null : slug<'authority'>(found.authority_id)
  const actsAsStaff = authorityId !== null && found.scopes.some((scope) => staffScopes.has(scope))
  return {
    actor: actsAsStaff ? staffOfKey(parts, found, authorityId) : publicActor,
    key: { id: found.id, authorityId, scopes: found.scopes },
    csrfExempt: true,
  }
}

/** A program at work for an authority. Its scopes, not this role, say what it may do (`isGranted`). */
function staffOfKey(
  { authorities, clock }: Parts,
  { id, name, scopes }: { id: string; name: string; scopes: readonly string[] },
  authorityId: AuthorityId,
): StaffActor {
  const roles = new Set(scopes.flatMap((scope) => staffScopes.get(scope) ?? []))
  const held = [...roles].map((role): Membership => ({ authorityId, unitId: null, role }))
  return {
    kind: 'staff',
    staffId: uuid(id),
    identityId: null,
    name,
    memberships: withPredecessors(held, authorities, todayOf(clock)),
    hasSecondFactor: true,
  }
}
