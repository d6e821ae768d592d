import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { v7 } from 'uuid'
import { type SystemActor, systemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { endCaseSessions } from '#kernel/identity/sessions.ts'
import { hashToken, isToken, newToken } from '#kernel/identity/token.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { type AccessCode, hashAccessCode, newAccessCode } from './access-code.ts'
import { type CaseContact, findContact } from './case-contact.ts'
import type { Sealer } from './case-key.ts'
import { parseCaseNumber } from './case-number.ts'
import type { CaseRef } from './case-record.ts'
import { lockAccess } from './lock-access.ts'
import { tellCase } from './tell-case.ts'

export const caseAccess: SystemActor = systemActor('case-access')

const linkLife = 60 * 60_000
const mostLinks = 3

export type MailLinkPurpose = 'renew_code' | 'confirm_address'

/**
 * Asks for a link to a new access code. It goes by mail to the address that the case was handed in with, and only if that is the one
 * given here; whether it was, nobody is told. At most three an hour and case.
 */
export async function askForNewCode(
  scope: WriteScope<SystemActor>,
  sealer: Sealer,
  input: { readonly number: string; readonly email: string },
): Promise<void> {
  const row = await scope.db
    .selectFrom('egovernment.cases')
    .select(['authority_id', 'id'])
    .where('number', '=', parseCaseNumber(input.number) ?? '')
    .where('erased_at', 'is', null)
    .executeTakeFirst()
  if (!row || (await isRepresented(scope, row))) return
  const ref = { authorityId: slug<'authority'>(row.authority_id), caseId: uuid<'case'>(row.id) }
  const contact = await findContact(scope, sealer, ref)
  if (contact?.email.toLowerCase() !== input.email.trim().toLowerCase()) return
  if (!(await mayMailLink(scope, ref))) return
  scope.enqueue('egovernment.mail_case_link', {
    authorityId: ref.authorityId,
    payload: { authorityId: ref.authorityId, caseId: ref.caseId, purpose: 'renew_code' },
  })
}

/** A code would outlive the mandate of who handed a case in for a firm, whose address it carries. */
async function isRepresented(scope: WriteScope, row: { authority_id: string; id: string }): Promise<boolean> {
  const filed = await scope.db
    .selectFrom('egovernment.case_parties')
    .select('id')
    .where('authority_id', '=', row.authority_id)
    .where('case_id', '=', row.id)
    .where('role', '=', 'filed_by')
    .where('party_id', 'is not', null)
    .executeTakeFirst()
  return filed !== undefined
}

/** Whether a case may have another link. Asked again where the link is made, one after the other, so that wishes at once are counted too. */
export async function mayMailLink(scope: WriteScope<SystemActor>, ref: CaseRef): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`links of ${ref.caseId}`}, 0))`.execute(scope.db)
  const rows = await scope.db
    .selectFrom('egovernment.case_mail_links')
    .select('hash')
    .where('authority_id', '=', ref.authorityId)
    .where('case_id', '=', ref.caseId)
    .where('created_at', '>', new Date(scope.now().getTime() - linkLife))
    .limit(mostLinks)
    .execute()
  return rows.length < mostLinks
}

/**
 * Makes a link for a mail to the address of a case and gives its token; only the hash is kept. Confirming an address may take a week, a new code
 * an hour. It goes when whoever has that address is taken out of the case.
 */
export function makeMailLink(
  scope: WriteScope<SystemActor>,
  ref: CaseRef,
  { contactId }: Pick<CaseContact, 'contactId'>,
  purpose: MailLinkPurpose,
): string {
  const token = newToken()
  const life = purpose === 'renew_code' ? linkLife : 7 * 24 * linkLife
  scope.write(
    scope.db.insertInto('egovernment.case_mail_links').values({
      authority_id: ref.authorityId,
      case_id: ref.caseId,
      contact_id: contactId,
      hash: hashOf(token),
      purpose,
      created_at: scope.now(),
      expires_at: new Date(scope.now().getTime() + life),
    }),
  )
  return token
}

/** Uses a link; undefined when it is unknown, used or too old. Of two who use it at once, one does. */
export async function useMailLink(
  scope: WriteScope<SystemActor>,
  token: string,
  purpose: MailLinkPurpose,
): Promise<CaseRef | undefined> {
  if (!isToken(token)) return undefined
  const link = await scope.db
    .selectFrom('egovernment.case_mail_links')
    .select(['authority_id', 'case_id'])
    .where('hash', '=', hashOf(token))
    .executeTakeFirst()
  if (!link) return undefined
  const ref = { authorityId: slug<'authority'>(link.authority_id), caseId: uuid<'case'>(link.case_id) }
  await lockAccess(scope, ref)
  const used = await scope.db
    .updateTable('egovernment.case_mail_links')
    .set({ used_at: scope.now() })
    .where('hash', '=', hashOf(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', scope.now())
    .returning('hash')
    .executeTakeFirst()
  return used && ref
}

/**
 * Gives a case a new access code; the earlier ones no longer open it, not even when an older archive comes back, and whoever came in with one
 * of them is out. The code itself is told once.
 */
export async function renewAccessCode(scope: WriteScope<SystemActor>, ref: CaseRef): Promise<AccessCode> {
  const code = newAccessCode()
  const ofCase = { authority_id: ref.authorityId, case_id: ref.caseId }
  await revokeAccessCodes(scope, ref)
  scope.write(
    scope.db
      .insertInto('egovernment.case_access_codes')
      .values({ ...ofCase, id: v7(), hash: hashAccessCode(code), created_at: scope.now() }),
  )
  tellCase(scope, ref, 'access_code_renewed')
  return code
}

/** From now on no code opens the case, no link mailed before leads to one, and whoever came in with one is out, in every browser. */
export async function revokeAccessCodes(scope: WriteScope<SystemActor>, ref: CaseRef): Promise<void> {
  await lockAccess(scope, ref)
  scope.write(
    scope.db
      .updateTable('egovernment.case_mail_links')
      .set({ used_at: scope.now() })
      .where('authority_id', '=', ref.authorityId)
      .where('case_id', '=', ref.caseId)
      .where('purpose', '=', 'renew_code')
      .where('used_at', 'is', null),
  )
  const revoked = await scope.db
    .updateTable('egovernment.case_access_codes')
    .set({ revoked_at: scope.now() })
    .where('authority_id', '=', ref.authorityId)
    .where('case_id', '=', ref.caseId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute()
  for (const { id } of revoked)
    scope.announce('egovernment.access_code_revoked', { authorityId: ref.authorityId, payload: { codeId: id } })
  endCaseSessions(scope, ref)
}

/** Notes that a mail address is read by who gave it: from now on mails go there. */
export function confirmAddress(scope: WriteScope<SystemActor>, ref: CaseRef): void {
  scope.write(
    scope.db
      .updateTable('egovernment.case_parties')
      .set({ contact_confirmed: true })
      .where('authority_id', '=', ref.authorityId)
      .where('case_id', '=', ref.caseId),
  )
  tellCase(scope, ref, 'address_confirmed')
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(hashToken(token)).digest()
}
