import { PgBoss } from 'pg-boss'
import { linkEntries } from '../audit/link-entries.ts'
import type { SystemActor } from '../db/actor.ts'
import { systemActor } from '../db/actor.ts'
import type { Payload, WriteScope } from '../db/scope.ts'
import { statement } from '../db/transaction.ts'
import type { Kernel } from '../kernel.ts'
import type { EventHandler, Job, Module } from '../module.ts'

/** One kind of work as the runner sees it: a queue, the purpose of its scope, and what to do with a payload. */
type Work = {
  queue: string
  purpose: string
  handle: (scope: WriteScope<SystemActor>, envelope: Envelope) => Promise<void>
  /** What comes before, outside the transaction. */
  before?: (envelope: Envelope) => Promise<void>
}

type Envelope = { key: string; name: string; version: number; authorityId: string | null; payload: Payload }

type OutboxRow = {
  id: string
  kind: string
  name: string
  version: number
  authority_id: string | null
  payload: unknown
  run_at: Date | null
}

const schema = 'jobs'
const dispatchBatch = 200
const retries = { retryLimit: 8, retryDelay: 5, retryBackoff: true, expireInSeconds: 300 }

/** Finds what comes due later and what another process dispatched; what this one dispatches is looked for at once. */
const polling = { pollingIntervalSeconds: 2 }

/** Seconds that the work of a start waits: first come those who waited for the program to be back. */
const visitorsFirst = 3

/** A database that hangs is given up, so that jobs go on by themselves when it answers again. In milliseconds. */
const patience = { query_timeout: 60_000, connectionTimeoutMillis: 10_000, keepAlive: true }

/**
 * Brings announced facts and asked-for work to their handlers: at least once delivered, once handled. The hot path only writes a row
 * into `kernel.outbox`; here rows become jobs of pg-boss, and each handler runs in one transaction together with the note that it ran.
 */
export class JobRunner {
  readonly #kernel: Kernel
  readonly #boss: PgBoss
  readonly #works: ReadonlyMap<string, Work>
  readonly #subscribers: ReadonlyMap<string, readonly string[]>
  readonly #schedules: readonly { queue: string; cron: string; atStart?: true }[]
  readonly #workers = new Map<string, string>()
  #timer: NodeJS.Timeout | undefined
  #busy: Promise<void> | undefined
  #isWanted = false

