import type { SystemActor } from '#kernel/db/actor.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { statement } from '#kernel/db/transaction.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'

/** The rows of a new case. */
export type SubmissionRows = {
  authorityId: string
  caseId: string
  number: string
  serviceId: string
  versionId: string
  unitId: string | null
  applicantName: string
  subject: string
  channel: string
  /** The clerk who entered it; null where people or programs handed it in. */
  enteredBy?: string | null
  language: string
  receivedAt: Date
  dueOn: IsoDate
  contentHash: Buffer
  sealedAnswers: Buffer
  payloadVersion: number
  eventId: string
  /** `sealed_contact` in PostgreSQL's hex form, as it travels in JSON. */
  parties: readonly {
    id: string
    party_id: string | null
    role: string
    sealed_contact: string | null
    contact_confirmed: boolean
  }[]
  codeId: string
  codeHash: Buffer
  keyHash: Buffer
  bodyHash: Buffer
  sealedAnswer: Buffer
  keyExpiresAt: Date
  tokens: readonly string[]
  files: readonly { file_id: string; field: string }[]
  participants: readonly string[]
}

// One statement with an unchanging text instead of nine: handing in is the path that must carry thousands a second, and building,
// sending and answering single statements takes longer than inserting the rows.
const insertRows = `with
  new_case as (insert into egovernment.cases (authority_id, id, number, service_id, version_id, unit_id, applicant_name, subject, channel,
      language, received_at, due_on, expected_on, updated_at, content_hash)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $11, $13)),
  answers as (insert into egovernment.case_answers (authority_id, case_id, payload_version, sealed) values ($1, $2, $14, $15)),
  history as (insert into egovernment.case_events (authority_id, case_id, id, type, at, actor_kind, staff_id, visible_to_applicant, params)
    values ($1, $2, $16, 'received', $11, 'system', $27, true, jsonb_build_object('channel', $9::text))),
  parties as (insert into egovernment.case_parties (authority_id, case_id, id, party_id, role, channel, sealed_contact, contact_confirmed, added_at)
    select $1, $2, r.id, r.party_id, r.role, $9, r.sealed_contact, r.contact_confirmed, $11
    from jsonb_to_recordset($17) as r(id uuid, party_id uuid, role text, sealed_contact bytea, contact_confirmed boolean)),
  code as (insert into egovernment.case_access_codes (authority_id, case_id, id, hash, created_at) values ($1, $2, $18, $19, $11)),
  tokens as (insert into egovernment.case_tokens (authority_id, token, case_id) select $1, unnest($24::text[]), $2),
  files as (insert into egovernment.case_files (authority_id, case_id, file_id, role, field, at)
    select $1, $2, r.file_id, 'answer', r.field, $11 from jsonb_to_recordset($25) as r(file_id uuid, field text)),
  participants as (insert into egovernment.case_participants (authority_id, case_id, participant_authority_id, added_at)
    select $1, $2, unnest($26::text[]), $11)
  insert into egovernment.submission_keys (authority_id, key_hash, body_hash, case_id, sealed_answer, created_at, expires_at)
  values ($1, $20, $21, $2, $22, $11, $23)`

/** Sends all rows of a new case at once, without waiting. */
export function insertSubmission(scope: WriteScope<SystemActor>, rows: SubmissionRows): void {
  scope.write({
    compile: () =>
      statement(insertRows, [
        rows.authorityId,
        rows.caseId,
        rows.number,
        rows.serviceId,
        rows.versionId,
        rows.unitId,
        rows.applicantName,
        rows.subject,
        rows.channel,
        rows.language,
        rows.receivedAt,
        rows.dueOn,
        rows.contentHash,
        rows.payloadVersion,
        rows.sealedAnswers,
        rows.eventId,
        jsonb(rows.parties),
        rows.codeId,
        rows.codeHash,
        rows.keyHash,
        rows.bodyHash,
        rows.sealedAnswer,
        rows.keyExpiresAt,
        rows.tokens,
        jsonb(rows.files),
        rows.participants,
        rows.enteredBy ?? null,
      ]),
  })
}
