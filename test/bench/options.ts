import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { projectFolder } from '#test/support/process.ts'

export type BenchOptions = {
  readonly isQuick: boolean
  /** Whether it is also looked where the time goes. */
  readonly isProfiled: boolean
  readonly cases: number
  /** How long each line is measured. */
  readonly seconds: number
  readonly connections: number
  readonly outputFolder: string
}

/** Reads the command line; throws an error with a sentence for whoever typed it. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      cases: { type: 'string' },
      seconds: { type: 'string' },
      connections: { type: 'string' },
      output: { type: 'string' },
    },
  })
  const isQuick = values.quick
  return {
    isQuick,
    isProfiled: values.profile,
    cases: whole('cases', values.cases, isQuick ? 2_000 : 200_000),
    seconds: whole('seconds', values.seconds, isQuick ? 3 : 15),
    connections: whole('connections', values.connections, 32),
    outputFolder: resolve(projectFolder, values.output ?? 'docs/reference/benchmarks'),
  }
}

/** A whole number above 0 from the command line; throws an error with a sentence for whoever typed it. */
export function whole(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new TypeError(`--${name} must be a whole number above 0.`)
  return value
}
