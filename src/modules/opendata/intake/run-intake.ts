import { type ChildProcess, fork } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { childRights } from '#kernel/child-rights.ts'
import { giveWay } from '#kernel/give-way.ts'
import type { FaultKind, IntakeOrder, IntakeOutcome } from './inside/order.ts'

const program = join(import.meta.dirname, 'inside/intake-process.ts')
const source = join(import.meta.dirname, '..')
const grid = join(import.meta.dirname, '../../../kernel/authorities/lv95.ts')

const longestMs = 5 * 60_000
const [heapMegabytes, mostMemory, mostWritten] = [768, 1_500_000_000, 5_000_000_000]
const [pageSize, memoryCheckMs] = [4_096, 50]

/**
 * Has a process of its own read a table from a file, without any rights but to read that file and its own source; rows go to `target` as CSV. It is
 * killed when it takes too long, too much memory, or writes too much.
 */
export async function runIntake(order: IntakeOrder, target: string): Promise<IntakeOutcome> {
  const child = fork(program, [], {
    env: {},
    execArgv: [
      ...childRights({
        read: [source, grid, order.path],
        addons: order.format === 'parquet' || order.isLarge === true,
      }),
      `--max-old-space-size=${heapMegabytes}`,
    ],
    cwd: import.meta.dirname,
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  })
  giveWay(child)
  let why: FaultKind = 'unreadable'
  const stop = (reason: FaultKind) => {
    why = reason
    child.kill('SIGKILL')
  }
  const timer = setTimeout(() => stop('too_slow'), longestMs)
  const watch = setInterval(async () => {
    if ((await memoryOf(child)) > mostMemory) stop('too_large')
  }, memoryCheckMs)
  try {
    return await outcomeOf(child, order, target, stop, () => why)
  } finally {
    clearTimeout(timer)
    clearInterval(watch)
    child.kill('SIGKILL')
  }
}

async function outcomeOf(
  child: ChildProcess,
  order: IntakeOrder,
  target: string,
  stop: (reason: FaultKind) => void,
  why: () => FaultKind,
): Promise<IntakeOutcome> {
  let outcome: IntakeOutcome | undefined
  child.on('message', (said: IntakeOutcome) => {
    outcome = said
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    // Out of memory, Node.js ends itself with a signal or this code.
    child.on('exit', (code, signal) => {
      if (outcome === undefined && why() === 'unreadable' && (signal === 'SIGABRT' || code === 134)) stop('too_large')
      resolve()
    })
  })
  let bytes = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > mostWritten) stop('too_large')
      done(null, chunk)
    },
  })
  child.send(order)
  const { stdout } = child
  if (!stdout) throw new Error('a process without output')
  await Promise.all([ended, pipeline(stdout, counted, createWriteStream(target, { mode: 0o600 }))])
  return outcome ?? { kind: 'fault', fault: { line: 0, column: null, kind: why(), value: null } }
}

/** Resident bytes as Linux tells them; elsewhere only heap and time are limited. */
async function memoryOf({ pid }: ChildProcess): Promise<number> {
  try {
    const [, resident] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')
    return Number(resident) * pageSize
  } catch {
    return 0
  }
}
