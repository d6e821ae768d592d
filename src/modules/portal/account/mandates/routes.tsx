import type { ComponentChildren } from 'preact'
import { type PersonActor, systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError, SignInNeededError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { acceptMandate } from '#kernel/identity/accept-mandate.ts'
import { endMandate, giveUpMandate, limitMandate } from '#kernel/identity/change-mandate.ts'
import { findOpenInvitation, inviteRepresentative, revokeInvitation } from '#kernel/identity/invite-representative.ts'
import { managesMandatesOf } from '#kernel/identity/mandate.ts'
import { findFirm, listHeldMandates, listInvitations, listMandatesOf } from '#kernel/identity/mandate-queries.ts'
import { requireLevel } from '#kernel/identity/require-level.ts'
import { isUuid, type PartyId } from '#kernel/ids.ts'
import { listFirmServices } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { portalAuthority } from '../portal-authority.ts'
import { mailInvitation } from './mail-invitation.ts'
import { blankMandateForm, formOfMandate, type MandateForm, readMandateForm } from './mandate-form.ts'
import { FirmPage, InvitationPage, MandateFormPage, MandatesPage } from './mandate-pages.tsx'

const options = { permission: 'portal.mandates' } as const
/** Handing out power over a firm asks for a fresh sign-in, in minutes. */
const sensitive = { ...options, freshSignIn: 15 } as const
const mandates = systemActor('mandates')

/** Acting for firms: one's own mandates, and those of others for who manages them. */
export const mandateRoutes: readonly Route[] = [
  get('/account/mandates', options, showMandates),
  get('/account/invitations/:token', options, showInvitation),
  post('/account/invitations/:token', { ...options, rateLimit: 30 }, accept),
  get('/account/mandates/:firm', options, showFirm),
  get('/account/mandates/:firm/invitation', sensitive, (scope, request) => formPage(scope, request, blankMandateForm)),
  post('/account/mandates/:firm/invitation', { ...sensitive, rateLimit: 20 }, invite),
  post('/account/mandates/:firm/invitation/:id/revoke', options, revoke),
  get('/account/mandates/:firm/:id', options, showChange),
  post('/account/mandates/:firm/:id', sensitive, change),
  post('/account/mandates/:firm/:id/end', options, end),
  post('/account/mandates/:firm/:id/return', options, giveUp),
]

function personOf({ principal: { actor } }: Request): PersonActor {
  if (actor.kind !== 'person') throw new SignInNeededError()
  return actor
}

/** The firm in the address, if the asking person manages its mandates; otherwise it is not there. */
function managedFirm(request: Request): { actor: PersonActor; firmId: PartyId; authorityId: typeof portalAuthority } {
  const actor = personOf(request)
  const firmId = request.params.firm ?? ''
  if (!isUuid<'party'>(firmId) || !managesMandatesOf(actor, firmId)) throw new NotFoundError()
  return { actor, firmId, authorityId: portalAuthority }
}

async function showMandates(scope: Scope, request: Request): Promise<Answer> {
  const { t, href, language } = request
  const actor = personOf(request)
  const held = await listHeldMandates(scope, actor.partyId)
  const catalogue = await listFirmServices(scope, language)
  return framed(
    request,
    t('portal.mandates.title'),
    <MandatesPage
      t={t}
      href={href}
      catalogue={catalogue}
      isDone={request.query.has('done')}
      mandates={held.map((one) => ({ ...one, isManaged: managesMandatesOf(actor, one.firmId) }))}
    />,
  )
}

async function showFirm(scope: Scope, request: Request): Promise<Answer> {
  const { t, href, language } = request
  const { actor, firmId } = managedFirm(request)
  const firm = await findFirm(scope, firmId)
  if (!firm) throw new NotFoundError()
  const held = await listMandatesOf(scope, firmId)
  return framed(
    request,
    firm.name,
    <FirmPage
      t={t}
      href={href}
      catalogue={await listFirmServices(scope, language)}
      isDone={request.query.has('done')}
      firmId={firmId}
      name={firm.name}
      uid={firm.uid}
      mandates={held.map((one) => ({ ...one, isOwn: one.holderId === actor.partyId }))}
      invitations={await listInvitations(scope, firmId)}
    />,
  )
}

/** The form of an invitation, or of the mandate `changed`. */
async function formPage(
  scope: Scope,
  request: Request,
  form: MandateForm,
  changed?: { readonly name: string },
): Promise<Answer> {
  const { t, language } = request
  const { firmId } = managedFirm(request)
  const firm = await findFirm(scope, firmId)
  const title = changed
    ? t('portal.mandates.change', changed)
    : t('portal.mandates.invite_title', { firm: firm?.name ?? '' })
  const body = (
    <MandateFormPage
      t={t}
      title={title}
      catalogue={await listFirmServices(scope, language)}
      form={form}
      isInvitation={!changed}
    />
  )
  return framed(request, title, body, Object.keys(form.faults).length > 0 ? 422 : 200)
}

async function knownServices(scope: Scope, request: Request) {
  const { services, situations } = await listFirmServices(scope, request.language)
  return {
    serviceIds: services.map(({ id }) => id),
    situations: new Map(situations.map(({ id, serviceIds }) => [id, serviceIds])),
  }
}

async function invite(scope: Scope, request: Request): Promise<Answer> {
  const { actor, firmId, authorityId } = managedFirm(request)
  const known = await knownServices(scope, request)
  const reading = readMandateForm(request.form, known, { today: request.today, needsEmail: true })
  if (!reading.ok) return formPage(scope, request, reading.form)
  const { email, terms } = reading
  const firm = await findFirm(scope, firmId)
  const made = await request.writeAs(actor, (writing) =>
    inviteRepresentative(writing, { ...terms, firmId, email }, { authorityId }),
  )
  await mailInvitation(request, { ...made, email, firm: firm?.name ?? '', language: request.language })
  return seeOther(toDone(request.href(`/account/mandates/${firmId}?done=1`)))
}

async function revoke(_scope: Scope, request: Request): Promise<Answer> {
  const { actor, firmId } = managedFirm(request)
  const id = idOf(request)
  await request.writeAs(actor, async (writing) => revokeInvitation(writing, firmId, id))
  return seeOther(toDone(request.href(`/account/mandates/${firmId}?done=1`)))
}

async function findChanged(scope: Scope, request: Request) {
  const { firmId } = managedFirm(request)
  const found = (await listMandatesOf(scope, firmId)).find(({ id }) => id === request.params.id)
  if (!found) throw new NotFoundError()
  return found
}

async function showChange(scope: Scope, request: Request): Promise<Answer> {
  const found = await findChanged(scope, request)
  return formPage(scope, request, formOfMandate(found), found)
}

async function change(scope: Scope, request: Request): Promise<Answer> {
  const { actor, firmId, authorityId } = managedFirm(request)
  const found = await findChanged(scope, request)
  const reading = readMandateForm(request.form, await knownServices(scope, request), {
    today: request.today,
    needsEmail: false,
    ...(found.services === 'all' ? {} : { before: found.services }),
  })
  if (!reading.ok) return formPage(scope, request, reading.form, found)
  const wanted = { firmId, authorityId, id: found.id, terms: reading.terms }
  await request.writeAs(actor, (writing) => limitMandate(writing, wanted))
  return seeOther(toDone(request.href(`/account/mandates/${firmId}?done=1`)))
}

async function end(_scope: Scope, request: Request): Promise<Answer> {
  const { actor, firmId, authorityId } = managedFirm(request)
  const id = idOf(request)
  await request.writeAs(actor, (writing) => endMandate(writing, { firmId, authorityId, id }))
  return seeOther(toDone(request.href(`/account/mandates/${firmId}?done=1`)))
}

async function giveUp(_scope: Scope, request: Request): Promise<Answer> {
  const { partyId } = personOf(request)
  const firmId = request.params.firm ?? ''
  if (!isUuid<'party'>(firmId)) throw new NotFoundError()
  const wanted = { firmId, id: idOf(request), partyId, authorityId: portalAuthority }
  await request.writeAs(mandates, (writing) => giveUpMandate(writing, wanted))
  return seeOther(toDone(request.href('/account/mandates?done=1')))
}

async function showInvitation(scope: Scope, request: Request): Promise<Answer> {
  personOf(request)
  const stepUp = requireLevel(request, 'substantial')
  if (stepUp) return stepUp
  const found = await request.readAs(mandates, (reading) => findOpenInvitation(reading, request.params.token ?? ''))
  if (!found) throw new NotFoundError('invitation over', { userMessage: 'kernel.identity.mandate.link_over' })
  const { t, language } = request
  const catalogue = await listFirmServices(scope, language)
  return framed(
    request,
    t('portal.mandates.invited_title', { firm: found.firm }),
    <InvitationPage t={t} catalogue={catalogue} firm={found.firm} uid={found.uid} terms={found} />,
  )
}

async function accept(_scope: Scope, request: Request): Promise<Answer> {
  const { partyId } = personOf(request)
  const stepUp = requireLevel(request, 'substantial')
  if (stepUp) return stepUp
  const token = request.params.token ?? ''
  await request.writeAs(mandates, (writing) => acceptMandate(writing, { token, partyId, authorityId: portalAuthority }))
  return seeOther(toDone(request.href('/account/mandates?done=1')))
}

function idOf(request: Request): string {
  const id = request.params.id ?? ''
  if (!isUuid(id)) throw new NotFoundError()
  return id
}

function framed(request: Request, title: string, body: ComponentChildren, status = 200): Answer {
  const { t, href } = request
  const breadcrumbs = [
    { text: t('portal.account.title'), href: href('/account') },
    { text: t('portal.mandates.title'), href: href('/account/mandates') },
  ]
  return page({ title, shell: 'public', noIndex: true, breadcrumbs, body }, { status })
}
