import { Type } from 'typebox'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, type FileId, type PartyId, type StaffId, slug, type UnitId, uuid } from '#kernel/ids.ts'
import type { DataKey } from '#kernel/sealing/sealing.ts'
import { validatorOf } from '#kernel/validator.ts'
import { isRecord } from '../forms/form.ts'
import type { SealedSubmission } from '../submissions/submit-case.ts'
import { type ClosureReason, closureReasons, type Outcome, outcomes } from './case.ts'
import { openCaseKey, type Sealer } from './case-key.ts'
import { type CaseRef, dayOf } from './case-record.ts'
import { type CorrectionOffer, listCorrectionOffers } from './correction-offers.ts'
import type { DecisionText } from './decide-case.ts'
import { type CaseEventType, caseEventTypes } from './tell-case.ts'

/** Everything about one case that this actor may see, opened: what a case page shows. */
export type CaseDetails = {
  /** What counts now: as it was handed in, or as it was corrected last. */
  readonly submission: SealedSubmission
  /** As it was handed in. */
  readonly original: SealedSubmission
  readonly corrections: readonly CaseCorrection[]
  readonly offers: readonly CorrectionOffer[]
  readonly events: readonly CaseEvent[]
  readonly messages: readonly CaseMessage[]
  readonly questions: readonly CaseQuestion[]
  readonly decisions: readonly CaseDecision[]
  readonly closures: readonly CaseClosure[]
  readonly files: readonly CaseFile[]
}

/** Reads a case in one go. Throws `CaseErasedError` when it has been erased. */
export async function readCaseDetails(scope: Scope, sealer: Sealer, ref: CaseRef): Promise<CaseDetails> {
  const key = await openCaseKey(scope, sealer, ref)
  const [original, corrections, offers, events, messages, questions, decisions, closures, files] = await Promise.all([
    readOriginal(scope, key, ref),
    listCorrections(scope, key, ref),
    listCorrectionOffers(scope, key, ref),
    listEvents(scope, ref),
    listMessages(scope, key, ref),
    listQuestions(scope, key, ref),
    listDecisions(scope, key, ref),
    listClosures(scope, key, ref),
    listCaseFiles(scope, ref),
  ])
  const submission = latestVersion(corrections) ?? original
  return { submission, original, corrections, offers, events, messages, questions, decisions, closures, files }
}

const isSealedSubmission = validatorOf(
  Type.Object({
    salt: Type.String(),
    number: Type.String(),
    receivedAt: Type.String(),
    versionId: Type.String(),
    applicantName: Type.String(),
    contact: Type.Union([
      Type.Null(),
      Type.Object({ email: Type.String(), language: Type.Enum(['de', 'fr', 'it', 'en']) }),
    ]),
    answers: Type.Record(Type.String(), Type.Unknown()),
    files: Type.Array(
      Type.Object({
        id: Type.String(),
        field: Type.String(),
        name: Type.String(),
        size: Type.Integer(),
        type: Type.String(),
        sha256: Type.String(),
      }),
    ),
  }),
)

/** What counts now: as it was handed in, or as it was corrected last. */
export async function readSubmission(scope: Scope, key: DataKey, ref: CaseRef): Promise<SealedSubmission> {
  return latestVersion(await listCorrections(scope, key, ref)) ?? readOriginal(scope, key, ref)
}

function latestVersion(corrections: readonly CaseCorrection[]): SealedSubmission | undefined {
  return corrections
    .flatMap(({ version }) => version ?? [])
    .reduce<CorrectedVersion | undefined>((last, one) => (last && last.at > one.at ? last : one), undefined)?.submission
}

/** A version of what was handed in, and its fingerprint. */
export type CorrectedVersion = { readonly at: Date; readonly hash: Buffer; readonly submission: SealedSubmission }

/** A correction that was asked for. */
export type CaseCorrection = {
  readonly id: string
  readonly requestedBy: StaffId
  readonly requestedAt: Date
  readonly answerBy: IsoDate
  /** Ids of the questions. */
  readonly fields: readonly string[]
  readonly request: string
  readonly correctedAt: Date | null
  /** Offered by the applicant, not asked for. */
  readonly isOffered: boolean
  readonly version: CorrectedVersion | undefined
}

/** The corrections of a case, oldest first. */
export async function listCorrections(scope: Scope, key: DataKey, ref: CaseRef): Promise<readonly CaseCorrection[]> {
  const rows = await scope.db
    .selectFrom('egovernment.case_corrections')
    .selectAll()
    .where('authority_id', '=', ref.authorityId)
    .where('case_id', '=', ref.caseId)
    .orderBy('id')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    requestedBy: uuid(row.requested_by),
    requestedAt: row.requested_at,
    answerBy: dayOf(row.answer_by),
    fields: row.fields,
    request: key.openText(`correction-request/${row.id}`, row.sealed_request),
    correctedAt: row.corrected_at,
    isOffered: row.is_offered,
    version:
      row.corrected_at && row.content_hash && row.sealed_answers
        ? {
            at: row.corrected_at,
            hash: row.content_hash,
            submission: openSubmission(key.openText(`answers/${row.id}`, row.sealed_answers)),
          }
        : undefined,
  }))
}

