import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The version of the running program, as package.json says it. */
export function programVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '../../../../package.json'), 'utf8')
  const { version }: { version?: unknown } = JSON.parse(text)
  if (typeof version !== 'string') throw new TypeError('package.json has no version')
  return version
}
