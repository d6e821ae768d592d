import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DemoCredentials } from '#kernel/identity/demo/credentials.ts'

/** Who one can be in the demo of a data folder, as of its last start. */
export function readCredentials(dataFolder: string): DemoCredentials {
  return JSON.parse(readFileSync(join(dataFolder, 'demo/credentials.json'), 'utf8'))
}
