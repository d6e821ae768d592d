import type { Scope } from '../db/scope.ts'
import type { PartyId } from '../ids.ts'

export type MailboxEntry = { id: string; subject: string; body: string; createdAt: Date; language: string }

const pageSize = 20
const mostAddresses = 12

/**
 * Mails to a party and (in the demo, with the purpose `mail`) to an address, newest first, a page at a time: `before` is the id of the last
 * entry seen. `next` is the id to go on from.
 */
export async function listMails(
  scope: Scope,
  box: { partyIds?: readonly PartyId[]; address?: string; before?: string },
): Promise<{ mails: MailboxEntry[]; next: string | undefined }> {
  const { partyIds = [], address, before } = box
  if (partyIds.length === 0 && address === undefined) return { mails: [], next: undefined }
  const rows = await scope.db
    .selectFrom('kernel.mails')
    .select(['id', 'subject', 'body_text', 'created_at', 'language'])
    .where((where) =>
      where.or([
        ...(partyIds.length > 0 ? [where('party_id', 'in', partyIds)] : []),
        ...(address === undefined ? [] : [where('to_address', '=', address)]),
      ]),
    )
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(pageSize + 1)
    .execute()
  const mails = rows.slice(0, pageSize).map((row) => ({
    id: row.id,
    subject: row.subject,
    body: row.body_text,
    createdAt: row.created_at,
    language: row.language,
  }))
  return { mails, next: rows.length > pageSize ? mails.at(-1)?.id : undefined }
}

/** The addresses that got mail lately, for the demo's mailbox page. */
export async function listAddresses(scope: Scope): Promise<string[]> {
  const rows = await scope.db
    .selectFrom('kernel.mails')
    .select('to_address')
    .where('to_address', 'is not', null)
    .orderBy('id', 'desc')
    .limit(500)
    .execute()
  return [...new Set(rows.flatMap(({ to_address }) => to_address ?? []))].slice(0, mostAddresses)
}
