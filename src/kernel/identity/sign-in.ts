import type { IdentityLevel, SystemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import { ForbiddenError } from '../http/errors.ts'
import { admitPerson, admitStaff } from './admit.ts'
import { meetsLevel, readLevel } from './identity-level.ts'
import type { BegunSignIn, Claims } from './oidc-client.ts'
import type { Admitted } from './sessions.ts'
import { hashToken, isToken } from './token.ts'

const minutesToFinish = 15
/** What a provider was asked to have shown anew was shown at most so long ago. */
const secondsOfFresh = 5 * 60

/** A sign-in that a browser has begun and the provider has not answered yet. */
export type SignIn = {
  kind: 'person' | 'staff'
  /** Where to go afterwards: a path of our own. */
  next: string
  level: IdentityLevel
  /** The person is to show now that it is her. */
  isFresh: boolean
  /** The one-time key of an invitation, when the sign-in follows one. */
  invitation?: string | undefined
}

/** Remembers a begun sign-in for the browser that carries `browserToken`. Runs as `signInActor`. */
export function rememberSignIn(
  scope: WriteScope<SystemActor>,
  input: SignIn & BegunSignIn & { browserToken: string },
): void {
  scope.write(
    scope.db.insertInto('kernel.sign_ins').values({
      state_hash: hashToken(input.state),
      browser_hash: hashToken(input.browserToken),
      kind: input.kind,
      nonce: input.nonce,
      verifier: input.verifier,
      next: input.next,
      level: input.level,
      is_fresh: input.isFresh,
      invitation_hash: isToken(input.invitation) ? hashToken(input.invitation) : null,
      expires_at: new Date(scope.now().getTime() + minutesToFinish * 60_000),
    }),
  )
}

export type TakenSignIn = BegunSignIn & Omit<SignIn, 'invitation'> & { invitationHash: string | null }

/**
 * Takes a begun sign-in out by the `state` that the provider sent back: each is good once, in time, and in the browser that began
 * it. Throws a `ForbiddenError` otherwise. Runs as `signInActor`, in a transaction of its own before the provider is asked.
 */
export async function takeSignIn(
  scope: WriteScope<SystemActor>,
  input: { state: string | undefined; browserToken: string | undefined },
): Promise<TakenSignIn> {
  const { state, browserToken } = input
  const row =
    state !== undefined && isToken(browserToken)
      ? await scope.db
          .deleteFrom('kernel.sign_ins')
          .where('state_hash', '=', hashToken(state))
          .where('browser_hash', '=', hashToken(browserToken))
          .returning(['kind', 'nonce', 'verifier', 'next', 'level', 'is_fresh', 'invitation_hash', 'expires_at'])
          .executeTakeFirst()
      : undefined
  if (state === undefined || !row || row.expires_at <= scope.now())
    throw new ForbiddenError('no such sign-in', { userMessage: 'kernel.identity.sign_in_over' })
  return {
    state,
    nonce: row.nonce,
    verifier: row.verifier,
    kind: row.kind === 'staff' ? 'staff' : 'person',
    next: row.next,
    level: readLevel(row.level),
    isFresh: row.is_fresh,
    invitationHash: row.invitation_hash,
  }
}

/**
 * Lets in whom the provider vouches for. Throws a `ForbiddenError` when the sign-in is less sure than was asked for: what the
 * provider says counts, not what we asked it.
 */
export async function admit(scope: WriteScope<SystemActor>, begun: TakenSignIn, claims: Claims): Promise<Admitted> {
  if (!meetsLevel(claims.level, begun.level))
    throw new ForbiddenError('level too low', { userMessage: 'kernel.identity.level_too_low' })
  if (begun.isFresh && (claims.secondsSinceProof ?? Number.POSITIVE_INFINITY) > secondsOfFresh)
    throw new ForbiddenError('not fresh', { userMessage: 'kernel.identity.not_fresh' })
  switch (begun.kind) {
    case 'person':
      return admitPerson(scope, claims)
    case 'staff':
      return admitStaff(scope, claims, begun.invitationHash)
  }
}
