import type { Compilable, Kysely } from 'kysely'
import type { Clock } from '../clock.ts'
import type { IsoDate } from '../i18n/format.ts'
import type { AuthorityId, PartyId } from '../ids.ts'
import type { Actor, StaffActor, StaffRole } from './actor.ts'
import type { ContentMemory } from './content-watch.ts'
import type { DB } from './schema.ts'

/** Payloads of events and jobs carry ids and other plain facts, never contents. */
export type Payload = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

export type AuditInput = {
  authorityId: AuthorityId
  /** What it is about, mostly a case. */
  subjectId?: string
  /** Several subjects of one entry (an opened list). */
  subjectIds?: readonly string[]
  partyIds?: readonly PartyId[]
  role?: StaffRole | undefined
  reason?: string | undefined
  detail?: Payload
  /** Who did it, where the program writes it down in the transaction of something else. */
  by?: StaffActor
}

export type EventInput = { authorityId: AuthorityId; payload: Payload; version?: number }

export type JobInput = { authorityId?: AuthorityId; payload: Payload; runAt?: Date }

/**
 * One unit of work of one actor: everything it reads and writes happens in one transaction, under the row policies of that actor.
 * No request and no job touches the database outside a scope.
 */
export type Scope<A extends Actor = Actor> = {
  readonly actor: A
  readonly clock: Clock
  /** Reads and writes of this transaction. */
  readonly db: Kysely<DB>
  now(): Date
  /** The day in Switzerland. */
  today(): IsoDate
  /** What is known of published content as long as nothing was announced as changed; else `load` reads it. */
  remember<Value>(memory: ContentMemory<Value>, key: string, load: () => Promise<Value>): Promise<Value>
}

/**
 * A scope that changes something. `write`, `record`, `announce` and `enqueue` do not wait: their rows leave with the commit in one
 * pipelined batch, and a fault in any of them undoes all.
 */
export type WriteScope<A extends Actor = Actor> = Scope<A> & {
  /** Sends a statement whose answer is not needed now. */
  write(statement: Compilable): void
  /** Adds an audit entry: who did what. */
  record(action: string, input: AuditInput): void
  /** Announces a fact to whoever listens. */
  announce(event: string, input: EventInput): void
  /** Asks for work after the commit. */
  enqueue(job: string, input: JobInput): void
}
