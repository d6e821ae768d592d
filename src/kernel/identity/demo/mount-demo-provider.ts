import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Provider, { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider'
import { identityLevels } from '../../db/actor.ts'
import { BadRequestError } from '../../http/errors.ts'
import { type FormBody, parseForm } from '../../http/form-body.ts'
import type { Kernel } from '../../kernel.ts'
import { acrOfLevel, meetsLevel, readLevel } from '../identity-level.ts'
import { callbackPath } from '../providers.ts'
import { demoIssuer } from './credentials.ts'
import { demoClientId, demoClientSecret, demoProviderPath } from './demo-provider-settings.ts'
import { createMemoryAdapters } from './memory-adapter.ts'
import { type DemoPeople, fullName, readDemoPeople } from './people-file.ts'

/** The page on which one picks a person; what she sends stays below it, where the provider's cookie is known. */
export const demoPeoplePath = '/demo/people'

/**
 * Puts the demo's OpenID Connect provider below `/demo/oidc`, outside the route table: `ALL /demo/oidc/*` speaks the protocol, and
 * `POST /demo/people/:uid/choice` takes the person picked on `/demo/people/:uid`. Does nothing in production.
 */
export async function mountDemoProvider(app: FastifyInstance, kernel: Pick<Kernel, 'settings'>): Promise<void> {
  const { settings } = kernel
  if (settings.mode !== 'demo') return
  const people = readDemoPeople()
  const provider = createProvider(settings.origin, people)
  const speak = provider.callback()

  await app.register(async (own) => {
    // The provider reads its bodies itself.
    own.removeAllContentTypeParsers()
    own.addContentTypeParser('*', (_request, _payload, done) => done(null))
    own.all(`${demoProviderPath}/*`, async (request, reply) => {
      takeOver(request, reply, settings.origin)
      request.raw.url = (request.raw.url ?? '/').slice(demoProviderPath.length)
      await speak(request.raw, reply.raw)
    })
  })

  app.post<{ Params: { uid: string } }>(`${demoPeoplePath}/:uid/choice`, async (request, reply) => {
    const form = parseForm(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '')
    const interaction = await provider.interactionDetails(request.raw, reply.raw).catch((cause: unknown) => {
      throw new BadRequestError('no such sign-in', { userMessage: 'kernel.identity.sign_in_over', cause })
    })
    const result = form.has('cancel')
      ? { error: 'access_denied', error_description: 'nobody was picked' }
      : { login: logInAs(people, interaction.params.client_id, form) }
    takeOver(request, reply, settings.origin)
    await provider.interactionFinished(request.raw, reply.raw, result, { mergeWithLastSubmission: false })
  })
}

/**
 * Hands a request to the provider, with the headers that every answer of ours has. It is told the public origin, whatever stands
 * between that and us.
 */
function takeOver(request: FastifyRequest, reply: FastifyReply, origin: string): void {
  const { host, protocol } = new URL(origin)
  request.raw.headers['x-forwarded-proto'] = protocol.slice(0, -1)
  request.raw.headers['x-forwarded-host'] = host
  request.raw.headers.cookie = withoutProviderSession(request.raw.headers.cookie)
  reply.hijack()
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value)
  reply.raw.setHeader('cache-control', 'no-store')
}

/** The provider remembers nobody: each sign-in asks anew, also when the one before was somebody else's. */
function withoutProviderSession(cookies = ''): string {
  return cookies
    .split('; ')
    .filter((cookie) => !/^_session(?:\.sig)?=/.test(cookie))
    .join('; ')
}

/** Residents are offered to residents' sign-in, staff to the staff's; nobody gets above her own level. */
function logInAs(people: DemoPeople, clientId: unknown, form: FormBody) {
  const id = form.get('person')
  const isStaff = clientId === demoClientId('staff')
  const person = isStaff
    ? people.staff.find((member) => member.id === id)
    : people.residents.find((resident) => resident.id === id)
  if (!person) throw new BadRequestError('no such person')
  const own = 'level' in person ? person.level : 'high'
  const wished = form.get('level') ? readLevel(form.get('level')) : own
  const level = meetsLevel(own, wished) ? wished : own
  return { accountId: person.id, acr: acrOfLevel(level), amr: isStaff ? ['mfa'] : ['pwd'] }
}

function createProvider(origin: string, people: DemoPeople): Provider {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const configuration: Configuration = {
    adapter: createMemoryAdapters(),
    clients: (['person', 'staff'] as const).map((kind) => ({
      client_id: demoClientId(kind),
      client_secret: demoClientSecret,
      redirect_uris: [`${origin}${callbackPath}`],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_post',
      id_token_signed_response_alg: 'ES256',
    })),
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kty: 'EC', alg: 'ES256', use: 'sig' }] },
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      long: { path: demoProviderPath, httpOnly: true, sameSite: 'lax', signed: true },
    },
    responseTypes: ['code'],
    scopes: ['openid'],
    acrValues: identityLevels.map(acrOfLevel),
    claims: {
      openid: ['sub', 'acr', 'amr'],
      profile: ['name', 'given_name', 'family_name', 'locale'],
      email: ['email'],
    },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 1_800, Session: 1_800, Grant: 1_800 },
    interactions: { url: addressOfPeople },
    loadExistingGrant: grantEverything,
    findAccount: (_context, id) => findAccount(people, id),
    renderError: (context) => {
      context.type = 'text/plain; charset=utf-8'
      context.body = 'The demo sign-in was not possible. Please go back and try again.'
    },
  }
  const provider = new Provider(demoIssuer(origin), configuration)
  provider.proxy = true
  return provider
}

function addressOfPeople(_context: KoaContextWithOIDC, interaction: { uid: string; params: Record<string, unknown> }) {
  const kind = interaction.params.client_id === demoClientId('staff') ? 'staff' : 'person'
  return `${demoPeoplePath}/${interaction.uid}?kind=${kind}`
}

/** The portal is the only client and gets what it asks for; there is nothing to consent to. */
async function grantEverything(context: KoaContextWithOIDC) {
  const { client, session, provider } = context.oidc
  if (!client || !session?.accountId) throw new errors.InvalidRequest('nobody is signed in')
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope('openid profile email')
  await grant.save()
  return grant
}

function findAccount(people: DemoPeople, id: string) {
  const person = [...people.residents, ...people.staff].find((someone) => someone.id === id)
  if (!person) return undefined
  return {
    accountId: id,
    claims: () => ({
      sub: id,
      name: fullName(person),
      given_name: person.givenName,
      family_name: person.familyName,
      email: person.email,
      locale: person.language,
    }),
  }
}
