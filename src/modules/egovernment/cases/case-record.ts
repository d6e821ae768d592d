import type { Selectable } from 'kysely'
import type { EgovernmentCases } from '#kernel/db/schema.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { isLanguage, type Language } from '#kernel/i18n/language.ts'
import {
  type AuthorityId,
  type CaseId,
  type ServiceId,
  type StaffId,
  slug,
  type UnitId,
  uuid,
  type VersionId,
} from '#kernel/ids.ts'
import { type CaseStatus, type Channel, channels, isCaseStatus } from './case.ts'
import { asNumber, type CaseNumber } from './case-number.ts'

/** Which case: keys and joins are always both. */
export type CaseRef = { readonly authorityId: AuthorityId; readonly caseId: CaseId }

/** A case as its row says it. */
export type CaseRecord = CaseRef & {
  readonly number: CaseNumber
  readonly serviceId: ServiceId
  readonly versionId: VersionId
  readonly unitId: UnitId | null
  readonly status: CaseStatus
  /** Empty for a case without a name, and after erasing. */
  readonly applicantName: string
  readonly subject: string
  readonly channel: Channel
  readonly language: Language
  readonly receivedAt: Date
  readonly dueOn: IsoDate
  readonly expectedOn: IsoDate
  /** The first day by which the applicant is to answer, while the authority waits for that. */
  readonly answerBy: IsoDate | null
  readonly assignedTo: StaffId | null
  readonly updatedAt: Date
  /** SHA-256 of what was handed in. */
  readonly contentHash: Buffer
  /** Whether the applicant wrote something that no one at the desk has opened. */
  readonly hasUnread: boolean
  readonly isHeld: boolean
  readonly isErased: boolean
}

/** What a list tells of a case. */
export type CaseLine = Pick<
  CaseRecord,
  | 'authorityId'
  | 'caseId'
  | 'number'
  | 'serviceId'
  | 'unitId'
  | 'status'
  | 'applicantName'
  | 'channel'
  | 'receivedAt'
  | 'dueOn'
  | 'assignedTo'
>

/** The columns of a line: half of a row's, and reading fifty rows is most of the work of a list. */
export const lineColumns = [
  'authority_id',
  'id',
  'number',
  'service_id',
  'unit_id',
  'status',
  'applicant_name',
  'channel',
  'received_at',
  'due_on',
  'assigned_to',
] as const

export function caseLine(row: Pick<Selectable<EgovernmentCases>, (typeof lineColumns)[number]>): CaseLine {
  return {
    authorityId: slug(row.authority_id),
    caseId: uuid(row.id),
    number: asNumber(row.number),
    serviceId: slug(row.service_id),
    unitId: row.unit_id === null ? null : slug(row.unit_id),
    status: statusOf(row.status),
    applicantName: row.applicant_name,
    channel: channelOf(row.channel),
    receivedAt: row.received_at,
    dueOn: dayOf(row.due_on),
    assignedTo: row.assigned_to === null ? null : uuid(row.assigned_to),
  }
}

export function caseRecord(row: Selectable<EgovernmentCases>): CaseRecord {
  return {
    ...caseLine(row),
    versionId: uuid(row.version_id),
    subject: row.subject,
    language: languageOf(row.language),
    expectedOn: dayOf(row.expected_on),
    answerBy: row.answer_by === null ? null : dayOf(row.answer_by),
    updatedAt: row.updated_at,
    contentHash: row.content_hash,
    hasUnread: row.has_unread,
    isHeld: row.legal_hold,
    isErased: row.erased_at !== null,
  }
}

export function statusOf(text: string): CaseStatus {
  if (!isCaseStatus(text)) throw new TypeError(`no status ${text}`)
  return text
}

export function languageOf(text: string): Language {
  if (!isLanguage(text)) throw new TypeError(`no language ${text}`)
  return text
}

export function dayOf(text: string): IsoDate {
  if (!isIsoDate(text)) throw new TypeError(`no day ${text}`)
  return text
}

function channelOf(text: string): Channel {
  const channel = channels.find((one) => one === text)
  if (!channel) throw new TypeError(`no channel ${text}`)
  return channel
}
