import type { IdentityLevel } from '#kernel/db/actor.ts'
import { ownPath, splitPrefix } from '#kernel/http/address.ts'
import { type Answer, type Cookie, json, page, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { freshSignInPath } from '#kernel/http/fresh-sign-in.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { cookieName, endedCookie, tokenCookie } from '#kernel/identity/cookies.ts'
import { readLevel } from '#kernel/identity/identity-level.ts'
import { ProviderAwayError } from '#kernel/identity/oidc-client.ts'
import { callbackPath, createSignInClients, type SignInClients } from '#kernel/identity/providers.ts'
import { endAllSessions, endSessionOfToken, signInActor, startSession } from '#kernel/identity/sessions.ts'
import { admit, rememberSignIn, type TakenSignIn, takeSignIn } from '#kernel/identity/sign-in.ts'
import { isToken, newToken } from '#kernel/identity/token.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { browserName } from './browser.ts'
import { freshSignInRoutes } from './fresh-sign-in-routes.tsx'
import { SignInPage, signInNotices } from './sign-in-page.tsx'

/** Coming in and going out. A sign-in elsewhere begins with a link, because `form-action` stops a form that is sent on to another site. */
export function signInRoutes(kernel: Kernel): Route[] {
  const { origin } = kernel.settings
  const clients = createSignInClients(kernel.settings)
  const open = { permission: 'portal.sign_in' } as const
  return [
    get('/sign-in', open, (_scope, request) => showSignIn(kernel, clients, request)),
    get('/sign-in/person', { ...open, rateLimit: 60 }, (_scope, request) =>
      askProvider({ kernel, clients, request, wish: wishOf(request) }, () => begin(clients, 'person', origin, request)),
    ),
    get('/sign-in/staff', { ...open, rateLimit: 60 }, (_scope, request) =>
      askProvider({ kernel, clients, request, wish: wishOf(request) }, () => begin(clients, 'staff', origin, request)),
    ),
    get(callbackPath, { ...open, rateLimit: 60 }, (_scope, request) => finish(kernel, clients, origin, request)),
    ...freshSignInRoutes(kernel),
    post('/sign-out', { permission: 'portal.sign_out', secondFactor: false }, (_scope, request) =>
      signOut(origin, request),
    ),
    post('/sign-out-everywhere', { permission: 'portal.sign_out', secondFactor: false }, (_scope, request) =>
      signOutEverywhere(origin, request),
    ),
    post('/session', { permission: 'portal.session.keep', secondFactor: false }, (_scope, { principal }) =>
      json({ endsAt: principal.sessionEndsAt?.toISOString() ?? null }),
    ),
  ]
}

/** `next` and `level`, which every step of a sign-in hands on. */
function wishOf(request: Request): { next: string; level: IdentityLevel } {
  return { next: ownPath(request.query.get('next')), level: readLevel(request.query.get('level')) }
}

type Wish = ReturnType<typeof wishOf>

function showSignIn(
  kernel: Kernel,
  clients: SignInClients,
  request: Request,
  { next, level }: Wish = wishOf(request),
  isAway = false,
): Answer {
  const { t, href } = request
  const query = new URLSearchParams({ next, ...(level === 'none' ? {} : { level }) })
  const isForService = splitPrefix(next, kernel.isAuthoritySlug).path.startsWith('/services/')
  const notice = isAway ? 'away' : signInNotices.find((known) => known === request.query.get('notice'))
  return page(
    {
      title: t('portal.sign_in.title'),
      shell: 'public',
      noIndex: true,
      body: (
        <SignInPage
          t={t}
          notice={notice}
          level={level}
          personHref={clients.person && `${href('/sign-in/person')}?${query}`}
          staffHref={clients.staff && `${href('/sign-in/staff')}?${new URLSearchParams({ next: href('/desk') })}`}
          guestHref={isForService ? next : href('/services')}
          casesHref={href('/cases')}
        />
      ),
    },
    isAway ? { status: 503, headers: { 'retry-after': '60' } } : {},
  )
}

/** Asks the provider; where it does not answer, the sign-in page says so and what goes on without it. Nobody is let in. */
async function askProvider(
  { kernel, clients, request, wish }: { kernel: Kernel; clients: SignInClients; request: Request; wish: Wish },
  ask: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof ProviderAwayError)) throw error
    kernel.log.fault(error, { place: 'sign-in provider', reference: request.id })
    return showSignIn(kernel, clients, request, wish, true)
  }
}

