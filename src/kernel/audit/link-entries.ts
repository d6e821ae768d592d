import { sql } from 'kysely'
import type { SystemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import { firstHash, nextHash } from './chain.ts'

const batchSize = 500

/**
 * Links committed entries into the chains of their authorities, oldest first; gives how many. Runs right after commits in the worker:
 * one linker at a time, so that submissions never queue for the chain.
 */
export async function linkEntries(scope: WriteScope<SystemActor>): Promise<number> {
  const lock = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(7201928) as mine`.execute(scope.db)
  if (!lock.rows[0]?.mine) return 0

  const entries = await scope.db
    .selectFrom('kernel.audit_queue as q')
    .innerJoin('kernel.audit_entries as e', 'e.id', 'q.entry_id')
    .selectAll('e')
    .orderBy('e.id')
    .limit(batchSize)
    .execute()
  if (entries.length === 0) return 0

  const heads = await findHeads(scope, [...new Set(entries.map((entry) => entry.authority_id))])
  const linkedAt = scope.now()
  const links = entries.map((entry) => {
    const head = heads.get(entry.authority_id) ?? { position: 0, hash: firstHash(entry.authority_id) }
    const link = { position: head.position + 1, hash: nextHash(head.hash, entry) }
    heads.set(entry.authority_id, link)
    return { authority_id: entry.authority_id, entry_id: entry.id, linked_at: linkedAt, ...link }
  })
  scope.write(scope.db.insertInto('kernel.audit_links').values(links))
  scope.write(
    scope.db.deleteFrom('kernel.audit_queue').where(
      'entry_id',
      'in',
      entries.map((entry) => entry.id),
    ),
  )
  return entries.length
}

export type Head = { position: number; hash: Buffer }

async function findHeads(scope: WriteScope<SystemActor>, authorityIds: readonly string[]): Promise<Map<string, Head>> {
  const rows = await scope.db
    .selectFrom('kernel.audit_links')
    .distinctOn('authority_id')
    .select(['authority_id', 'position', 'hash'])
    .where('authority_id', 'in', authorityIds)
    .orderBy('authority_id')
    .orderBy('position', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.authority_id, { position: row.position, hash: row.hash }]))
}
