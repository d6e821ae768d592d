import { systemActor } from '#kernel/db/actor.ts'
import { listFiles } from '#kernel/files/stored-file.ts'
import type { StoredUpload } from '#kernel/files/upload.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { ConflictError, NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { bodyOf, uploadsOf } from '../apply/form-steps.tsx'
import { contextOf } from '../apply/read-apply.ts'
import { answersToSubmit, checkAnswers } from '../forms/check-answers.ts'
import { shownPrefix } from '../forms/fields.ts'
import { type Answers, declarationId, type Form } from '../forms/form.ts'
import type { FormContext } from '../forms/form-context.ts'
import type { FormError } from '../forms/form-error.ts'
import { readSome } from '../forms/whole-form.ts'
import { receiptAnswer } from '../receipts/receipt-pdf.ts'
import { findVersion } from '../services/queries.ts'
import type { ServiceVersion } from '../services/service-offer.ts'
import { canonicalJson } from '../submissions/content-hash.ts'
import { filesIn, findElsewhere, nameOfApplicant } from '../submissions/prepare-submission.ts'
import { mayDo } from './case.ts'
import { type CaseCorrection, type CaseDetails, readCaseDetails } from './case-details.ts'
import { openCaseKey } from './case-key.ts'
import type { CaseRecord } from './case-record.ts'
import { correctSubmission } from './correct-submission.ts'
import { CorrectionForm, mostNote, offerNote } from './correction-form.tsx'
import { attachToCase, framed } from './follow-routes.tsx'
import { CaseStateError } from './move-case.ts'
import { offerCorrection } from './offer-correction.ts'
import { readCaseView } from './read-case-view.ts'
import { provenFiles, splitFiles, type Unsent, unsentField, withProofs } from './unsent-files.ts'
import { requireActor, requireViewer, type Viewer, writeAsViewer } from './viewer.ts'

/** Correcting what was handed in, on the applicant's side. */
export function correctionRoutes(kernel: Kernel): Route[] {
  const path = '/cases/:number/corrections/:correction'
  const offer = '/cases/:number/correction-offer'
  const act = { permission: 'egovernment.case.take_part', body: 'multipart' } as const
  return [
    get(offer, { permission: 'egovernment.case.follow' }, (_scope, request) => showForm(kernel, request)),
    post(offer, act, (_scope, request) => takeForm(kernel, request)),
    get(path, { permission: 'egovernment.case.follow' }, (_scope, request) => showForm(kernel, request)),
    post(path, act, (_scope, request) => takeForm(kernel, request)),
    get(`${path}/receipt`, { permission: 'egovernment.case.follow' }, (_scope, request) =>
      showReceipt(kernel, request),
    ),
  ]
}

type Correcting = {
  readonly viewer: Viewer
  readonly details: CaseDetails
  readonly version: ServiceVersion
  readonly form: Form
  /** Undefined where she offers it unasked. */
  readonly asked: CaseCorrection | undefined
  /** What came with this post, whole or in parts before it. */
  readonly uploads: readonly StoredUpload[]
  /** What its answers may name. */
  readonly files: readonly NamedFile[]
  /** Those of them that came with this form and are not handed in yet. */
  readonly unsent: readonly Unsent<NamedFile>[]
  readonly context: FormContext
}

type NamedFile = Pick<StoredUpload, 'id' | 'name' | 'size' | 'type' | 'sha256'>

/** The correction of the address, with what its form needs. */
async function readCorrecting(kernel: Kernel, request: Request): Promise<Correcting> {
  const viewer = await requireActor(request)
  const { actor, record } = viewer
  const { details, version, key } = await request.readAs(actor, async (scope) => ({
    details: await readCaseDetails(scope, kernel, record),
    version: await findVersion(scope, record.versionId),
    key: await openCaseKey(scope, kernel, record),
  }))
  if (!version) throw new NotFoundError()
  const asked = findAsked(request, details, record)
  const owner = { kind: 'case', authorityId: record.authorityId, id: record.caseId } as const
  const stored = await request.readAs(systemActor('case-files'), (scope) =>
    listFiles(scope, kernel.sealing, { owner, key }),
  )
  const uploads = await uploadsOf(kernel, request)
  // Only what she may see: what the authority has not sent is none of hers to name.
  const { sent, unsent: waiting } = splitFiles(stored, details.files)
  const proven = provenFiles(withProofs(kernel.sealing, record, 'applicant', waiting), request.form.all(unsentField))
  const unsent = [...proven, ...withProofs(kernel.sealing, record, 'applicant', uploads)]
  const files = [...sent, ...unsent]
  const context = contextOf(kernel, request, files)
  return { viewer, details, version, form: version.definition.form, asked, uploads, files, unsent, context }
}

/** The correction that was asked for; undefined on the page where one is offered. Throws 409 for what is not to be corrected now. */
function findAsked(
  { params }: Request,
  { corrections, offers }: CaseDetails,
  { status }: CaseRecord,
): CaseCorrection | undefined {
  if (params.correction === undefined) {
    if (!mayDo('applicant', 'offer_correction', status)) throw new CaseStateError('offer_correction', status)
    if (offers.some(({ isAccepted }) => isAccepted === null))
      throw new ConflictError('one is open', { userMessage: 'egovernment.cases.error.correction_offered' })
    return undefined
  }
  const asked = corrections.find(({ id }) => id === params.correction)
  if (!asked) throw new NotFoundError()
  if (asked.correctedAt || !mayDo('applicant', 'correct', status))
    throw new ConflictError('not to be corrected now', { userMessage: 'egovernment.cases.error.correction_made' })
  return asked
}

