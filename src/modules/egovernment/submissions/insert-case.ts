import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { uuid } from '#kernel/ids.ts'
import type { DataKey, Sealing } from '#kernel/sealing/sealing.ts'
import { insertSubjectKeys, newSubjectKey, type SubjectKeyRow } from '#kernel/sealing/sealing-keys.ts'
import { hashAccessCode, newAccessCode } from '../cases/access-code.ts'
import { dueDay } from '../cases/case.ts'
import type { CaseNumber } from '../cases/case-number.ts'
import { knowParty } from '../cases/know-party.ts'
import { contentHash } from './content-hash.ts'
import { insertSubmissions, type SubmissionRows } from './insert-submission.ts'
import { searchTokens } from './search-tokens.ts'
import type { AlongWith, SealedSubmission, Submitted, ToSubmit } from './submit-case.ts'

export type Numbered = { readonly input: ToSubmit; readonly number: CaseNumber }

export const sealedSubmissionVersion = 1
const keyLifeDays = 30

/** Makes one case, together with what else belongs into its transaction. */
export async function insertCase(
  scope: WriteScope<SystemActor>,
  sealing: Sealing,
  numbered: Numbered,
  alongWith: AlongWith | undefined,
): Promise<Submitted> {
  const made = makeCase(scope, sealing, numbered)
  insertSubjectKeys(scope, [made.keyRow])
  await alongWith?.(scope, { caseId: made.submitted.caseId, key: made.key })
  insertSubmissions(scope, [made.rows])
  return made.submitted
}

/** Makes several cases in one transaction, with as many statements as for one. */
export function insertCases(
  scope: WriteScope<SystemActor>,
  sealing: Sealing,
  numbered: readonly Numbered[],
): readonly Submitted[] {
  const made = numbered.map((one) => makeCase(scope, sealing, one))
  insertSubjectKeys(
    scope,
    made.map(({ keyRow }) => keyRow),
  )
  insertSubmissions(
    scope,
    made.map(({ rows }) => rows),
  )
  return made.map(({ submitted }) => submitted)
}

type Made = { key: DataKey; keyRow: SubjectKeyRow; rows: SubmissionRows; submitted: Submitted }

function makeCase(scope: WriteScope<SystemActor>, sealing: Sealing, { input, number }: Numbered): Made {
  const authorityId = input.authority.id
  const caseId = uuid<'case'>(v7())
  const accessCode = newAccessCode()
  const { key, row: keyRow } = newSubjectKey(sealing, { authorityId, subjectId: caseId })
  const submitted = { authorityId, caseId, number, accessCode, receivedAt: input.receivedAt }
  for (const { partyId } of input.parties) knowParty(scope, { authorityId, partyId })
  scope.record('egovernment.case.received', {
    authorityId,
    subjectId: caseId,
    partyIds: input.parties.map(({ partyId }) => partyId),
    detail: {
      channel: input.channel,
      ...(input.enteredBy && { enteredBy: input.enteredBy }),
      ...(input.sentByKey && { sentByKey: input.sentByKey }),
    },
  })
  scope.announce('egovernment.case_received', { authorityId, payload: { caseId } })
  return { key, keyRow, rows: submissionRows(scope, input, submitted, key), submitted }
}

function submissionRows(
  scope: WriteScope,
  input: ToSubmit,
  { caseId, number, accessCode }: Submitted,
  key: DataKey,
): SubmissionRows {
  const sealed: SealedSubmission = {
    salt: randomBytes(16).toString('hex'),
    number,
    receivedAt: input.receivedAt.toISOString(),
    versionId: input.service.versionId,
    applicantName: input.applicantName,
    contact: input.contact ?? null,
    answers: input.answers,
    files: input.files,
  }
  const answer = JSON.stringify({ number, accessCode, receivedAt: input.receivedAt.toISOString() })
  return {
    facts: {
      authority_id: input.authority.id,
      case_id: caseId,
      number,
      service_id: input.service.id,
      version_id: input.service.versionId,
      unit_id: input.unitId,
      applicant_name: input.applicantName,
      subject: input.service.title,
      channel: input.channel,
      entered_by: input.enteredBy ?? null,
      language: input.language,
      received_at: input.receivedAt,
      due_on: dueDay(input.receivedAt, input.service.targetDays),
      content_hash: hex(contentHash(sealed)),
      payload_version: sealedSubmissionVersion,
      sealed_answers: hex(key.seal('answers', JSON.stringify(sealed))),
      event_id: v7(),
      code_id: v7(),
      code_hash: hex(hashAccessCode(accessCode)),
      key_hash: hex(input.key.hash),
      body_hash: hex(input.key.bodyHash),
      sealed_answer: hex(key.seal('submission-answer', answer)),
      key_expires_at: new Date(scope.now().getTime() + keyLifeDays * 86_400_000),
      tokens: searchTokens(input.applicantName, input.contact?.email),
      participants: input.participants.filter((id) => id !== input.authority.id),
    },
    parties: partiesOf(input, key),
    files: input.files.map(({ id, field }) => ({ file_id: id, field })),
  }
}

/** A guest is an applicant without a party; the contact is sealed beside the one who is written to. */
function partiesOf(input: ToSubmit, key: DataKey): SubmissionRows['parties'] {
  const sealedContact = input.contact ? hex(key.seal('contact', JSON.stringify(input.contact))) : null
  const parties = input.parties.length > 0 ? input.parties : [{ partyId: null, role: 'applicant' as const }]
  return parties.map(({ partyId, role }, index) => ({
    id: v7(),
    party_id: partyId,
    role,
    sealed_contact: index === 0 ? sealedContact : null,
    contact_confirmed: input.isContactConfirmed,
  }))
}

/** Bytes as PostgreSQL reads them out of JSON. */
function hex(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`
}
