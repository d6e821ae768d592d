import type { IdentityLevel } from '../db/actor.ts'
import { type RedirectAnswer, seeOther } from '../http/answers.ts'
import type { Principal, Request } from '../http/route.ts'
import { meetsLevel } from './identity-level.ts'

/** Whether a principal's present sign-in is sure enough. Guests and staff have no level but the lowest. */
export function hasLevel(principal: Principal, level: IdentityLevel): boolean {
  return meetsLevel(principal.actor.kind === 'person' ? principal.actor.level : 'none', level)
}

/**
 * The way to a surer sign-in and back to `next` (default: this page), where one is needed; nothing where the present one does. The
 * page on the way says why; its link asks the provider with `acr_values`.
 *
 *     const stepUp = requireLevel(request, service.requiredLevel)
 *     if (stepUp) return stepUp
 */
export function requireLevel(
  request: Request,
  level: IdentityLevel,
  next = request.href(request.path),
): RedirectAnswer | undefined {
  if (hasLevel(request.principal, level)) return undefined
  const query = new URLSearchParams({ level, next })
  return seeOther(`${request.href('/sign-in')}?${query}`)
}

/** Where somebody without a session is sent: residents choose how to go on, staff go straight to their sign-in. */
export function signInPath(kind: 'person' | 'staff'): string {
  switch (kind) {
    case 'person':
      return '/sign-in'
    case 'staff':
      return '/sign-in/staff'
  }
}
