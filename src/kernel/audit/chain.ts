import { createHash } from 'node:crypto'

/** An audit entry as it is hashed: every column, in one canonical form. */
export type ChainedEntry = {
  id: number
  authority_id: string
  at: Date
  action: string
  kind: string
  actor_kind: string
  actor_id: string | null
  actor_role: string | null
  party_ids: string[]
  subject_id: string | null
  subject_ids: string[]
  reason: string | null
  detail: unknown
  salt: Buffer
}

/** What the chain of an authority begins with. */
export function firstHash(authorityId: string): Buffer {
  return createHash('sha256').update(`wegweiser audit\n${authorityId}`).digest()
}

/** hash(n) = SHA-256(hash(n-1) ‖ canonical entry). Whoever changes, adds or removes an entry has to change every later hash. */
export function nextHash(previous: Uint8Array, entry: ChainedEntry): Buffer {
  return createHash('sha256').update(previous).update(canonical(entry)).digest()
}

function canonical(entry: ChainedEntry): string {
  return JSON.stringify([
    entry.id,
    entry.authority_id,
    entry.at.toISOString(),
    entry.action,
    entry.kind,
    entry.actor_kind,
    entry.actor_id,
    entry.actor_role,
    entry.party_ids,
    entry.subject_id,
    entry.subject_ids,
    entry.reason,
    sorted(entry.detail),
    entry.salt.toString('hex'),
  ])
}

/** jsonb does not keep the order of keys across versions; the hash must not depend on it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
