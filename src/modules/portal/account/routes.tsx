import type { PersonActor, StaffActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type Answer, page, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError, SignInNeededError, UnprocessableError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { isLanguage } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { administeredBy } from '#kernel/identity/manage-access.ts'
import { findContactDetails, findProfile, listRepresented, updateProfile } from '#kernel/identity/profile.ts'
import { endOwnSession, listOwnSessions } from '#kernel/identity/sessions.ts'
import { isUuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { contextOf, profileLines } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { AccountPage, type AccountView } from './account-page.tsx'

const permission = 'portal.account'

/** One's own account: profile, notices, sessions. */
export function accountRoutes(kernel: Kernel): Route[] {
  return [
    get('/account', { permission }, (scope, request) => showAccount(kernel, scope, request)),
    post('/account', { permission }, saveSettings),
    post('/account/sessions/:id/end', { permission }, (scope, request) => {
      const id = request.params.id ?? ''
      if (!isUuid(id)) throw new NotFoundError()
      endOwnSession(scope, id)
      return seeOther(toDone(`${request.href('/account')}?saved=1`))
    }),
  ]
}

async function showAccount(kernel: Kernel, scope: Scope, request: Request): Promise<Answer> {
  const { t, language, href, principal } = request
  const sessions = await listOwnSessions(scope)
  const own = await ownPart(kernel, scope, request)
  return page({
    title: t('portal.account.title'),
    shell: 'public',
    noIndex: true,
    body: (
      <AccountPage
        t={t}
        language={language}
        href={href}
        isSaved={request.query.has('saved')}
        name={principal.display?.name ?? ''}
        email={principal.display?.email}
        sessions={sessions.map((session) => ({ ...session, isThis: session.id === principal.sessionId }))}
        {...own}
      />
    ),
  })
}

type OwnPart = Pick<AccountView, 'level' | 'represents' | 'roles' | 'settings' | 'startHref' | 'accessHref' | 'profile'>

function ownPart(kernel: Kernel, scope: Scope, request: Request): Promise<OwnPart> | OwnPart {
  const { actor } = request.principal
  if (actor.kind === 'person') return personPart(kernel, scope, request, actor)
  if (actor.kind === 'staff') return staffPart(kernel, request, actor)
  throw new SignInNeededError()
}

async function personPart(kernel: Kernel, scope: Scope, request: Request, actor: PersonActor): Promise<OwnPart> {
  const { t, href } = request
  const profile = await findProfile(scope, actor.partyId)
  const details = await findContactDetails(scope, actor.partyId)
  if (!profile || !details) throw new NotFoundError()
  const represented = await listRepresented(scope, actor.partyId)
  return {
    level: t(`kernel.identity.level.${actor.level}`),
    represents: represented.map(({ name, uid, mandate }) => [name, uid, mandate].filter(Boolean).join(', ')),
    roles: [],
    settings: { language: profile.language, wantsNotices: profile.email_notices },
    startHref: href('/cases'),
    profile: profileLines(details, contextOf(kernel, request, []), t),
  }
}

function staffPart({ authorities }: Kernel, { t, language, href }: Request, actor: StaffActor): OwnPart {
  return {
    level: undefined,
    represents: [],
    roles: actor.memberships.map(({ authorityId, role }) =>
      roleText(t, role, authorities.nameOf(authorityId, language)),
    ),
    settings: undefined,
    accessHref: administeredBy(actor).length > 0 ? href('/desk/access') : undefined,
    startHref: href('/desk/inbox'),
  }
}

function roleText(t: Translate, role: string, authority: string): string {
  return `${t(`kernel.identity.role.${role}`)}, ${authority}`
}

function saveSettings(scope: WriteScope, request: Request): Answer {
  const { actor } = request.principal
  if (actor.kind !== 'person') throw new NotFoundError()
  const language = request.form.get('language')
  if (!isLanguage(language)) throw new UnprocessableError('unknown language')
  updateProfile(scope, actor.partyId, { language, wantsNotices: request.form.has('notices') })
  return seeOther(toDone(`${request.href('/account')}?saved=1`))
}
