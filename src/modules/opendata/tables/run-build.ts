import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { childRights } from '#kernel/child-rights.ts'
import { giveWay } from '#kernel/give-way.ts'
import type { RankOrder } from '../ranks/inside/rank-order.ts'
import type { BuildOrder, BuildOutcome, LayoutOrder, PlacingOrder } from './inside/build-order.ts'

const program = join(import.meta.dirname, 'inside/build-process.ts')
const source = join(import.meta.dirname, '..')
const longestMs = 10 * 60_000
/** To begin a process takes as long as to make a small table: one that has done its order waits this long for another. */
const idleMs = 3_000

type Order = BuildOrder | LayoutOrder | PlacingOrder | RankOrder

/** The process ended while it waited, before it took the order: another one may carry it out. */
class NotTakenError extends Error {
  override name = 'NotTakenError'
}

/** Has a process of its own carry out an order, behind the web processes, and ends it where no other order comes soon. */
export async function runBuild(order: Order, stop?: AbortSignal): Promise<BuildOutcome> {
  // DuckDB writes its files by itself; ranks are written by Node.js, whose process may write into one folder and is not used again.
  if ('ranksOf' in order) return carryOut(begin([order.folder]), { order, stop, isUsedAgain: false })
  const waiting = takeIdle()
  if (waiting)
    try {
      return await carryOut(waiting, { order, stop, isUsedAgain: true })
    } catch (error) {
      if (stop?.aborted || !(error instanceof NotTakenError)) throw error
    }
  return carryOut(begin([]), { order, stop, isUsedAgain: true })
}

type Task = { readonly order: Order; readonly stop: AbortSignal | undefined; readonly isUsedAgain: boolean }

async function carryOut(child: ChildProcess, { order, stop, isUsedAgain }: Task): Promise<BuildOutcome> {
  const kill = () => child.kill('SIGKILL')
  const timer = setTimeout(kill, longestMs)
  stop?.addEventListener('abort', kill)
  try {
    const outcome = await answerOf(child, order)
    if (isUsedAgain && !stop?.aborted) keepIdle(child)
    else kill()
    return outcome
  } catch (error) {
    kill()
    throw error
  } finally {
    clearTimeout(timer)
    stop?.removeEventListener('abort', kill)
  }
}

function begin(write: readonly string[]): ChildProcess {
  const child = fork(program, [], {
    env: {},
    execArgv: [...childRights({ read: [source], write, addons: true }), '--max-old-space-size=256'],
    cwd: import.meta.dirname,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  giveWay(child)
  return child
}

function answerOf(child: ChildProcess, order: Order): Promise<BuildOutcome> {
  return new Promise((resolve, reject) => {
    let isTaken = false
    const fail = (about: string) =>
      reject(
        isTaken ? new Error(`making a table ended: ${about}`) : new NotTakenError(`ended before it began: ${about}`),
      )
    const failed = ({ message }: Error) => fail(message)
    const ended = (code: number | null, signal: NodeJS.Signals | null) => fail(String(signal ?? code))
    const heard = (said: 'taken' | BuildOutcome) => {
      isTaken = true
      if (said === 'taken') return
      child.off('error', failed).off('exit', ended).off('message', heard)
      resolve(said)
    }
    child.once('error', failed).once('exit', ended).on('message', heard)
    child.send(order)
  })
}

let idle: { readonly child: ChildProcess; readonly timer: NodeJS.Timeout } | undefined

function takeIdle(): ChildProcess | undefined {
  if (!idle) return undefined
  const { child, timer } = idle
  idle = undefined
  clearTimeout(timer)
  child.off('error', overlook)
  if (child.exitCode !== null || child.signalCode !== null || !child.connected) return undefined
  child.ref()
  child.channel?.ref()
  return child
}

/** Where it ends by itself the next order begins another. */
const overlook = () => {}

/** One waits; it keeps no program from ending, and ends with it. */
function keepIdle(child: ChildProcess): void {
  if (idle) {
    child.kill('SIGKILL')
    return
  }
  const timer = setTimeout(() => {
    child.kill('SIGKILL')
    if (idle?.child === child) idle = undefined
  }, idleMs)
  timer.unref()
  child.unref()
  child.channel?.unref()
  child.on('error', overlook)
  idle = { child, timer }
}
