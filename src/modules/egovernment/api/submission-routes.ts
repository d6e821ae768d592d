import { createHash } from 'node:crypto'
import type { UnitKind } from '#kernel/authorities/authority.ts'
import { systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { attachFiles } from '#kernel/files/attach-files.ts'
import { findLooseFiles } from '#kernel/files/find-loose-files.ts'
import type { StoredFile } from '#kernel/files/stored-file.ts'
import { type Answer, json } from '#kernel/http/answers.ts'
import { BadRequestError, ForbiddenError } from '#kernel/http/errors.ts'
import { post, type Request, type Route } from '#kernel/http/route.ts'
import { hasLevel } from '#kernel/identity/require-level.ts'
import { isUuid, slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { isRecord } from '../forms/form.ts'
import type { FormError } from '../forms/form-error.ts'
import { findOfferToday } from '../services/catalogue.ts'
import type { ServiceOffer } from '../services/service-offer.ts'
import { otherUnitKind } from '../services/unit-kind.ts'
import type { CaseNumbers } from '../submissions/case-numbers.ts'
import { contentHash } from '../submissions/content-hash.ts'
import { filesWithField } from '../submissions/file-fields.ts'
import { createFormContext } from '../submissions/form-context.ts'
import { findInCharge, NotOfferedError, type Prepared, prepareSubmission } from '../submissions/prepare-submission.ts'
import { SubmissionLine } from '../submissions/submission-line.ts'
import {
  type AlongWith,
  findSubmitted,
  type SubmitParts,
  type Submitted,
  submitCase,
} from '../submissions/submit-case.ts'
import { invalidAnswers, problemWith } from './problem.ts'
import { isSubmissionBody, type SubmissionBody } from './submission-body.ts'

const writeScope = 'submissions.write'

/** Handing in for programs: files first, then the answers that name them. */
export function submissionRoutes(kernel: Kernel, numbers: CaseNumbers): Route[] {
  const { database, sealing } = kernel
  const submit: SubmitParts = { database, sealing, numbers, line: new SubmissionLine({ database, sealing }) }
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
  if (!isSubmissionBody(body)) {
    return problemWith(
      request,
      isSubmissionBody
        .problems(body)
        .map(({ path }) => ({ path, message: request.t('egovernment.submissions.error.body') })),
    )
  }
  const key = idempotencyKey(request, body)
  const offer = await findOfferOf(scope, kernel, body)
  // A program with a key has made sure itself of who hands in; nobody else has.
  if (!request.principal.key && !hasLevel(request.principal, offer.definition.identityLevel)) {
    throw new ForbiddenError('a sign-in is needed', { userMessage: 'egovernment.submissions.error.level' })
  }
  const files = await readFiles(request, kernel, body)
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
    })
  if (!body.contact && offer.definition.contact === 'required') {
    return problemWith(request, [{ path: '/contact', message: request.t('egovernment.submissions.error.contact') }])
  }
  const submitted = await submit(request, parts, { body, key, prepared: prepared.prepared, files })
  return accepted(kernel, submitted)
}

type Submission = { body: SubmissionBody; key: IdempotencyKey; prepared: Prepared; files: readonly StoredFile[] }
type IdempotencyKey = { hash: Buffer; bodyHash: Buffer }

function submit(
  request: Request,
  submitParts: SubmitParts,
  { body, key, prepared, files }: Submission,
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
      parties: actor.kind === 'person' ? [{ partyId: actor.partyId, role: 'applicant' }] : [],
      channel: 'api',
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
}

/** A repeated submission names files that belong to its case by now: it gets the first answer again, not an error. */
async function repeatOrRefuse(
  scope: Scope,
  request: Request,
  kernel: Kernel,
  { key, offer, other, errors }: Refused,
): Promise<Answer> {
  const { authorityId } = await findInCharge(scope, offer, other)
  const before = await findSubmitted(kernel, authorityId, key)
  return before ? accepted(kernel, before) : invalidAnswers(request, errors)
}

function accepted(kernel: Kernel, { number, accessCode, receivedAt }: Submitted): Answer {
  const url = `${kernel.settings.origin}/cases/${number}`
  return json(
    { number, accessCode, url, receivedAt: receivedAt.toISOString() },
    { status: 201, headers: { location: url } },
  )
}

/** A key that may do other things does not hand in. */
function refuseOtherKeys({ principal }: Request): void {
  if (principal.key && !principal.key.scopes.includes(writeScope))
    throw new ForbiddenError('the key lacks submissions.write')
}

/** The key is bound to whoever sends it, so that two programs may use the same text. */
function idempotencyKey(request: Request, body: SubmissionBody): IdempotencyKey {
  const text = request.header('idempotency-key')
  if (!text || text.length > 200) {
    throw new BadRequestError('an Idempotency-Key of 1 to 200 characters is needed', {
      userMessage: 'egovernment.submissions.error.key_needed',
    })
  }
  const { key, actor } = request.principal
  const owner = key?.id ?? (actor.kind === 'person' ? actor.partyId : 'public')
  return { hash: createHash('sha256').update(`${owner}\n${text}`).digest(), bodyHash: contentHash(body) }
}

async function findOfferOf(scope: Scope, kernel: Kernel, body: SubmissionBody): Promise<ServiceOffer> {
  const authorityId = slug<'authority'>(body.authority)
  const offer = kernel.authorities.has(authorityId)
    ? await findOfferToday(scope, slug<'service'>(body.service), authorityId)
    : undefined
  if (!offer) throw new NotOfferedError(body.service, authorityId)
  return offer
}

/** The files that the answers name anywhere, as the store knows them. */
async function readFiles(request: Request, kernel: Kernel, body: SubmissionBody): Promise<readonly StoredFile[]> {
  const ids = [...new Set(idsIn(body.answers))]
  if (ids.length === 0) return []
  return request.readAs(systemActor('submission'), (scope) => findLooseFiles(scope, kernel.sealing, ids.slice(0, 100)))
}

function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return isUuid<'file'>(value) ? [value] : []
  if (Array.isArray(value)) return value.flatMap(idsIn)
  return isRecord(value) ? Object.values(value).flatMap(idsIn) : []
}
