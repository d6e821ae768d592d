import { type AccessToCase, listAccesses } from '#kernel/audit/list-accesses.ts'
import { systemActor } from '#kernel/db/actor.ts'
import { listFiles, type StoredFile } from '#kernel/files/stored-file.ts'
import type { Request } from '#kernel/http/route.ts'
import { swissDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { Answers } from '../forms/form.ts'
import { type ReviewRow, reviewRows } from '../forms/review-rows.ts'
import { findVersion } from '../services/queries.ts'
import { createFormContext } from '../submissions/form-context.ts'
import { mayDo, type NextStep, nextStep } from './case.ts'
import { type CaseCorrection, type CaseDetails, readCaseDetails } from './case-details.ts'
import { openCaseKey } from './case-key.ts'
import type { CaseRecord } from './case-record.ts'
import { type ForwardedTo, findForwardedTo } from './forwarded-to.ts'
import { mayAct, type Viewer } from './viewer.ts'

/** Everything the applicant's page of a case shows. */
export type CaseView = {
  readonly record: CaseRecord
  readonly details: CaseDetails
  readonly service: string
  readonly authority: string
  readonly next: NextStep
  readonly answers: readonly ReviewRow[]
  /** The same for the answers of another version. */
  readonly answersOf: (answers: Answers) => readonly ReviewRow[]
  readonly files: readonly StoredFile[]
  readonly accesses: readonly AccessToCase[]
  readonly forwardedTo: ForwardedTo
  /** Signed in, but here by the code: the case can be put among one's own. */
  readonly canClaim: boolean
  /** A mandate to read the cases of a firm is not one to answer in its name. */
  readonly mayAct: boolean
  /** Corrections that she is asked for and can make now. */
  readonly openCorrections: readonly CaseCorrection[]
}

export async function readCaseView(kernel: Kernel, request: Request, viewer: Viewer): Promise<CaseView> {
  const { actor, record } = viewer
  const { authorityId, caseId } = record
  const { t, language, today } = request
  const { details, version, key } = await request.readAs(actor, async (scope) => ({
    details: await readCaseDetails(scope, kernel, record),
    version: await findVersion(scope, record.versionId),
    key: await openCaseKey(scope, kernel, record),
  }))
  const [files, accesses, forwardedTo] = await Promise.all([
    request.readAs(systemActor('case-files'), (scope) =>
      listFiles(scope, kernel.sealing, { owner: { kind: 'case', authorityId, id: caseId }, key }),
    ),
    request.readAs(systemActor('accesses'), (scope) => listAccesses(scope, { authorityId, caseId })),
    request.readAs(actor, (scope) => findForwardedTo(scope, kernel, record, details.events, language)),
  ])
  const visible = new Set<string>(details.files.map(({ fileId }) => fileId))
  const own = files.filter(({ id }) => visible.has(id))
  const form = version?.definition.form
  const submittedOn = swissDate(record.receivedAt)
  const context = createFormContext({ today: submittedOn, language, authorities: kernel.authorities, files: own })
  const question = details.questions.find(({ answeredAt }) => answeredAt === null)
  const correction = details.corrections.find(({ correctedAt }) => correctedAt === null)
  const answersOf = (answers: Answers) => (form ? reviewRows(form, answers, t, context) : [])
  return {
    record,
    details,
    service: version ? textIn(version.definition.title, language) : record.subject,
    authority: kernel.authorities.nameOf(authorityId, language),
    next: nextStep({ ...record, answerBy: question?.answerBy ?? correction?.answerBy ?? undefined, today }),
    answers: answersOf(details.submission.answers),
    answersOf,
    files: own,
    forwardedTo,
    accesses: accesses.filter(({ by }) => by === 'staff'),
    mayAct: await mayAct(request, viewer),
    openCorrections: mayDo('applicant', 'correct', record.status)
      ? details.corrections.filter(({ correctedAt }) => correctedAt === null)
      : [],
    canClaim: request.principal.actor.kind === 'person' && actor.kind === 'case',
  }
}
