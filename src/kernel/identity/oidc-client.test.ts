import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import { ForbiddenError, UnavailableError } from '../http/errors.ts'
import { OidcClient } from './oidc-client.ts'

const issuer = 'https://provider.example'
const clientId = 'wegweiser'
const clientSecret = 'a-secret-of-thirty-two-characters'
const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 })

type Token = { header: Record<string, unknown>; claims: Record<string, unknown>; sign: (input: string) => string }
type Change = (token: Token) => void

/** A provider that signs what a test wants it to sign, and answers in this process. */
function providerWith(change: Change, subjectOfUserInfo = 'mia') {
  let nonce = ''
  const client = new OidcClient(
    { issuer, clientId, clientSecret, fetch: answer },
    'https://portal.example/sign-in/callback',
  )

  async function answer(address: string): Promise<Response> {
    switch (new URL(address).pathname) {
      case '/.well-known/openid-configuration':
        return Response.json({
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          userinfo_endpoint: `${issuer}/me`,
          id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
        })
      case '/keys':
        return Response.json({
          keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'RS256' }],
        })
      case '/me':
        return Response.json({ sub: subjectOfUserInfo, email: 'mia@example.org' })
      default:
        return Response.json({ access_token: 'x', token_type: 'Bearer', id_token: idToken(nonce, change) })
    }
  }

  return {
    async signIn() {
      const begun = await client.begin({ level: 'none', language: 'de' })
      nonce = begun.nonce
      return client.finish(new URLSearchParams({ code: 'c', state: begun.state }), begun)
    },
  }
}

function idToken(nonce: string, change: Change): string {
  const now = Math.floor(Date.now() / 1000)
  const token: Token = {
    header: { alg: 'RS256', kid: 'own' },
    claims: {
      iss: issuer,
      sub: 'mia',
      aud: clientId,
      nonce,
      iat: now,
      exp: now + 60,
      acr: 'http://eidas.europa.eu/LoA/low',
    },
    sign: rsaBy(own.privateKey),
  }
  change(token)
  const input = [token.header, token.claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${input}.${token.sign(input)}`
}

function rsaBy(key: KeyObject): Token['sign'] {
  return (input) => createSign('sha256').update(input).sign(key, 'base64url')
}

function hmacBy(secret: string | Buffer): Token['sign'] {
  return (input) => createHmac('sha256', secret).update(input).digest('base64url')
}

test('a good token is believed, with what it says of the level', async () => {
  expect(await providerWith(() => {}).signIn()).toEqual({
    issuer,
    subject: 'mia',
    level: 'low',
    hasSecondFactor: false,
    email: 'mia@example.org',
  })
  const strong = await providerWith(({ claims }) => {
    claims.amr = ['pwd', 'otp']
    delete claims.acr
  }).signIn()
  expect(strong).toMatchObject({ level: 'none', hasSecondFactor: true })
})

test('it is told how long ago the person showed it, when the provider says', async () => {
  const now = Math.floor(Date.now() / 1000)
  const ago = async (authTime: unknown) =>
    providerWith(({ claims }) => {
      claims.auth_time = authTime
    }).signIn()
  expect(await ago(now - 3_600)).toMatchObject({ secondsSinceProof: expect.closeTo(3_600, -1) })
  expect(await ago(now + 30)).toMatchObject({ secondsSinceProof: 0 })
  expect(await providerWith(() => {}).signIn()).toMatchObject({ secondsSinceProof: undefined })
})

const publicPem = own.publicKey.export({ type: 'spki', format: 'pem' })
const bad: Record<string, Change> = {
  'for another audience': ({ claims }) => {
    claims.aud = 'another-client'
  },
  'for several audiences without naming us as the party': ({ claims }) => {
    claims.aud = [clientId, 'another-client']
    claims.azp = 'another-client'
  },
  'from another issuer': ({ claims }) => {
    claims.iss = 'https://evil.example'
  },
  'of another sign-in (nonce)': ({ claims }) => {
    claims.nonce = 'another'
  },
  'without a nonce': ({ claims }) => {
    delete claims.nonce
  },
  'that has expired': ({ claims }) => {
    claims.exp = Math.floor(Date.now() / 1000) - 600
  },
  'without a subject': ({ claims }) => {
    delete claims.sub
  },
  'that is not signed (alg none)': (token) => {
    token.header = { alg: 'none' }
    token.sign = () => ''
  },
  'signed with the public key as a shared secret': (token) => {
    token.header = { alg: 'HS256', kid: 'own' }
    token.sign = hmacBy(publicPem)
  },
  'signed with our own secret': (token) => {
    token.header = { alg: 'HS256' }
    token.sign = hmacBy(clientSecret)
  },
  'signed with another key': (token) => {
    token.sign = rsaBy(foreign.privateKey)
  },
  'with a key id that is a path': (token) => {
    token.header = { alg: 'RS256', kid: '../../dev/null' }
    token.sign = rsaBy(foreign.privateKey)
  },
  'that brings its own key': (token) => {
    token.header = { alg: 'RS256', jwk: foreign.publicKey.export({ format: 'jwk' }) }
    token.sign = rsaBy(foreign.privateKey)
  },
  'changed after signing': (token) => {
    token.sign = (input) => rsaBy(own.privateKey)(`${input}x`)
  },
}

test.each(Object.entries(bad))('a token %s is refused', async (_name, change) => {
  await expect(providerWith(change).signIn()).rejects.toThrow(ForbiddenError)
})

test('user info of somebody else is refused', async () => {
  await expect(providerWith(() => {}, 'someone-else').signIn()).rejects.toThrow(ForbiddenError)
})

test('a provider that fails is away, and is asked again the next time', async () => {
  let isAway = true
  const client = new OidcClient(
    {
      issuer,
      clientId,
      clientSecret,
      fetch: async () =>
        isAway
          ? new Response('', { status: 502 })
          : Response.json({ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` }),
    },
    'https://portal.example/sign-in/callback',
  )
  const begin = () => client.begin({ level: 'none', language: 'de' })
  await expect(begin()).rejects.toThrow(UnavailableError)
  isAway = false
  const begun = await begin()
  expect(new URL(begun.address).searchParams.get('code_challenge_method')).toBe('S256')
  isAway = true
  await expect(client.finish(new URLSearchParams({ code: 'c', state: begun.state }), begun)).rejects.toThrow(
    UnavailableError,
  )
})