  constructor(kernel: Kernel, modules: readonly Module[], connectionString: string) {
    this.#kernel = kernel
    this.#boss = new PgBoss({
      connectionString,
      schema,
      migrate: false,
      createSchema: false,
      max: 3,
      application_name: 'wegweiser-jobs',
      ...patience,
    })
    this.#boss.on('error', (error) => kernel.log.warn('job queue', { error: error.message }))
    const jobs = modules.flatMap((module) =>
      Object.entries(module.jobs ?? {}).map(([name, job]) => jobWork(name, job, kernel)),
    )
    const listens = modules.flatMap((module) => module.listens ?? [])
    this.#works = new Map([...jobs, ...listens.map((one) => eventWork(one, kernel))].map((work) => [work.queue, work]))
    this.#subscribers = groupQueues(listens)
    this.#schedules = modules.flatMap((module) =>
      (module.schedules ?? []).map(({ job, ...when }) => ({ queue: job, ...when })),
    )
  }

  /** Makes the queues; needed before `start` or `drain`. */
  async prepare(): Promise<void> {
    await this.#boss.start()
    for (const queue of this.#works.keys()) await this.#boss.createQueue(queue, retries)
  }

  /**
   * Works until stopped: dispatches, links the audit chain, runs jobs and schedules. What is done at every start waits a few seconds where the program
   * was here before as it is now, and comes at once where `isNew`: nothing is there to be shown yet, or not all of it.
   */
  async start({ isNew }: { isNew: boolean }): Promise<void> {
    for (const { queue, cron, atStart } of this.#schedules) {
      await this.#boss.schedule(queue, cron, {}, { tz: 'Europe/Zurich' })
      if (!atStart) continue
      // What a start that ended soon left behind would be due at once.
      await this.#boss.deleteQueuedJobs(queue)
      await this.#boss.send(queue, {}, isNew ? {} : { startAfter: visitorsFirst })
    }
    for (const work of this.#works.values()) {
      const worker = await this.#boss.work<Envelope>(work.queue, { batchSize: 1, ...polling }, async (jobs) => {
        for (const job of jobs) await this.#handle(work, job.data, job.id)
        this.#wake(work.queue)
      })
      this.#workers.set(work.queue, worker)
    }
    this.#timer = setInterval(() => this.kick(), 500)
    this.kick()
  }

  /** Lets a queue look for its next job at once: else it would do one job a round of polling. After a failure it waits for its round. */
  #wake(queue: string): void {
    const worker = this.#workers.get(queue)
    if (worker !== undefined) this.#boss.notifyWorker(worker)
  }

  /** Says that there may be something to dispatch; cheap to call often. */
  kick(): void {
    this.#isWanted = true
    this.#busy ??= this.#dispatchWanted().finally(() => {
      this.#busy = undefined
    })
  }

  async #dispatchWanted(): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false
      try {
        while ((await this.#dispatch()) > 0 || (await this.#link()) > 0);
      } catch (error) {
        this.#kernel.log.warn('dispatch', { error: error instanceof Error ? error.message : 'unknown' })
      }
    }
  }

  /** Runs everything that is due until nothing is left; for tests and for commands. Gives how many jobs ran. */
  async drain(): Promise<number> {
    let count = 0
    for (let isIdle = false; !isIdle; ) {
      isIdle = (await this.#dispatch()) === 0
      await this.#link()
      for (const work of this.#works.values()) {
        for (const job of await this.#boss.fetch<Envelope>(work.queue, { batchSize: 50 })) {
          await this.#handle(work, job.data, job.id)
          await this.#boss.complete(work.queue, job.id)
          count += 1
          isIdle = false
        }
      }
    }
    return count
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#busy
    await this.#boss.stop({ graceful: true, timeout: 10_000 })
  }

  async #handle(work: Work, envelope: Envelope | null, jobId: string): Promise<void> {
    const full = envelope?.key ? envelope : { key: jobId, name: work.queue, version: 1, authorityId: null, payload: {} }
    const key = `${work.queue}/${full.key}`
    try {
      await work.before?.(full)
      const isFirst = await this.#kernel.database.write(systemActor(work.purpose), async (scope) => {
        const inserted = await scope.db
          .insertInto('kernel.handled')
          .values({ job_key: key, at: scope.now() })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        if (inserted.numInsertedOrUpdatedRows === 0n) return false
        await work.handle(scope, full)
        return true
      })
      this.#kernel.metrics.countJob(work.queue, isFirst ? 'done' : 'repeated')
    } catch (error) {
      this.#kernel.metrics.countJob(work.queue, 'failed')
      this.#kernel.log.fault(error, { job: key })
      throw error
    }
    this.kick()
  }

  /** Moves a batch of outbox rows into the queues, in one transaction. Gives how many. */
  async #dispatch(): Promise<number> {
    const { rows, queues } = await this.#kernel.database.write(systemActor('dispatch'), async (scope) => {
      const rows: OutboxRow[] = await scope.db
        .deleteFrom('kernel.outbox')
        .where('id', 'in', (from) =>
          from.selectFrom('kernel.outbox').select('id').orderBy('id').limit(dispatchBatch).forUpdate().skipLocked(),
        )
        .returning(['id', 'kind', 'name', 'version', 'authority_id', 'payload', 'run_at'])
        .execute()
      const jobs = this.#jobsOf(rows)
      for (const [queue, ofQueue] of jobs) {
        const executeSql = async (text: string, values?: unknown[]) => {
          const result = await scope.db.executeQuery<never>(statement(text, values ?? []))
          return { rows: result.rows }
        }
        await this.#boss.insert(queue, ofQueue, { db: { executeSql } })
      }
      return { rows: rows.length, queues: [...jobs.keys()] }
    })
    for (const queue of queues) this.#wake(queue)
    return rows
  }

  #jobsOf(rows: readonly OutboxRow[]): Map<string, { data: Envelope; startAfter?: Date }[]> {
    const jobs = new Map<string, { data: Envelope; startAfter?: Date }[]>()
    for (const row of rows) {
      const queues = row.kind === 'job' ? [row.name] : (this.#subscribers.get(row.name) ?? [])
      const data = {
        key: row.id,
        name: row.name,
        version: row.version,
        authorityId: row.authority_id,
        payload: asPayload(row.payload),
      }
      for (const queue of queues) {
        if (!this.#works.has(queue)) throw new Error(`no module does the job ${queue}`)
        const list = jobs.get(queue) ?? []
        list.push({ data, ...(row.run_at ? { startAfter: row.run_at } : {}) })
        jobs.set(queue, list)
      }
    }
    return jobs
  }

  #link(): Promise<number> {
    return this.#kernel.database.write(systemActor('audit'), linkEntries)
  }
}

function jobWork(queue: string, job: Job, kernel: Kernel): Work {
  const { purpose } = job
  if ('longWork' in job)
    return { queue, purpose, handle: async () => {}, before: ({ payload }) => job.longWork({ payload, kernel }) }
  return {
    queue,
    purpose,
    handle: (scope, { key, payload }) => job.handler(scope, { key, payload, kernel }),
  }
}

type Listener = { event: string; subscriber: string; purpose: string; handler: EventHandler }

function eventWork({ event, subscriber, purpose, handler }: Listener, kernel: Kernel): Work {
  return {
    queue: queueOf(event, subscriber),
    purpose,
    handle: (scope, envelope) => handler(scope, { ...envelope, kernel }),
  }
}

function groupQueues(listens: readonly Listener[]): Map<string, string[]> {
  const queues = new Map<string, string[]>()
  for (const { event, subscriber } of listens)
    queues.set(event, [...(queues.get(event) ?? []), queueOf(event, subscriber)])
  return queues
}

function queueOf(event: string, subscriber: string): string {
  return `${event}--${subscriber}`
}

function asPayload(value: unknown): Payload {
  const payload: Record<string, string | number | boolean | null | string[]> = {}
  if (typeof value !== 'object' || value === null) return payload
  for (const [name, inner] of Object.entries(value)) {
    if (inner === null || typeof inner === 'string' || typeof inner === 'number' || typeof inner === 'boolean')
      payload[name] = inner
    else if (Array.isArray(inner)) payload[name] = inner.map(String)
  }
  return payload
}
