import {
  type Compilable,
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { PoolClient } from 'pg'
import { type Actor, actorSettingNames, actorSettings } from './actor.ts'
import { execute } from './connection.ts'
import type { ConnectionPool } from './pool.ts'
import type { DB } from './schema.ts'

const setActor = `select ${actorSettingNames.map((name, index) => `set_config('wegweiser.${name}', $${index + 1}, true)`).join(', ')}`

/**
 * A transaction on one pipelined connection. `begin` and the actor's settings are sent with the first statement and not waited for,
 * so that a page with one query costs one round trip. Nothing is sent before a statement is needed.
 */
export class Transaction {
  readonly db: Kysely<DB>
  readonly #pool: ConnectionPool
  readonly #actor: Actor
  readonly #access: 'read' | 'write'
  #hasWritten = false
  #isOver = false
  #client: Promise<PoolClient> | undefined
  #pending: Promise<unknown>[] = []

  constructor(pool: ConnectionPool, actor: Actor, access: 'read' | 'write') {
    this.#pool = pool
    this.#actor = actor
    this.#access = access
    this.db = new Kysely<DB>({ dialect: new TransactionDialect((query) => this.run(query)) })
  }

  async run<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    this.#hasWritten ||= !isPlainRead(query)
    const held = this.#begin()
    const client = await held
    // Given back while we waited: the connection may be somebody else's by now, under another actor.
    if (this.#client !== held) return this.run(query)
    const result = await execute(client, query.sql, query.parameters)
    return { rows: result.rows, numAffectedRows: BigInt(result.rowCount ?? 0) }
  }

  /** Sends a statement without waiting; its fault shows at the commit. */
  send(statement: Compilable | CompiledQuery): void {
    const compiled = 'compile' in statement ? statement.compile() : statement
    const sent = this.run(compiled)
    // The fault is looked at in `commit`; here it only must not count as unhandled.
    sent.catch(() => {})
    this.#pending.push(sent)
  }

  /** Commits, and resolves only when the database has acknowledged it and every statement sent before succeeded. */
  async commit(): Promise<void> {
    const client = await this.#take()
    if (!client) return
    // `commit` of a failed transaction answers ROLLBACK without an error, so the statements' own answers are looked at as well.
    const committed = execute(client, 'commit', [])
    const results = await Promise.allSettled([...this.#pending, committed])
    const failed = results.find((result) => result.status === 'rejected')
    const lastResult = results.at(-1)
    const command =
      lastResult?.status === 'fulfilled' && isCommand(lastResult.value) ? lastResult.value.command : undefined
    const isBroken = lastResult?.status === 'rejected'
    client.release(isBroken)
    if (failed) throw failed.reason
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back')
  }

  /** Ends a read-only transaction without waiting for the answer: the next user of the connection queues behind it. */
  async end(): Promise<void> {
    letGo(await this.#take())
  }

  async rollback(): Promise<void> {
    const client = await this.#take().catch(() => undefined)
    if (!client) return
    await Promise.allSettled(this.#pending)
    try {
      await execute(client, 'rollback', [])
      client.release()
    } catch {
      client.release(true)
    }
  }

  /**
   * Gives the connection back while this unit of work waits for another one. A unit of work that waits for a second connection while it
   * holds one makes a few of them at once wait for each other for ever. Possible only before anything was written: throws afterwards.
   */
  async pause(): Promise<void> {
    if (this.#hasWritten) throw new NestedWorkError()
    const held = this.#client
    this.#client = undefined
    this.#pending = []
    letGo(await held)
  }

  /**
   * The connection for the last time: nothing can be sent through this transaction any more, and nobody else takes it. Waits first, so that
   * the statements that waited before it have been sent.
   */
  async #take(): Promise<PoolClient | undefined> {
    const held = this.#client
    const client = await held
    const isOurs = this.#client === held
    this.#client = undefined
    this.#isOver = true
    return isOurs ? client : undefined
  }

  #begin(): Promise<PoolClient> {
    if (this.#isOver) return Promise.reject(new Error('this unit of work is over'))
    this.#client ??= this.#pool.connect().then((client) => {
      const begin = execute(client, this.#access === 'read' ? 'begin read only' : 'begin', [])
      const actor = execute(client, setActor, actorSettings(this.#actor))
      // A fault here makes the statement behind it fail as well, and that one is waited for.
      begin.catch(() => {})
      actor.catch(() => {})
      if (this.#access === 'write') this.#pending.push(begin, actor)
      return client
    })
    return this.#client
  }
}

/** A fault of the program: a unit of work was begun inside another that had already written. */
export class NestedWorkError extends Error {
  override name = 'NestedWorkError'
  constructor() {
    super('a unit of work that has written cannot wait for another one: read first, then write, in one scope')
  }
}

/** A select without locks. Raw SQL counts as writing, because nobody here reads it. */
function isPlainRead({ query }: CompiledQuery): boolean {
  return query.kind === 'SelectQueryNode' && (!('endModifiers' in query) || query.endModifiers === undefined)
}

function letGo(client: PoolClient | undefined): void {
  if (!client) return
  execute(client, 'commit', []).catch(() => {})
  client.release()
}

function isCommand(value: unknown): value is { command: string } {
  return typeof value === 'object' && value !== null && 'command' in value
}

class TransactionDialect {
  readonly #run: (query: CompiledQuery) => Promise<QueryResult<never>>
  constructor(run: <Row>(query: CompiledQuery) => Promise<QueryResult<Row>>) {
    this.#run = run
  }
  createAdapter() {
    return new PostgresAdapter()
  }
  createDriver(): Driver {
    const run = this.#run
    const connection: DatabaseConnection = {
      executeQuery: run,
      // biome-ignore lint/correctness/useYield: a pipelined connection cannot hold a cursor; the generator only refuses.
      async *streamQuery() {
        throw new Error('streams use the pool without pipeline')
      },
    }
    const refuse = async () => {
      throw new Error('a scope is one transaction; it holds no other')
    }
    return {
      init: async () => {},
      acquireConnection: async () => connection,
      beginTransaction: refuse,
      commitTransaction: refuse,
      rollbackTransaction: refuse,
      releaseConnection: async () => {},
      destroy: async () => {},
    }
  }
  createIntrospector(db: Kysely<unknown>) {
    return new PostgresIntrospector(db)
  }
  createQueryCompiler() {
    return new PostgresQueryCompiler()
  }
}

/** A statement as text with parameters, for the few that Kysely does not build. */
export function statement(text: string, values: readonly unknown[] = []): CompiledQuery {
  return CompiledQuery.raw(text, [...values])
}
