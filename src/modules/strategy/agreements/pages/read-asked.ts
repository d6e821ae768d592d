import type { Scope } from '#kernel/db/scope.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { isSlug, slug } from '#kernel/ids.ts'
import { authoritiesOf, staffOf } from '../../desk/desk-context.ts'
import { findNode } from '../../graph/queries.ts'
import { type AgreementFound, findAgreement } from '../queries.ts'

/** The agreement of the address. Throws 404 where there is none that she may see. */
export async function readAsked(scope: Scope, { params }: Request): Promise<AgreementFound> {
  const { keeper = '', slug: name = '' } = params
  const node = isSlug(keeper) ? await findNode(scope, slug<'authority'>(keeper), name) : undefined
  const found = node && (await findAgreement(scope, node))
  if (!found) throw new NotFoundError('no such agreement')
  return found
}

/** The same for its keeper: 404 for others, who change nothing in it. */
export async function readKept(scope: Scope, request: Request): Promise<AgreementFound> {
  const found = await readAsked(scope, request)
  if (!authoritiesOf(staffOf(request)).includes(found.key.authorityId)) throw new NotFoundError('not hers to keep')
  return found
}
