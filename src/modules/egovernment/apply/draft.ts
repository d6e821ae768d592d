import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { Type } from 'typebox'
import type { EgovernmentDrafts } from '#kernel/db/schema.ts'
import type { Cookie } from '#kernel/http/answers.ts'
import type { Language } from '#kernel/i18n/language.ts'
import { hashToken, isToken } from '#kernel/identity/token.ts'
import {
  type AuthorityId,
  type CaseId,
  type DraftId,
  isSlug,
  isUuid,
  type PartyId,
  type ServiceId,
  type StaffId,
  slug,
  uuid,
  type VersionId,
} from '#kernel/ids.ts'
import type { DataKey } from '#kernel/sealing/sealing.ts'
import { validatorOf } from '#kernel/validator.ts'
import { type DeskChannel, isDeskChannel } from '../cases/case.ts'
import { languageOf } from '../cases/case-record.ts'
import type { Answers } from '../forms/form.ts'
import type { Contact } from '../submissions/submit-case.ts'

/** What somebody has filled in and not yet sent. */
export type Draft = {
  readonly authorityId: AuthorityId
  readonly draftId: DraftId
  readonly partyId: PartyId | null
  /** The clerk who fills it in for somebody, and how that person came. */
  readonly entry: { readonly staffId: StaffId; readonly channel: DeskChannel } | null
  /** The firm it is filled in for; null where it is for herself. */
  readonly forPartyId: PartyId | null
  readonly serviceId: ServiceId
  readonly versionId: VersionId
  /** Grows with every save. */
  readonly revision: number
  readonly language: Language
  readonly answers: Answers
  readonly contact: Contact | null
  /** The step that was next when it was saved last. */
  readonly currentPage: string | null
  readonly savedAt: Date
  /** The case it became; then the answers are gone from here. */
  readonly sent: { readonly at: Date; readonly authorityId: AuthorityId; readonly caseId: CaseId } | null
}

/** What is sealed of a draft. */
export type DraftContent = { readonly answers: Answers; readonly contact: Contact | null }

/** How a browser holds a draft: which one, and the token that proves it. */
export type DraftHandle = { readonly authorityId: AuthorityId; readonly draftId: DraftId; readonly token: string }

/** Days that a draft is kept after its last save. */
export const draftDays = 30

/** One draft per service in a browser. */
export function draftCookie(serviceId: ServiceId, { authorityId, draftId, token }: DraftHandle): Cookie {
  return {
    name: draftCookieName(serviceId),
    value: `${authorityId}.${draftId}.${token}`,
    maxAgeSeconds: draftDays * 86_400,
  }
}

export function noDraftCookie(serviceId: ServiceId): Cookie {
  return { name: draftCookieName(serviceId), value: '', maxAgeSeconds: 0 }
}

export function draftCookieName(serviceId: ServiceId): string {
  return `draft-${serviceId}`
}

export function readDraftCookie(value: string | undefined): DraftHandle | undefined {
  const [authorityId = '', draftId = '', token] = (value ?? '').split('.')
  if (!isSlug<'authority'>(authorityId) || !isUuid<'draft'>(draftId) || !isToken(token)) return undefined
  return { authorityId, draftId, token }
}

export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(hashToken(token)).digest()
}

const isContent = validatorOf(
  Type.Object({
    answers: Type.Record(Type.String(), Type.Unknown()),
    contact: Type.Union([
      Type.Null(),
      Type.Object({ email: Type.String(), language: Type.Enum(['de', 'fr', 'it', 'en']) }),
    ]),
  }),
)

export function sealContent(key: DataKey, { answers, contact }: DraftContent): Buffer {
  return key.seal('draft', JSON.stringify({ answers, contact }))
}

/** A row as a draft; `key` is missing once it was sent. */
export function draftOf(row: Selectable<EgovernmentDrafts>, key: DataKey | undefined): Draft {
  const content: unknown =
    row.sealed_answers && key ? JSON.parse(key.openText('draft', row.sealed_answers)) : { answers: {}, contact: null }
  if (!isContent(content)) throw new TypeError('not a draft')
  return {
    authorityId: slug(row.authority_id),
    draftId: uuid(row.id),
    partyId: row.party_id === null ? null : uuid(row.party_id),
    entry:
      row.staff_id !== null && isDeskChannel(row.channel)
        ? { staffId: uuid(row.staff_id), channel: row.channel }
        : null,
    forPartyId: row.for_party_id === null ? null : uuid(row.for_party_id),
    serviceId: slug(row.service_id),
    versionId: uuid(row.version_id),
    revision: row.revision,
    language: languageOf(row.language),
    answers: content.answers,
    contact: content.contact,
    currentPage: row.current_page,
    savedAt: row.updated_at,
    sent: sentOf(row),
  }
}

function sentOf(row: Selectable<EgovernmentDrafts>): Draft['sent'] {
  const { submitted_at, case_authority_id, case_id } = row
  if (submitted_at === null || case_authority_id === null || case_id === null) return null
  return { at: submitted_at, authorityId: slug(case_authority_id), caseId: uuid(case_id) }
}
