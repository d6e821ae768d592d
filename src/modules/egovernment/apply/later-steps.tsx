import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { isSlug } from '#kernel/ids.ts'
import { isMailAddress } from '#kernel/mail/mail-text.ts'
import { sendMail } from '#kernel/mail/send-mail.ts'
import { applyPage, stepHref } from './apply-frame.tsx'
import { discardDraft } from './discard-draft.ts'
import { draftCookie, draftDays, noDraftCookie } from './draft.ts'
import { makeDraftLink, useDraftLink } from './draft-link.ts'
import { draftActor } from './find-draft.ts'
import { openStep } from './form-steps.tsx'
import { LaterPage, TakeOverPage } from './later-page.tsx'
import { type Apply, type ApplyParts, isRedirect, readApply } from './read-apply.ts'

type Link = { url: string; sentTo: string | undefined }

export async function showLater(parts: ApplyParts, scope: Scope, request: Request): Promise<Answer> {
  const apply = await readApply(parts, scope, request)
  if (isRedirect(apply)) return apply
  return laterPage(apply, request)
}

function laterPage(apply: Apply, request: Request, made: { link?: Link; error?: string } = {}): Answer {
  const { t, href } = request
  const { open, offer, partyId, handle } = apply
  if (!open || open.draft.sent) return seeOther(stepHref(apply, request, openStep(apply)))
  const draftHref = href(`/services/${offer.serviceId}/draft`)
  const { savedAt } = open.draft
  return applyPage(
    apply,
    request,
    { title: t('egovernment.apply.later.title'), status: made.error === undefined ? 200 : 422 },
    <LaterPage
      savedAt={savedAt}
      keptUntil={new Date(savedAt.getTime() + draftDays * 86_400_000)}
      goOnHref={stepHref(apply, request, openStep(apply))}
      draftHref={draftHref}
      canMakeLink={handle?.draftId === open.draft.draftId}
      signInHref={partyId ? undefined : `${href('/sign-in')}?next=${encodeURIComponent(draftHref)}`}
      t={t}
      {...made}
    />,
  )
}

/** Makes a link to another device, and sends it where an address was given. */
export async function makeLink(parts: ApplyParts, scope: Scope, request: Request): Promise<Answer> {
  const apply = await readApply(parts, scope, request)
  if (isRedirect(apply)) return apply
  const { t, language } = request
  const { handle, open, offer } = apply
  if (!open || open.draft.sent || handle?.draftId !== open.draft.draftId) return laterPage(apply, request)
  const email = (request.form.get('email') ?? '').trim()
  if (email !== '' && !isMailAddress(email))
    return laterPage(apply, request, { error: t('egovernment.apply.contact.error') })
  const url = await request.writeAs(draftActor, async (drafts) => {
    const token = await makeDraftLink(drafts, parts.kernel, handle)
    const made = request.url(`/services/${offer.serviceId}/draft/${token}`)
    if (email !== '') {
      const service = textIn(offer.definition.title, language)
      sendMail(drafts, {
        key: `draft-link/${open.draft.draftId}/${open.draft.revision}/${drafts.now().getTime()}`,
        to: email,
        language,
        subject: t('egovernment.apply.later.mail_subject'),
        text: t('egovernment.apply.later.mail_text', { service, url: made }),
        aboutId: open.draft.draftId,
      })
    }
    return made
  })
  return laterPage(apply, request, { link: { url, sentTo: email === '' ? undefined : email } })
}

export async function discard(parts: ApplyParts, scope: Scope, request: Request): Promise<Answer> {
  const apply = await readApply(parts, scope, request)
  if (isRedirect(apply)) return apply
  const { open, offer } = apply
  if (open && !open.draft.sent) await request.writeAs(draftActor, (drafts) => discardDraft(drafts, open.draft))
  return seeOther(request.href(`/services/${offer.serviceId}`), { cookies: [noDraftCookie(offer.serviceId)] })
}

export function askTakeOver(_scope: Scope, request: Request): Answer {
  const { t } = request
  return page({
    title: t('egovernment.apply.take_over.title'),
    shell: 'public',
    noIndex: true,
    body: <TakeOverPage t={t} />,
  })
}

/** Goes on with a draft from another device. */
export async function takeOver({ kernel }: ApplyParts, _scope: Scope, request: Request): Promise<Answer> {
  const { id: serviceId = '', token = '' } = request.params
  if (!isSlug<'service'>(serviceId)) throw new NotFoundError()
  const handle = await request.writeAs(draftActor, (drafts) => useDraftLink(drafts, kernel, { token, serviceId }))
  if (!handle) throw new NotFoundError('link used or too old', { userMessage: 'egovernment.apply.error.link_used' })
  return seeOther(request.href(`/services/${serviceId}/apply?notice=taken_over`), {
    cookies: [draftCookie(serviceId, handle)],
  })
}
