import type { Clock } from './clock.ts'
import type { SystemActor } from './db/actor.ts'
import type { Database } from './db/database.ts'
import type { Payload, WriteScope } from './db/scope.ts'
import type { Feed } from './feed.ts'
import type { ApiPart } from './http/operation.ts'
import type { Permissions, Route } from './http/route.ts'
import type { AuthorityId } from './ids.ts'
import type { Kernel } from './kernel.ts'
import type { PublishedTable } from './published-table.ts'

/** What a job's handler is given: one transaction as the program itself; it commits together with the note that the job is done. */
export type JobHandler = (
  scope: WriteScope<SystemActor>,
  job: { key: string; payload: Payload; kernel: Kernel },
) => Promise<void>

/**
 * Work that takes longer than a transaction should, or opens several of its own one after the other. It runs outside any, until it has
 * succeeded once, and must be safe to repeat.
 */
export type LongWork = (job: { payload: Payload; kernel: Kernel }) => Promise<void>

export type Job = { purpose: string; about: string } & ({ handler: JobHandler } | { longWork: LongWork })

/** What a subscriber to an event is given. */
export type EventHandler = (
  scope: WriteScope<SystemActor>,
  event: { key: string; name: string; version: number; authorityId: string | null; payload: Payload; kernel: Kernel },
) => Promise<void>

/** Work at set times, by a cron line in Swiss time; `atStart`: also soon after a process that does jobs begins. */
export type Schedule = { job: string; cron: string; atStart?: true }

/**
 * A subject's manifest: everything the rest of the house knows of it. `uses` names the modules whose `public.ts` it imports.
 */
export type Module = {
  name: string
  uses: readonly string[]
  routes: (kernel: Kernel) => readonly Route[]
  permissions: Permissions
  /** Jobs by name (`module.job`), each with the purpose its scope carries. */
  jobs?: Readonly<Record<string, Job>>
  /** Events this module announces: name and meaning, for the reference page. */
  events?: Readonly<Record<string, { version: number; about: string; payload: readonly string[] }>>
  /** Subscriptions: `event → subscriber name → handler`. */
  listens?: readonly { event: string; subscriber: string; purpose: string; handler: EventHandler }[]
  schedules?: readonly Schedule[]
  /** What programs can do with it over `/api`. */
  api?: ApiPart
  /** What it publishes of its own doings as open data. */
  feeds?: readonly Feed[]
  /** Public rows of its records, by the slug of the data set in `content/datasets` that says what they are. */
  tables?: Readonly<Record<string, PublishedTable>>
  migrations?: string
  messages?: string
  /** Loads the module's content into an empty or older installation; safe to repeat. Gives a line that says what was loaded, if anything. */
  loadContent?: (input: {
    database: Database
    kernel: Kernel
    isDemo: boolean
    clock: Clock
  }) => Promise<string | undefined>
  /** Tables that an archive never brings back: what is in them opens something for a while, such as sessions and links that work once. */
  momentary?: readonly string[]
  /** Columns of the module's tables that hold names in the file store, for the archive. */
  storedFiles?: readonly { readonly table: string; readonly column: string }[]
  /** Erases or revokes once more what was after the archive was made that came back now. Runs for the purpose `erasure`. */
  eraseAgain?: (
    scope: WriteScope<SystemActor>,
    subject: { authorityId: AuthorityId; subjectId: string; kind?: string },
  ) => Promise<void>
  /** Ends what the module has running beside the program, such as processes of its own. */
  close?: (kernel: Kernel) => Promise<void>
  /** Fills an empty demo with invented people's doings, once. Gives a line that says what was made, if anything. */
  seedDemo?: (input: { database: Database; kernel: Kernel; clock: Clock }) => Promise<string | undefined>
}
