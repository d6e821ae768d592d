import * as oidc from 'openid-client'
import type { IdentityLevel } from '../db/actor.ts'
import { ForbiddenError, UnavailableError } from '../http/errors.ts'
import type { Language } from '../i18n/language.ts'
import { acrValuesFor, levelOfAcr } from './identity-level.ts'

/** A provider of sign-ins, and who we are to it. */
export type OidcProvider = {
  issuer: string
  clientId: string
  clientSecret: string
  /** `login` asks again each time, even when the provider still knows the browser. */
  prompt?: 'login'
  /** How the provider is reached from here, when not over the network as it is. */
  fetch?: oidc.CustomFetch
  /** Plain http, for the demo's own provider only. */
  isInsecureAllowed?: boolean
}

/** What has to be remembered until the provider answers. */
export type BegunSignIn = { state: string; nonce: string; verifier: string }

/** What a provider vouches for, checked. */
export type Claims = {
  issuer: string
  subject: string
  level: IdentityLevel
  hasSecondFactor: boolean
  /** How long ago the person showed it to the provider; undefined when it does not say. */
  secondsSinceProof: number | undefined
  name: string | undefined
  givenName: string | undefined
  familyName: string | undefined
  email: string | undefined
  locale: string | undefined
}

/** 503: the provider does not answer, or says that it cannot. */
export class ProviderAwayError extends UnavailableError {
  override name = 'ProviderAwayError'
  constructor(cause: unknown) {
    super('the sign-in provider does not answer', { userMessage: 'kernel.identity.provider_away', cause })
  }
}

const timeoutSeconds = 10
const secondFactors = new Set(['mfa', 'otp', 'hwk', 'swk', 'fido', 'fido2', 'sms', 'sc', 'pop'])

/**
 * Sign-in by OpenID Connect: code flow with PKCE, state and nonce. The ID token's signature, issuer, audience, times and nonce are
 * checked, and that the subject is the same in the user info.
 */
export class OidcClient {
  readonly #provider: OidcProvider
  readonly #redirectUri: string
  #configuration: Promise<oidc.Configuration> | undefined

  constructor(provider: OidcProvider, redirectUri: string) {
    this.#provider = provider
    this.#redirectUri = redirectUri
  }

  /** The address to send the browser to. Throws a `ProviderAwayError` when the provider does not answer. */
  async begin(input: {
    level: IdentityLevel
    language: Language
    /** The person is to show it now, whatever the provider remembers. */
    isFresh?: boolean
  }): Promise<BegunSignIn & { address: string }> {
    const configuration = await this.#discover()
    const begun = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    }
    const acrValues = acrValuesFor(input.level, configuration.serverMetadata().acr_values_supported)
    const address = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#redirectUri,
      scope: 'openid profile email',
      state: begun.state,
      nonce: begun.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(begun.verifier),
      code_challenge_method: 'S256',
      ui_locales: input.language,
      ...(acrValues.length > 0 ? { acr_values: acrValues.join(' ') } : {}),
      ...(input.isFresh || this.#provider.prompt ? { prompt: 'login' } : {}),
      ...(input.isFresh ? { max_age: '0' } : {}),
    })
    return { ...begun, address: address.href }
  }

  /**
   * Exchanges the provider's answer (the query of the address it sent the browser back to) for what it vouches for; `cancelled` when the
   * person changed her mind there. Throws a `ForbiddenError` for an answer that does not hold, a `ProviderAwayError` when the
   * provider does not answer.
   */
  async finish(query: URLSearchParams, begun: BegunSignIn): Promise<Claims | 'cancelled'> {
    const configuration = await this.#discover()
    const answer = new URL(this.#redirectUri)
    answer.search = query.toString()
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, answer, {
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        pkceCodeVerifier: begun.verifier,
        idTokenExpected: true,
      })
      const idToken = tokens.claims()
      if (!idToken) throw new ForbiddenError('no ID token', refused)
      const userInfo = configuration.serverMetadata().userinfo_endpoint
        ? await oidc.fetchUserInfo(configuration, tokens.access_token, idToken.sub)
        : {}
      return readClaims(idToken, { ...idToken, ...userInfo })
    } catch (error) {
      if (error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied') return 'cancelled'
      throw asAnswer(error)
    }
  }

  /** Asks the provider for its addresses and keys, once; after a failure the next sign-in asks again. */
  #discover(): Promise<oidc.Configuration> {
    this.#configuration ??= this.#ask().catch((error: unknown) => {
      this.#configuration = undefined
      throw new ProviderAwayError(error)
    })
    return this.#configuration
  }

  async #ask(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret, fetch, isInsecureAllowed } = this.#provider
    return oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      timeout: timeoutSeconds,
      execute: [oidc.enableNonRepudiationChecks, ...(isInsecureAllowed ? [oidc.allowInsecureRequests] : [])],
      ...(fetch ? { [oidc.customFetch]: fetch } : {}),
    })
  }
}

const refused = { userMessage: 'kernel.identity.sign_in_refused' }

function asAnswer(error: unknown): Error {
  if (error instanceof ForbiddenError) return error
  if (isAway(error)) return new ProviderAwayError(error)
  return new ForbiddenError('the sign-in was refused', { ...refused, cause: error })
}

function isAway(error: unknown): boolean {
  if (error instanceof oidc.ResponseBodyError) return error.status >= 500
  if (error instanceof oidc.ClientError) {
    if (error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_ABORT') return true
    return error.cause instanceof Response && error.cause.status >= 500
  }
  return error instanceof TypeError && error.message === 'fetch failed'
}

type Known = Readonly<Record<string, unknown>>

function readClaims(idToken: oidc.IDToken, profile: Known): Claims {
  const level = levelOfAcr(idToken.acr)
  return {
    issuer: idToken.iss,
    subject: idToken.sub,
    level,
    hasSecondFactor: level === 'substantial' || level === 'high' || namesSecondFactor(idToken.amr),
    secondsSinceProof: secondsSince(idToken.auth_time),
    name: textOf(profile.name),
    givenName: textOf(profile.given_name),
    familyName: textOf(profile.family_name),
    email: textOf(profile.email),
    locale: textOf(profile.locale),
  }
}

function namesSecondFactor(amr: unknown): boolean {
  return Array.isArray(amr) && amr.some((method) => typeof method === 'string' && secondFactors.has(method))
}

function secondsSince(instant: unknown): number | undefined {
  return typeof instant === 'number' ? Math.max(0, Math.floor(Date.now() / 1000) - instant) : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : undefined
}
