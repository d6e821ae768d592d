import type { AuthorityDirectory } from '#kernel/authorities/authority-directory.ts'
import { findSuccessor } from '#kernel/authorities/queries.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { withPrefix } from '#kernel/http/address.ts'
import type { Request } from '#kernel/http/route.ts'
import { isSlug } from '#kernel/ids.ts'

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
  if (!former?.isClosed || !isSlug<'authority'>(former.slug)) return undefined
  const successor = await findSuccessor(scope, former.slug, scope.today())
  return successor === null ? undefined : withPrefix({ language: prefix.language, authority: successor }, path) + search
}
