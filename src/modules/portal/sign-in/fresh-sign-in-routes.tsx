import type { Scope } from '#kernel/db/scope.ts'
import { ownPath } from '#kernel/http/address.ts'
import { type Answer, page, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { freshSignInPath, keptFormPath } from '#kernel/http/fresh-sign-in.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { cookieName } from '#kernel/identity/cookies.ts'
import { takeKeptForm } from '#kernel/identity/kept-forms.ts'
import { signInActor } from '#kernel/identity/sessions.ts'
import { isUuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { passkeyPart } from '../passkeys/passkey-part.ts'
import { FreshSignInPage } from './fresh-sign-in-page.tsx'
import { KeptFormPage } from './kept-form-page.tsx'

/** The way to a fresh sign-in and back, for routes that ask for one (`freshSignIn`). */
export function freshSignInRoutes(kernel: Kernel): Route[] {
  return [
    get(freshSignInPath, { permission: 'portal.sign_in', secondFactor: false }, showFreshSignIn),
    get(`${keptFormPath}/:id`, { permission: 'portal.session.keep', rateLimit: 30 }, (_scope, request) =>
      showKept(kernel, request),
    ),
  ]
}

async function showFreshSignIn(scope: Scope, request: Request): Promise<Answer> {
  const { t, href, principal } = request
  const next = ownPath(request.query.get('next'))
  if (!principal.sessionId) return seeOther(`${href('/sign-in')}?${new URLSearchParams({ next })}`)
  const kind = principal.actor.kind === 'staff' ? 'staff' : 'person'
  return page({
    title: t('portal.sign_in.again.title'),
    shell: 'public',
    noIndex: true,
    body: (
      <FreshSignInPage
        t={t}
        isCancelled={request.query.get('notice') === 'cancelled'}
        goHref={`${href(`/sign-in/${kind}`)}?${new URLSearchParams({ next, fresh: '1' })}`}
        passkey={await passkeyPart(scope, request, next)}
        back={backOf(request)}
      />
    ),
  })
}

async function showKept(kernel: Kernel, request: Request): Promise<Answer> {
  const { t, principal, params } = request
  const identityId = principal.display?.identityId
  const id = params.id ?? ''
  if (identityId === undefined || !isUuid(id)) throw new NotFoundError()
  const browserToken = request.cookie(cookieName(kernel.settings.origin, 'kept'))
  const { provenAt } = principal
  const form = await request.writeAs(signInActor, (scope) =>
    takeKeptForm(scope, kernel.sealing, { id, identityId, browserToken, provenAt }),
  )
  if (!form) throw new NotFoundError()
  if (form === 'stale')
    return seeOther(`${request.href(freshSignInPath)}?${new URLSearchParams({ next: request.href(request.path) })}`)
  return page({
    title: t('portal.sign_in.again.kept_title'),
    shell: 'public',
    noIndex: true,
    body: <KeptFormPage t={t} form={form} back={backOf(request)} />,
  })
}

function backOf({ t, href, principal }: Request): { text: string; href: string } {
  return principal.actor.kind === 'staff'
    ? { text: t('portal.sign_in.again.back_staff'), href: href('/desk') }
    : { text: t('portal.sign_in.again.back_person'), href: href('/account') }
}
