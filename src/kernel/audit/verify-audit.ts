import { sql } from 'kysely'
import { systemActor } from '../db/actor.ts'
import type { Database } from '../db/database.ts'
import type { Scope } from '../db/scope.ts'
import { firstHash, nextHash } from './chain.ts'
import { type AuditHeads, listChains } from './export-heads.ts'

/** What is wrong with the audit trail, and where. */
export type AuditFault =
  /** The entry, its order or the link was changed: the first place where the chain no longer holds. */
  | { kind: 'broken_link'; authorityId: string; position: number; entryId: number }
  /** The chain names an entry that is gone. */
  | { kind: 'missing_entry'; authorityId: string; position: number; entryId: number }
  /** A position of the chain is gone. */
  | { kind: 'missing_link'; authorityId: string; position: number }
  /** The chain ends before an exported head. */
  | { kind: 'cut_tail'; authorityId: string; position: number; end: number; exportedAt: string }
  /** The chain holds in itself, but is not the one whose head was exported. */
  | { kind: 'rewritten'; authorityId: string; position: number; exportedAt: string }
  /** An entry is neither linked nor waiting to be linked: it was put in past the program, or taken out of the chain. */
  | { kind: 'unchained_entry'; authorityId: string; entryId: number }
  /** An entry waiting to be linked is gone. */
  | { kind: 'missing_waiting_entry'; entryId: number }

export type ChainProof = {
  authorityId: string
  links: number
  /** The newest exported head that the chain was proven to lead to. */
  provenTo: { position: number; exportedAt: string } | undefined
  /** Entries written and not linked yet. */
  waiting: number
}

export type AuditProof = { chains: ChainProof[]; faults: AuditFault[] }

const actor = systemActor('audit')
const linksPerPage = 1_000
const entriesPerPage = 20_000
const mostNamed = 20

/**
 * Proves the chain of every authority from its first entry to its last, against heads exported earlier. Goes page by page by key, so that
 * memory stays flat however long the trail is; a chain is followed to its first broken place.
 */
export async function verifyAudit(database: Database, exported: readonly AuditHeads[]): Promise<AuditProof> {
  const chains: ChainProof[] = []
  const faults: AuditFault[] = []
  const waiting = await database.read(actor, countWaiting)
  const authorityIds = await database.read(actor, listChains)
  const known = new Set<string>([
    ...authorityIds,
    ...waiting.keys(),
    ...exported.flatMap(({ heads }) => Object.keys(heads)),
  ])
  for (const authorityId of [...known].sort()) {
    const heads = headsOf(authorityId, exported)
    const { links, fault } = await followChain(database, authorityId, heads)
    if (fault) faults.push(fault)
    chains.push({
      authorityId,
      links,
      provenTo: fault ? undefined : [...heads.values()].at(-1),
      waiting: waiting.get(authorityId) ?? 0,
    })
  }
  faults.push(...(await findUnchained(database)), ...(await database.read(actor, findMissingWaiting)))
  return { chains, faults }
}

type ExportedHead = { position: number; hash: string; exportedAt: string }

/** The exported heads of one chain by position, in order. */
function headsOf(authorityId: string, exported: readonly AuditHeads[]): Map<number, ExportedHead> {
  const heads = exported.flatMap(({ at, heads: all }) => {
    const head = all[authorityId]
    return head ? [{ ...head, exportedAt: at }] : []
  })
  return new Map(heads.sort((a, b) => a.position - b.position).map((head) => [head.position, head]))
}

async function followChain(
  database: Database,
  authorityId: string,
  heads: ReadonlyMap<number, ExportedHead>,
): Promise<{ links: number; fault: AuditFault | undefined }> {
  let position = 0
  let hash = firstHash(authorityId)
  for (let isAll = false; !isAll; ) {
    const { links, entries } = await database.read(actor, (scope) => readPage(scope, authorityId, position))
    for (const link of links) {
      const at = { authorityId, position: position + 1 }
      if (link.position !== at.position) return { links: position, fault: { kind: 'missing_link', ...at } }
      const entry = entries.get(link.entry_id)
      if (!entry) return { links: position, fault: { kind: 'missing_entry', entryId: link.entry_id, ...at } }
      hash = nextHash(hash, entry)
      if (!hash.equals(link.hash)) return { links: position, fault: { kind: 'broken_link', entryId: entry.id, ...at } }
      const head = heads.get(at.position)
      if (head && head.hash !== hash.toString('hex'))
        return { links: position, fault: { kind: 'rewritten', exportedAt: head.exportedAt, ...at } }
      position = at.position
    }
    isAll = links.length < linksPerPage
  }
  const beyond = [...heads.values()].find((head) => head.position > position)
  const fault =
    beyond &&
    ({
      kind: 'cut_tail',
      authorityId,
      position: beyond.position,
      end: position,
      exportedAt: beyond.exportedAt,
    } as const)
  return { links: position, fault }
}

async function readPage(scope: Scope, authorityId: string, after: number) {
  const links = await scope.db
    .selectFrom('kernel.audit_links')
    .select(['position', 'entry_id', 'hash'])
    .where('authority_id', '=', authorityId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(linksPerPage)
    .execute()
  if (links.length === 0) return { links, entries: new Map() }
  const ids = links.map((link) => link.entry_id)
  const rows = await scope.db.selectFrom('kernel.audit_entries').selectAll().where('id', 'in', ids).execute()
  return { links, entries: new Map(rows.map((row) => [row.id, row])) }
}

/** Entries that are neither linked nor waiting, the first few. */
async function findUnchained(database: Database): Promise<AuditFault[]> {
  const faults: AuditFault[] = []
  const last = await database.read(actor, findLastId)
  for (let from = 0; from < last && faults.length < mostNamed; from += entriesPerPage) {
    const rows = await database.read(actor, (scope) =>
      scope.db
        .selectFrom('kernel.audit_entries as e')
        .select(['e.id', 'e.authority_id'])
        .where('e.id', '>', from)
        .where('e.id', '<=', from + entriesPerPage)
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('kernel.audit_links as l').select('l.position').whereRef('l.entry_id', '=', 'e.id'))),
        )
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('kernel.audit_queue as q').select('q.entry_id').whereRef('q.entry_id', '=', 'e.id'))),
        )
        .orderBy('e.id')
        .limit(mostNamed)
        .execute(),
    )
    for (const row of rows) faults.push({ kind: 'unchained_entry', authorityId: row.authority_id, entryId: row.id })
  }
  return faults
}

async function findLastId(scope: Scope): Promise<number> {
  const row = await scope.db
    .selectFrom('kernel.audit_entries')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? 0
}

async function countWaiting(scope: Scope): Promise<Map<string, number>> {
  const { rows } = await sql<{ authority_id: string; waiting: number }>`
    select e.authority_id, count(*) as waiting
    from kernel.audit_queue as q join kernel.audit_entries as e on e.id = q.entry_id
    group by e.authority_id`.execute(scope.db)
  return new Map(rows.map((row) => [row.authority_id, row.waiting]))
}

async function findMissingWaiting(scope: Scope): Promise<AuditFault[]> {
  const rows = await scope.db
    .selectFrom('kernel.audit_queue as q')
    .leftJoin('kernel.audit_entries as e', 'e.id', 'q.entry_id')
    .select('q.entry_id')
    .where('e.id', 'is', null)
    .orderBy('q.entry_id')
    .limit(mostNamed)
    .execute()
  return rows.map((row) => ({ kind: 'missing_waiting_entry', entryId: row.entry_id }))
}
