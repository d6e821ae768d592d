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
