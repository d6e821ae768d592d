import type { SystemActor } from '#kernel/db/actor.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { statement } from '#kernel/db/transaction.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'

/** The rows of a new case. Bytes are in PostgreSQL's hex form, as they travel in JSON. */
export type SubmissionRows = {
  readonly facts: {
    authority_id: string
    case_id: string
    number: string
    service_id: string
    version_id: string
    unit_id: string | null
    applicant_name: string
    subject: string
    channel: string
    /** The clerk who entered it; null where people or programs handed it in. */
    entered_by: string | null
    language: string
    received_at: Date
    due_on: IsoDate
    content_hash: string
    payload_version: number
    sealed_answers: string
    event_id: string
    code_id: string
    code_hash: string
    key_hash: string
    body_hash: string
    sealed_answer: string
    key_expires_at: Date
    tokens: readonly string[]
    participants: readonly string[]
  }
  readonly parties: readonly {
    id: string
    party_id: string | null
    role: string
    sealed_contact: string | null
    contact_confirmed: boolean
  }[]
  readonly files: readonly { file_id: string; field: string }[]
}

// One statement with an unchanging text for the rows of any number of cases: handing in is the path that must carry thousands a second, and
// building, sending and answering single statements takes longer than inserting the rows.
const insertRows = `with
  given as materialized (select * from jsonb_to_recordset($1) as r(authority_id text, case_id uuid, number text, service_id text,
    version_id uuid, unit_id text, applicant_name text, subject text, channel text, entered_by uuid, language text, received_at timestamptz, due_on date,
    content_hash bytea, payload_version int, sealed_answers bytea, event_id uuid, code_id uuid, code_hash bytea, key_hash bytea,
    body_hash bytea, sealed_answer bytea, key_expires_at timestamptz, tokens text[], participants text[])),
  new_cases as (insert into egovernment.cases (authority_id, id, number, service_id, version_id, unit_id, applicant_name, subject, channel,
      language, received_at, due_on, expected_on, updated_at, content_hash)
    select authority_id, case_id, number, service_id, version_id, unit_id, applicant_name, subject, channel, language, received_at, due_on,
      due_on, received_at, content_hash from given),
  answers as (insert into egovernment.case_answers (authority_id, case_id, payload_version, sealed)
    select authority_id, case_id, payload_version, sealed_answers from given),
  history as (insert into egovernment.case_events (authority_id, case_id, id, type, at, actor_kind, staff_id, visible_to_applicant, params)
    select authority_id, case_id, event_id, 'received', received_at, 'system', entered_by, true, jsonb_build_object('channel', channel) from given),
  parties as (insert into egovernment.case_parties (authority_id, case_id, id, party_id, role, channel, sealed_contact, contact_confirmed, added_at,
      service_id)
    select g.authority_id, g.case_id, p.id, p.party_id, p.role, g.channel, p.sealed_contact, p.contact_confirmed, g.received_at, g.service_id
    from jsonb_to_recordset($2) as p(case_id uuid, id uuid, party_id uuid, role text, sealed_contact bytea, contact_confirmed boolean)
    join given g using (case_id)),
  codes as (insert into egovernment.case_access_codes (authority_id, case_id, id, hash, created_at)
    select authority_id, case_id, code_id, code_hash, received_at from given),
  tokens as (insert into egovernment.case_tokens (authority_id, token, case_id) select authority_id, unnest(tokens), case_id from given),
  files as (insert into egovernment.case_files (authority_id, case_id, file_id, role, field, at)
    select g.authority_id, g.case_id, f.file_id, 'answer', f.field, g.received_at
    from jsonb_to_recordset($3) as f(case_id uuid, file_id uuid, field text) join given g using (case_id)),
  participants as (insert into egovernment.case_participants (authority_id, case_id, participant_authority_id, added_at)
    select authority_id, case_id, unnest(participants), received_at from given)
  insert into egovernment.submission_keys (authority_id, key_hash, body_hash, case_id, sealed_answer, created_at, expires_at)
  select authority_id, key_hash, body_hash, case_id, sealed_answer, received_at, key_expires_at from given`

/** Sends all rows of new cases at once, without waiting. */
export function insertSubmissions(scope: WriteScope<SystemActor>, cases: readonly SubmissionRows[]): void {
  const values = [
    jsonb(cases.map(({ facts }) => facts)),
    jsonb(cases.flatMap(({ facts, parties }) => parties.map((one) => ({ case_id: facts.case_id, ...one })))),
    jsonb(cases.flatMap(({ facts, files }) => files.map((one) => ({ case_id: facts.case_id, ...one })))),
  ]
  scope.write({ compile: () => statement(insertRows, values) })
}
