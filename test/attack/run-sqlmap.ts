import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'

/**
 * `clean`: tested to its end, nothing injectable. `cut`: the time was over before. `unreachable`: sqlmap ended without having tested, with
 * its last words.
 */
export type Verdict = {
  readonly verdict: 'clean' | 'cut' | 'injectable' | 'unreachable'
  /** Places that sqlmap says to have tested. */
  readonly places: number
  readonly text: string
}

export type SqlmapOptions = { readonly level: number; readonly milliseconds: number }

/** Runs sqlmap over one request, as text with stars, that it reads from `file`. */
export function runSqlmap(file: string, text: string, { level, milliseconds }: SqlmapOptions): Promise<Verdict> {
  writeFileSync(file, text)
  const args = [
    // Without this it takes the end of a pipe that never comes for a list of targets, waits for it, and forgets `-r`.
    '--ignore-stdin',
    '-r',
    file,
    '--batch',
    `--level=${level}`,
    '--risk=1',
    '--technique=BEUST',
    '--dbms=PostgreSQL',
    '--keep-alive',
    '--skip-waf',
    // A refusal is an answer like another: what was put in has been read before it.
    '--ignore-code=*',
    '--ignore-redirects',
    '--flush-session',
    `--output-dir=${file}.out`,
    '--disable-coloring',
    '--timeout=30',
  ]
  return new Promise((done) => {
    const options = { timeout: milliseconds, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 } as const
    execFile('sqlmap', args, options, (error, out) => done(verdictOf(out, error?.killed === true)))
  })
}

export function verdictOf(out: string, isCut: boolean): Verdict {
  const places = out.match(/testing for SQL injection on /g)?.length ?? 0
  const last = out.slice(-2_000)
  if (/is vulnerable|identified the following injection point/.test(out))
    return { verdict: 'injectable', places, text: out.slice(-3_000) }
  if (/all tested parameters do not appear to be injectable/.test(out) && places > 0)
    return { verdict: 'clean', places, text: '' }
  return { verdict: isCut ? 'cut' : 'unreachable', places, text: last }
}
