import type { FastifyRequest } from 'fastify'
import { publicActor } from '../db/actor.ts'
import { readApiKey } from '../identity/api-keys.ts'
import type { Kernel } from '../kernel.ts'
import { BadRequestError, ForbiddenError, HttpError, SecondFactorNeededError, SignInNeededError } from './errors.ts'
import { isGranted, isSecondFactorMissing } from './permissions.ts'
import type { Permissions, Principal, Route } from './route.ts'

const defaultRateLimit = 600
/** Programs with a key are known by it; the bound only keeps a flood of wrong keys away. */
const keyedRateLimit = 600_000

/** How many requests a network address may send a route in a minute. */
export function requestsPerMinute(route: Route, message: FastifyRequest, factor: number): number {
  return (isKeyed(message) ? keyedRateLimit : (route.options.rateLimit ?? defaultRateLimit)) * factor
}

/** Whom a limit counts: a network address, with and without a key apart. */
export function limitKey(message: FastifyRequest): string {
  return isKeyed(message) ? `${message.ip} with key` : message.ip
}

/** Only our own keys count: whoever shows something else is let through as nobody, so it must not lift the limit. */
function isKeyed(message: FastifyRequest): boolean {
  return readApiKey(message.headers.authorization) !== undefined
}

/** Two Host lines, an absolute address, a foreign host name: nothing of ours is asked for that way. */
export function refuseOddRequests(message: FastifyRequest, kernel: Kernel): void {
  const hosts = message.raw.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length
  if (hosts !== 1) throw new BadRequestError('one Host line is needed')
  if (!message.originalUrl.startsWith('/')) throw new BadRequestError('an absolute address is refused')
  // Whoever watches the process asks by its address, not by its name.
  const isProbe = message.url === '/healthz' || message.url === '/readyz'
  if (!isProbe && !kernel.isKnownHost(message.host)) throw new HttpError(421, 'unknown host')
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A change asked for by a page of somebody else is refused; requests with a key carry no cookie and need no check. */
export function refuseCrossSite(message: FastifyRequest, route: Route, principal: Principal, kernel: Kernel): void {
  if (safeMethods.has(message.method) || principal.csrfExempt) return
  // What is open to other sites is open to nobody in particular: never with somebody's cookie.
  if (route.options.acceptsCrossSite && principal.actor.kind === 'public') return
  const site = message.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new ForbiddenError('cross-site', { userMessage: 'kernel.error.cross_site' })
  const { origin } = message.headers
  if (origin !== undefined && !kernel.isOwnOrigin(origin))
    throw new ForbiddenError('foreign origin', { userMessage: 'kernel.error.cross_site' })
}

/**
 * Lets through whom the route's permission is granted to, and gives as whom: staff without a second factor come to what is open to
 * everybody as nobody in particular. Throws 401 for somebody unknown, 403 for everybody else.
 */
export function authorise(route: Route, principal: Principal, permissions: Permissions): Principal {
  const grantees = permissions[route.options.permission]
  if (!grantees) throw new Error(`permission ${route.options.permission} of ${route.path} is in no manifest`)
  if (!isGranted(grantees, principal)) {
    if (principal.actor.kind === 'public' && !principal.key) throw new SignInNeededError()
    throw new ForbiddenError()
  }
  if (!isSecondFactorMissing(route, principal)) return principal
  if (!grantees.includes('anyone')) throw new SecondFactorNeededError()
  return { ...principal, actor: publicActor }
}
