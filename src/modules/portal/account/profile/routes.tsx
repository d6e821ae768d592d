import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type Answer, page, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError, SignInNeededError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { type ContactDetails, changeContactDetails, findContactDetails } from '#kernel/identity/profile.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { bodyOf, contextOf, type ProfileAgain, profileForm, readProfile } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { portalAuthority } from '../portal-authority.ts'
import { ProfilePage } from './profile-page.tsx'

const options = { permission: 'portal.profile' } as const

/** Phone and address of who asks: hers alone, whatever the post says besides. */
export function profileRoutes(kernel: Kernel): Route[] {
  return [
    get('/account/profile', options, (scope, request) => showProfile(kernel, scope, request)),
    post('/account/profile', { ...options, rateLimit: 30 }, (scope, request) => saveProfile(kernel, scope, request)),
  ]
}

async function showProfile(kernel: Kernel, scope: Scope, request: Request): Promise<Answer> {
  return profilePage(kernel, request, await ownDetails(scope, request))
}

async function saveProfile(kernel: Kernel, scope: WriteScope, request: Request): Promise<Answer> {
  const form = profileForm(request.t)
  const reading = readProfile(form, bodyOf(request), contextOf(kernel, request, []))
  if (!reading.ok) return profilePage(kernel, request, await ownDetails(scope, request), reading.again)
  await changeContactDetails(scope, reading.details, portalAuthority)
  return seeOther(toDone(`${request.href('/account')}?saved=1`))
}

async function ownDetails(scope: Scope, { principal: { actor } }: Request): Promise<ContactDetails> {
  if (actor.kind !== 'person') throw new SignInNeededError()
  const details = await findContactDetails(scope, actor.partyId)
  if (!details) throw new NotFoundError()
  return details
}

function profilePage(kernel: Kernel, request: Request, details: ContactDetails, again?: ProfileAgain): Answer {
  const { t, href } = request
  const title = t('portal.profile.title')
  const isWrong = again !== undefined && again.errors.length > 0
  return page(
    {
      title: isWrong ? t('portal.profile.error_title', { title }) : title,
      shell: 'public',
      noIndex: true,
      breadcrumbs: [{ text: t('portal.account.title'), href: href('/account') }, { text: title }],
      body: (
        <ProfilePage
          form={profileForm(t)}
          details={details}
          again={again}
          context={contextOf(kernel, request, [])}
          t={t}
          href={href}
        />
      ),
    },
    { status: isWrong ? 422 : 200 },
  )
}
