import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { childRights } from '../child-rights.ts'
import type { LetterStandard } from './letter-data.ts'

/** One document to set: a template below the folder, its input as JSON, the standard, and the date in the file in seconds. */
export type TypesetOrder = { template: string; letter: string; standard: LetterStandard; createdAt: number }
export type TypesetResult = { pdf: Uint8Array } | { fault: string }
/** With the memory of the process in bytes. */
export type TypesetAnswer = TypesetResult & { memory: number }

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
  /** The processes that run now. */
  pids(): number[]
  /** Refuses what waits, and ends all processes. */
  close(): void
}

type Job = { order: TypesetOrder; resolve(pdf: Uint8Array): void; reject(error: TypesetError): void }
type Work = { job: Job; timer: NodeJS.Timeout }

// A process that once set a very long letter keeps its memory; above this it makes room for a fresh one.
const enoughMemory = 400 * 1024 * 1024

const program = fileURLToPath(new URL('./typst-process.ts', import.meta.url))

/**
 * Sets documents in a few child processes. Processes, not threads: a thread inside the native compiler cannot be
 * stopped, and a fault in native code would end the portal with it; a process can be killed, and holds no secrets.
 */
export function createTypstPool(options: TypstPoolOptions): TypstPool {
  const idle: ChildProcess[] = []
  const busy = new Map<ChildProcess, Work>()
  const waiting: Job[] = []
  let isClosed = false

  const next = (): void => {
    if (waiting.length === 0 || isClosed) return
    const child = idle.pop() ?? (busy.size < options.processes ? launch() : undefined)
    const job = child && waiting.shift()
    if (child && job) begin(child, job)
  }

  const begin = (child: ChildProcess, job: Job): void => {
    const { template } = job.order
    const tooLong = (): void =>
      lose(child, new TypesetTimeoutError(`${template} took longer than ${options.timeout} ms`))
    busy.set(child, { job, timer: setTimeout(tooLong, options.timeout) })
    holdProgram(child, true)
    child.send(job.order)
  }

  const end = (child: ChildProcess): Job | undefined => {
    const work = busy.get(child)
    clearTimeout(work?.timer)
    busy.delete(child)
    return work?.job
  }

  const take = (child: ChildProcess, answer: TypesetAnswer): void => {
    const job = end(child)
    if ('pdf' in answer) job?.resolve(answer.pdf)
    else job?.reject(new TypesetError(`${job.order.template}: ${answer.fault}`))
    if (answer.memory < enoughMemory && !isClosed) {
      holdProgram(child, false)
      idle.push(child)
    } else child.kill('SIGKILL')
    next()
  }

  const lose = (child: ChildProcess, error: TypesetError): void => {
    if (idle.includes(child)) idle.splice(idle.indexOf(child), 1)
    child.kill('SIGKILL')
    end(child)?.reject(error)
    next()
  }

  const launch = (): ChildProcess => {
    const child = start(options)
    child.on('message', (answer: TypesetAnswer) => take(child, answer))
    child.on('error', () => lose(child, new TypesetError('the typesetting process failed')))
    child.on('exit', (code, signal) =>
      lose(child, new TypesetError(`the typesetting process ended: ${signal ?? code}`)),
    )
    return child
  }

  return {
    set: (order) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new TypesetError('letters are closed'))
        if (waiting.length >= options.waiting) return reject(new TypesetBusyError('too many letters wait'))
        waiting.push({ order, resolve, reject })
        next()
      }),
    pids: () => [...idle, ...busy.keys()].flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
    close: () => {
      isClosed = true
      const error = new TypesetError('letters are closed')
      for (const job of waiting.splice(0)) job.reject(error)
      for (const child of [...idle, ...busy.keys()]) lose(child, error)
    },
  }
}

function start({ folder, fonts }: TypstPoolOptions): ChildProcess {
  return fork(program, [folder, ...fonts], {
    // @NOTE No environment: templates run here, and secrets stay out. Typst would fetch `@preview` packages from the
    // network; the dead proxy makes that fail at once.
    env: { HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9' },
    execArgv: childRights({ read: [import.meta.dirname, folder, ...fonts], addons: true }),
    cwd: import.meta.dirname,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
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