/** What was handed in, as it was sealed. */
async function readOriginal(scope: Scope, key: DataKey, ref: CaseRef): Promise<SealedSubmission> {
  const row = await scope.db
    .selectFrom('egovernment.case_answers')
    .select('sealed')
    .where('authority_id', '=', ref.authorityId)
    .where('case_id', '=', ref.caseId)
    .executeTakeFirstOrThrow()
  return openSubmission(key.openText('answers', row.sealed))
}

export function openSubmission(text: string): SealedSubmission {
  const sealed: unknown = JSON.parse(text)
  if (!isSealedSubmission(sealed)) throw new TypeError('not a sealed submission')
  return { ...sealed, files: sealed.files.map((file) => ({ ...file, id: uuid<'file'>(file.id) })) }
}

export type CaseEvent = {
  readonly id: string
  readonly type: CaseEventType
  readonly at: Date
  readonly actorKind: string
  readonly staffId: StaffId | null
  readonly partyId: PartyId | null
  readonly params: Readonly<Record<string, JsonValue | undefined>>
}

/** The history, oldest first; the applicant's policy leaves out what is internal. */
export async function listEvents(scope: Scope, ref: CaseRef): Promise<readonly CaseEvent[]> {
  const rows = await scope.db
    .selectFrom('egovernment.case_events')
    .select(['id', 'type', 'at', 'actor_kind', 'staff_id', 'party_id', 'params'])
    .where('authority_id', '=', ref.authorityId)
    .where('case_id', '=', ref.caseId)
    .orderBy('id')
    .limit(1_000)
    .execute()
  return rows.flatMap((row) => {
    const { type } = row
    if (!isEventType(type)) return []
    return [{ id: row.id, type, at: row.at, actorKind: row.actor_kind, ...whoOf(row), params: readParams(row.params) }]
  })
}

function isEventType(type: string): type is CaseEventType {
  return Object.hasOwn(caseEventTypes, type)
}

function readParams(params: JsonValue): CaseEvent['params'] {
  return isParams(params) ? params : {}
}

function isParams(params: JsonValue): params is { readonly [key: string]: JsonValue | undefined } {
  return isRecord(params)
}

export type CaseMessage = {
  readonly id: string
  readonly direction: 'in' | 'out'
  readonly at: Date
  readonly staffId: StaffId | null
  readonly partyId: PartyId | null
  readonly text: string
  readonly readAt: Date | null
}

export async function listMessages(scope: Scope, key: DataKey, ref: CaseRef): Promise<readonly CaseMessage[]> {
  const rows = await scope.db
    .selectFrom('egovernment.case_messages')
    .select(['id', 'direction', 'staff_id', 'party_id', 'sealed', 'at', 'read_at'])
    .where('authority_id', '=', ref.authorityId)
    .where('case_id', '=', ref.caseId)
    .orderBy('id')
    .limit(1_000)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    direction: row.direction === 'in' ? 'in' : 'out',
    at: row.at,
    ...whoOf(row),
    text: key.openText(`message/${row.id}`, row.sealed),
    readAt: row.read_at,
  }))
}

export type CaseQuestion = {
  readonly id: string
  readonly askedAt: Date
  readonly answerBy: IsoDate
  readonly question: string
  readonly answer: string | null
  readonly answeredAt: Date | null
}

export async function listQuestions(scope: Scope, key: DataKey, ref: CaseRef): Promise<readonly CaseQuestion[]> {
  const rows = await scope.db
    .selectFrom('egovernment.case_questions')
    .select(['id', 'asked_at', 'answer_by', 'sealed_question', 'sealed_answer', 'answered_at'])
    .where('authority_id', '=', ref.authorityId)
    .where('case_id', '=', ref.caseId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    askedAt: row.asked_at,
    answerBy: dayOf(row.answer_by),
    question: key.openText(`question/${row.id}`, row.sealed_question),
    answer: row.sealed_answer && key.openText(`answer/${row.id}`, row.sealed_answer),
    answeredAt: row.answered_at,
  }))
}

export type CaseDecision = DecisionText & {
  readonly id: string
  readonly outcome: Outcome
  readonly notifiedOn: IsoDate
  readonly decidedAt: Date
  readonly signedBy: StaffId
}

