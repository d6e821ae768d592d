import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { ownPath } from '#kernel/http/address.ts'
import { secondFactorPath } from '#kernel/http/answer-error.ts'
import { type Answer, json, page, seeOther } from '#kernel/http/answers.ts'
import { ForbiddenError, NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { beginConfirmation, finishConfirmation } from '#kernel/identity/passkeys/confirm-passkey.ts'
import { listPasskeys } from '#kernel/identity/passkeys/queries.ts'
import {
  beginRegistration,
  finishRegistration,
  type NotRegistered,
  type PasskeyHolder,
} from '#kernel/identity/passkeys/register-passkey.ts'
import { relyingPartyOf } from '#kernel/identity/passkeys/relying-party.ts'
import { removePasskey } from '#kernel/identity/passkeys/remove-passkey.ts'
import { proveSession, signInActor } from '#kernel/identity/sessions.ts'
import { isUuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { NewPasskeyPage } from './new-passkey-page.tsx'
import { passkeyPart } from './passkey-part.ts'
import { PasskeysPage, RemovalPage } from './passkeys-page.tsx'
import { SecondFactorPage } from './second-factor-page.tsx'
import { tellOfPasskey } from './tell-of-passkey.ts'

const permission = 'portal.passkey'
/** Whoever has no second factor yet comes here, and to nothing else. */
const before = { permission, secondFactor: false, rateLimit: 60 } as const
const freshSignIn = 10
const newPath = '/account/passkeys/new'
const longestName = 60

/** Passkeys of staff: show one at sign-in and before sensitive acts, set them up, remove them. */
export function passkeyRoutes(kernel: Kernel): Route[] {
  const { settings } = kernel
  const { origin } = settings
  const party = relyingPartyOf(settings)

  const confirm = async (request: Request): Promise<Answer> => {
    const holder = holderOf(request)
    const next = ownPath(request.query.get('next'))
    const cookie = await request.writeAs(signInActor, async (scope) => {
      const passkeyId = await finishConfirmation(scope, holder, party, request.form.get('credential'))
      return passkeyId === undefined
        ? undefined
        : proveSession(scope, { sessionId: holder.sessionId, passkeyId, origin })
    })
    if (cookie) return seeOther(next, { cookies: [cookie] })
    return seeOther(`${request.href(secondFactorPath)}?${new URLSearchParams({ next, notice: 'refused' })}`)
  }

  const register = async (request: Request): Promise<Answer> => {
    const holder = holderOf(request)
    const name = request.form.get('name')?.trim().slice(0, longestName) ?? ''
    if (name === '') return showNew(request, { name, result: 'unnamed' })
    const done = await request.writeAs(signInActor, async (scope) => {
      const registered = await finishRegistration(scope, holder, party, {
        credential: request.form.get('credential'),
        name,
      })
      if ('problem' in registered) return registered
      const { passkeyId } = registered
      await tellOfPasskey(scope, kernel, { staffId: holder.actor.staffId, passkeyId, name })
      return { cookie: await proveSession(scope, { sessionId: holder.sessionId, passkeyId, origin }) }
    })
    if ('problem' in done) return showNew(request, { name, result: done.problem })
    return seeOther(ownPath(request.query.get('next') ?? `${request.href('/account/passkeys')}?saved=1`), {
      cookies: [done.cookie],
    })
  }

  return [
    get(secondFactorPath, before, showSecondFactor),
    post(secondFactorPath, before, (_scope, request) => confirm(request)),
    post(`${secondFactorPath}/challenge`, before, async (_scope, request) =>
      json(await request.writeAs(signInActor, (scope) => beginConfirmation(scope, holderOf(request), party))),
    ),
    get('/account/passkeys', { permission }, showPasskeys),
    get(newPath, { ...before, freshSignIn }, async (scope, request) => {
      await refuseUnproven(scope, staffOf(request))
      return showNew(request, { name: '', result: undefined })
    }),
    post(newPath, { ...before, freshSignIn }, (_scope, request) => register(request)),
    post(`${newPath}/challenge`, { ...before, freshSignIn }, async (_scope, request) =>
      json(await request.writeAs(signInActor, (scope) => beginRegistration(scope, holderOf(request), party))),
    ),
    get('/account/passkeys/:id/removal', { permission, freshSignIn }, showRemoval),
    post('/account/passkeys/:id/removal', { permission, freshSignIn }, async (_scope, request) => {
      const id = request.params.id ?? ''
      if (!isUuid(id)) throw new NotFoundError()
      await request.writeAs(signInActor, (scope) => removePasskey(scope, staffOf(request), id))
      return seeOther(`${request.href('/account/passkeys')}?saved=1`)
    }),
  ]
}

function staffOf({ principal }: Request): StaffActor {
  if (principal.actor.kind !== 'staff') throw new ForbiddenError()
  return principal.actor
}

function holderOf(request: Request): PasskeyHolder {
  const { sessionId } = request.principal
  if (sessionId === undefined) throw new ForbiddenError()
  return { actor: staffOf(request), sessionId }
}

/** Whoever has passkeys adds one only after she has shown one. */
async function refuseUnproven(scope: Scope, actor: StaffActor): Promise<void> {
  if (actor.hasSecondFactor) return
  if ((await listPasskeys(scope, actor.staffId)).length > 0) throw new ForbiddenError()
}

async function showSecondFactor(scope: Scope, request: Request): Promise<Answer> {
  const { t, href, query } = request
  const next = ownPath(query.get('next') ?? href('/desk'))
  if (staffOf(request).hasSecondFactor && !query.has('notice')) return seeOther(next)
  return page({
    title: t('portal.passkeys.second_factor.title'),
    shell: 'public',
    noIndex: true,
    body: (
      <SecondFactorPage
        t={t}
        isRefused={query.get('notice') === 'refused'}
        passkey={await passkeyPart(scope, request, next)}
        newHref={`${href(newPath)}?${new URLSearchParams({ next })}`}
        providerHref={`${href('/sign-in/staff')}?${new URLSearchParams({ next, fresh: '1' })}`}
      />
    ),
  })
}

async function showPasskeys(scope: Scope, request: Request): Promise<Answer> {
  const { t, href } = request
  return page({
    title: t('portal.passkeys.title'),
    shell: 'public',
    noIndex: true,
    body: (
      <PasskeysPage
        t={t}
        href={href}
        passkeys={await listPasskeys(scope, staffOf(request).staffId)}
        isSaved={request.query.has('saved')}
      />
    ),
  })
}

type Problem = NotRegistered | 'unnamed'

function showNew(request: Request, { name, result }: { name: string; result: Problem | undefined }): Answer {
  const { t, href } = request
  const isProblem = result !== undefined && result !== 'unnamed'
  return page(
    {
      title: t('portal.passkeys.new.title'),
      shell: 'public',
      noIndex: true,
      body: (
        <NewPasskeyPage
          t={t}
          action={href(newPath) + request.search}
          challengeHref={href(`${newPath}/challenge`)}
          name={name}
          problem={isProblem ? t(`portal.passkeys.new.${result}`) : undefined}
          nameError={result === 'unnamed' ? t('portal.passkeys.new.unnamed') : undefined}
        />
      ),
    },
    { status: result === undefined ? 200 : 422 },
  )
}

async function showRemoval(scope: Scope, request: Request): Promise<Answer> {
  const { t, href, params } = request
  const own = await listPasskeys(scope, staffOf(request).staffId)
  const passkey = own.find(({ id }) => id === params.id)
  if (!passkey) throw new NotFoundError()
  return page({
    title: t('portal.passkeys.removal.title', { name: passkey.name }),
    shell: 'public',
    noIndex: true,
    body: <RemovalPage t={t} href={href} passkey={passkey} isLast={own.length === 1} />,
  })
}
