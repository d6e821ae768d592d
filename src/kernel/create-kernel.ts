import { join } from 'node:path'
import { AuthorityDirectory } from './authorities/authority-directory.ts'
import type { Clock } from './clock.ts'
import type { Settings } from './config/settings.ts'
import { Database } from './db/database.ts'
import type { FileStore } from './files/file-store.ts'
import { createClamd } from './files/scanner/clamd.ts'
import { createTranslators, type MessageSource } from './i18n/catalogue.ts'
import type { Kernel } from './kernel.ts'
import { createLetters } from './letters/letters.ts'
import { createLog, type Log } from './log.ts'
import { createMetrics } from './metrics.ts'
import { newReference } from './reference.ts'
import { createSealing } from './sealing/sealing.ts'

export type KernelParts = {
  settings: Settings
  clock: Clock
  databaseUrl: string
  masterKey: Buffer
  messages: readonly MessageSource[]
  files: FileStore
  log?: Log
}

const megabyte = 1024 * 1024

/** Beside the program, where that is built. */
const keptMessages = join(import.meta.dirname, '../../built/messages.json')

/** Makes the kernel of a process. Nothing is connected or read from the database yet. */
export function createKernel(parts: KernelParts): Kernel {
  const { settings, clock } = parts
  const translators = createTranslators(parts.messages, keptMessages)
  const log = parts.log ?? createLog(settings)
  const authorities = new AuthorityDirectory()
  const hosts = knownHosts(settings)
  const origins = new Set([...hosts].flatMap((host) => [`https://${host}`, `http://${host}`]))
  return {
    settings,
    clock,
    log,
    metrics: createMetrics(),
    database: new Database({
      connectionString: parts.databaseUrl,
      poolSize: settings.databasePool,
      clock,
      // Nobody waits longer for a page. A worker has nobody waiting, and more to read at once.
      statementTimeout: settings.role === 'worker' ? 30_000 : 8_000,
      onError: (error) => log.warn('database connection', { error: error.message }),
    }),
    sealing: createSealing(parts.masterKey),
    files: parts.files,
    scanner: settings.clamd && createClamd(settings.clamd),
    letters: createLetters({ translators }),
    translators,
    newReference,
    authorities,
    isAuthoritySlug: (slug) => authorities.has(slug),
    authorityOfHost: (host) => settings.hosts.get(host),
    isKnownHost: (host) => hosts.has(host) || (settings.port === 0 && /^(?:localhost|127\.0\.0\.1):\d+$/.test(host)),
    isOwnOrigin: (origin) =>
      origins.has(origin) || (settings.port === 0 && /^http:\/\/(?:localhost|127\.0\.0\.1):\d+$/.test(origin)),
    uploadLimits: {
      fileBytes: 100 * megabyte,
      formBytes: 200 * megabyte,
      files: 40,
      senderBytes: 600 * megabyte,
    },
  }
}

/** The hosts that requests may name: the public origin, the authorities' own, and in the demo this machine. */
function knownHosts(settings: Settings): Set<string> {
  const own = [new URL(settings.origin).host, ...settings.hosts.keys()]
  if (settings.mode !== 'demo') return new Set(own)
  return new Set([...own, `localhost:${settings.port}`, `127.0.0.1:${settings.port}`, `[::1]:${settings.port}`])
}
