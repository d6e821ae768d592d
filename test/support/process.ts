import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** The folder of the project. */
export const projectFolder = resolve(import.meta.dirname, '../..')

/** Rate limits protect the program from one caller; where one caller plays everybody, they are set high. */
export const withoutRateLimits: Readonly<Record<string, string>> = { WEGWEISER_RATE_FACTOR: '100000' }

type User = { readonly uid: number; readonly gid: number }

export type CommandOptions = {
  readonly env?: Readonly<Record<string, string>>
  /** Who runs it; the present user when missing. Only root can choose. */
  readonly user?: User
  /** Where the program lies; the project's own folder when missing. */
  readonly folder?: string
}

export type StartOptions = CommandOptions & {
  readonly dataFolder: string
  readonly port: number
  /** `bin/start` as people do, or (default) the program that it runs, which is one process from the first moment. */
  readonly by?: 'bin/start' | 'program'
}

/** How a process ended: its exit code, or null when a signal ended it. */
export type Ending = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

const readyLine = /^Wegweiser is ready after .*$/m
const startBound = 90_000

/** A running process whose lines one can wait for. Nothing of this process's environment is handed on but the paths. */
export class RunningProcess {
  readonly ended: Promise<Ending>
  #child: ChildProcess
  #output = ''
  #errors = ''
  #listeners = new Set<() => void>()

  constructor(command: string, args: readonly string[], { env = {}, user, folder = projectFolder }: CommandOptions) {
    this.#child = spawn(command, args, {
      cwd: folder,
      env: { ...pathsFor(folder), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(user ?? {}),
    })
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text
      this.#tell()
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text
      this.#tell()
    })
    this.ended = new Promise((done, fail) => {
      this.#child.once('error', fail)
      this.#child.once('close', (code, signal) => done({ code, signal }))
    })
  }

  /** The number of the process; 0 when it never came to life. */
  get pid(): number {
    return this.#child.pid ?? 0
  }

  get output(): string {
    return this.#output
  }

  get errors(): string {
    return this.#errors
  }

  /** Waits until the standard output matches, and gives what matched. Fails when the process ends before, or after `bound` milliseconds. */
  async said(pattern: RegExp, bound = startBound): Promise<string> {
    const found = () => pattern.exec(this.#output)?.[0]
    return within(
      bound,
      () => `nothing like ${pattern} was said:\n${this.#output}${this.#errors}`,
      new Promise<string>((done, fail) => {
        const look = () => {
          const text = found()
          if (text === undefined) return
          this.#listeners.delete(look)
          done(text)
        }
        this.#listeners.add(look)
        look()
        this.ended.then((ending) => {
          if (found() === undefined)
            fail(new Error(`ended with ${ending.code ?? ending.signal} before:\n${this.#output}${this.#errors}`))
        }, fail)
      }),
    )
  }

  /** Pulls the plug, and waits until the process is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    // A child of its own that outlives it would keep these open, and us waiting.
    this.#child.stdout?.destroy()
    this.#child.stderr?.destroy()
    await this.ended
  }

  /** Asks it to stop, and gives how it ended. */
  async stop(bound = 30_000): Promise<Ending> {
    this.ask('SIGTERM')
    return this.end(bound)
  }

  ask(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Waits for the end, at most `bound` milliseconds; then it is killed and counts as hanging. */
  async end(bound: number): Promise<Ending> {
    try {
      return await within(bound, () => `still running after ${bound} ms:\n${this.#output}${this.#errors}`, this.ended)
    } catch (error) {
      await this.kill()
      throw error
    }
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}

/** The program itself, serving on its port. */
export class Program extends RunningProcess {
  readonly origin: string
  readonly dataFolder: string

  constructor(options: StartOptions) {
    const { command, args } = commandOf(options)
    super(command, args, {
      ...options,
      env: { PORT: String(options.port), WEGWEISER_DATA: options.dataFolder, ...options.env },
    })
    this.origin = `http://localhost:${options.port}`
    this.dataFolder = options.dataFolder
  }

  /** Resolves with the line that says it is ready. */
  ready(bound?: number): Promise<string> {
    return this.said(readyLine, bound)
  }
}

function commandOf({ by = 'program', folder = projectFolder }: StartOptions): { command: string; args: string[] } {
  if (by === 'bin/start') return { command: 'sh', args: ['bin/start'] }
  return {
    command: join(folder, 'node_modules/.bin/node'),
    args: [...memoryOptions(folder), 'built/program.js'],
  }
}

/** How much memory Node may take, as `bin/start` says it. */
function memoryOptions(folder: string): string[] {
  return readFileSync(join(folder, 'bin/lib/memory'), 'utf8').trim().split(' ')
}

/** Starts the program and waits until it serves. */
export async function startProgram(options: StartOptions): Promise<Program> {
  const program = new Program(options)
  await program.ready()
  return program
}

export type CommandResult = Ending & { readonly output: string; readonly errors: string }

/** Runs a command of `bin/` to its end, at most `bound` milliseconds. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions & { bound?: number } = {},
): Promise<CommandResult> {
  const running = new RunningProcess(join(options.folder ?? projectFolder, command), args, options)
  const ending = await running.end(options.bound ?? 60_000)
  return { ...ending, output: running.output, errors: running.errors }
}

/** A new folder for data that every user may enter, as the database's own user has to. */
export function makeDataFolder(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'wegweiser-program-'))
  chmodSync(folder, mode)
  return folder
}

