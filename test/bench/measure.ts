import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import autocannon, { type Client, type Request, type Result } from 'autocannon'
import type { Line } from './line.ts'
import type { BenchOptions } from './options.ts'

export type Load = {
  readonly name: string
  readonly kind: Line['kind']
  readonly origin: string
  /** Whose memory is looked at. */
  readonly pid: number
  /** The status of a right answer. */
  readonly expected: number
  /** How many ask at once, where it is not as many as for the others. */
  readonly connections?: number
  /** The same request again and again, or one made anew each time. */
  readonly request: Request
  /** Gives each connection requests of its own. */
  readonly perClient?: (client: Client) => void
}

/** Asks for some seconds over several connections at once, without pause, and says what came. */
export async function measure(load: Load, options: Pick<BenchOptions, 'seconds' | 'connections'>): Promise<Line> {
  const result = await autocannon({
    url: load.origin,
    connections: load.connections ?? options.connections,
    duration: options.seconds,
    timeout: 30,
    requests: [load.request],
    ...(load.perClient ? { setupClient: load.perClient } : {}),
  })
  return lineOf(load, result)
}

function lineOf({ name, kind, pid, expected }: Load, result: Result): Line {
  const statuses = Object.fromEntries(
    Object.entries(result.statusCodeStats).map(([status, { count }]) => [status, count]),
  )
  const answers = statuses[String(expected)] ?? 0
  const unexpected = Object.values(statuses).reduce((sum, count) => sum + count, 0) - answers
  return {
    name,
    kind,
    perSecond: answers / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    answers,
    errors: result.errors + result.timeouts + unexpected,
    statuses,
    memory: memoryOf(pid),
  }
}

/** Resident memory of a process in MiB. */
export function memoryOf(pid: number): number {
  return kibibytesOf(pid) / 1024
}

function kibibytesOf(pid: number): number {
  if (process.platform !== 'linux')
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }))
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0)
}
