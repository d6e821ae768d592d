import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Module } from './kernel/module.ts'

/** The modules of the house. This is the only file that names them all. */
export const modules: readonly Module[] = []

/** Where the migrations of the kernel and of every module lie. */
export function migrationFolders(): Record<string, string> {
  const folders: Record<string, string> = { kernel: join(import.meta.dirname, 'kernel/migrations') }
  const home = join(import.meta.dirname, 'modules')
  for (const name of readdirSync(home)) {
    if (readdirSync(join(home, name)).includes('migrations')) folders[name] = join(home, name, 'migrations')
  }
  return folders
}
