import type { Authority } from '#kernel/authorities/authority.ts'
import { findAuthority, findSuccessor } from '#kernel/authorities/queries.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'

/** Who answers for pages that name no authority. */
const canton = slug<'authority'>('kanton-luzern')

/** The authority that answers for a page: the one in its path, for a closed one its successor, without one the canton. */
export async function findResponsible(scope: Scope, named: AuthorityId | undefined): Promise<Authority> {
  const id = named ?? canton
  const authority = await findAuthority(scope, (await findSuccessor(scope, id, scope.today())) ?? id)
  if (!authority) throw new NotFoundError(`no authority ${id}`)
  return authority
}

export type FeedbackRow = Awaited<ReturnType<typeof listFeedback>>[number]

/** Feedback that the staff may see, what is still to be answered first, the oldest of it on top; at most 200. */
export function listFeedback(scope: Scope) {
  return scope.db
    .selectFrom('portal.feedback as f')
    .select(['f.id', 'f.authority_id', 'f.received_at', 'f.language', 'f.text', 'f.page', 'f.email', 'f.answered_at'])
    .orderBy('f.answered_at', (order) => order.desc().nullsFirst())
    .orderBy('f.received_at')
    .limit(200)
    .execute()
}
