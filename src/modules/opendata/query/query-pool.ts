import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { childRights } from '#kernel/child-rights.ts'
import type { Order, Outcome } from './inside/orders.ts'
import { QueryBusyError, QueryLostError, QueryTooHeavyError } from './query-errors.ts'

export type PoolLimits = {
  /** Where it is not that for DuckDB: the program of its processes, and the folder that they may read. */
  other?: { program: string; folder: string }
  /** Processes at most; they start when first needed. */
  processes: number
  /** Orders that one process works at at a time. */
  atOnce: number
  /** Orders that may wait, of all tables and of one. */
  waiting: number
  perTable: number
  /** Milliseconds one order may take, and resident bytes of one process; beyond it is killed. */
  milliseconds: number
  bytes: number
}

type Wait = {
  readonly order: Order
  readonly only: Child | undefined
  resolve(outcome: Outcome): void
  reject(error: Error): void
}
type Child = {
  readonly process: ChildProcess
  readonly work: Map<number, { readonly wait: Wait; readonly timer: NodeJS.Timeout }>
  isLost: boolean
}

/** A process that holds what was opened in it. */
export type Held = { ask(order: Order): Promise<Outcome> }

const program = join(import.meta.dirname, 'inside/query-process.ts')
const source = join(import.meta.dirname, '..')
const pageSize = 4_096
const memoryCheckMs = 50

/**
 * A few long-lived processes that answer queries. DuckDB is native code: in a process of its own it can be killed whatever it is doing, and a fault in
 * it does not end the portal. Tables take turns, so that nobody's hundred queries stand before another's one. Throws `QueryBusyError` when too many
 * wait, `QueryTooHeavyError` when one takes too much, `QueryLostError` when its process ended for another reason twice.
 */
export class QueryPool {
  readonly #limits: PoolLimits
  readonly #children: Child[] = []
  /** What waits, by table; the table at the front is next. */
  readonly #waiting = new Map<string, Wait[]>()
  #count = 0
  #last = 0
  #isClosed = false

  constructor(limits: PoolLimits) {
    this.#limits = limits
  }