const isDecisionText = validatorOf(
  Type.Object({
    text: Type.String(),
    reasons: Type.Union([Type.String(), Type.Null()]),
    remedies: Type.Union([Type.String(), Type.Null()]),
  }),
)

export async function listDecisions(scope: Scope, key: DataKey, ref: CaseRef): Promise<readonly CaseDecision[]> {
  const rows = await scope.db
    .selectFrom('egovernment.case_decisions')
    .select(['id', 'outcome', 'sealed', 'notified_on', 'decided_at', 'signed_by'])
    .where('authority_id', '=', ref.authorityId)
    .where('case_id', '=', ref.caseId)
    .orderBy('id')
    .execute()
  return rows.map((row) => {
    const words: unknown = JSON.parse(key.openText(`decision/${row.id}`, row.sealed))
    const outcome = outcomes.find((one) => one === row.outcome)
    if (!isDecisionText(words) || !outcome) throw new TypeError('not a decision')
    const { notified_on, decided_at, signed_by } = row
    return {
      id: row.id,
      outcome,
      ...words,
      notifiedOn: dayOf(notified_on),
      decidedAt: decided_at,
      signedBy: uuid(signed_by),
    }
  })
}

export type CaseClosure = {
  readonly id: string
  readonly reason: ClosureReason
  readonly note: string | null
  readonly closedAt: Date
  readonly reopenedAt: Date | null
}

export async function listClosures(scope: Scope, key: DataKey, ref: CaseRef): Promise<readonly CaseClosure[]> {
  const rows = await scope.db
    .selectFrom('egovernment.case_closures')
    .select(['id', 'reason', 'sealed_note', 'closed_at', 'reopened_at'])
    .where('authority_id', '=', ref.authorityId)
    .where('case_id', '=', ref.caseId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    reason: closureReasons.find((reason) => reason === row.reason) ?? 'other',
    note: row.sealed_note && key.openText(`closure/${row.id}`, row.sealed_note),
    closedAt: row.closed_at,
    reopenedAt: row.reopened_at,
  }))
}

export type CaseNote = { readonly id: string; readonly staffId: StaffId; readonly at: Date; readonly text: string }

/** Notes; only staff get any. */
export async function listNotes(scope: Scope, sealer: Sealer, ref: CaseRef): Promise<readonly CaseNote[]> {
  const key = await openCaseKey(scope, sealer, ref)
  const rows = await scope.db
    .selectFrom('egovernment.case_notes')
    .select(['id', 'staff_id', 'sealed', 'at'])
    .where('authority_id', '=', ref.authorityId)
    .where('case_id', '=', ref.caseId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    staffId: uuid(row.staff_id),
    at: row.at,
    text: key.openText(`note/${row.id}`, row.sealed),
  }))
}

export type CaseFile = {
  readonly fileId: FileId
  readonly role: 'answer' | 'message' | 'decision'
  readonly field: string | null
  readonly messageId: string | null
  readonly at: Date
}

/** Which files belong to a case and why; their names are sealed with them (`listFiles` of the kernel). */
export async function listCaseFiles(scope: Scope, ref: CaseRef): Promise<readonly CaseFile[]> {
  const rows = await scope.db
    .selectFrom('egovernment.case_files')
    .select(['file_id', 'role', 'field', 'message_id', 'at'])
    .where('authority_id', '=', ref.authorityId)
    .where('case_id', '=', ref.caseId)
    .orderBy('file_id')
    .execute()
  return rows.map((row) => ({
    fileId: uuid(row.file_id),
    role: row.role === 'message' || row.role === 'decision' ? row.role : 'answer',
    field: row.field,
    messageId: row.message_id,
    at: row.at,
  }))
}

export type CaseParticipant = {
  readonly authorityId: AuthorityId
  readonly unitId: UnitId | null
  readonly since: Date
}

/** The authorities that a case was forwarded to. */
export async function listParticipants(scope: Scope, ref: CaseRef): Promise<readonly CaseParticipant[]> {
  const rows = await scope.db
    .selectFrom('egovernment.case_participants')
    .select(['participant_authority_id', 'participant_unit_id', 'added_at'])
    .where('authority_id', '=', ref.authorityId)
    .where('case_id', '=', ref.caseId)
    .orderBy('added_at')
    .execute()
  return rows.map((row) => ({
    authorityId: slug(row.participant_authority_id),
    unitId: row.participant_unit_id === null ? null : slug(row.participant_unit_id),
    since: row.added_at,
  }))
}

function whoOf(row: { staff_id: string | null; party_id: string | null }): {
  staffId: StaffId | null
  partyId: PartyId | null
} {
  return {
    staffId: row.staff_id === null ? null : uuid(row.staff_id),
    partyId: row.party_id === null ? null : uuid(row.party_id),
  }
}
