import type { SystemActor } from '../../db/actor.ts'
import type { WriteScope } from '../../db/scope.ts'

export type ChallengePurpose = 'register' | 'confirm'

const minutesToAnswer = 5

/**
 * Keeps what an authenticator has to sign, for the session that asked: whoever has not its cookie cannot answer. A new challenge takes the
 * place of the one before. Runs as `signInActor`.
 */
export function rememberChallenge(
  scope: WriteScope<SystemActor>,
  input: { sessionId: string; purpose: ChallengePurpose; challenge: string },
): void {
  const row = {
    challenge: input.challenge,
    purpose: input.purpose,
    expires_at: new Date(scope.now().getTime() + minutesToAnswer * 60_000),
  }
  scope.write(
    scope.db
      .insertInto('kernel.passkey_challenges')
      .values({ session_id: input.sessionId, ...row })
      .onConflict((on) => on.column('session_id').doUpdateSet(row)),
  )
}

/**
 * Takes out what was to be signed: it is good once, whatever the answer is worth. Undefined when there is none in time for this
 * purpose. Runs as `signInActor`.
 */
export async function takeChallenge(
  scope: WriteScope<SystemActor>,
  input: { sessionId: string; purpose: ChallengePurpose },
): Promise<string | undefined> {
  const row = await scope.db
    .deleteFrom('kernel.passkey_challenges')
    .where('session_id', '=', input.sessionId)
    .returning(['challenge', 'purpose', 'expires_at'])
    .executeTakeFirst()
  return row && row.purpose === input.purpose && row.expires_at > scope.now() ? row.challenge : undefined
}
