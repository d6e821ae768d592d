import type { StaffActor, SystemActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import type { FileId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { isMailAddress } from '#kernel/mail/mail-text.ts'
import { emailInAnswers } from '../apply/email-in-answers.ts'
import { draftActor } from '../apply/find-draft.ts'
import { bodyOf, uploadsOf } from '../apply/form-steps.tsx'
import { contextOf } from '../apply/read-apply.ts'
import { DraftChangedError, saveDraft } from '../apply/save-draft.ts'
import { findSubmittedDraft, submitDraft } from '../apply/submit-draft.ts'
import { findCase } from '../cases/case-queries.ts'
import { roleAt } from '../cases/case-side.ts'
import { readCaseView } from '../cases/read-case-view.ts'
import { staffIn } from '../desk/case-file.ts'
import { deskAnswer, deskPage } from '../desk/desk-frame.tsx'
import { deskNav, readNav } from '../desk/desk-nav.ts'
import { FormReading } from '../desk/form-reading.ts'
import { workReason } from '../desk/reason-to-read.ts'
import { checkAnswers } from '../forms/check-answers.ts'
import { type Answers, declarationId } from '../forms/form.ts'
import type { FormError } from '../forms/form-error.ts'
import { readSome } from '../forms/whole-form.ts'
import { receiptAnswer } from '../receipts/receipt-pdf.ts'
import { prepareSubmission } from '../submissions/prepare-submission.ts'
import type { SubmitParts, Submitted } from '../submissions/submit-case.ts'
import { type Entry, readEntry, worksAt } from './entries.ts'
import { EntryFormPage, type EntryFormProps, EntryReviewPage, EntrySentPage } from './entry-pages.tsx'
import { waysToSign } from './signature-ways.ts'

const enter = { permission: 'egovernment.case.enter', showsPersonalData: 'case' } as const

/** How long number and code can be printed after a case was entered, in milliseconds. */
const shownFor = 60 * 60_000

/** One entry: the form, the review, and what is handed over. */
export function entryRoutes(kernel: Kernel, submit: SubmitParts): Route[] {
  const path = '/desk/counter/:draft'
  return [
    get(path, enter, (scope, request) => showForm(kernel, staffIn(scope), request)),
    post(path, { ...enter, body: 'multipart' }, (scope, request) => takeForm(kernel, staffIn(scope), request)),
    get(`${path}/review`, enter, (scope, request) => showReview(kernel, staffIn(scope), request)),
    post(`${path}/review`, { ...enter, body: 'multipart' }, (scope, request) => send(kernel, submit, scope, request)),
    get(`${path}/sent`, enter, (scope, request) => showSent(kernel, submit, staffIn(scope), request)),
    get(`${path}/receipt`, enter, (scope, request) => showReceipt(kernel, submit, staffIn(scope), request)),
  ]
}

async function showForm(kernel: Kernel, scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  const entry = await readEntry(kernel, scope, request)
  if (entry.draft.sent) return seeOther(stepHref(request, entry, '/sent'))
  const { draft, form } = entry
  const email = draft.contact?.email ?? emailInAnswers(form, draft.answers) ?? ''
  return formAnswer(scope, request, entry, { email })
}

type FormState = Pick<EntryFormProps, 'again' | 'email' | 'emailError' | 'isChangedElsewhere'>

function formAnswer(scope: Scope<StaffActor>, request: Request, entry: Entry, state: FormState, status = 200) {
  const body = <EntryFormPage {...deskPage(request)} entry={entry} {...state} />
  return entryAnswer(scope, request, entry, request.t('egovernment.counter.title'), body, status)
}

async function entryAnswer(
  scope: Scope<StaffActor>,
  request: Request,
  { draft }: Entry,
  title: string,
  body: Parameters<typeof deskAnswer>[0]['body'],
  status = 200,
): Promise<Answer> {
  const facts = await readNav(scope)
  showed(scope, request, draft.sent ?? { authorityId: draft.authorityId, caseId: draft.draftId })
  return deskAnswer({ title, body, nav: deskNav(request, facts, 'counter') }, status)
}

/** Before it is a case, what is looked at is the draft. */
function showed(scope: Scope<StaffActor>, request: Request, what: Pick<Submitted, 'authorityId'> & { caseId: string }) {
  const { authorityId, caseId } = what
  request.showed({ authorityId, subjectIds: [caseId], role: roleAt(scope.actor, authorityId), reason: workReason })
}

function stepHref(request: Request, { draft }: Entry, step = ''): string {
  return request.href(`/desk/counter/${draft.draftId}${step}`)
}

/** Saves what was typed and goes to the review, or shows the page again; files are kept in either case. */
async function takeForm(kernel: Kernel, scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  const read = await readEntry(kernel, scope, request)
  if (read.draft.sent) return seeOther(stepHref(request, read, '/sent'))
  const uploads = await uploadsOf(kernel, request)
  const context = contextOf(kernel, request, [...read.open.files, ...uploads])
  const entry = { ...read, context }
  const email = (request.form.get('contact_email') ?? '').trim()
  const emailError = email === '' || isMailAddress(email) ? undefined : request.t('egovernment.apply.contact.error')
  const body = bodyOf({ ...request, uploads })
  const reading = readSome(entry.form, {}, body, context)
  const isGood = reading.ok && emailError === undefined
  const content = {
    answers: reading.ok ? reading.answers : entry.draft.answers,
    contact: emailError === undefined && email !== '' ? { email, language: entry.draft.language } : null,
  }
  const again = reading.ok ? { values: body.values, errors: [] } : reading
  try {
    await save(
      request,
      entry,
      content,
      'review',
      uploads.map(({ id }) => id),
    )
  } catch (error) {
    if (!(error instanceof DraftChangedError)) throw error
    return formAnswer(scope, request, entry, { again, email, emailError, isChangedElsewhere: true }, 409)
  }
  if (isGood) return seeOther(stepHref(request, entry, '/review'))
  const isWrong = emailError !== undefined || (!reading.ok && reading.reason === 'errors')
  return formAnswer(scope, request, entry, { again, email, emailError }, isWrong ? 422 : 200)
}

function save(
  request: Request,
  { open, offer }: Entry,
  content: { answers: Answers; contact: Entry['draft']['contact'] },
  currentPage: string,
  fileIds: readonly FileId[],
): Promise<void> {
  const common = { versionId: offer.versionId, partyId: undefined }
  return request.writeAs(draftActor, (program) =>
    saveDraft(program, { open, ...common, content, currentPage, fileIds }),
  )
}

async function showReview(kernel: Kernel, scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  const entry = await readEntry(kernel, scope, request)
  if (entry.draft.sent) return seeOther(stepHref(request, entry, '/sent'))
  if (openErrors(entry).length > 0) return seeOther(stepHref(request, entry))
  return reviewAnswer(scope, request, entry, FormReading.blank(request.t))
}

/** What is still to be answered; the declaration comes with the signature. */
function openErrors({ form, draft, context }: Entry): readonly FormError[] {
  return checkAnswers(form, draft.answers, context).filter(({ path }) => path !== `/${declarationId}`)
}

function reviewAnswer(
  scope: Scope<StaffActor>,
  request: Request,
  entry: Entry,
  form: FormReading,
  errors: readonly FormError[] = [],
): Promise<Answer> {
  const body = <EntryReviewPage {...deskPage(request)} entry={entry} form={form} errors={errors} />
  const isWrong = errors.length > 0 || !form.isSound
  return entryAnswer(scope, request, entry, request.t('egovernment.counter.check'), body, isWrong ? 422 : 200)
}

/** Makes a case of it, for the clerk's own authority. Sent twice it is one case. */
async function send(kernel: Kernel, submit: SubmitParts, writing: Scope, request: Request): Promise<Answer> {
  const scope = staffIn(writing)
  const read = await readEntry(kernel, scope, request)
  if (read.draft.sent) return seeOther(stepHref(request, read, '/sent'))
  if (openErrors(read).length > 0) return seeOther(stepHref(request, read))
  const entry = await keepScan(kernel, scope, request, read)
  const form = new FormReading(request.t, request.form)
  const signed = readSignature(entry, form, request)
  if (!signed) return reviewAnswer(scope, request, entry, signedForm(form, entry, request))
  const { draft, offer, context } = entry
  const answers = signed.isDeclared ? { ...draft.answers, [declarationId]: true } : draft.answers
  const { language } = request
  const common = { offer, answers, context, language }
  const found = await prepareSubmission(scope, kernel, { ...common, mayGoElsewhere: false })
  if (!found.ok) return reviewAnswer(scope, request, entry, signedForm(form, entry, request), found.errors)
  await submitDraft(submit, {
    open: entry.open,
    prepared: found.prepared,
    contact: draft.contact,
    person: undefined,
    language: draft.language,
    receivedAt: request.receivedAt,
    scanId: signed.scanId,
    note: (own, made) => noteEntry(own, made, { by: scope.actor, channel: entry.channel, way: signed.way }),
  })
  return seeOther(stepHref(request, entry, '/sent'))
}

type Entered = { readonly by: StaffActor; readonly channel: Entry['channel']; readonly way: string }

/** The audit says in the clerk's own name who entered it, how the person came and how she signed: with the case, or neither is there. */
function noteEntry(
  scope: WriteScope<SystemActor>,
  { authorityId, caseId }: Pick<Submitted, 'authorityId' | 'caseId'>,
  { by, channel, way }: Entered,
): void {
  const detail = { channel, signature: way }
  scope.record('egovernment.case.entered', {
    authorityId,
    subjectId: caseId,
    role: roleAt(by, authorityId),
    detail,
    by,
  })
}

/** A scan stays with the draft, also where something else is still missing. */
async function keepScan(kernel: Kernel, scope: Scope<StaffActor>, request: Request, entry: Entry): Promise<Entry> {
  const fileIds = request.uploads.map(({ id }) => id)
  if (fileIds.length === 0) return entry
  await save(request, entry, entry.draft, 'review', fileIds)
  return readEntry(kernel, scope, request)
}

/** Which scan counts: the one that just came, or the one that came before. */
function scanOf(entry: Entry, form: FormReading, request: Request): FileId | undefined {
  const wanted = request.uploads.at(-1)?.id ?? form.value('scan')
  return entry.open.files.find(({ id }) => id === wanted)?.id
}

/** The form with the scan that is kept, so that the page carries it along. */
function signedForm(form: FormReading, entry: Entry, request: Request): FormReading {
  const scan = scanOf(entry, form, request)
  return scan === undefined ? form : form.with('scan', scan)
}

type Signed = { readonly way: string; readonly isDeclared: boolean; readonly scanId: FileId | undefined }

function readSignature(entry: Entry, form: FormReading, request: Request): Signed | undefined {
  const ways = waysToSign(entry.offer.definition, entry.channel)
  if (ways === 'none') return { way: 'none', isDeclared: false, scanId: undefined }
  const [refused] = request.refusedUploads
  if (refused) form.fail('scan_file', `egovernment.desk.error.file_${refused.reason}`, { name: refused.name })
  const way = form.choice('signature', ways)
  const scan = scanOf(entry, form, request)
  if (way === 'scan' && scan === undefined) form.fail('scan_file', 'egovernment.counter.scan_missing')
  if (way === undefined || !form.isSound) return undefined
  return { way, isDeclared: entry.form.declaration !== undefined, scanId: way === 'scan' ? scan : undefined }
}

async function readSent(kernel: Kernel, submit: SubmitParts, scope: Scope<StaffActor>, request: Request) {
  const entry = await readEntry(kernel, scope, request)
  const { sent } = entry.draft
  const submitted = sent && (await findSubmittedDraft(submit, entry.draft))
  if (!sent || !submitted || scope.now().getTime() - sent.at.getTime() > shownFor) throw new NotFoundError()
  const record = await request.readAs({ kind: 'case', ...sent }, (own) => findCase(own, sent))
  if (!record) throw new NotFoundError()
  return { entry, submitted, record }
}

async function showSent(kernel: Kernel, submit: SubmitParts, scope: Scope<StaffActor>, request: Request) {
  const { entry, submitted, record } = await readSent(kernel, submit, scope, request)
  const isHere = worksAt(scope.actor, record.authorityId)
  const props = { ...deskPage(request), entry, submitted, expectedOn: record.expectedOn, isHere }
  return entryAnswer(scope, request, entry, request.t('egovernment.counter.sent'), <EntrySentPage {...props} />)
}

/** The receipt in the person's language, with the access code on it: the clerk prints it and hands it over. */
async function showReceipt(kernel: Kernel, submit: SubmitParts, scope: Scope<StaffActor>, request: Request) {
  const { submitted, record } = await readSent(kernel, submit, scope, request)
  const actor = { kind: 'case', authorityId: record.authorityId, caseId: record.caseId } as const
  const forPerson = { ...request, language: record.language, t: kernel.translators[record.language] }
  const view = await readCaseView(kernel, forPerson, { actor, record })
  showed(scope, request, record)
  return receiptAnswer(kernel, forPerson, view, { accessCode: submitted.accessCode })
}
