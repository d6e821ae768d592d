import type { Scope } from '#kernel/db/scope.ts'
import { arrivedUploads } from '#kernel/files/resumable/arrived-uploads.ts'
import type { StoredUpload } from '#kernel/files/upload.ts'
import { type Answer, type Cookie, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { uploadedSuffix } from '#ui/components/file-field/file-field.tsx'
import type { FormPage as Page } from '../forms/form.ts'
import type { FormBody, Upload } from '../forms/form-context.ts'
import type { FormError } from '../forms/form-error.ts'
import { FormPage, questionOf } from '../forms/form-page.tsx'
import { firstOpenPage, mayOpen, nextPage, previousPage, visiblePages } from '../forms/pages.ts'
import { readPage } from '../forms/read-page.ts'
import { applyPage, type Notice, noticeOf, stepHref } from './apply-frame.tsx'
import { noDraftCookie } from './draft.ts'
import { firmsToChoose } from './for-whom.ts'
import { keepDraft } from './keep-draft.ts'
import { type Apply, type ApplyParts, contextOf, isRedirect, readApply } from './read-apply.ts'
import { DraftChangedError } from './save-draft.ts'

/** The way in: to where one stopped, or to the first question. What was sent is done; whoever comes again has something new. */
export async function enter(parts: ApplyParts, scope: Scope, request: Request): Promise<Answer> {
  const apply = await readApply(parts, scope, request)
  if (isRedirect(apply)) return apply
  if ((!apply.open || apply.open.draft.sent) && firmsToChoose(apply, request).length > 0)
    return seeOther(stepHref(apply, request, 'review/for'), {
      cookies: apply.open ? [noDraftCookie(apply.offer.serviceId)] : [],
    })
  if (apply.open?.draft.sent)
    return seeOther(stepHref(apply, request, firstStep(apply)), { cookies: [noDraftCookie(apply.offer.serviceId)] })
  return seeOther(stepHref(apply, request, apply.open ? lastStep(apply) : firstStep(apply), noticeOf(request)))
}

/** What follows a page: the next question, then the contact, then the review. */
function stepAfter(apply: Apply, request: Request, pageId: string): string {
  if (isFromReview(request)) return openStep(apply)
  const next = nextPage(apply.form, pageId, apply.answers, apply.context)
  return next ?? (apply.contact === null ? 'review/contact' : openStep(apply))
}

/** Where one stopped, if that may still be opened. */
function lastStep(apply: Apply): string {
  const { form, answers, context, open } = apply
  const last = open?.draft.currentPage
  return last && mayOpen(form, last, answers, context) ? last : openStep(apply)
}

/** The step that is to be done next: a question, the contact, or the review. */
export function openStep(apply: Pick<Apply, 'form' | 'answers' | 'context' | 'contact' | 'offer'>): string {
  const { form, answers, context, contact, offer } = apply
  const open = firstOpenPage(form, answers, context)
  if (open !== undefined) return open
  return contact === null && offer.definition.contact === 'required' ? 'review/contact' : 'review'
}

export function firstStep({ form, answers, context }: Apply): string {
  return visiblePages(form, answers, context)[0]?.page.id ?? 'review'
}

export async function showStep(parts: ApplyParts, scope: Scope, request: Request): Promise<Answer> {
  const apply = await readApply(parts, scope, request)
  if (isRedirect(apply)) return apply
  if (apply.open?.draft.sent) return seeOther(stepHref(apply, request, 'review/sent'))
  const found = findPage(apply, request)
  if (!mayOpen(apply.form, found.id, apply.answers, apply.context))
    return seeOther(stepHref(apply, request, openStep(apply), 'order'))
  return stepPage(apply, request, found)
}

type Again = { values: URLSearchParams; errors: readonly FormError[] }
type StepOptions = { status?: number; again?: Again; cookies?: readonly Cookie[]; notice?: Notice }

function stepPage(apply: Apply, request: Request, found: Page, { again, ...options }: StepOptions = {}): Answer {
  const { form, answers, context, open, offer } = apply
  const { t, href } = request
  const title = questionOf(found, t)
  return applyPage(
    apply,
    request,
    { title: again && again.errors.length > 0 ? t('egovernment.apply.error_title', { title }) : title, ...options },
    <FormPage
      form={form}
      page={found}
      answers={answers}
      context={context}
      t={t}
      backHref={back(apply, request, found)}
      {...(again && { again })}
      {...(open && { savedAt: open.draft.savedAt, laterHref: href(`/services/${offer.serviceId}/draft`) })}
    />,
  )
}

/** Whoever changes one answer from the review goes back there, unless that opens another question. */
function isFromReview(request: Request): boolean {
  return request.query.get('from') === 'review'
}

function back(apply: Apply, request: Request, found: Page): string {
  const { form, answers, context, offer } = apply
  if (isFromReview(request)) return stepHref(apply, request, 'review')
  const previous = previousPage(form, found.id, answers, context)
  return previous ? stepHref(apply, request, previous) : request.href(`/services/${offer.serviceId}`)
}

/** Takes a page: saves it and goes on, or shows it again with everything that was typed. Files are kept in either case. */
export async function takeStep(parts: ApplyParts, scope: Scope, request: Request): Promise<Answer> {
  const read = await readApply(parts, scope, request)
  if (isRedirect(read)) return read
  if (read.open?.draft.sent) return seeOther(stepHref(read, request, 'review/sent', 'sent'))
  const uploads = await uploadsOf(parts.kernel, request)
  const files = [...(read.open?.files ?? []), ...uploads]
  // Files that came with this post count like those of the draft.
  const apply = { ...read, context: { ...read.context, ...contextOf(parts.kernel, request, files) } }
  const found = findPage(apply, request)
  if (!mayOpen(apply.form, found.id, apply.answers, apply.context)) return outOfOrder(apply, request)

  const body = bodyOf({ ...request, uploads })
  const reading = readPage(apply.form, found.id, apply.answers, body, apply.context)
  const fileIds = uploads.map(({ id }) => id)
  const content = { answers: reading.ok ? reading.answers : apply.answers, contact: apply.open?.draft.contact ?? null }
  const currentPage = reading.ok ? stepAfter({ ...apply, answers: reading.answers }, request, found.id) : found.id
  try {
    const isWorthKeeping = reading.ok || fileIds.length > 0
    const cookies = isWorthKeeping ? await keepDraft(parts, request, apply, { content, currentPage, fileIds }) : []
    if (reading.ok) return seeOther(stepHref(apply, request, currentPage), { cookies })
    return stepPage(apply, request, found, {
      again: reading,
      cookies,
      status: reading.reason === 'errors' ? 422 : 200,
    })
  } catch (error) {
    if (!(error instanceof DraftChangedError)) throw error
    return stepPage(apply, request, found, {
      again: { values: body.values, errors: [] },
      status: 409,
      notice: 'elsewhere',
    })
  }
}

/** Steps cannot be skipped: says so, and leads to the one that is due. */
export function outOfOrder(apply: Apply, request: Request): Answer {
  const { t } = request
  const title = t('egovernment.apply.out_of_order.title')
  return applyPage(
    apply,
    request,
    { title, status: 409 },
    <>
      <h1>{title}</h1>
      <Alert kind="warning">
        <p>{t('egovernment.apply.notice.order')}</p>
      </Alert>
      <ButtonRow>
        <LinkButton href={stepHref(apply, request, openStep(apply))}>
          {t('egovernment.apply.out_of_order.go')}
        </LinkButton>
      </ButtonRow>
    </>,
  )
}

function findPage({ form }: Apply, request: Request): Page {
  const found = form.pages.find(({ id }) => id === request.params.page)
  if (!found) throw new NotFoundError()
  return found
}

/** The files that came with a form: whole, or in parts before it did; the tokens of those stand beside the file's field. */
export async function uploadsOf(kernel: Kernel, { form, uploads }: Request): Promise<readonly StoredUpload[]> {
  const names = form.names().filter((name) => name.endsWith(uploadedSuffix))
  const named = names.flatMap((name) =>
    form.all(name).map((token) => ({ field: name.slice(0, -uploadedSuffix.length), token })),
  )
  return [...uploads, ...(await arrivedUploads(kernel, named))]
}

/** What was posted, for the form engine. */
export function bodyOf({
  form,
  uploads,
  refusedUploads,
}: Pick<Request, 'form' | 'refusedUploads'> & { uploads: readonly StoredUpload[] }): FormBody {
  const values = new URLSearchParams(form.names().flatMap((name) => form.all(name).map((value) => [name, value])))
  const arrived: readonly (readonly [string, Upload])[] = [
    ...uploads.map(({ field, id, name, size, type }) => [field, { ok: true, file: { id, name, size, type } }] as const),
    ...refusedUploads.map(({ field, name, reason }) => [field, { ok: false, name, reason }] as const),
  ]
  const byField = new Map<string, Upload[]>()
  for (const [field, upload] of arrived) byField.set(field, [...(byField.get(field) ?? []), upload])
  return { values, uploads: byField }
}
