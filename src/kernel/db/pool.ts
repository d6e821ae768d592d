import { type ClientConfig, Pool, type PoolClient } from 'pg'
import { UnavailableError } from '../http/errors.ts'
import { Connection, execute } from './connection.ts'
import { postgresTypes } from './postgres-types.ts'
import { SilenceWatch } from './silence-watch.ts'

export type PoolSettings = {
  connectionString: string
  /** Connections at most. */
  size: number
  /** Longest a statement may run, in milliseconds. */
  statementTimeout?: number
  onError(error: Error): void
  /** Told when the database falls silent, and when it answers again. */
  onChange(isSilent: boolean): void
}

/** Longest anybody waits for a connection, new or free, in milliseconds. */
const connectionTimeout = 4_000
/** Longest a statement waits for what another one holds. */
const lockTimeout = 4_000

/** Connections that send statements without waiting for the answer of the one before; while the database is silent, none is given out. */
export class ConnectionPool {
  readonly #pool: Pool
  readonly #silence: SilenceWatch

  constructor(settings: PoolSettings) {
    const statementTimeout = settings.statementTimeout ?? 15_000
    const { connectionString, onError, onChange } = settings
    const config: ClientConfig & { pipeline: boolean } = {
      connectionString,
      pipeline: true,
      types: postgresTypes,
      application_name: 'wegweiser',
      // Many short statements at once: a second process or compiled code for one of them costs the others more than it gains.
      options: '-c jit=off -c max_parallel_workers_per_gather=0',
      statement_timeout: statementTimeout,
      lock_timeout: lockTimeout,
      idle_in_transaction_session_timeout: 60_000,
      connectionTimeoutMillis: connectionTimeout,
      keepAlive: true,
    }
    this.#silence = new SilenceWatch({ connectionString, statementTimeout, onChange })
    this.#pool = new Pool({ ...config, max: settings.size, idleTimeoutMillis: 60_000, Client: Connection })
    this.#pool.on('error', onError)
    this.#pool.on('connect', (client) => {
      // A checked-out client without a listener of its own would end the process when the database restarts.
      client.on('error', onError)
      if (client instanceof Connection) this.#silence.watch(client)
    })
  }

  async connect(): Promise<PoolClient> {
    if (this.#silence.isSilent) throw new DatabaseSilentError()
    try {
      return await this.#pool.connect()
    } catch (error) {
      if (error instanceof Error && connectMessages.test(error.message)) this.#silence.suspect()
      throw error
    }
  }

  /** Asks for nothing but an answer. */
  async ask(): Promise<void> {
    const client = await this.connect()
    try {
      await execute(client, 'select 1', [])
      client.release()
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  counts(): { total: number; idle: number; waiting: number } {
    return { total: this.#pool.totalCount, idle: this.#pool.idleCount, waiting: this.#pool.waitingCount }
  }

  async close(): Promise<void> {
    this.#silence.stop()
    await this.#pool.end()
  }
}

/** The database takes statements and answers none. */
export class DatabaseSilentError extends Error {
  override name = 'DatabaseSilentError'
  constructor() {
    super('the database is silent')
  }
}

const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08003',
  '53300',
  'ENOTFOUND',
  'EAI_AGAIN',
  '28P01',
])
const awayMessages = /Connection terminated|timeout exceeded when trying to connect|not queryable|Client was closed/
const connectMessages = /timeout exceeded when trying to connect|due to connection timeout/

/** Out of disk (53100) or memory (53200), and a disk that cannot be read or written (58030). */
const exhaustedCodes = new Set(['53100', '53200', '58030'])

/** Whether the database runs, but can take nothing in for now: its disk is full. */
export function isDatabaseFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && exhaustedCodes.has(error.code)
}

/** A statement ran too long (57014), or waited too long for what another one holds (55P03). */
const slowCodes = new Set(['57014', '55P03'])

/** Whether the database answers, but ended a statement that held up the person who waits for it. */
export function isDatabaseSlow(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && slowCodes.has(error.code)
}

/** Whether the database is away (restarting, unreachable, full of connections): the portal then answers 503, nothing is lost. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof UnavailableError || error instanceof DatabaseSilentError) return true
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return awayCodes.has(code) || awayMessages.test(error.message)
}
