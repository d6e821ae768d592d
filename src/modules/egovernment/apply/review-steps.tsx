import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import { isLanguage, type Language, textIn } from '#kernel/i18n/language.ts'
import { startCaseSession } from '#kernel/identity/sessions.ts'
import { isMailAddress } from '#kernel/mail/mail-text.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { findContact } from '../cases/case-contact.ts'
import { findCase } from '../cases/case-queries.ts'
import { caseAccess } from '../cases/renew-access-code.ts'
import type { FormError } from '../forms/form-error.ts'
import { firstOpenPage, visiblePages } from '../forms/pages.ts'
import { readReview } from '../forms/read-page.ts'
import { ReviewPage } from '../forms/review-page.tsx'
import { prepareSubmission } from '../submissions/prepare-submission.ts'
import type { Submitted } from '../submissions/submit-case.ts'
import { applyPage, stepHref } from './apply-frame.tsx'
import { ContactPage } from './contact-page.tsx'
import { emailInAnswers } from './email-in-answers.ts'
import { firmsToChoose, listFirms } from './for-whom.ts'
import { bodyOf, openStep, outOfOrder } from './form-steps.tsx'
import { keepDraft } from './keep-draft.ts'
import { type Apply, type ApplyParts, isRedirect, readApply } from './read-apply.ts'
import { SentPage } from './sent-page.tsx'
import { findSubmittedDraft, submitDraft } from './submit-draft.ts'

/** How long after sending the code is still shown in the same browser, in milliseconds. */
const shownFor = 60 * 60_000

export async function showContact(parts: ApplyParts, scope: Scope, request: Request): Promise<Answer> {
  const apply = await readReady(parts, scope, request)
  if ('kind' in apply) return apply
  const { form, answers, contact } = apply
  return contactPage(apply, request, {
    email: contact?.email ?? emailInAnswers(form, answers) ?? '',
    language: contact?.language ?? request.language,
  })
}

function contactPage(
  apply: Apply,
  request: Request,
  typed: { email: string; language: string },
  error?: string,
): Answer {
  const { t } = request
  const title = t('egovernment.apply.contact.title')
  return applyPage(
    apply,
    request,
    {
      title: error === undefined ? title : t('egovernment.apply.error_title', { title }),
      status: error === undefined ? 200 : 422,
    },
    <ContactPage
      {...typed}
      isOptional={apply.offer.definition.contact === 'optional'}
      backHref={stepHref(apply, request, lastPage(apply))}
      t={t}
      {...(error === undefined ? {} : { error })}
    />,
  )
}

export async function takeContact(parts: ApplyParts, scope: Scope, request: Request): Promise<Answer> {
  const apply = await readReady(parts, scope, request)
  if ('kind' in apply) return apply
  const email = (request.form.get('email') ?? '').trim()
  const chosen = request.form.get('language')
  const language: Language = isLanguage(chosen) ? chosen : request.language
  const isOptional = apply.offer.definition.contact === 'optional'
  if (email === '' ? !isOptional : !isMailAddress(email))
    return contactPage(apply, request, { email, language }, request.t('egovernment.apply.contact.error'))
  const contact = email === '' ? null : { email, language }
  const kept = { content: { answers: apply.answers, contact }, currentPage: 'review', fileIds: [] }
  const cookies = await keepDraft(parts, request, apply, kept)
  return seeOther(stepHref(apply, request, 'review'), { cookies })
}

export async function showReview(parts: ApplyParts, scope: Scope, request: Request): Promise<Answer> {
  const apply = await readReady(parts, scope, request)
  if ('kind' in apply) return apply
  if (apply.contact === null && apply.offer.definition.contact === 'required')
    return seeOther(stepHref(apply, request, 'review/contact', 'contact'))
  return reviewPage(apply, request, await firmOf(apply, scope))
}

type Firm = { readonly id: string; readonly name: string }

/** The firm that the draft is for; undefined where it is for herself, or where she may no longer know the firm. */
async function firmOf({ open }: Apply, scope: Scope): Promise<Firm | undefined> {
  const firmId = open?.draft.forPartyId
  return firmId ? (await listFirms(scope, [firmId]))[0] : undefined
}

function reviewPage(apply: Apply, request: Request, firm: Firm | undefined, errors: readonly FormError[] = []): Answer {
  const { t } = request
  const { form, answers, context, contact, open } = apply
  return applyPage(
    apply,
    request,
    { title: t('egovernment.forms.review_title'), status: errors.length > 0 ? 422 : 200 },
    <ReviewPage
      form={form}
      answers={answers}
      errors={errors}
      context={context}
      t={t}
      pageHref={(pageId) => `${stepHref(apply, request, pageId)}?from=review`}
      backHref={stepHref(apply, request, 'review/contact')}
      {...(open && { savedAt: open.draft.savedAt })}
    >
      <h2>{t('egovernment.apply.review.contact')}</h2>
      <SummaryList
        rows={[
          ...(firm || firmsToChoose(apply, request).length > 0
            ? [
                {
                  key: t('egovernment.apply.for_whom.label'),
                  value: firm?.name ?? t('egovernment.apply.for_whom.self'),
                  changeHref: stepHref(apply, request, 'review/for'),
                  changeLabel: t('egovernment.forms.change'),
                },
              ]
            : []),
          {
            key: t('egovernment.apply.contact.email'),
            value: contact?.email ?? t('egovernment.apply.review.no_contact'),
            changeHref: stepHref(apply, request, 'review/contact'),
            changeLabel: t('egovernment.forms.change'),
          },
        ]}
      />
    </ReviewPage>,
  )
}

