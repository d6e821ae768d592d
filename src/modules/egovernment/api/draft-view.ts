import type { Scope } from '#kernel/db/scope.ts'
import type { Request } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { draftDays } from '../apply/draft.ts'
import { checkFields } from '../forms/fields.ts'
import { messageText } from '../forms/form-error.ts'
import { questionOf } from '../forms/form-page.tsx'
import { viewForm } from '../forms/view-form.ts'
import { createFormContext } from '../submissions/form-context.ts'
import { type Preparation, prepareSubmission } from '../submissions/prepare-submission.ts'
import { draftName, type HeldDraft } from './read-draft.ts'

/** What is checked before a draft may be handed in; its errors are what a draft still lacks. */
export function prepareDraft(
  scope: Scope,
  request: Request,
  kernel: Kernel,
  { offer, answers, files }: Pick<HeldDraft, 'offer' | 'answers' | 'files'>,
): Promise<Preparation> {
  const { language } = request
  const context = contextOf(request, kernel, files)
  return prepareSubmission(scope, kernel, { offer, answers, context, language, mayGoElsewhere: false })
}

export function contextOf(request: Request, { authorities }: Pick<Kernel, 'authorities'>, files: HeldDraft['files']) {
  return createFormContext({ today: request.today, language: request.language, authorities, files })
}

export type DraftFault = { readonly path: string; readonly message: string }

/** What is still missing or wrong, by JSON Pointers into the draft. */
export function faultsOf(
  request: Request,
  { open, offer }: Pick<HeldDraft, 'open' | 'offer'>,
  preparation: Preparation,
): DraftFault[] {
  const { t } = request
  const inAnswers = preparation.ok ? [] : preparation.errors
  const lacksContact = open.draft.contact === null && offer.definition.contact === 'required'
  return [
    ...inAnswers.map(({ path, message }) => ({ path: `/answers${path}`, message: messageText(message, t) })),
    ...(lacksContact ? [{ path: '/contact', message: t('egovernment.submissions.error.contact') }] : []),
  ]
}

/** A draft as programs see it. */
export async function draftView(scope: Scope, request: Request, kernel: Kernel, held: HeldDraft) {
  const { draft } = held.open
  const isOpen = draft.sent === null
  return {
    id: draftName(draft),
    service: draft.serviceId,
    authority: draft.authorityId,
    language: draft.language,
    state: isOpen ? 'open' : 'submitted',
    version: draft.revision,
    answers: isOpen ? held.answers : {},
    contact: draft.contact,
    firm: held.firm ? { uid: held.firm.uid, name: held.firm.name } : null,
    errors: isOpen ? faultsOf(request, held, await prepareDraft(scope, request, kernel, held)) : [],
    lost: isOpen ? held.lost.map(({ path, reason }) => ({ path: `/answers${path}`, reason })) : [],
    pages: isOpen ? pagesOf(request, kernel, held) : [],
    savedAt: draft.savedAt.toISOString(),
    expiresAt: new Date(draft.savedAt.getTime() + draftDays * 86_400_000).toISOString(),
  }
}

/** The pages that are asked with these answers, as the form in the browser would ask them. */
function pagesOf(request: Request, kernel: Kernel, { offer, answers, files }: HeldDraft) {
  const context = contextOf(request, kernel, files)
  const view = viewForm(offer.definition.form, answers, context)
  return view.pages.map(({ page, fields }) => ({
    id: page.id,
    title: questionOf(page, request.t),
    fields: fields.map(({ id }) => id),
    isComplete: checkFields(fields, view.answers, { ...context, scope: view.scope }).length === 0,
  }))
}
