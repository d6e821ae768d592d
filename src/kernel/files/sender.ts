import { createHash } from 'node:crypto'
import { systemActor } from '../db/actor.ts'
import type { Kernel } from '../kernel.ts'

/** Says which files came from one network address, without keeping the address. */
export function senderHash(address: string): Buffer {
  return createHash('sha256').update(`file-sender\n${address}`).digest()
}

/** Whether a sender has left more lying about than one may: files that were not handed in with anything. */
export async function isOverQuota(
  { database, uploadLimits }: Pick<Kernel, 'database' | 'uploadLimits'>,
  sender: Buffer,
): Promise<boolean> {
  const lying = await database.read(systemActor('files'), (scope) =>
    scope.db
      .selectFrom('kernel.stored_files')
      .select(({ fn }) => fn.sum<string | null>('size').as('bytes'))
      .where('sender_hash', '=', sender)
      .where('authority_id', 'is', null)
      .executeTakeFirst(),
  )
  return Number(lying?.bytes ?? 0) >= uploadLimits.senderBytes
}
