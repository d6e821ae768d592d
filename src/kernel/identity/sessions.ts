import { v7 } from 'uuid'
import { type IdentityLevel, type SystemActor, systemActor } from '../db/actor.ts'
import type { Scope, WriteScope } from '../db/scope.ts'
import type { Cookie } from '../http/answers.ts'
import { SignInNeededError } from '../http/errors.ts'
import type { AuthorityId, CaseId, IdentityId, PartyId, StaffId } from '../ids.ts'
import { tokenCookie } from './cookies.ts'
import { readLevel } from './identity-level.ts'
import { absoluteLimit, idleLimits, readSessionKind, type SessionKind } from './session-limits.ts'
import { hashToken, isToken, newToken } from './token.ts'

/** Who has just been let in. */
export type Admitted = {
  identityId: IdentityId
  level: IdentityLevel
  hasSecondFactor: boolean
  /** How long ago she showed who she is; undefined when nobody says. */
  secondsSinceProof: number | undefined
} & ({ kind: 'person'; partyId: PartyId } | { kind: 'staff'; staffId: StaffId })

export const signInActor: SystemActor = systemActor('sign-in')

/**
 * Begins a session for somebody who has just been let in: always with a new token, and the one that this browser had before ends.
 * Runs as `signInActor`. Gives the cookie that carries the token.
 */
export function startSession(
  scope: WriteScope<SystemActor>,
  input: { admitted: Admitted; origin: string; previousToken: string | undefined; browser: string | null },
): Cookie {
  const { admitted } = input
  const now = scope.now()
  if (isToken(input.previousToken)) endSessionOfToken(scope, input.previousToken)
  return insertSession(scope, input.origin, 'session', {
    kind: admitted.kind,
    identity_id: admitted.identityId,
    staff_id: admitted.kind === 'staff' ? admitted.staffId : null,
    party_id: admitted.kind === 'person' ? admitted.partyId : null,
    level: admitted.level,
    second_factor_at: admitted.hasSecondFactor ? now : null,
    proven_at: provenAt(admitted, now),
    browser: input.browser,
  })
}

/**
 * Goes on with a session of staff in which a passkey was just shown: under a new token, no longer than before. Runs as `signInActor`. Gives the
 * cookie. Throws a `SignInNeededError` when the session has ended meanwhile.
 */
export async function proveSession(
  scope: WriteScope<SystemActor>,
  { sessionId, passkeyId, origin }: { sessionId: string; passkeyId: string; origin: string },
): Promise<Cookie> {
  const now = scope.now()
  const before = await scope.db
    .updateTable('kernel.sessions')
    .set({ ended_at: now })
    .where('id', '=', sessionId)
    .where('ended_at', 'is', null)
    .returning(['kind', 'identity_id', 'staff_id', 'level', 'browser', 'expires_at'])
    .executeTakeFirst()
  if (before?.kind !== 'staff' || !before.identity_id) throw new SignInNeededError()
  const shown = {
    kind: 'staff',
    identity_id: before.identity_id,
    staff_id: before.staff_id,
    level: readLevel(before.level),
    browser: before.browser,
    second_factor_at: now,
    proven_at: now,
    passkey_id: passkeyId,
  } as const
  return insertSession(scope, origin, 'session', shown, before.expires_at)
}

function provenAt({ secondsSinceProof }: Admitted, now: Date): Date | null {
  return secondsSinceProof === undefined ? null : new Date(now.getTime() - secondsSinceProof * 1000)
}

/**
 * Lets a browser see one case: of who has just handed it in, in a scope of that case (`request.writeAs({ kind: 'case', … })`), or of who has proven
 * it, in the scope of the proof (purpose `case-access`). Gives the cookie; the next request carries `principal.caseGrant`.
 */
export function startCaseSession(
  scope: WriteScope,
  input: { authorityId: AuthorityId; caseId: CaseId; origin: string },
): Cookie {
  return insertSession(scope, input.origin, 'case', {
    kind: 'case',
    case_authority_id: input.authorityId,
    case_id: input.caseId,
  })
}

