import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { sql } from 'kysely'
import { type SystemActor, systemActor } from '../db/actor.ts'
import type { Scope, WriteScope } from '../db/scope.ts'
import type { Kernel } from '../kernel.ts'

const program = systemActor('files')
// A file that has not arrived by then never will: its connection was cut long before.
const arrivingMinutes = 30

/** Says which files came from one sender, a person or a network address, without keeping the address. */
export function senderHash(sender: string): Buffer {
  return createHash('sha256')
    .update(`file-sender\n${networkOf(sender)}`)
    .digest()
}

/** One line has 2^64 addresses of IPv6: they count as one. Anything else is as it is. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const groups = (text: string) => text.split(':').filter((group) => group !== '')
  const [before, after] = [groups(head), groups(tail ?? '')]
  const left = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const all = [...before, ...Array.from({ length: left }, () => '0'), ...after]
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/** Whatever counts against one limit goes one after the other from here to the end of the transaction. */
export async function holdLimit(scope: WriteScope<SystemActor>, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`file limit of ${name}`}, 0))`.execute(scope.db)
}

export function senderLimit(sender: Buffer): string {
  return `sender ${sender.toString('hex')}`
}

/** Bytes that a sender takes up without having handed them in with anything: lying about, arriving, or announced. */
export async function bytesOf(scope: Scope<SystemActor>, sender: Buffer): Promise<number> {
  const since = new Date(scope.now().getTime() - arrivingMinutes * 60_000)
  const lying = scope.db
    .selectFrom('kernel.stored_files')
    .select(({ fn }) => fn.sum<string | null>('size').as('bytes'))
    .where('sender_hash', '=', sender)
    .where('authority_id', 'is', null)
  const arriving = scope.db
    .selectFrom('kernel.loose_files')
    .select(({ fn }) => fn.sum<string | null>('reserved').as('bytes'))
    .where('sender_hash', '=', sender)
    .where('since', '>', since)
  const announced = scope.db
    .selectFrom('kernel.uploads')
    .select(({ fn }) => fn.sum<string | null>('length').as('bytes'))
    .where('sender_hash', '=', sender)
    .where('expires_at', '>', scope.now())
    .where('file_id', 'is', null)
    .where('refused', 'is', null)
  // In one statement, and so of one moment: a file that arrives meanwhile is counted once, here or there.
  const sums = await lying.unionAll(arriving).unionAll(announced).execute()
  return sums.reduce((total, { bytes }) => total + Number(bytes ?? 0), 0)
}

/**
 * Notes a file before its first byte, so that nothing stays in the store for ever when the process ends in between, and takes room for it
 * where it has a `sender`. False when the sender has no room left.
 */
export async function noteArriving(
  { database, uploadLimits }: Pick<Kernel, 'database' | 'uploadLimits'>,
  { id, sender, bytes }: { id: string; sender: Buffer | null; bytes: number },
): Promise<boolean> {
  return database.write(program, async (scope) => {
    if (sender) {
      await holdLimit(scope, senderLimit(sender))
      if ((await bytesOf(scope, sender)) + bytes > uploadLimits.senderBytes) return false
    }
    scope.write(
      scope.db
        .insertInto('kernel.loose_files')
        .values({ id, since: scope.now(), sender_hash: sender, reserved: sender ? bytes : 0 }),
    )
    return true
  })
}
