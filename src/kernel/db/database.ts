import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import type { CompiledQuery } from 'kysely'
import { type Clock, todayOf } from '../clock.ts'
import { UnavailableError } from '../http/errors.ts'
import { type Actor, actorSettings } from './actor.ts'
import { ContentWatch } from './content-watch.ts'
import { Line } from './line.ts'
import { ConnectionPool, isDatabaseAway, isDatabaseFull, isDatabaseSlow } from './pool.ts'
import type { AuditInput, EventInput, JobInput, Payload, Scope, WriteScope } from './scope.ts'
import { statement, Transaction } from './transaction.ts'

export type DatabaseSettings = {
  connectionString: string
  poolSize: number
  clock: Clock
  /** Longest a statement may run, in milliseconds. */
  statementTimeout?: number
  onError?: (error: Error) => void
}

/** Balancers ask every few seconds and take a late answer for a bad one. */
const readinessTimeout = 2_000

/** The door to PostgreSQL for everything that runs: it opens only for an actor, and closes with the unit of work. */
export class Database {
  readonly clock: Clock
  readonly #pool: ConnectionPool
  readonly #content: ContentWatch
  /** The unit of work that is running here, so that one begun inside it can let it give its connection back. */
  readonly #running = new AsyncLocalStorage<Transaction>()
  /** Row policies let an actor write only its own entries. */
  readonly #accesses = new Line<Access, undefined>(
    this,
    (together) => this.#writeAccesses(together),
    ({ actor }) => actorSettings(actor).join('\n'),
  )

  constructor(settings: DatabaseSettings) {
    this.clock = settings.clock
    const onError = settings.onError ?? (() => {})
    this.#content = new ContentWatch(settings.connectionString, settings.clock, onError)
    this.#pool = new ConnectionPool({
      connectionString: settings.connectionString,
      size: settings.poolSize,
      ...(settings.statementTimeout === undefined ? {} : { statementTimeout: settings.statementTimeout }),
      onError,
      onChange: (isSilent) => {
        onError(new Error(isSilent ? 'the database is silent' : 'the database answers again'))
        if (isSilent) this.#content.reconnect()
      },
    })
  }

  /** Listens for changes of published content, so that scopes may remember what they read of it. For a program that runs on. */
  async watchContent(): Promise<void> {
    await this.#content.start()
  }

  /** Runs `work` in a read-only transaction. Throws `UnavailableError` while the database is away. */
  async read<A extends Actor, Result>(actor: A, work: (scope: Scope<A>) => Promise<Result>): Promise<Result> {
    await this.giveBack()
    const transaction = new Transaction(this.#pool, actor, 'read')
    try {
      const result = await this.#running.run(transaction, () => work(this.#scope(actor, transaction)))
      await transaction.end()
      return result
    } catch (error) {
      await transaction.rollback()
      throw asUnavailable(error)
    }
  }

  /** Runs `work` in one transaction and commits; what the scope collected leaves with the commit. A fault undoes everything. */
  async write<A extends Actor, Result>(actor: A, work: (scope: WriteScope<A>) => Promise<Result>): Promise<Result> {
    await this.giveBack()
    const transaction = new Transaction(this.#pool, actor, 'write')
    const collected: Collected = { audit: [], outbox: [] }
    try {
      const result = await this.#running.run(transaction, () => work(this.#writeScope(actor, transaction, collected)))
      for (const sent of flush(collected)) transaction.send(sent)
      await transaction.commit()
      return result
    } catch (error) {
      await transaction.rollback()
      throw asUnavailable(error)
    }
  }

  /** Lets the unit of work that is running here give its connection back, before it waits for somebody else's. Nothing may be written before. */
  async giveBack(): Promise<void> {
    await this.#running.getStore()?.pause()
  }

  /** Runs what belongs to no unit of work that is running here, such as work for several of them. */
  apart<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#running.exit(work)
  }

  /** Whether the database answers at all, and soon; for `/readyz`, which must not hang with it. */
  async isReady(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<false>((done) => {
      timer = setTimeout(() => done(false), readinessTimeout)
    })
    const answered = this.#pool.ask().then(
      () => true,
      () => false,
    )
    return Promise.race([answered, late]).finally(() => clearTimeout(timer))
  }

  connections(): { total: number; idle: number; waiting: number } {
    return this.#pool.counts()
  }

  async close(): Promise<void> {
    await this.#content.stop()
    await this.#pool.close()
  }

  #scope<A extends Actor>(actor: A, transaction: Transaction): Scope<A> {
    const clock = this.clock
    return {
      actor,
      clock,
      db: transaction.db,
      now: () => clock.now(),
      today: () => todayOf(clock),
      remember: (memory, key, load) => this.#content.remember(memory, key, load),
    }
  }

  #writeScope<A extends Actor>(actor: A, transaction: Transaction, collected: Collected): WriteScope<A> {
    const clock = this.clock
    return {
      ...this.#scope(actor, transaction),
      write: (compilable) => transaction.send(compilable),
      record: (action, input) => collected.audit.push(auditRow(actor, clock.now(), action, 'act', input)),
      announce: (event, input) => collected.outbox.push(eventRow(clock.now(), event, input)),
      enqueue: (job, input) => collected.outbox.push(jobRow(clock.now(), job, input)),
    }
  }

  /**
   * Commits an access entry (who saw what) before anything is shown; if it fails, nothing may be. Those of the same actor that come at once are
   * committed together.
   */
  async recordAccess(actor: Actor, action: string, input: AuditInput): Promise<void> {
    await this.#accesses.join({ actor, row: auditRow(actor, this.clock.now(), action, 'access', input) })
  }

  async #writeAccesses(together: readonly Access[]): Promise<readonly undefined[]> {
    const [first] = together
    if (!first) return []
    const transaction = new Transaction(this.#pool, first.actor, 'write')
    try {
      for (const sent of flush({ audit: together.map(({ row }) => row), outbox: [] })) transaction.send(sent)
      await transaction.commit()
      return together.map(() => undefined)
    } catch (error) {
      await transaction.rollback()
      throw asUnavailable(error)
    }
  }
}