/** Removes a data folder, with the database server that a killed program may have left running in it. */
export function removeDataFolder(folder: string): void {
  const pid = databasePid(folder)
  if (pid !== undefined) {
    signalIfAlive(pid, 'SIGQUIT')
    waitUntilGone(pid)
  }
  rmSync(folder, { recursive: true, force: true })
}

/** The process number of the database server of a data folder; undefined when none runs. */
export function databasePid(folder: string): number | undefined {
  try {
    return Number(readFileSync(join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return undefined
  }
}

/** Waits for a process that is not our child, at most ten seconds; one that only nobody has buried yet counts as gone. */
export function waitUntilGone(pid: number): void {
  const isAlive = `kill -0 ${pid} 2>/dev/null && ! grep -q '^State:.Z' /proc/${pid}/status 2>/dev/null`
  const look = `n=0; while ${isAlive} && [ $n -lt 500 ]; do sleep 0.02; n=$((n+1)); done; ! { ${isAlive}; }`
  execFileSync('sh', ['-c', look], { stdio: 'ignore' })
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // Gone already.
  }
}

const programParts = [
  'src',
  'built',
  'content',
  'public',
  'bin',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'node_modules',
]

/** The program in another place, as if it had been cloned and installed there: its files are linked, not copied. */
export function cloneProgram(to: string): void {
  mkdirSync(to, { recursive: true })
  const parts = programParts.map((part) => join(projectFolder, part))
  try {
    execFileSync('cp', ['-al', ...parts, to], { stdio: 'ignore' })
  } catch {
    // Another file system: links are impossible there.
    execFileSync('cp', ['-a', ...parts, to])
  }
}

function pathsFor(folder: string): Record<string, string> {
  const { PATH = '', HOME = '/', TMPDIR, TZ } = process.env
  return {
    PATH: `${join(folder, 'node_modules/.bin')}:${PATH}`,
    HOME,
    // As `bin/lib/prepare` says it.
    NODE_COMPILE_CACHE: join(folder, 'node_modules/.cache/compiled'),
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    ...(TZ === undefined ? {} : { TZ }),
  }
}

/** The promise's answer, or a fault with `about` when it takes longer than `bound` milliseconds. */
export async function within<Value>(bound: number, about: () => string, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(about())), bound)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
