import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { LetterStandard } from './letter-data.ts'

/** One document to set: a template below the folder, its input as JSON, the standard, and the date in the file in seconds. */
export type TypesetOrder = { template: string; letter: string; standard: LetterStandard; createdAt: number }
export type TypesetAnswer = { pdf: Uint8Array } | { fault: string }

/** The template is wrong, or the process ended. The message quotes no values. */
export class TypesetError extends Error {
  override name = 'TypesetError'
}

/** Setting took longer than allowed; its process was killed. */
export class TypesetTimeoutError extends TypesetError {
  override name = 'TypesetTimeoutError'
}

/** Too many letters wait; try again later. */
export class TypesetBusyError extends TypesetError {
  override name = 'TypesetBusyError'
}

export type TypstPoolOptions = {
  /** The folder of the templates; Typst can read nothing outside it. */
  folder: string
  fonts: readonly string[]
  /** Processes at most; they start when first needed. */
  processes: number
  /** Letters that may wait; one more is refused. */
  waiting: number
  /** Milliseconds one letter may take, the start of its process included. */
  timeout: number
}

export type TypstPool = {
  /** Sets one document. Rejects with a `TypesetError`. */
  set(order: TypesetOrder): Promise<Uint8Array>
  /** Refuses what waits, and ends all processes. */
  close(): void
}

type Job = { order: TypesetOrder; resolve(pdf: Uint8Array): void; reject(error: TypesetError): void }

const program = fileURLToPath(new URL('./typst-process.ts', import.meta.url))

/**
 * Sets documents in a few child processes. Processes, not threads: a thread inside the native compiler cannot be
 * stopped, and a fault in native code would end the portal with it; a process can be killed, and holds no secrets.
 */
export function createTypstPool(options: TypstPoolOptions): TypstPool {
  const idle: ChildProcess[] = []
  const busy = new Map<ChildProcess, Job>()
  const waiting: Job[] = []
  let isClosed = false

  const next = (): void => {
    if (waiting.length === 0 || isClosed) return
    const child = idle.pop() ?? (busy.size < options.processes ? start(options) : undefined)
    const job = child && waiting.shift()
    if (child && job) run(child, job)
  }

  const run = (child: ChildProcess, job: Job): void => {
    busy.set(child, job)
    hold(child)
    const finish = (isReusable: boolean): void => {
      clearTimeout(timer)
      child.removeAllListeners()
      busy.delete(child)
      if (isReusable && !isClosed) rest(child)
      else child.kill('SIGKILL')
      next()
    }
    const timer = setTimeout(() => {
      job.reject(new TypesetTimeoutError(`${job.order.template} took longer than ${options.timeout} ms`))
      finish(false)
    }, options.timeout)
    const fail = (reason: string): void => {
      job.reject(new TypesetError(`${job.order.template}: ${reason}`))
      finish(false)
    }
    child.once('error', () => fail('the typesetting process failed'))
    child.once('exit', (code, signal) => fail(`the typesetting process ended (${signal ?? code})`))
    child.once('message', (answer: TypesetAnswer) => {
      if ('pdf' in answer) job.resolve(answer.pdf)
      else job.reject(new TypesetError(`${job.order.template}: ${answer.fault}`))
      finish(true)
    })
    child.send(job.order)
  }

  const rest = (child: ChildProcess): void => {
    release(child)
    child.once('exit', () => idle.splice(idle.indexOf(child), 1))
    idle.push(child)
  }

  return {
    set: (order) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new TypesetError('letters are closed'))
        if (waiting.length >= options.waiting) return reject(new TypesetBusyError('too many letters wait'))
        waiting.push({ order, resolve, reject })
        next()
      }),
    close: () => {
      isClosed = true
      for (const job of [...waiting.splice(0), ...busy.values()]) job.reject(new TypesetError('letters are closed'))
      for (const child of [...idle.splice(0), ...busy.keys()]) child.kill('SIGKILL')
    },
  }
}

function start({ folder, fonts }: TypstPoolOptions): ChildProcess {
  return fork(program, [folder, ...fonts], {
    // @NOTE No environment: templates run here, and secrets stay out. Typst would fetch `@preview` packages from the
    // network; the dead proxy makes that fail at once.
    env: { HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9' },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}

/** An idle process does not keep the program alive; one at work does. */
function release(child: ChildProcess): void {
  child.removeAllListeners()
  child.unref()
  child.channel?.unref()
}

function hold(child: ChildProcess): void {
  child.removeAllListeners()
  child.ref()
  child.channel?.ref()
}
