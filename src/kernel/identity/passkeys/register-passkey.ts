import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type VerifiedRegistrationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { v7 } from 'uuid'
import type { StaffActor, SystemActor } from '../../db/actor.ts'
import type { WriteScope } from '../../db/scope.ts'
import { rememberChallenge, takeChallenge } from './challenges.ts'
import { readRegistration } from './credential.ts'
import { listPasskeys, mostPasskeys } from './queries.ts'
import { recordForStaff } from './record-for-staff.ts'
import type { RelyingParty } from './relying-party.ts'
import { transportsOf } from './transports.ts'

export type PasskeyHolder = { actor: StaffActor; sessionId: string }

/** What the browser is asked for to make a passkey; no attestation, because no make of device is preferred. Runs as `signInActor`. */
export async function beginRegistration(
  scope: WriteScope<SystemActor>,
  { actor, sessionId }: PasskeyHolder,
  party: RelyingParty,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await listPasskeys(scope, actor.staffId)
  const options = await generateRegistrationOptions({
    rpName: party.name,
    rpID: party.id,
    userID: new Uint8Array(Buffer.from(actor.staffId)),
    userName: actor.name,
    userDisplayName: actor.name,
    attestationType: 'none',
    excludeCredentials: known.map((passkey) => ({
      id: passkey.credential_id,
      transports: transportsOf(passkey.transports),
    })),
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'required' },
  })
  rememberChallenge(scope, { sessionId, purpose: 'register', challenge: options.challenge })
  return options
}

/** Why a passkey was not taken in. */
export type NotRegistered = 'refused' | 'known' | 'too_many'
export type Registered = { readonly passkeyId: string } | { readonly problem: NotRegistered }

const problem = (why: NotRegistered): Registered => ({ problem: why })

/**
 * Takes a passkey in whose authenticator has signed the challenge of this session, here, after it had checked its user. Runs as
 * `signInActor`. A member of staff who has passkeys already adds one only with her second factor shown.
 */
export async function finishRegistration(
  scope: WriteScope<SystemActor>,
  { actor, sessionId }: PasskeyHolder,
  party: RelyingParty,
  input: { credential: string | undefined; name: string },
): Promise<Registered> {
  const challenge = await takeChallenge(scope, { sessionId, purpose: 'register' })
  const response = readRegistration(input.credential)
  const verified = challenge && response ? await verify(party, challenge, response) : undefined
  if (!verified?.registrationInfo) return problem('refused')

  const { credential } = verified.registrationInfo
  const own = await listPasskeys(scope, actor.staffId)
  if (own.length > 0 && !actor.hasSecondFactor) return problem('refused')
  if (own.length >= mostPasskeys) return problem('too_many')
  const id = v7()
  const added = await scope.db
    .insertInto('kernel.passkeys')
    .values({
      id,
      staff_id: actor.staffId,
      name: input.name,
      credential_id: credential.id,
      public_key: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: transportsOf(credential.transports ?? []),
      created_at: scope.now(),
    })
    .onConflict((on) => on.column('credential_id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) return problem('known')
  recordForStaff(scope, actor, 'kernel.passkey.added', { passkey: id })
  return { passkeyId: id }
}

/** Anything that does not hold throws there; to us it is no passkey. */
async function verify(
  party: RelyingParty,
  challenge: string,
  response: NonNullable<ReturnType<typeof readRegistration>>,
): Promise<VerifiedRegistrationResponse | undefined> {
  try {
    return await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    })
  } catch {
    return undefined
  }
}
