import { cookieName, tokenCookie } from '../identity/cookies.ts'
import { keepForm } from '../identity/kept-forms.ts'
import { signInActor } from '../identity/sessions.ts'
import { isToken, newToken } from '../identity/token.ts'
import type { IdentityId } from '../ids.ts'
import type { Kernel } from '../kernel.ts'
import { isForPrograms } from './answer-error.ts'
import { type Answer, seeOther } from './answers.ts'
import { SignInNeededError } from './errors.ts'
import type { Principal, Request, Route } from './route.ts'

/** The page that asks to show again who one is, and leads on to `next`. */
export const freshSignInPath = '/sign-in/again'
/** The page from which a kept form is sent on; its id follows. */
export const keptFormPath = '/sign-in/kept'

/** Whether a route wants a more recent sign-in than this one. Only a session can be recent: a key or a case's code cannot. */
export function isSignInStale({ options }: Route, { provenAt }: Principal, now: Date): boolean {
  if (options.freshSignIn === undefined) return false
  return provenAt === undefined || now.getTime() - provenAt.getTime() > options.freshSignIn * 60_000
}

/**
 * Leads to the fresh sign-in and from there back: to the page that was asked for, or to the form that was sent, with all that was
 * entered. Throws a `SignInNeededError` for programs and for who is not signed in at all.
 */
export async function askFreshSignIn(kernel: Kernel, request: Request): Promise<Answer> {
  const identityId = request.principal.display?.identityId
  if (identityId === undefined || isForPrograms(request))
    throw new SignInNeededError('fresh sign-in needed', { userMessage: 'kernel.error.fresh_sign_in' })
  const again = (next: string) => `${request.href(freshSignInPath)}?${new URLSearchParams({ next })}`
  if (request.method === 'GET') return seeOther(again(request.href(request.path + request.search)))
  const { origin } = kernel.settings
  const known = request.cookie(cookieName(origin, 'kept'))
  const browserToken = isToken(known) ? known : newToken()
  const kept = await keep(kernel, request, { identityId, browserToken })
  return seeOther(again(kept), { cookies: [tokenCookie(origin, 'kept', browserToken)] })
}

async function keep(
  kernel: Kernel,
  request: Request,
  whose: { identityId: IdentityId; browserToken: string },
): Promise<string> {
  const { form } = request
  const fields = form.names().flatMap((name) => form.all(name).map((value) => ({ name, value })))
  const action = request.href(request.path + request.search)
  const id = await kernel.database.write(signInActor, (scope) =>
    keepForm(scope, kernel.sealing, { ...whose, form: { action, fields } }),
  )
  return request.href(`${keptFormPath}/${id}`)
}
