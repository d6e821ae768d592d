import type { ComponentChildren } from 'preact'
import { type PersonActor, systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, file, page } from '#kernel/http/answers.ts'
import { SignInNeededError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { listFirmsLedAlone } from '#kernel/identity/change-mandate.ts'
import { closeAccount } from '#kernel/identity/close-account.ts'
import { endedCookie } from '#kernel/identity/cookies.ts'
import { signInActor } from '#kernel/identity/sessions.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { discardDraftsOf, handOutCodes, listCasesToKeep, listOwnAccesses } from '#modules/egovernment/public.ts'
import { portalAuthority } from '../portal-authority.ts'
import { collectExport } from './collect-export.tsx'
import { AccessesPage, ClosedPage, ClosingPage, ExportPage } from './data-pages.tsx'
import { streamExport } from './stream-export.ts'
import { takeExport } from './take-export.ts'

const options = { permission: 'portal.account.data' } as const
const sensitive = { ...options, freshSignIn: 15 } as const

/** One's own data: who looked at it, all of it in one file, and the end of the account. */
export function dataRoutes(kernel: Kernel): Route[] {
  return [
    get('/account/accesses', options, (scope, request) => showAccesses(kernel, scope, request)),
    get('/account/export', options, (_scope, request) => {
      personOf(request)
      const { t, href } = request
      return framed(request, t('portal.data.export.title'), <ExportPage t={t} href={href} />)
    }),
    post('/account/export', { ...sensitive, rateLimit: 10 }, (_scope, request) => sendExport(kernel, request)),
    get('/account/closing', sensitive, (_scope, request) => showClosing(request)),
    post('/account/closing', { ...sensitive, rateLimit: 10 }, (_scope, request) => close(kernel, request)),
  ]
}

function personOf({ principal: { actor } }: Request): PersonActor {
  if (actor.kind !== 'person') throw new SignInNeededError()
  return actor
}

async function showAccesses({ authorities }: Kernel, scope: Scope, request: Request): Promise<Answer> {
  personOf(request)
  const { t, href, language } = request
  const asked = request.query.get('before') ?? ''
  const before = /^\d{1,15}$/.test(asked) ? Number(asked) : undefined
  const { accesses, next } = await listOwnAccesses(scope, request, before)
  return framed(
    request,
    t('portal.data.accesses.title'),
    <AccessesPage
      t={t}
      href={href}
      accesses={accesses.map((one) => ({ ...one, authority: authorities.nameOf(one.authorityId, language) }))}
      nextHref={next === undefined ? undefined : href(`/account/accesses?before=${next}`)}
    />,
  )
}

async function sendExport(kernel: Kernel, request: Request): Promise<Answer> {
  const actor = personOf(request)
  await request.writeAs(actor, takeExport)
  return file({
    body: streamExport(collectExport(kernel, request, actor), request.receivedAt),
    contentType: 'application/zip',
    name: `wegweiser-${request.today}.zip`,
  })
}

async function showClosing(request: Request, isRefused = false): Promise<Answer> {
  const actor = personOf(request)
  const { t, href } = request
  const open = await listCasesToKeep(request, actor)
  const ledAlone = await request.readAs(actor, listFirmsLedAlone)
  const body = (
    <ClosingPage
      t={t}
      href={href}
      open={open.map(({ number, subject }) => ({ number, title: subject }))}
      ledAlone={ledAlone}
      isRefused={isRefused}
    />
  )
  return framed(request, t('portal.data.closing.title'), body, isRefused ? 422 : 200)
}

/** Each step can be taken again; the account itself goes last, so that a fault in between leaves somebody who can try again. */
async function close({ settings }: Kernel, request: Request): Promise<Answer> {
  const actor = personOf(request)
  if (!request.form.has('sure')) return showClosing(request, true)
  const { partyId } = actor
  const codes = await handOutCodes(request, await listCasesToKeep(request, actor))
  await discardDraftsOf(request, partyId)
  await request.writeAs(systemActor('mail'), async (scope) =>
    scope.write(
      scope.db
        .deleteFrom('kernel.mails')
        .where((on) => on.or([on('party_id', '=', partyId), on('about_id', '=', partyId)])),
    ),
  )
  await request.writeAs(signInActor, async (scope) => {
    scope.write(scope.db.deleteFrom('portal.data_exports').where('party_id', '=', partyId))
    await closeAccount(scope, { partyId, authorityId: portalAuthority })
  })
  const { t, href } = request
  const title = t('portal.data.closed.title')
  return page(
    { title, shell: 'plain', noIndex: true, body: <ClosedPage t={t} href={href} codes={codes} /> },
    {
      headers: { 'clear-site-data': '"cache", "storage"' },
      cookies: [endedCookie(settings.origin, 'session')],
    },
  )
}

function framed(request: Request, title: string, body: ComponentChildren, status = 200): Answer {
  const { t, href } = request
  const breadcrumbs = [{ text: t('portal.account.title'), href: href('/account') }, { text: title }]
  return page({ title, shell: 'public', noIndex: true, breadcrumbs, body }, { status })
}