/** Whether a browser may still see a case. Runs for the purpose `case-access`. */
export async function isCaseSessionOpen(
  scope: WriteScope<SystemActor>,
  { authorityId, caseId, sessionId }: { authorityId: AuthorityId; caseId: CaseId; sessionId: string },
): Promise<boolean> {
  const open = await scope.db
    .selectFrom('kernel.sessions')
    .select('id')
    .where('kind', '=', 'case')
    .where('case_authority_id', '=', authorityId)
    .where('case_id', '=', caseId)
    .where('id', '=', sessionId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return open !== undefined
}

/** Ends the sessions of a case in every browser. Runs for the purpose `case-access`. */
export function endCaseSessions(
  scope: WriteScope<SystemActor>,
  { authorityId, caseId }: { authorityId: AuthorityId; caseId: CaseId },
): void {
  scope.write(
    scope.db
      .updateTable('kernel.sessions')
      .set({ ended_at: scope.now() })
      .where('kind', '=', 'case')
      .where('case_authority_id', '=', authorityId)
      .where('case_id', '=', caseId)
      .where('ended_at', 'is', null),
  )
}

type SessionColumns = {
  kind: SessionKind
  identity_id?: string
  staff_id?: string | null
  party_id?: string | null
  level?: IdentityLevel
  second_factor_at?: Date | null
  proven_at?: Date | null
  passkey_id?: string
  case_authority_id?: string
  case_id?: string
  browser?: string | null
}

function insertSession(
  scope: WriteScope,
  origin: string,
  purpose: 'session' | 'case',
  columns: SessionColumns,
  expiresAt = new Date(scope.now().getTime() + absoluteLimit),
): Cookie {
  const token = newToken()
  const now = scope.now()
  scope.write(
    scope.db.insertInto('kernel.sessions').values({
      token_hash: hashToken(token),
      id: v7(),
      ...columns,
      authenticated_at: now,
      created_at: now,
      last_seen_at: now,
      expires_at: expiresAt,
    }),
  )
  return tokenCookie(origin, purpose, token)
}

/** Ends the session of a token: sign-out. Runs as `signInActor`. */
export function endSessionOfToken(scope: WriteScope<SystemActor>, token: string): void {
  scope.write(
    scope.db
      .updateTable('kernel.sessions')
      .set({ ended_at: scope.now() })
      .where('token_hash', '=', hashToken(token))
      .where('ended_at', 'is', null),
  )
}

/** Ends the sessions in which a passkey was shown, on every device. Runs as `signInActor`. */
export function endSessionsOfPasskey(scope: WriteScope<SystemActor>, passkeyId: string): void {
  scope.write(
    scope.db
      .updateTable('kernel.sessions')
      .set({ ended_at: scope.now() })
      .where('passkey_id', '=', passkeyId)
      .where('ended_at', 'is', null),
  )
}

/** Ends one of the actor's own sessions; the row policy lets no other through. */
export function endOwnSession(scope: WriteScope, id: string): void {
  scope.write(
    scope.db
      .updateTable('kernel.sessions')
      .set({ ended_at: scope.now() })
      .where('id', '=', id)
      .where('ended_at', 'is', null),
  )
}

/** Ends all sessions of a person or a member of staff, on every device. Runs as `signInActor`, or for the purpose `people`. */
export function endAllSessions(
  scope: WriteScope<SystemActor>,
  whose: { partyId: PartyId } | { staffId: StaffId },
): void {
  const all = scope.db.updateTable('kernel.sessions').set({ ended_at: scope.now() }).where('ended_at', 'is', null)
  scope.write(
    'partyId' in whose ? all.where('party_id', '=', whose.partyId) : all.where('staff_id', '=', whose.staffId),
  )
}

export type OwnSession = { id: string; browser: string | null; createdAt: Date; lastSeenAt: Date }

/** The open sessions of the actor, newest first. */
export async function listOwnSessions(scope: Scope): Promise<OwnSession[]> {
  const rows = await scope.db
    .selectFrom('kernel.sessions')
    .select(['id', 'kind', 'browser', 'created_at', 'last_seen_at', 'expires_at'])
    .where('ended_at', 'is', null)
    .where('expires_at', '>', scope.now())
    .orderBy('last_seen_at', 'desc')
    .limit(100)
    .execute()
  return rows
    .filter((row) => row.last_seen_at.getTime() + idleLimits[readSessionKind(row.kind)] > scope.now().getTime())
    .map((row) => ({
      id: row.id,
      browser: row.browser,
      createdAt: row.created_at,
      lastSeenAt: row.last_seen_at,
    }))
}
