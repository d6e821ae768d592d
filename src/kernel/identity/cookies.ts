import type { Cookie } from '../http/answers.ts'

export type CookiePurpose = 'session' | 'case' | 'sign-in' | 'kept'

/**
 * Name of a cookie. Over https it has the `__Host-` prefix, which ties it to this host and to TLS. Over plain http (localhost and tests)
 * it has none: browsers drop a `__Host-` cookie that is not `Secure`, and many programs never send a `Secure` one back over http.
 */
export function cookieName(origin: string, purpose: CookiePurpose): string {
  return origin.startsWith('https:') ? `__Host-${purpose}` : purpose
}

/** A cookie that lasts as long as the browser is open; the server ends it earlier. */
export function tokenCookie(origin: string, purpose: CookiePurpose, token: string): Cookie {
  return { name: cookieName(origin, purpose), value: token }
}

export function endedCookie(origin: string, purpose: CookiePurpose): Cookie {
  return { name: cookieName(origin, purpose), value: '', maxAgeSeconds: 0 }
}
