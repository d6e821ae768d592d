import { fork } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { childRights } from '#kernel/child-rights.ts'
import { giveWay } from '#kernel/give-way.ts'
import { UnprocessableError } from '#kernel/http/errors.ts'
import type { ProtectOrder, ProtectOutcome } from './inside/order.ts'

const program = join(import.meta.dirname, 'inside/protect-process.ts')
const source = join(import.meta.dirname, '..')
const longestMs = 5 * 60_000
const heapMegabytes = 2_000

/** 422: rows on persons that cannot be protected; the message says why. */
export class ProtectionError extends UnprocessableError {
  override name = 'ProtectionError'
  readonly reason: string
  constructor(reason: string, values: Readonly<Record<string, string | number>> = {}) {
    super(`not protected: ${reason}`, { userMessage: `opendata.protection.refused.${reason}`, values })
    this.reason = reason
  }
}

let line: Promise<unknown> = Promise.resolve()

/**
 * Has a process of its own carry out an order, one after the other, without any rights but to read that file and its own source; rows go to `target` as
 * CSV. Throws `ProtectionError` where it cannot.
 */
export function runProtect(order: ProtectOrder, target: string): Promise<Exclude<ProtectOutcome, { kind: 'fault' }>> {
  const done = line.then(() => run(order, target))
  line = done.catch(() => {})
  return done
}

async function run(order: ProtectOrder, target: string) {
  const child = fork(program, [], {
    env: {},
    execArgv: [...childRights({ read: [source, order.path] }), `--max-old-space-size=${heapMegabytes}`],
    cwd: import.meta.dirname,
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  })
  giveWay(child)
  const kill = () => child.kill('SIGKILL')
  const timer = setTimeout(kill, longestMs)
  try {
    let outcome: ProtectOutcome = { kind: 'fault', reason: 'too_many' }
    child.on('message', (said: ProtectOutcome) => {
      outcome = said
    })
    const ended = new Promise<void>((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', () => resolve())
    })
    child.send(order)
    if (!child.stdout) throw new Error('a process without output')
    await Promise.all([ended, pipeline(child.stdout, createWriteStream(target, { mode: 0o600 }))])
    return settled(outcome)
  } finally {
    clearTimeout(timer)
    kill()
  }
}

function settled(outcome: ProtectOutcome): Exclude<ProtectOutcome, { kind: 'fault' }> {
  if (outcome.kind === 'fault') throw new ProtectionError(outcome.reason)
  return outcome
}
