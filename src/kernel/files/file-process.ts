import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** `addons`: whether it may load native code of a package. */
export type ProcessLimits = { milliseconds: number; bytes: number; addons?: boolean }

/** What a process said, or why it said nothing: it took too long, it took too much memory, or it ended. */
export type ProcessResult = { ok: true; said: unknown } | { ok: false; why: 'time' | 'memory' | 'ended' }

const program = join(import.meta.dirname, '../../..')
const pageSize = 4_096
const atOnce = 2
const memoryCheckMs = 40
const heapMegabytes = 256

let running = 0
const waiting: (() => void)[] = []

/**
 * Runs a script on the content of one file that a stranger sent, in a fresh process: it gets the content on its standard input and says one
 * thing. It has no environment, so no secrets; it may read this program's folder and write nothing; it is killed when it takes more time or memory
 * than it should. Two run at a time.
 */
export async function runFileProcess(
  script: string,
  args: readonly string[],
  content: AsyncIterable<Uint8Array>,
  limits: ProcessLimits,
): Promise<ProcessResult> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  else running += 1
  try {
    return await run(script, args, content, limits)
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

async function run(
  script: string,
  args: readonly string[],
  content: AsyncIterable<Uint8Array>,
  limits: ProcessLimits,
): Promise<ProcessResult> {
  const rights = [
    ...['--permission', `--allow-fs-read=${program}`, `--max-old-space-size=${heapMegabytes}`],
    ...(limits.addons ? ['--allow-addons'] : []),
  ]
  const child = spawn(process.execPath, [...rights, script, ...args], {
    cwd: program,
    env: {},
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
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
      child.on('message', (message) => resolve({ ok: true, said: message }))
      child.on('exit', () => resolve({ ok: false, why }))
      child.on('error', reject)
    })
    const sent = child.stdin
      ? pipeline(Readable.from(content, { objectMode: false }), child.stdin).catch((error: unknown) => {
          // A process that has seen enough reads no further; faults of the content itself are ours to know.
          if (!isClosedPipe(error)) throw error
        })
      : Promise.resolve()
    // A content that never comes is not waited for once the process has spoken or was stopped.
    const broken = new Promise<never>((_resolve, reject) => sent.catch(reject))
    return await Promise.race([said, broken])
  } finally {
    clearTimeout(timer)
    clearInterval(watch)
    child.kill('SIGKILL')
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