  /** Answers an order for a table; once more where a process ended that another order had overloaded. */
  async ask(table: string, order: Order): Promise<Outcome> {
    try {
      return await this.askOnce(table, order)
    } catch (error) {
      if (!(error instanceof QueryLostError) || this.#isClosed) throw error
      return this.askOnce(table, order)
    }
  }

  /** The same without a second try. */
  askOnce(table: string, order: Order): Promise<Outcome> {
    return this.#queue(table, order, undefined)
  }

  /** Orders that belong together and go to one process. */
  hold(table: string): Held {
    const child = this.#leastBusy(false)
    return { ask: (order) => this.#queue(table, order, child) }
  }

  pids(): number[] {
    return this.#children.flatMap(({ process: { pid } }) => (pid === undefined ? [] : [pid]))
  }

  close(): void {
    this.#isClosed = true
    for (const line of this.#waiting.values()) for (const wait of line) wait.reject(new QueryLostError('closed'))
    this.#waiting.clear()
    for (const child of [...this.#children]) this.#lose(child, new QueryLostError('closed'))
  }

  #queue(table: string, order: Order, only: Child | undefined): Promise<Outcome> {
    if (this.#isClosed || only?.isLost) return Promise.reject(new QueryLostError('the process is not there any more'))
    const line = this.#waiting.get(table) ?? []
    if (this.#count >= this.#limits.waiting || line.length >= this.#limits.perTable)
      return Promise.reject(new QueryBusyError())
    return new Promise((resolve, reject) => {
      line.push({ order, only, resolve, reject })
      this.#waiting.set(table, line)
      this.#count += 1
      this.#next()
    })
  }

  /** Gives out work as long as there is both work and somebody free for it; a table that had its turn goes to the end. */
  #next(): void {
    for (const [table, line] of this.#waiting) {
      const [wait] = line
      const child = wait && (wait.only ?? this.#leastBusy(true))
      if (!wait || !child || (child.work.size >= this.#limits.atOnce && !wait.only)) continue
      line.shift()
      this.#count -= 1
      this.#waiting.delete(table)
      if (line.length > 0) this.#waiting.set(table, line)
      this.#begin(child, wait)
    }
  }

  #leastBusy(isFree: boolean): Child | undefined {
    const [first] = this.#children.toSorted((a, b) => a.work.size - b.work.size)
    if (first && (first.work.size === 0 || this.#children.length >= this.#limits.processes))
      return isFree && first.work.size >= this.#limits.atOnce ? undefined : first
    return this.#launch()
  }

  #begin(child: Child, wait: Wait): void {
    if (child.isLost) {
      wait.reject(new QueryLostError('the process is not there any more'))
      return
    }
    this.#last += 1
    const id = this.#last
    const tooLong = () =>
      this.#lose(child, new QueryLostError('another query took too long'), {
        id,
        error: new QueryTooHeavyError(`longer than ${this.#limits.milliseconds} ms`),
      })
    if (child.work.size === 0) holdProgram(child.process, true)
    child.work.set(id, { wait, timer: setTimeout(tooLong, this.#limits.milliseconds) })
    child.process.send({ id, order: wait.order }, (error) => error && this.#lose(child, lost(error)))
  }

  #take(child: Child, { id, outcome }: { id: number; outcome: Outcome }): void {
    const work = child.work.get(id)
    if (!work) return
    clearTimeout(work.timer)
    child.work.delete(id)
    if (child.work.size === 0) holdProgram(child.process, false)
    work.wait.resolve(outcome)
    this.#next()
  }

  #lose(child: Child, error: Error, culprit?: { id: number; error: Error }): void {
    if (child.isLost) return
    child.isLost = true
    this.#children.splice(this.#children.indexOf(child), 1)
    child.process.kill('SIGKILL')
    for (const [id, { wait, timer }] of child.work) {
      clearTimeout(timer)
      wait.reject(id === culprit?.id ? culprit.error : error)
    }
    child.work.clear()
    if (!this.#isClosed) this.#next()
  }

  #launch(): Child {
    const child: Child = { process: start(this.#limits), work: new Map(), isLost: false }
    this.#children.push(child)
    child.process.on('message', (message: { id: number; outcome: Outcome }) => this.#take(child, message))
    child.process.on('error', (error) => this.#lose(child, lost(error)))
    child.process.on('exit', (code, signal) => this.#lose(child, new QueryLostError(`ended: ${signal ?? code}`)))
    this.#watch(child)
    return child
  }

  /** Whoever takes too much memory goes, and with it all it was working at: nobody can say whose it was. */
  #watch(child: Child): void {
    const timer = setInterval(async () => {
      if (child.isLost) return clearInterval(timer)
      if (child.work.size > 0 && (await memoryOf(child.process)) > this.#limits.bytes) {
        const [only] = child.work.size === 1 ? child.work.keys() : []
        const error = new QueryTooHeavyError('too much memory')
        this.#lose(
          child,
          only === undefined ? error : new QueryLostError('memory'),
          only === undefined ? undefined : { id: only, error },
        )
      }
    }, memoryCheckMs)
    timer.unref()
  }
}

function start({ other }: PoolLimits): ChildProcess {
  const rights = other ? { read: [source, other.folder] } : { read: [source], addons: true }
  return fork(other?.program ?? program, [], {
    env: {},
    execArgv: [...childRights(rights), '--max-old-space-size=256'],
    cwd: import.meta.dirname,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}

function lost(error: Error): QueryLostError {
  return new QueryLostError('the process failed', { cause: error })
}

/** A process at work keeps the program alive, an idle one does not. */
function holdProgram(child: ChildProcess, isAtWork: boolean): void {
  if (isAtWork) {
    child.ref()
    child.channel?.ref()
  } else {
    child.unref()
    child.channel?.unref()
  }
}

/** Resident bytes as Linux tells them; elsewhere DuckDB's own limit and the heap's hold. */
async function memoryOf({ pid }: ChildProcess): Promise<number> {
  try {
    const [, resident] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')
    return Number(resident) * pageSize
  } catch {
    return 0
  }
}
