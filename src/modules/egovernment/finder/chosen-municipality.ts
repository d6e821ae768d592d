import type { Authority } from '#kernel/authorities/authority.ts'
import { findAuthority, findSuccessor } from '#kernel/authorities/queries.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Cookie } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import { type AuthorityId, isSlug } from '#kernel/ids.ts'

/** Holds the slug of the municipality that somebody chose, and nothing else. */
export const placeCookie = 'place'

/** The parameter that chooses a municipality: `/services/umzug?place=kriens`. */
export const placeParameter = 'place'

const halfAYear = 182 * 24 * 60 * 60

/** The municipality that a page is for: that of the portal, else the one just chosen, else the one chosen before. */
export async function findChosenMunicipality(
  scope: Scope,
  request: Pick<Request, 'authorityId' | 'query' | 'cookie'>,
): Promise<Authority | undefined> {
  for (const slug of [request.authorityId, request.query.get(placeParameter), request.cookie(placeCookie)]) {
    const municipality =
      slug !== undefined && isSlug<'authority'>(slug) ? await findMunicipality(scope, slug) : undefined
    if (municipality) return municipality
  }
  return undefined
}

/** A municipality by its slug; a former one gives its successor. */
async function findMunicipality(scope: Scope, id: AuthorityId): Promise<Authority | undefined> {
  const authority = await findAuthority(scope, id)
  if (authority?.kind !== 'municipality') return undefined
  if (authority.closedOn === null || authority.closedOn >= scope.today()) return authority
  const successor = await findSuccessor(scope, id, scope.today())
  return successor === null ? undefined : findAuthority(scope, successor)
}

/** Remembers a choice that was just made. */
export function rememberPlace(request: Pick<Request, 'query'>, municipality: Authority | undefined): Cookie[] {
  if (!municipality || !request.query.has(placeParameter)) return []
  return [{ name: placeCookie, value: municipality.id, maxAgeSeconds: halfAYear }]
}
