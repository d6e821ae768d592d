import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type IdempotencyKey, KeyReusedError } from '../submissions/submit-case.ts'
import type { CaseRef } from './case-record.ts'

const keyLifeDays = 30

export type SentMessage = { readonly id: string; readonly at: Date }

/** The message that was sent with a key before. Throws `KeyReusedError` when another one was. */
export async function findSentMessage(
  scope: Scope,
  { authorityId }: CaseRef,
  key: IdempotencyKey,
): Promise<SentMessage | undefined> {
  const row = await scope.db
    .selectFrom('egovernment.message_keys as k')
    .innerJoin('egovernment.case_messages as m', (join) =>
      join
        .onRef('m.authority_id', '=', 'k.authority_id')
        .onRef('m.case_id', '=', 'k.case_id')
        .onRef('m.id', '=', 'k.message_id'),
    )
    .select(['m.id', 'm.at', 'k.body_hash'])
    .where('k.authority_id', '=', authorityId)
    .where('k.key_hash', '=', key.hash)
    .executeTakeFirst()
  if (row && !row.body_hash.equals(key.bodyHash)) throw new KeyReusedError()
  return row && { id: row.id, at: row.at }
}

/** Keeps the key of a message that is written in the same transaction; `isMessageKeyTaken` tells when somebody was quicker. */
export function keepMessageKey(
  scope: WriteScope,
  { authorityId, caseId, messageId }: CaseRef & { readonly messageId: string },
  key: IdempotencyKey,
): void {
  const now = scope.now()
  scope.write(
    scope.db.insertInto('egovernment.message_keys').values({
      authority_id: authorityId,
      case_id: caseId,
      message_id: messageId,
      key_hash: key.hash,
      body_hash: key.bodyHash,
      expires_at: new Date(now.getTime() + keyLifeDays * 86_400_000),
    }),
  )
}

export function isMessageKeyTaken(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || !('constraint' in error)) return false
  return error.code === '23505' && error.constraint === 'message_keys_pkey'
}