async function showForm(kernel: Kernel, request: Request): Promise<Answer> {
  const found = await readCorrecting(kernel, request)
  return formAnswer(request, found, idsOf(found))
}

type Again = { readonly values: URLSearchParams; readonly errors: readonly FormError[] }

function formAnswer(
  request: Request,
  { viewer, details, version, form, asked, unsent, context }: Correcting,
  ids: ReadonlySet<string> | undefined,
  again?: Again,
  status = 200,
): Answer {
  const { t, language, href } = request
  const { number } = viewer.record
  const body = (
    <CorrectionForm
      {...{ number, asked, form, ids, again, unsent, context, t }}
      note={request.form.get('offer_note') ?? ''}
      service={textIn(version.definition.title, language)}
      answers={details.submission.answers}
      backHref={href(`/cases/${number}`)}
    />
  )
  return framed(
    request,
    `${t(asked ? 'egovernment.correction.title' : 'egovernment.correction.offer')} – ${number}`,
    body,
    status,
  )
}

/** The questions that are asked again; undefined: all. */
function idsOf({ asked }: Correcting): ReadonlySet<string> | undefined {
  return asked && new Set(asked.fields)
}

/** Those of the request, and those that its answers opened on the page before. */
function shownIds(found: Correcting, values: URLSearchParams): ReadonlySet<string> | undefined {
  const ids = idsOf(found)
  if (!ids) return undefined
  const shown = [...values.keys()].flatMap((name) =>
    name.startsWith(shownPrefix) ? [name.slice(shownPrefix.length)] : [],
  )
  return new Set([...ids, ...shown.filter((name) => !name.includes('.'))])
}

async function takeForm(kernel: Kernel, request: Request): Promise<Answer> {
  const found = await readCorrecting(kernel, request)
  const { viewer, details, form, uploads, context } = found
  await attachToCase(
    kernel,
    request,
    viewer,
    uploads.map(({ id }) => id),
  )
  const body = bodyOf({ ...request, uploads })
  const ids = shownIds(found, body.values)
  const before: Answers = { ...details.submission.answers, [declarationId]: undefined }
  const reading = readSome(form, before, body, context, { ...(ids && { ids }), withDeclaration: true })
  if (!reading.ok) return formAnswer(request, found, ids, reading, reading.reason === 'errors' ? 422 : 200)
  const answers = withoutMissing(reading.answers)
  const errors = checkAnswers(form, answers, context)
  if (errors.length > 0) {
    const more = ids && new Set([...ids, ...errors.map(({ path }) => path.split('/')[1] ?? '')])
    return formAnswer(request, found, more, { values: body.values, errors }, 422)
  }
  const kept = answersToSubmit(form, answers, context)
  const wrong = found.asked ? undefined : findWrongOffer(request, found, kept)
  if (wrong) return formAnswer(request, found, ids, { values: body.values, errors: [wrong] }, 422)
  await take(kernel, request, found, kept)
  const done = found.asked ? 'corrected' : 'offered'
  return seeOther(toDone(request.href(`/cases/${viewer.record.number}?done=${done}`)))
}

/** An offer says why, and changes something. */
function findWrongOffer({ form }: Request, { details }: Correcting, answers: Answers): FormError | undefined {
  const note = (form.get('offer_note') ?? '').trim()
  if (note === '' || note.length > mostNote)
    return { path: `/${offerNote}`, message: { key: 'egovernment.correction.error.note', values: { most: mostNote } } }
  const withoutDeclaration = (all: Answers) => canonicalJson({ ...all, [declarationId]: null })
  const isSame = withoutDeclaration(answers) === withoutDeclaration(details.submission.answers)
  return isSame ? { path: `/${offerNote}`, message: { key: 'egovernment.correction.error.same' } } : undefined
}

function withoutMissing(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== undefined))
}

async function take(kernel: Kernel, request: Request, found: Correcting, answers: Answers): Promise<void> {
  const { viewer, details, version, form, asked, context, files } = found
  const { actor, record } = viewer
  const before = details.submission
  const known = new Map(files.map((file) => [String(file.id), file]))
  const named = [...filesIn(form, answers, context)].flatMap(([id, field]) => {
    const file = known.get(id)
    if (!file) return []
    const { name, size, type, sha256 } = file
    return [{ id: file.id, field, name, size, type, sha256 }]
  })
  // The name of an account stays; the one that was typed is corrected with the rest.
  const [oldName, newName] = [before.answers, answers].map((one) => nameOfApplicant(form, one, context))
  const applicantName = oldName === before.applicantName && newName !== oldName ? newName : undefined
  const elsewhere = await request.readAs(actor, (scope) =>
    findElsewhere(scope, kernel, { version, inChargeNow: record.authorityId, answers, context }),
  )
  const { authorityId, caseId } = record
  const correction = { authorityId, caseId, answers, applicantName, elsewhere, files: named }
  await writeAsViewer(request, viewer, async (scope) => {
    if (asked) await correctSubmission(scope, kernel, { ...correction, correctionId: asked.id })
    else await offerCorrection(scope, kernel, { ...correction, note: request.form.get(offerNote) ?? '' })
  })
}

/** A further receipt, for the answers as they are since this correction. */
async function showReceipt(kernel: Kernel, request: Request): Promise<Answer> {
  const viewer = await requireViewer(request)
  const view = await readCaseView(kernel, request, viewer)
  const correction = view.details.corrections.find(({ id }) => id === request.params.correction)
  if (!correction?.version) throw new NotFoundError()
  return receiptAnswer(kernel, request, view, { version: correction.version })
}
