import { sql } from 'kysely'
import { type StaffRole, type SystemActor, staffRoles } from '../db/actor.ts'
import type { Scope } from '../db/scope.ts'
import type { AuthorityId } from '../ids.ts'

/** Who looked at a case, as its applicant may know it: the authority and role, not the name of the member of staff. */
export type AccessToCase = {
  id: number
  at: Date
  authorityId: AuthorityId
  by: 'staff' | 'applicant' | 'program'
  role: StaffRole | undefined
  reason: string | undefined
  /** Seen in a list with others, not opened. */
  isList: boolean
}

const pageSize = 50

/**
 * The entries of those who saw a case, newest first, a page at a time: `before` is the id of the last entry seen. Needs the purpose
 * `accesses`; whether the asking person may know is the caller's part.
 *
 *     request.readAs(systemActor('accesses'), (scope) => listAccesses(scope, { authorityId, caseId }))
 */
export async function listAccesses(
  scope: Scope<SystemActor>,
  { authorityId, caseId, before }: { authorityId: AuthorityId; caseId: string; before?: number },
): Promise<AccessToCase[]> {
  const { rows } = await sql<Row>`
    select id, at, actor_kind, actor_role, reason, is_list
    from kernel.accesses_of(${authorityId}, ${caseId}, ${before ?? Number.MAX_SAFE_INTEGER}, ${pageSize})`.execute(
    scope.db,
  )
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    authorityId,
    by: kindOf(row.actor_kind),
    role: staffRoles.find((role) => role === row.actor_role),
    reason: row.reason ?? undefined,
    isList: row.is_list,
  }))
}

export type AccessToCases = Omit<AccessToCase, 'authorityId' | 'by' | 'isList'> & {
  readonly caseIds: readonly string[]
}

// Entries of others than staff stand between those of staff only rarely: what is looked through per case is more than what a page shows.
const lookedThrough = 4 * pageSize

/**
 * When staff saw any of these cases, newest first, a page at a time, each entry once with the cases it is about. `before` and what it
 * needs are those of `listAccesses`.
 */
export async function listAccessesToCases(
  scope: Scope<SystemActor>,
  { cases, before }: { cases: readonly { authorityId: AuthorityId; caseId: string }[]; before?: number | undefined },
): Promise<{ entries: AccessToCases[]; next: number | undefined }> {
  if (cases.length === 0) return { entries: [], next: undefined }
  const { rows } = await sql<Omit<Row, 'actor_kind' | 'is_list'> & { case_ids: string[] }>`
    select a.id, a.at, a.actor_role, a.reason, array_agg(distinct s.id)::text[] as case_ids
    from unnest(${cases.map(({ authorityId }) => authorityId)}::text[], ${cases.map(({ caseId }) => caseId)}::uuid[]) as s(authority, id),
      lateral kernel.accesses_of(s.authority, s.id, ${before ?? Number.MAX_SAFE_INTEGER}, ${lookedThrough}) as a
    where a.actor_kind = 'staff'
    group by a.id, a.at, a.actor_role, a.reason
    order by a.id desc
    limit ${pageSize + 1}`.execute(scope.db)
  const entries = rows.slice(0, pageSize).map((row) => ({
    id: row.id,
    at: row.at,
    role: staffRoles.find((role) => role === row.actor_role),
    reason: row.reason ?? undefined,
    caseIds: row.case_ids,
  }))
  return { entries, next: rows.length > pageSize ? entries.at(-1)?.id : undefined }
}

type Row = {
  id: number
  at: Date
  actor_kind: string
  actor_role: string | null
  reason: string | null
  is_list: boolean
}

function kindOf(actorKind: string): AccessToCase['by'] {
  if (actorKind === 'staff') return 'staff'
  return actorKind === 'system' ? 'program' : 'applicant'
}
