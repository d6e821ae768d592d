import type { Scope } from '../db/scope.ts'
import { withPrefix } from '../http/address.ts'
import type { Request } from '../http/route.ts'
import type { AuthorityDirectory } from './authority-directory.ts'
import { findSuccessor } from './queries.ts'

/**
 * Where the address of a former municipality leads today: the same page of its successor (`/fr/littau/services` is `/fr/luzern/services`).
 * Undefined for every other address. To be answered with 308.
 */
export async function redirectOf(
  scope: Scope,
  directory: AuthorityDirectory,
  { prefix, path, search }: Pick<Request, 'prefix' | 'path' | 'search'>,
): Promise<string | undefined> {
  const former = prefix.authority === undefined ? undefined : directory.find(prefix.authority)
  if (!former?.isClosed) return undefined
  const successor = await findSuccessor(scope, former.slug, scope.today())
  return successor === null ? undefined : withPrefix({ language: prefix.language, authority: successor }, path) + search
}