async function begin(
  clients: SignInClients,
  kind: 'person' | 'staff',
  origin: string,
  request: Request,
): Promise<Answer> {
  const client = clients[kind]
  if (!client) throw new NotFoundError()
  const wish = wishOf(request)
  const isFresh = request.query.has('fresh')
  const begun = await client.begin({ level: wish.level, language: request.language, isFresh })
  const known = request.cookie(cookieName(origin, 'sign-in'))
  const browserToken = isToken(known) ? known : newToken()
  const invitation = request.query.get('invitation')
  await request.writeAs(signInActor, async (scope) =>
    rememberSignIn(scope, { ...begun, ...wish, kind, isFresh, invitation, browserToken }),
  )
  // The provider answers to an address without language: the cookie keeps it.
  const language: Cookie = { name: 'language', value: request.language }
  return seeOther(begun.address, { cookies: [tokenCookie(origin, 'sign-in', browserToken), language] })
}

async function finish(kernel: Kernel, clients: SignInClients, origin: string, request: Request): Promise<Answer> {
  const browserToken = request.cookie(cookieName(origin, 'sign-in'))
  const begun = await request.writeAs(signInActor, (scope) =>
    takeSignIn(scope, { state: request.query.get('state'), browserToken }),
  )
  return askProvider({ kernel, clients, request, wish: begun }, () => admitted(clients, origin, request, begun))
}

async function admitted(clients: SignInClients, origin: string, request: Request, begun: TakenSignIn): Promise<Answer> {
  const claims = await clients[begun.kind]?.finish(new URLSearchParams(request.search), begun)
  if (!claims) throw new NotFoundError()
  if (claims === 'cancelled') {
    const back = begun.isFresh ? freshSignInPath : '/sign-in'
    return seeOther(`/${request.language}${back}?${new URLSearchParams({ notice: 'cancelled', next: begun.next })}`)
  }

  const session = await request.writeAs(signInActor, async (scope) =>
    startSession(scope, {
      admitted: await admit(scope, begun, claims),
      origin,
      previousToken: request.cookie(cookieName(origin, 'session')),
      browser: browserName(request.header('user-agent')),
    }),
  )
  return seeOther(begun.next, { cookies: [session, endedCookie(origin, 'sign-in')] })
}

async function signOut(origin: string, request: Request): Promise<Answer> {
  await request.writeAs(signInActor, async (scope) => {
    for (const token of tokensOf(origin, request)) endSessionOfToken(scope, token)
  })
  return signedOut(origin, request)
}

async function signOutEverywhere(origin: string, request: Request): Promise<Answer> {
  const { actor } = request.principal
  await request.writeAs(signInActor, async (scope) => {
    for (const token of tokensOf(origin, request)) endSessionOfToken(scope, token)
    if (actor.kind === 'person') endAllSessions(scope, { partyId: actor.partyId })
    if (actor.kind === 'staff') endAllSessions(scope, { staffId: actor.staffId })
  })
  return signedOut(origin, request)
}

function tokensOf(origin: string, request: Request): string[] {
  return [request.cookie(cookieName(origin, 'session')), request.cookie(cookieName(origin, 'case'))].filter(isToken)
}

/** What the browser still holds goes as well; its cookies one by one, because other sites of the same domain may have theirs. */
function signedOut(origin: string, request: Request): Answer {
  return seeOther(`${request.href('/sign-in')}?notice=signed_out`, {
    headers: { 'clear-site-data': '"cache", "storage"' },
    cookies: [endedCookie(origin, 'session'), endedCookie(origin, 'case'), ...endedDrafts(request)],
  })
}

/** What was begun in this browser is the person's own and waits in her account; the next one at a shared computer must not find it. */
function endedDrafts(request: Request): Cookie[] {
  const names = (request.header('cookie') ?? '').split(';').map((pair) => pair.split('=')[0]?.trim() ?? '')
  return names
    .filter((name) => /^draft-[a-z0-9-]{1,64}$/.test(name))
    .map((name) => ({ name, value: '', maxAgeSeconds: 0 }))
}