/** Sends: everything is checked again, then it is a case of whoever is in charge by the answers. */
export async function send(parts: ApplyParts, scope: Scope, request: Request): Promise<Answer> {
  const apply = await readReady(parts, scope, request, 'refuse')
  if ('kind' in apply) return apply
  const { form, context, contact, open, offer } = apply
  if (!open) return outOfOrder(apply, request)
  if (contact === null && offer.definition.contact === 'required')
    return seeOther(stepHref(apply, request, 'review/contact', 'contact'))

  const firm = await firmOf(apply, scope)
  const { forPartyId } = open.draft
  // A mandate that was limited or ended meanwhile no longer hands anything in.
  if (forPartyId && (!firm || !firmsToChoose(apply, request).includes(forPartyId)))
    return seeOther(stepHref(apply, request, 'review/for', 'mandate'))

  const reading = readReview(form, apply.answers, bodyOf(request), context)
  if (!reading.ok) return reviewPage(apply, request, firm, reading.errors)
  const { language } = request
  const { answers } = reading
  const found = await prepareSubmission(scope, parts.kernel, {
    offer,
    answers,
    context,
    language,
    mayGoElsewhere: true,
  })
  if (!found.ok) return reviewPage(apply, request, firm, found.errors)

  const { actor, display } = request.principal
  const submitted = await submitDraft(parts.submit, {
    open,
    prepared: found.prepared,
    contact,
    person: actor.kind === 'person' ? { partyId: actor.partyId, name: display?.name ?? '' } : undefined,
    firm: forPartyId && firm ? { partyId: forPartyId, name: firm.name } : undefined,
    language: contact?.language ?? language,
    receivedAt: request.receivedAt,
  })
  // Only the browser that began the draft finds it again once it is sent; any other goes to the case.
  const isOwnDraft = apply.handle?.draftId === open.draft.draftId
  const next = isOwnDraft
    ? stepHref(apply, request, 'review/sent')
    : toDone(request.href(`/cases/${submitted.number}?done=sent`))
  return seeOther(next, { cookies: await holdCase(parts, request, submitted) })
}

/** A guest's browser may look at the case right away; who is signed in may anyway. */
async function holdCase({ kernel }: ApplyParts, request: Request, { authorityId, caseId }: Submitted) {
  if (request.principal.actor.kind === 'person') return []
  const holder = { kind: 'case', authorityId, caseId } as const
  const session = { authorityId, caseId, origin: kernel.settings.origin }
  return [await request.writeAs(holder, async (scope) => startCaseSession(scope, session))]
}

export async function showSent(parts: ApplyParts, scope: Scope, request: Request): Promise<Answer> {
  const apply = await readApply(parts, scope, request)
  if (isRedirect(apply)) return apply
  const sent = apply.open?.draft.sent
  if (!apply.open || !sent) return seeOther(stepHref(apply, request, openStep(apply)))
  const submitted = await findSubmittedDraft(parts.submit, apply.open.draft)
  if (!submitted || scope.now().getTime() - sent.at.getTime() > shownFor) return seeOther(request.href('/cases'))
  const made = await request.readAs({ kind: 'case', ...sent }, (own) => findCase(own, sent))
  if (!made) return seeOther(request.href('/cases'))
  // The draft is empty by now; the case knows where the answer goes.
  const contact = await request.readAs(caseAccess, (program) => findContact(program, parts.kernel, sent))
  const { t, language, href } = request
  const title = t('egovernment.apply.sent.title')
  return applyPage(
    apply,
    request,
    { title },
    <SentPage
      number={submitted.number}
      // A code would outlive the mandate: what is a firm's is followed by signing in.
      accessCode={apply.open.draft.forPartyId ? undefined : submitted.accessCode}
      receivedAt={submitted.receivedAt}
      expectedOn={made.expectedOn}
      service={textIn(apply.offer.definition.title, language)}
      authority={parts.kernel.authorities.nameOf(submitted.authorityId, language)}
      email={contact?.email}
      isSignedIn={apply.partyId !== undefined}
      caseHref={href(`/cases/${submitted.number}`)}
      receiptHref={href(`/cases/${submitted.number}/receipt`)}
      t={t}
    />,
  )
}

/** Somebody whose questions are all answered; otherwise the way there. `refuse` answers 409 instead, for what is posted. */
async function readReady(
  parts: ApplyParts,
  scope: Scope,
  request: Request,
  otherwise: 'lead' | 'refuse' = 'lead',
): Promise<Apply | Answer> {
  const apply = await readApply(parts, scope, request)
  if (isRedirect(apply)) return apply
  if (apply.open?.draft.sent) return seeOther(stepHref(apply, request, 'review/sent'))
  const open = firstOpenPage(apply.form, apply.answers, apply.context)
  if (open === undefined && apply.open) return apply
  if (otherwise === 'refuse') return outOfOrder(apply, request)
  return seeOther(stepHref(apply, request, open ?? openStep(apply), 'order'))
}

function lastPage({ form, answers, context }: Apply): string {
  return visiblePages(form, answers, context).at(-1)?.page.id ?? ''
}
