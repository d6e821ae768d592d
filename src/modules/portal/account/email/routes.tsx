import type { ComponentChildren } from 'preact'
import type { PersonActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type Answer, page, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError, SignInNeededError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { changeEmail, openEmailChange, sealEmailChange } from '#kernel/identity/email-change.ts'
import { findProfile } from '#kernel/identity/profile.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { isMailAddress } from '#kernel/mail/mail-text.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { portalAuthority } from '../portal-authority.ts'
import { ConfirmEmailPage, type EmailFault, EmailPage, StaleLinkPage } from './email-page.tsx'
import { mailLink, mailOldAddress } from './mail-email-change.ts'

const options = { permission: 'portal.profile' } as const
/** Whoever can change the address can learn of every case: asks for a fresh sign-in, in minutes. */
const sensitive = { ...options, freshSignIn: 15 } as const
const confirmation = '/account/email/confirmation'

/** Another address for notices: entered here, confirmed by a link that only its owner gets. */
export function emailRoutes(kernel: Kernel): Route[] {
  return [
    get('/account/email', sensitive, async (scope, request) => {
      const { email } = await ownProfile(scope, request)
      return emailPage(request, { email, typed: '', isSent: request.query.has('sent') })
    }),
    post('/account/email', { ...sensitive, rateLimit: 20 }, (scope, request) => askForLink(kernel, scope, request)),
    get(confirmation, options, (scope, request) => showConfirmation(kernel, scope, request)),
    post(confirmation, { ...options, rateLimit: 30 }, (scope, request) => confirm(kernel, scope, request)),
  ]
}

function personOf({ principal: { actor } }: Request): PersonActor {
  if (actor.kind !== 'person') throw new SignInNeededError()
  return actor
}

async function ownProfile(scope: Scope, request: Request) {
  const profile = await findProfile(scope, personOf(request).partyId)
  if (!profile) throw new NotFoundError()
  return profile
}

async function askForLink({ sealing }: Kernel, scope: Scope, request: Request): Promise<Answer> {
  const { partyId } = personOf(request)
  const { email: before } = await ownProfile(scope, request)
  const typed = (request.form.get('email') ?? '').normalize('NFC').trim()
  const refuse = (fault: EmailFault) => emailPage(request, { email: before, typed, isSent: false, fault })
  if (!isMailAddress(typed)) return refuse('form')
  if (typed === before) return refuse('same')
  const link = sealEmailChange(sealing, { partyId, email: typed, before }, request.receivedAt)
  const url = request.url(`${confirmation}?link=${link}`)
  const isSent = await mailLink(request, { partyId, email: typed, url })
  return isSent ? seeOther(toDone(request.href('/account/email?sent=1'))) : refuse('too_many')
}

/** The address that the link in the request confirms for who asks. */
async function confirmed({ sealing }: Kernel, scope: Scope, request: Request, link: string | undefined) {
  const { partyId } = personOf(request)
  const { email: before } = await ownProfile(scope, request)
  const email = openEmailChange(sealing, link ?? '', { partyId, before }, request.receivedAt)
  return email === undefined ? undefined : { email, before }
}

async function showConfirmation(kernel: Kernel, scope: Scope, request: Request): Promise<Answer> {
  const link = request.query.get('link')
  const found = await confirmed(kernel, scope, request, link)
  if (!found || link === undefined) return stalePage(request)
  const { t, href } = request
  const body = <ConfirmEmailPage t={t} href={href} action={confirmation} link={link} {...found} />
  return framed(request, t('portal.email.confirm_title'), body)
}

async function confirm(kernel: Kernel, scope: WriteScope, request: Request): Promise<Answer> {
  const found = await confirmed(kernel, scope, request, request.form.get('link'))
  if (!found) return stalePage(request)
  const { email, before } = found
  // Told first: rather once too often than a change that nobody learns of.
  if (before !== null) await mailOldAddress(request, { partyId: personOf(request).partyId, email: before })
  changeEmail(scope, email, portalAuthority)
  return seeOther(toDone(`${request.href('/account')}?saved=1`))
}

type EmailView = { email: string | null; typed: string; isSent: boolean; fault?: EmailFault }

function emailPage(request: Request, view: EmailView): Answer {
  const { t, href } = request
  const title = t('portal.email.title')
  const body = <EmailPage t={t} href={href} {...view} />
  return view.fault
    ? framed(request, t('portal.profile.error_title', { title }), body, 422)
    : framed(request, title, body)
}

function stalePage(request: Request): Answer {
  const { t, href } = request
  return framed(request, t('portal.email.stale_title'), <StaleLinkPage t={t} href={href} />, 404)
}

function framed(request: Request, title: string, body: ComponentChildren, status = 200): Answer {
  const { t, href } = request
  const breadcrumbs = [{ text: t('portal.account.title'), href: href('/account') }, { text: t('portal.email.title') }]
  return page({ title, shell: 'public', noIndex: true, breadcrumbs, body }, { status })
}
