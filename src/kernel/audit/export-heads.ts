import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Scope } from '../db/scope.ts'
import { type AuthorityId, slug } from '../ids.ts'
import type { JobHandler } from '../module.ts'

/** The ends of the chains at one time: whoever holds them can prove later that nothing before was changed. */
export type AuditHeads = { at: string; heads: Readonly<Record<string, { position: number; hash: string }>> }

/** The authorities that have a chain, in order. Jumps from one to the next instead of reading every link. */
export async function listChains(scope: Scope): Promise<AuthorityId[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive chains(id) as (
      (select authority_id from kernel.audit_links order by authority_id limit 1)
      union all
      select (select l.authority_id from kernel.audit_links as l where l.authority_id > chains.id order by l.authority_id limit 1)
      from chains where chains.id is not null
    )
    select id from chains where id is not null`.execute(scope.db)
  return rows.map(({ id }) => slug<'authority'>(id))
}

/** The last link of a chain. */
export async function findHead(
  scope: Scope,
  authorityId: string,
): Promise<{ position: number; hash: string } | undefined> {
  const row = await scope.db
    .selectFrom('kernel.audit_links')
    .select(['position', 'hash'])
    .where('authority_id', '=', authorityId)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { position: row.position, hash: row.hash.toString('hex') }
}

/** Where the heads of a day are written. */
export function headsFolder(dataFolder: string): string {
  return join(dataFolder, 'audit-heads')
}

/**
 * Writes the heads of all chains to `{dataFolder}/audit-heads/YYYY-MM-DD.json`; gives the file. A copy has to leave the machine: who can
 * rewrite the chain can rewrite this folder too. Needs the purpose `audit`.
 */
export async function exportHeads(scope: Scope, dataFolder: string): Promise<string> {
  const heads: Record<string, { position: number; hash: string }> = {}
  for (const authorityId of await listChains(scope)) {
    const head = await findHead(scope, authorityId)
    if (head) heads[authorityId] = head
  }
  const content: AuditHeads = { at: scope.now().toISOString(), heads }
  const folder = headsFolder(dataFolder)
  await mkdir(folder, { recursive: true })
  const file = join(folder, `${scope.today()}.json`)
  await writeWhole(file, `${JSON.stringify(content, undefined, 2)}\n`)
  return file
}

/** A file that is there whole or not at all, also after a power cut. */
async function writeWhole(file: string, content: string): Promise<void> {
  const temporary = `${file}.part`
  const handle = await open(temporary, 'w')
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
}

/** Job: exports the heads once a day. */
export const exportHeadsJob: JobHandler = async (scope, { kernel }) => {
  await exportHeads(scope, kernel.settings.dataFolder)
}
