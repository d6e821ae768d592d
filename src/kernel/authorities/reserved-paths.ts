/**
 * First path segments with a meaning of their own. An authority's slug stands in the same place (`/kriens/services`), so none may be one
 * of these; a test compares them with all slugs, those of closed municipalities included.
 */
export const reservedPaths: ReadonlySet<string> = new Set([
  ...['de', 'fr', 'it', 'en'],
  ...[
    'services',
    'cases',
    'drafts',
    'receipts',
    'account',
    'mailbox',
    'desk',
    'sign-in',
    'sign-out',
    'session',
    'search',
    'authorities',
  ],
  ...[
    'opendata',
    'smartcity',
    'worksmart',
    'strategy',
    'participation',
    'events',
    'datasets',
    'datastore',
    'bookings',
    'files',
    'maps',
  ],
  ...['about', 'help', 'news', 'contact', 'feedback', 'privacy', 'imprint', 'accessibility', 'open-source', 'status'],
  ...[
    'api',
    'sta',
    'healthz',
    'readyz',
    'metrics',
    'assets',
    'built',
    'public',
    'fonts',
    'static',
    'oidc',
    'webhooks',
    'embed',
  ],
  ...[
    'demo',
    'gallery',
    'admin',
    'test',
    'well-known',
    '.well-known',
    'robots.txt',
    'sitemap.xml',
    'favicon.ico',
    'manifest.webmanifest',
  ],
])

/** Whether a first path segment is taken, whatever its case. */
export function isReservedPath(segment: string): boolean {
  return reservedPaths.has(segment.toLowerCase())
}
