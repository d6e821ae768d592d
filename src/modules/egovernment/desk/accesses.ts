import { sql } from 'kysely'
import type { SystemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { CaseRef } from '../cases/case-record.ts'

/** One look at a case. */
export type SeenBy = {
  readonly at: Date
  readonly actorKind: string
  readonly role: string | null
  readonly reason: string | null
  /** As one row of a list. */
  readonly isList: boolean
}

const mostShown = 50
const endOfIds = '9223372036854775807'

/** Who looked at a case, newest first. Runs for the purpose `accesses`. */
export async function listAccesses(scope: Scope<SystemActor>, ref: CaseRef): Promise<readonly SeenBy[]> {
  const { rows } = await sql<SeenRow>`
    select at, actor_kind, actor_role, reason, is_list
    from kernel.accesses_of(${ref.authorityId}, ${ref.caseId}::uuid, ${endOfIds}::bigint, ${mostShown})`.execute(
    scope.db,
  )
  return rows.map((row) => ({
    at: row.at,
    actorKind: row.actor_kind,
    role: row.actor_role,
    reason: row.reason,
    isList: row.is_list,
  }))
}

type SeenRow = { at: Date; actor_kind: string; actor_role: string | null; reason: string | null; is_list: boolean }
