import { Type } from 'typebox'
import type { Scope } from '#kernel/db/scope.ts'
import { type PartyId, uuid } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import type { Contact } from '../submissions/submit-case.ts'
import { openCaseKey, type Sealer } from './case-key.ts'
import type { CaseRef } from './case-record.ts'

const isContact = validatorOf(
  Type.Object({ email: Type.String(), language: Type.Enum(['de', 'fr', 'it', 'en']) }, { additionalProperties: false }),
)

/** Where the applicant of a case is written to. */
export type CaseContact = Contact & {
  /** The row of the case that carries the address. */
  readonly contactId: string
  readonly partyId: PartyId | null
  readonly isConfirmed: boolean
}

/** The address of a case; undefined where none was given or the case has been erased. Needs the purpose `case-mail` or `case-access`, or staff. */
export async function findContact(scope: Scope, sealer: Sealer, ref: CaseRef): Promise<CaseContact | undefined> {
  const row = await scope.db
    .selectFrom('egovernment.case_parties')
    .select(['id', 'party_id', 'sealed_contact', 'contact_confirmed'])
    .where('authority_id', '=', ref.authorityId)
    .where('case_id', '=', ref.caseId)
    .where('sealed_contact', 'is not', null)
    .executeTakeFirst()
  if (!row?.sealed_contact) return undefined
  const key = await openCaseKey(scope, sealer, ref)
  const contact: unknown = JSON.parse(key.openText('contact', row.sealed_contact))
  if (!isContact(contact)) throw new TypeError('not a contact')
  return {
    ...contact,
    contactId: row.id,
    partyId: row.party_id === null ? null : uuid(row.party_id),
    isConfirmed: row.contact_confirmed,
  }
}
