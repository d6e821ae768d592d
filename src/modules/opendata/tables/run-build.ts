import { fork } from 'node:child_process'
import { join } from 'node:path'
import { childRights } from '#kernel/child-rights.ts'
import { giveWay } from '#kernel/give-way.ts'
import type { RankOrder } from '../ranks/inside/rank-order.ts'
import type { BuildOrder, BuildOutcome, LayoutOrder, PlacingOrder } from './inside/build-order.ts'

const program = join(import.meta.dirname, 'inside/build-process.ts')
const source = join(import.meta.dirname, '..')
const longestMs = 10 * 60_000

/** Has a process of its own carry out an order, behind the web processes, and ends it. */
export function runBuild(
  order: BuildOrder | LayoutOrder | PlacingOrder | RankOrder,
  stop?: AbortSignal,
): Promise<BuildOutcome> {
  // DuckDB writes its files by itself; ranks are written by Node.js.
  const write = 'ranksOf' in order ? [order.folder] : []
  const child = fork(program, [], {
    env: {},
    execArgv: [...childRights({ read: [source], write, addons: true }), '--max-old-space-size=256'],
    cwd: import.meta.dirname,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  giveWay(child)
  const kill = () => child.kill('SIGKILL')
  const timer = setTimeout(kill, longestMs)
  stop?.addEventListener('abort', kill)
  return new Promise<BuildOutcome>((resolve, reject) => {
    child.on('message', resolve)
    child.on('error', reject)
    child.on('exit', (code, signal) => reject(new Error(`making a table ended: ${signal ?? code}`)))
    child.send(order)
  }).finally(() => {
    clearTimeout(timer)
    stop?.removeEventListener('abort', kill)
    kill()
  })
}
