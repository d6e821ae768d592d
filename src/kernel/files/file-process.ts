import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { childRights } from '../child-rights.ts'
import { ProcessQueue, type Work } from './process-queue.ts'

/** `said`: bytes it may say at most. `addons`: whether it may load native code of a package. */
export type ProcessLimits = { milliseconds: number; bytes: number; said: number; addons?: boolean }

/** What a process said, or why it said nothing: it took too long, it took too much memory, or it ended. */
export type ProcessResult = { ok: true; said: unknown } | { ok: false; why: 'time' | 'memory' | 'ended' }

const source = import.meta.dirname
const folder = join(source, 'inside')
const pageSize = 4_096
const memoryCheckMs = 40
const heapMegabytes = 256

const queue = new ProcessQueue({ atOnce: 2, waiting: 12, perSender: 4 })

/**
 * Runs a script on the content of one file that a stranger sent, in a fresh process: it gets the content on its standard input and says one
 * thing, as JSON on its standard output. It has no environment and no other open files, may read its own source and the packages, and write
 * nothing; it is killed when it takes more time or memory than it should, or says too much. Two run at a time. Throws `QueueFullError` when too
 * many wait.
 */
export function runFileProcess(
  script: string,
  args: readonly string[],
  content: AsyncIterable<Uint8Array>,
  { work, ...limits }: ProcessLimits & { work: Work },
): Promise<ProcessResult> {
  return queue.run(work, () => run(script, args, content, limits))
}

async function run(
  script: string,
  args: readonly string[],
  content: AsyncIterable<Uint8Array>,
  limits: ProcessLimits,
): Promise<ProcessResult> {
  const rights = childRights({ read: [source], ...(limits.addons && { addons: true }) })
  const child = spawn(process.execPath, [...rights, `--max-old-space-size=${heapMegabytes}`, script, ...args], {
    cwd: folder,
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  let why: 'time' | 'memory' | 'ended' = 'ended'
  const stop = (reason: typeof why) => {
    why = reason
    child.kill('SIGKILL')
  }
  const timer = setTimeout(() => stop('time'), limits.milliseconds)
  const watch = setInterval(async () => {
    if ((await memoryOf(child)) > limits.bytes) stop('memory')
  }, memoryCheckMs)
  try {
    const said = new Promise<ProcessResult>((resolve, reject) => {
      const heard: Buffer[] = []
      let length = 0
      child.stdout.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > limits.said) stop('memory')
        else heard.push(chunk)
      })
      child.on('close', (code) => {
        const value = code === 0 ? readJson(Buffer.concat(heard)) : undefined
        resolve(value === undefined ? { ok: false, why } : { ok: true, said: value })
      })
      child.on('error', reject)
    })
    const sent = pipeline(Readable.from(content, { objectMode: false }), child.stdin).catch((error: unknown) => {
      // A process that has seen enough reads no further; faults of the content itself are ours to know.
      if (!isClosedPipe(error)) throw error
    })
    // A content that never comes is not waited for once the process has spoken or was stopped.
    const broken = new Promise<never>((_resolve, reject) => sent.catch(reject))
    return await Promise.race([said, broken])
  } finally {
    clearTimeout(timer)
    clearInterval(watch)
    child.kill('SIGKILL')
  }
}

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

function isClosedPipe(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED'].some((code) => code === error.code)
  )
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
