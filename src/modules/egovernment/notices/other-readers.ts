import type { Scope } from '#kernel/db/scope.ts'
import { isLanguage, type Language } from '#kernel/i18n/language.ts'
import { type PartyId, uuid } from '#kernel/ids.ts'
import type { CaseContact } from '../cases/case-contact.ts'
import type { CaseRecord } from '../cases/case-record.ts'

const most = 50

export type OtherReader = { readonly readerId: PartyId; readonly email: string; readonly language: Language }

/**
 * Who is written to about a firm's case when the person who handed it in no longer represents the firm for this service: everybody who does
 * today and wants mail. Undefined where her address still counts: her own case, a guest's, or a firm's that she represents. Needs the purpose
 * `case-mail`.
 */
export async function findOtherReaders(
  scope: Scope,
  record: Pick<CaseRecord, 'authorityId' | 'caseId' | 'serviceId'>,
  { partyId }: Pick<CaseContact, 'partyId'>,
): Promise<readonly OtherReader[] | undefined> {
  if (partyId === null) return undefined
  const filer = await scope.db
    .selectFrom('egovernment.case_parties')
    .select('party_id')
    .where('authority_id', '=', record.authorityId)
    .where('case_id', '=', record.caseId)
    .where('role', '=', 'filed_by')
    .executeTakeFirst()
  if (!filer) return undefined
  const today = scope.today()
  const rows = await scope.db
    .selectFrom('kernel.representations as r')
    .innerJoin('kernel.parties as p', 'p.id', 'r.by_party_id')
    .select(['p.id', 'p.email', 'p.language', 'p.email_notices', 'r.service_ids'])
    .where('r.party_id', '=', partyId)
    .where('r.ended_at', 'is', null)
    .where('r.valid_from', '<=', today)
    .where((on) => on.or([on('r.valid_to', 'is', null), on('r.valid_to', '>=', today)]))
    .orderBy('r.id')
    .limit(most)
    .execute()
  const seeing = rows.filter(({ service_ids }) => service_ids === null || service_ids.includes(record.serviceId))
  if (seeing.some(({ id }) => id === filer.party_id)) return undefined
  return readersOf(seeing)
}

/** Who sees a case in an account of her own and wants mail. Needs the purpose `case-mail`. */
export async function listAccountReaders(
  scope: Scope,
  { authorityId, caseId }: Pick<CaseRecord, 'authorityId' | 'caseId'>,
): Promise<readonly OtherReader[]> {
  const rows = await scope.db
    .selectFrom('egovernment.case_parties as c')
    .innerJoin('kernel.parties as p', 'p.id', 'c.party_id')
    .select(['p.id', 'p.email', 'p.language', 'p.email_notices'])
    .distinct()
    .where('c.authority_id', '=', authorityId)
    .where('c.case_id', '=', caseId)
    .where('c.role', '<>', 'filed_by')
    .orderBy('p.id')
    .limit(most)
    .execute()
  return readersOf(rows)
}

type Reading = { id: string; email: string | null; language: string | null; email_notices: boolean }

function readersOf(rows: readonly Reading[]): readonly OtherReader[] {
  return rows.flatMap(({ id, email, language, email_notices }) =>
    email !== null && email_notices
      ? [{ readerId: uuid<'party'>(id), email, language: isLanguage(language) ? language : 'de' }]
      : [],
  )
}
