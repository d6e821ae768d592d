import type { ComponentChildren } from 'preact'
import type { AuthorityDirectory } from './authorities/authority-directory.ts'
import type { Clock } from './clock.ts'
import type { Settings } from './config/settings.ts'
import type { Database } from './db/database.ts'
import type { FileStore } from './files/file-store.ts'
import type { Scanner } from './files/scanner/clamd.ts'
import type { Request } from './http/route.ts'
import type { Language } from './i18n/language.ts'
import type { Translate } from './i18n/translate.ts'
import type { Letters } from './letters/letters.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Sealing } from './sealing/sealing.ts'

/** What every module stands on, made once per process and handed to routes and jobs. */
export type Kernel = {
  settings: Settings
  clock: Clock
  database: Database
  log: Log
  metrics: Metrics
  sealing: Sealing
  files: FileStore
  /** Undefined where none is set: then files are open as they come. */
  scanner: Scanner | undefined
  letters: Letters
  translators: Record<Language, Translate>
  /** A short reference that a person can read on the phone; goes with every answer and log line. */
  newReference(): string
  authorities: AuthorityDirectory
  /** Whether a first path segment names an authority, present or former. */
  isAuthoritySlug(slug: string): boolean
  /** The authority that a configured host name stands for. */
  authorityOfHost(host: string): string | undefined
  isKnownHost(host: string): boolean
  isOwnOrigin(origin: string): boolean
  /** Bytes of one file, of all files of one request, and of what one sender has not handed in yet. */
  uploadLimits: { fileBytes: number; formBytes: number; files: number; senderBytes: number }
  /** The body of an error page; given by `app.ts`. */
  errorPage?: (input: { request: Request; status: number; title: string; text: string }) => ComponentChildren
}
