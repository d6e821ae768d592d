import { timingSafeEqual } from 'node:crypto'
import { type SystemActor, systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { parseCaseNumber } from '../cases/case-number.ts'

export const receiptActor: SystemActor = systemActor('receipts')

/** When a submission arrived, if number and hash are those of one of our receipts; undefined for everything else. Works after erasing too. */
export async function checkReceipt(
  scope: Scope<SystemActor>,
  { number, hash }: { readonly number: string; readonly hash: string },
): Promise<{ readonly number: string; readonly receivedAt: Date } | undefined> {
  const parsed = parseCaseNumber(number)
  const given = hash.toLowerCase().replace(/[\s-]/g, '')
  if (!parsed || !/^[0-9a-f]{64}$/.test(given)) return undefined
  const row = await scope.db
    .selectFrom('egovernment.cases')
    .select(['authority_id', 'id', 'content_hash', 'received_at'])
    .where('number', '=', parsed)
    .executeTakeFirst()
  if (!row) return undefined
  const asked = Buffer.from(given, 'hex')
  if (timingSafeEqual(row.content_hash, asked)) return { number: parsed, receivedAt: row.received_at }
  const corrections = await scope.db
    .selectFrom('egovernment.case_corrections')
    .select(['content_hash', 'corrected_at'])
    .where('authority_id', '=', row.authority_id)
    .where('case_id', '=', row.id)
    .where('corrected_at', 'is not', null)
    .limit(200)
    .execute()
  const found = corrections.find(({ content_hash }) => content_hash && timingSafeEqual(content_hash, asked))
  return found?.corrected_at ? { number: parsed, receivedAt: found.corrected_at } : undefined
}
