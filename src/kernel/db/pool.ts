import { createHash } from 'node:crypto'
import { Socket } from 'node:net'
import { Client, type ClientConfig, Pool, type PoolClient, type QueryResult } from 'pg'
import { UnavailableError } from '../http/errors.ts'
import { postgresTypes } from './postgres-types.ts'

export type PoolSettings = {
  connectionString: string
  /** Connections at most. */
  size: number
  /** Longest a statement may run, in milliseconds. */
  statementTimeout?: number
  /** False for streams: pipelined connections refuse cursors. */
  pipeline?: boolean
  onError?: (error: Error) => void
}

/**
 * A connection that puts everything said to the server in one turn into one packet: a transaction of five statements is one call of the
 * operating system and not five. `pg` corks and uncorks around each statement; the uncorking waits until the turn is over.
 */
class OnePacketSocket extends Socket {
  override uncork(): void {
    process.nextTick(() => super.uncork())
  }
}

/** A pool of connections that send statements without waiting for the answer of the one before. */
export function createPool(settings: PoolSettings): Pool {
  const config: ClientConfig & { pipeline: boolean } = {
    connectionString: settings.connectionString,
    pipeline: settings.pipeline ?? true,
    types: postgresTypes,
    stream: () => new OnePacketSocket(),
    application_name: 'wegweiser',
    // Many short statements at once: a second process or compiled code for one of them costs the others more than it gains.
    options: '-c jit=off -c max_parallel_workers_per_gather=0',
    statement_timeout: settings.statementTimeout ?? 15_000,
    idle_in_transaction_session_timeout: 60_000,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  }
  const pool = new Pool({ ...config, max: settings.size, idleTimeoutMillis: 60_000, Client })
  const report = settings.onError ?? (() => {})
  pool.on('error', report)
  // A checked-out client without a listener of its own would end the process when the database restarts.
  pool.on('connect', (client) => client.on('error', report))
  return pool
}

/** One statement on a checked-out connection, prepared once per connection and text. */
export function execute(client: PoolClient, text: string, values: readonly unknown[]): Promise<QueryResult> {
  return client.query({ name: statementName(text), text, values: [...values] })
}

const names = new Map<string, string>()

function statementName(text: string): string {
  let name = names.get(text)
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 24)
    // Statement texts are few, but lists of varying length make more: past the bound the oldest are forgotten here (not on the server).
    if (names.size > 5_000) names.clear()
    names.set(text, name)
  }
  return name
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

/** Out of disk (53100) or memory (53200), and a disk that cannot be read or written (58030). */
const exhaustedCodes = new Set(['53100', '53200', '58030'])

/** Whether the database runs, but can take nothing in for now: its disk is full. */
export function isDatabaseFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && exhaustedCodes.has(error.code)
}

/** Whether the database is away (restarting, unreachable, full of connections): the portal then answers 503, nothing is lost. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof UnavailableError) return true
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return awayCodes.has(code) || awayMessages.test(error.message)
}
