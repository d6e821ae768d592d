import { authoritiesOf, systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page, seeOther } from '#kernel/http/answers.ts'
import { ForbiddenError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { admitFirm } from '#kernel/identity/admit-firm.ts'
import { inviteRepresentative } from '#kernel/identity/invite-representative.ts'
import { readDeskNav } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { FirmDeskPage } from './firm-desk-page.tsx'
import { blankFirmForm, type FirmForm, readFirmForm } from './firm-form.ts'
import { mailInvitation } from './mail-invitation.ts'

const options = { permission: 'portal.firm.admit', freshSignIn: 15 } as const

/**
 * The first mandate of a firm: staff look at the register, then invite the person who may sign for the firm. The person accepts with
 * her own sign-in; the same form gives a firm a manager again that has lost its last one.
 */
export const firmDeskRoutes: readonly Route[] = [
  get('/desk/firms', options, (scope, request) => firmPage(scope, request, blankFirmForm)),
  post('/desk/firms', { ...options, rateLimit: 20 }, (scope, request) => admit(scope, request)),
]

async function firmPage(scope: Scope, request: Request, form: FirmForm): Promise<Answer> {
  const { t } = request
  return page(
    {
      title: t('portal.firms.title'),
      shell: 'desk',
      current: '/desk/firms',
      nav: await readDeskNav(scope, request, 'firms'),
      body: <FirmDeskPage t={t} form={form} isDone={request.query.has('done')} />,
    },
    { status: Object.keys(form.faults).length > 0 ? 422 : 200 },
  )
}

async function admit(own: Scope, request: Request): Promise<Answer> {
  const { actor } = request.principal
  const authorityId = actor.kind === 'staff' ? (request.authorityId ?? authoritiesOf(actor)[0]) : undefined
  if (actor.kind !== 'staff' || !authorityId || !authoritiesOf(actor).includes(authorityId)) throw new ForbiddenError()
  const reading = readFirmForm(request.form)
  if (!reading.ok) return firmPage(own, request, reading.form)
  const { name, uid, email, proof } = reading
  const made = await request.writeAs(systemActor('mandates'), async (scope) => {
    const firm = await admitFirm(scope, { uid, name, language: request.language })
    const invitation = await inviteRepresentative(
      scope,
      {
        firmId: firm.firmId,
        email,
        mandate: proof,
        services: 'all',
        right: 'manage',
        validFrom: request.today,
        validTo: null,
      },
      { authorityId, staffId: actor.staffId },
    )
    return { ...invitation, firm: firm.name }
  })
  await mailInvitation(request, { ...made, email, language: request.language })
  return seeOther(toDone(request.href('/desk/firms?done=1')))
}
