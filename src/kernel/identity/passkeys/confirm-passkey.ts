import {
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  type VerifiedAuthenticationResponse,
  verifyAuthenticationResponse,
  type WebAuthnCredential,
} from '@simplewebauthn/server'
import type { SystemActor } from '../../db/actor.ts'
import type { WriteScope } from '../../db/scope.ts'
import { rememberChallenge, takeChallenge } from './challenges.ts'
import { readAuthentication } from './credential.ts'
import { findPasskeyLocked, listPasskeys } from './queries.ts'
import { recordForStaff } from './record-for-staff.ts'
import type { PasskeyHolder } from './register-passkey.ts'
import type { RelyingParty } from './relying-party.ts'
import { transportsOf } from './transports.ts'

/** What the browser is asked for to use one of her passkeys. Runs as `signInActor`. */
export async function beginConfirmation(
  scope: WriteScope<SystemActor>,
  { actor, sessionId }: PasskeyHolder,
  party: RelyingParty,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const own = await listPasskeys(scope, actor.staffId)
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    userVerification: 'required',
    allowCredentials: own.map((passkey) => ({
      id: passkey.credential_id,
      transports: transportsOf(passkey.transports),
    })),
  })
  rememberChallenge(scope, { sessionId, purpose: 'confirm', challenge: options.challenge })
  return options
}

/**
 * The id of the passkey of hers that has signed the challenge of this session, here and now, after its authenticator had checked its user; undefined where none has. One whose
 * counter did not go on may be a copy and is refused. Runs as `signInActor`; what is refused is written down as well.
 */
export async function finishConfirmation(
  scope: WriteScope<SystemActor>,
  { actor, sessionId }: PasskeyHolder,
  party: RelyingParty,
  credential: string | undefined,
): Promise<string | undefined> {
  const challenge = await takeChallenge(scope, { sessionId, purpose: 'confirm' })
  const response = readAuthentication(credential)
  const passkey = response && (await findPasskeyLocked(scope, actor.staffId, response.id))
  const verified =
    challenge && response && passkey
      ? await verify(party, challenge, response, {
          id: passkey.credential_id,
          publicKey: new Uint8Array(passkey.public_key),
          counter: Number(passkey.counter),
          transports: transportsOf(passkey.transports),
        })
      : undefined
  if (!passkey || !verified?.verified) {
    recordForStaff(scope, actor, 'kernel.passkey.refused')
    return undefined
  }
  scope.write(
    scope.db
      .updateTable('kernel.passkeys')
      .set({ counter: verified.authenticationInfo.newCounter, last_used_at: scope.now() })
      .where('id', '=', passkey.id),
  )
  recordForStaff(scope, actor, 'kernel.passkey.used', { passkey: passkey.id })
  return passkey.id
}

/** Anything that does not hold throws there; to us it is no proof. */
async function verify(
  party: RelyingParty,
  challenge: string,
  response: NonNullable<ReturnType<typeof readAuthentication>>,
  credential: WebAuthnCredential,
): Promise<VerifiedAuthenticationResponse | undefined> {
  try {
    return await verifyAuthenticationResponse({
      response,
      credential,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    })
  } catch {
    return undefined
  }
}
