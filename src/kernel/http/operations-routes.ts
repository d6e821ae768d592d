import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { systemActor } from '../db/actor.ts'
import type { Scope } from '../db/scope.ts'
import { statement } from '../db/transaction.ts'
import { isWritable } from '../files/create-file-store.ts'
import type { Kernel } from '../kernel.ts'
import { json, text } from './answers.ts'
import { NotFoundError } from './errors.ts'
import { get, type Request, type Route } from './route.ts'

const permission = 'kernel.operations.look'
// Probes come every few seconds from one address and must never be told to wait.
const rateLimit = 6_000
const day = 24 * 3_600_000
const contactDays = 180

/** `scanner` says what operators want to know, but does not make the portal unready: files wait, everything else goes on. */
export type Readiness = { database: boolean; migrations: boolean; files: boolean; scanner: 'off' | 'there' | 'away' }

/**
 * What operators and their programs ask: whether the process lives (`/healthz`), whether it can serve (`/readyz`), its figures (`/metrics`),
 * whom to tell of a weakness (`/.well-known/security.txt`, RFC 9116), and what search engines may read (`/robots.txt`).
 * `migrations` gives the names of the migrations this program was written for.
 */
export function operationsRoutes(kernel: Kernel, migrations: () => readonly string[]): Route[] {
  const isReady = readinessOf(kernel, migrations)
  return [
    get('/healthz', { permission, rateLimit }, () => json({ status: 'alive' })),
    get('/readyz', { permission, rateLimit }, async () => {
      const parts = await isReady()
      const isAll = parts.database && parts.migrations && parts.files
      return json({ status: isAll ? 'ready' : 'not ready', parts }, { status: isAll ? 200 : 503 })
    }),
    get('/metrics', { permission, rateLimit }, async (_scope, request) => {
      if (!mayReadMetrics(kernel, request)) throw new NotFoundError('metrics are closed here')
      return text(await kernel.metrics.text(), kernel.metrics.contentType)
    }),
    get('/.well-known/security.txt', { permission, isPublic: true }, () => text(securityText(kernel))),
    get('/robots.txt', { permission, isPublic: true }, () => text(robotsText(kernel))),
  ]
}

/** Looks at each part; the store is tried at most every ten seconds, because a try writes to disk. */
function readinessOf(kernel: Kernel, migrations: () => readonly string[]): () => Promise<Readiness> {
  const scannerReady = keepFor(10_000, kernel.clock, async () => {
    if (!kernel.scanner) return 'off' as const
    return (await kernel.scanner.isThere()) ? ('there' as const) : ('away' as const)
  })
  const filesReady = keepFor(10_000, kernel.clock, () => isWritable(kernel.files))
  let expected: readonly string[] | undefined
  return async () => {
    expected ??= migrations()
    const names = expected
    const [{ database, fits }, files, scanner] = await Promise.all([
      kernel.database
        .isReady()
        .then(async (isThere) => ({ database: isThere, fits: isThere && (await hasMigrations(kernel, names)) })),
      filesReady(),
      scannerReady(),
    ])
    return { database, migrations: fits, files, scanner }
  }
}

/** Whether every migration of this program has been applied; newer ones keep the previous release working. */
async function hasMigrations(kernel: Kernel, expected: readonly string[]): Promise<boolean> {
  try {
    const applied = await kernel.database.read(systemActor('operations'), listApplied)
    return expected.every((name) => applied.has(name))
  } catch {
    return false
  }
}

async function listApplied(scope: Scope): Promise<Set<string>> {
  const { rows } = await scope.db.executeQuery<{ name: string }>(
    statement('select name from public.wegweiser_migrations'),
  )
  return new Set(rows.map(({ name }) => name))
}

function keepFor<Value>(milliseconds: number, clock: Clock, find: () => Promise<Value>): () => Promise<Value> {
  let known: { until: number; value: Promise<Value> } | undefined
  return () => {
    const now = clock.now().getTime()
    if (!known || known.until <= now) known = { until: now + milliseconds, value: find() }
    return known.value
  }
}

/** With a token, to whoever shows it; without one, in the demo to this machine only. */
function mayReadMetrics(kernel: Kernel, request: Request): boolean {
  const { metricsToken, mode } = kernel.settings
  if (metricsToken === undefined) return mode === 'demo' && isLoopback(request.ip)
  const shown = /^Bearer (.+)$/.exec(request.header('authorization') ?? '')?.[1] ?? ''
  return timingSafeEqual(digest(shown), digest(metricsToken))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address)
}

function securityText({ settings, clock }: Kernel): string {
  const expires = new Date(Math.ceil(clock.now().getTime() / day) * day + contactDays * day)
  return [
    `Contact: ${settings.origin}/imprint#contact`,
    `Expires: ${expires.toISOString()}`,
    'Preferred-Languages: de, fr, it, en',
    `Canonical: ${settings.origin}/.well-known/security.txt`,
    '',
  ].join('\n')
}

const closedPaths = ['/desk', '/account', '/cases', '/drafts', '/mailbox', '/sign-in', '/api']

function robotsText({ settings }: Kernel): string {
  // A demo is no authority: nobody should find it and take it for one.
  const lines =
    settings.mode === 'demo'
      ? ['Disallow: /']
      : closedPaths.flatMap((path) => [`Disallow: ${path}`, `Disallow: /*${path}`])
  return ['User-agent: *', ...lines, ''].join('\n')
}
