import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { Type } from 'typebox'
import { Check } from 'typebox/value'

const base64url = Type.String({ pattern: '^[\\w-]+$', maxLength: 16_384 })
const common = {
  id: base64url,
  rawId: base64url,
  type: Type.Literal('public-key'),
  clientExtensionResults: Type.Object({}),
}
const registration = Type.Object({
  ...common,
  response: Type.Object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
  }),
})
const authentication = Type.Object({
  ...common,
  response: Type.Object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url }),
})

/** What the browser says of a new passkey, as text of JSON; undefined when it is nothing of the kind. */
export function readRegistration(text: string | undefined): RegistrationResponseJSON | undefined {
  const value = parse(text)
  return isRegistration(value) ? value : undefined
}

/** What the browser says of a passkey that was used; undefined when it is nothing of the kind. */
export function readAuthentication(text: string | undefined): AuthenticationResponseJSON | undefined {
  const value = parse(text)
  return isAuthentication(value) ? value : undefined
}

function isRegistration(value: unknown): value is RegistrationResponseJSON {
  return Check(registration, value)
}

function isAuthentication(value: unknown): value is AuthenticationResponseJSON {
  return Check(authentication, value)
}

function parse(text: string | undefined): unknown {
  if (text === undefined || text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
