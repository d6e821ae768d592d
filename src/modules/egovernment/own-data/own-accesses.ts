import { listAccessesToCases } from '#kernel/audit/list-accesses.ts'
import { type StaffRole, systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Request } from '#kernel/http/route.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { listOwnCases } from '../cases/case-queries.ts'

/** The newest cases of a person and of the firms she acts for: those whose accesses are looked through. */
const mostCases = 1_000

export type OwnAccess = {
  readonly id: number
  readonly at: Date
  readonly authorityId: AuthorityId
  readonly role: StaffRole | undefined
  /** A key of a message, or words as they were typed. */
  readonly reason: string | undefined
  readonly cases: readonly { readonly number: string; readonly title: string }[]
}

/**
 * When staff saw which of one's cases: one's own, and those of firms as far as the mandate goes (the row policies decide). The name of the
 * member of staff is not told, authority and role are.
 */
export async function listOwnAccesses(
  scope: Scope,
  request: Pick<Request, 'readAs'>,
  before: number | undefined,
): Promise<{ accesses: OwnAccess[]; next: number | undefined }> {
  const cases = await listOwnCases(scope, mostCases)
  const byId = new Map<string, (typeof cases)[number]>(cases.map((one) => [one.caseId, one]))
  const { entries, next } = await request.readAs(systemActor('accesses'), (reading) =>
    listAccessesToCases(reading, { cases, before }),
  )
  const accesses = entries.flatMap(({ id, at, role, reason, caseIds }) => {
    const seen = caseIds.flatMap((caseId) => byId.get(caseId) ?? [])
    const [first] = seen
    if (!first) return []
    const named = seen.map(({ number, subject }) => ({ number, title: subject }))
    return [{ id, at, authorityId: first.authorityId, role, reason, cases: named }]
  })
  return { accesses, next }
}
