import type { Settings } from '../config/settings.ts'

/** No inline script, no inline style, nothing from elsewhere. */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

const common = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), interest-cohort=()',
  'x-frame-options': 'DENY',
}

export function securityHeaders(settings: Pick<Settings, 'origin'>): Record<string, string> {
  if (!settings.origin.startsWith('https:')) return common
  return { ...common, 'strict-transport-security': 'max-age=63072000; includeSubDomains' }
}

/** What lets pages of any site read an answer, the headers of paged and partial ones as well. */
export const openHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'Accept-Ranges, Content-Crs, Content-Disposition, Content-Length, Content-Range, ETag, Link, Repr-Digest, Retry-After, X-Checksum-SHA256, X-Request-Id',
  'cross-origin-resource-policy': 'cross-origin',
}

/** What a page of another site is told before it sends more than a plain question. */
export const preflightHeaders = {
  'access-control-allow-headers': 'Accept, Accept-Language, Authorization, Content-Type, If-None-Match, Range',
  'access-control-max-age': '86400',
}