type Access = { readonly actor: Actor; readonly row: AuditRow }
type AuditRow = ReturnType<typeof auditRow>
type OutboxRow = {
  kind: 'event' | 'job'
  name: string
  version: number
  authority_id: string | null
  payload: Payload
  run_at: string | null
  at: string
}
type Collected = { audit: AuditRow[]; outbox: OutboxRow[] }

function auditRow(actor: Actor, at: Date, action: string, kind: 'act' | 'access', input: AuditInput) {
  return {
    authority_id: input.authorityId,
    at: at.toISOString(),
    action,
    kind,
    actor_kind: (input.by ?? actor).kind,
    actor_id: actorId(input.by ?? actor),
    actor_role: input.role ?? null,
    party_ids: input.partyIds ?? [],
    subject_id: input.subjectId ?? null,
    subject_ids: input.subjectIds ?? [],
    reason: input.reason ?? null,
    detail: input.detail ?? {},
    salt: `\\x${randomBytes(16).toString('hex')}`,
  }
}

function actorId(actor: Actor): string | null {
  switch (actor.kind) {
    case 'staff':
      return actor.staffId
    case 'person':
      return actor.partyId
    case 'case':
      return actor.caseId
    case 'public':
      return null
    case 'system':
      return actor.purpose
  }
}

function eventRow(at: Date, name: string, input: EventInput): OutboxRow {
  return {
    kind: 'event',
    name,
    version: input.version ?? 1,
    authority_id: input.authorityId,
    payload: input.payload,
    run_at: null,
    at: at.toISOString(),
  }
}

function jobRow(at: Date, name: string, input: JobInput): OutboxRow {
  return {
    kind: 'job',
    name,
    version: 1,
    authority_id: input.authorityId ?? null,
    payload: input.payload,
    run_at: input.runAt?.toISOString() ?? null,
    at: at.toISOString(),
  }
}

// One statement text for any number of rows: the rows travel as JSON values, so the prepared statement is always the same.
const insertCollected = `with rows as (select * from jsonb_to_recordset($1::jsonb) as r(authority_id text, at timestamptz, action text, kind text,
    actor_kind text, actor_id text, actor_role text, party_ids uuid[], subject_id uuid, subject_ids uuid[], reason text, detail jsonb, salt bytea)),
  ids as (select *, nextval('kernel.audit_entries_id_seq') as id from rows),
  queued as (insert into kernel.audit_queue (entry_id) select id from ids),
  entries as (insert into kernel.audit_entries
      (id, authority_id, at, action, kind, actor_kind, actor_id, actor_role, party_ids, subject_id, subject_ids, reason, detail, salt)
    overriding system value
    select id, authority_id, at, action, kind, actor_kind, actor_id, actor_role, party_ids, subject_id, subject_ids, reason, detail, salt from ids)
  insert into kernel.outbox (kind, name, version, authority_id, payload, run_at, at)
  select kind, name, version, authority_id, payload, run_at, at
  from jsonb_to_recordset($2::jsonb) as r(kind text, name text, version int, authority_id text, payload jsonb, run_at timestamptz, at timestamptz)`

function flush({ audit, outbox }: Collected): CompiledQuery[] {
  if (audit.length === 0 && outbox.length === 0) return []
  return [statement(insertCollected, [JSON.stringify(audit), JSON.stringify(outbox)])]
}

function asUnavailable(error: unknown): unknown {
  if (isDatabaseFull(error))
    return new UnavailableError('the database is full', { userMessage: 'kernel.error.database_full', cause: error })
  if (isDatabaseSlow(error))
    return new UnavailableError('the database is slow', { userMessage: 'kernel.error.database_slow', cause: error })
  if (error instanceof UnavailableError || !isDatabaseAway(error)) return error
  return new UnavailableError('the database is away', { userMessage: 'kernel.error.database_away', cause: error })
}
