import type { UnitKind } from '#kernel/authorities/authority.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { attachFiles } from '#kernel/files/attach-files.ts'
import type { StoredFile } from '#kernel/files/stored-file.ts'
import { type Answer, json } from '#kernel/http/answers.ts'
import { UnavailableError } from '#kernel/http/errors.ts'
import { post, type Request, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { FormError } from '../forms/form-error.ts'
import type { ServiceOffer } from '../services/service-offer.ts'
import { otherUnitKind } from '../services/unit-kind.ts'
import type { CaseNumbers } from '../submissions/case-numbers.ts'
import { caseParties } from '../submissions/case-parties.ts'
import { filesWithField } from '../submissions/file-fields.ts'
import { createFormContext } from '../submissions/form-context.ts'
import { findInCharge, type Prepared, prepareSubmission } from '../submissions/prepare-submission.ts'
import { createSubmissionLine } from '../submissions/submission-line.ts'
import {
  type AlongWith,
  findSubmitted,
  type IdempotencyKey,
  type SubmitParts,
  type Submitted,
  submitCase,
} from '../submissions/submit-case.ts'
import { type Firm, findFirmByUid, refuseFirm } from './firm.ts'
import { accepted, findOfferOf, readLooseFiles, refuseLowLevel, refuseOtherKeys } from './hand-in.ts'
import { neededKey } from './idempotency-key.ts'
import { invalidAnswers, problemWith, wrongBody } from './problem.ts'
import { isSubmissionBody, type SubmissionBody } from './submission-body.ts'

/** Handing in for programs: files first, then the answers that name them. */
export function submissionRoutes(kernel: Kernel, numbers: CaseNumbers): Route[] {
  const { database, sealing } = kernel
  const submit: SubmitParts = { database, sealing, numbers, line: createSubmissionLine({ database, sealing }) }
  return [
    post(
      '/api/v1/files',
      { permission: 'egovernment.submission.create', body: 'multipart', rateLimit: 30, acceptsCrossSite: true },
      takeFile,
    ),
    post(
      '/api/v1/submissions',
      { permission: 'egovernment.submission.create', body: 'json', rateLimit: 30, acceptsCrossSite: true },
      (scope, request) => takeSubmission(scope, request, kernel, submit),
    ),
  ]
}

function takeFile(_scope: Scope, request: Request): Answer {
  refuseOtherKeys(request)
  const [refused] = request.refusedUploads
  if (refused?.reason === 'busy')
    throw new UnavailableError('too many files are looked at', { userMessage: 'kernel.files.busy' })
  if (refused)
    return problemWith(request, [
      { path: `/${refused.field}`, message: request.t(`egovernment.submissions.error.file_${refused.reason}`) },
    ])
  const [stored, more] = request.uploads
  if (!stored || more)
    return problemWith(request, [{ path: '', message: request.t('egovernment.submissions.error.one_file') }])
  const { id, name, size, type } = stored
  return json({ id, name, size, type }, { status: 201 })
}

async function takeSubmission(scope: Scope, request: Request, kernel: Kernel, parts: SubmitParts): Promise<Answer> {
  refuseOtherKeys(request)
  const body = request.json
  if (!isSubmissionBody(body)) return wrongBody(request, isSubmissionBody.problems(body))
  const { key: apiKey, actor } = request.principal
  const key = neededKey(request, apiKey?.id ?? (actor.kind === 'person' ? actor.partyId : 'public'), body)
  const offer = await findOfferOf(scope, kernel, body)
  refuseLowLevel(request, offer.definition)
  const firm = body.firm && (await findFirmByUid(scope, request, offer, body.firm))
  if (body.firm && !firm) return refuseFirm(request)
  const files = await readLooseFiles(request, kernel, body.answers)
  const context = createFormContext({
    today: request.today,
    language: request.language,
    authorities: kernel.authorities,
    files,
  })
  const prepared = await prepareSubmission(scope, kernel, {
    offer,
    answers: body.answers,
    context,
    language: request.language,
    mayGoElsewhere: false,
  })
  if (!prepared.ok)
    return repeatOrRefuse(scope, request, kernel, {
      key,
      offer,
      other: otherUnitKind(offer.definition, body.answers, context),
      errors: prepared.errors,
      isForFirm: firm !== undefined,
    })
  if (!body.contact && offer.definition.contact === 'required') {
    return problemWith(request, [{ path: '/contact', message: request.t('egovernment.submissions.error.contact') }])
  }
  const submitted = await submit(request, parts, { body, key, prepared: prepared.prepared, files, firm })
  return accepted(kernel, submitted, firm !== undefined)
}

type Submission = {
  body: SubmissionBody
  key: IdempotencyKey
  prepared: Prepared
  files: readonly StoredFile[]
  firm: Firm | undefined
}

function submit(
  request: Request,
  submitParts: SubmitParts,
  { body, key, prepared, files, firm }: Submission,
): Promise<Submitted> {
  const { actor } = request.principal
  const { fileFields, ...parts } = prepared
  const taken: AlongWith = (scope, made) =>
    attachFiles(scope, {
      ids: [...fileFields.keys()],
      owner: { kind: 'case', authorityId: prepared.authority.id, id: made.caseId },
      key: made.key,
    })
  return submitCase(
    submitParts,
    {
      ...parts,
      files: filesWithField(files, fileFields),
      contact: body.contact,
      // Without a key anybody could have mail sent to anybody: first the address is confirmed.
      isContactConfirmed: request.principal.key !== undefined,
      applicantName: firm?.name || prepared.applicantName,
      parties: caseParties(actor.kind === 'person' ? actor : undefined, firm),
      channel: 'api',
      sentByKey: request.principal.key?.id,
      language: body.contact?.language ?? request.language,
      receivedAt: request.receivedAt,
      key,
    },
    fileFields.size > 0 ? taken : undefined,
  )
}

type Refused = {
  key: IdempotencyKey
  offer: ServiceOffer
  other: UnitKind | undefined
  errors: readonly FormError[]
  isForFirm: boolean
}

/** A repeated submission names files that belong to its case by now: it gets the first answer again, not an error. */
async function repeatOrRefuse(
  scope: Scope,
  request: Request,
  kernel: Kernel,
  { key, offer, other, errors, isForFirm }: Refused,
): Promise<Answer> {
  const { authorityId } = await findInCharge(scope, offer, other)
  const before = await findSubmitted(kernel, authorityId, key)
  return before ? accepted(kernel, before, isForFirm) : invalidAnswers(request, errors)
}
