import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readMigrations } from './kernel/db/migrate.ts'
import type { MessageSource } from './kernel/i18n/catalogue.ts'
import { createKernelModule } from './kernel/kernel-module.ts'
import type { Module } from './kernel/module.ts'
import { createEgovernment } from './modules/egovernment/module.ts'
import { createOpendata } from './modules/opendata/module.ts'
import { portal } from './modules/portal/module.ts'
import { strategy } from './modules/strategy/module.ts'

/** The modules of the house. This is the only file that names them all. */
export const modules: readonly Module[] = [
  createKernelModule({ migrations: () => readMigrations(migrationFolders()).map(({ name }) => name) }),
  createEgovernment({ api: () => modules.flatMap((module) => module.api ?? []) }),
  createOpendata({
    feeds: () => modules.flatMap((module) => module.feeds ?? []),
    tables: () => new Map(modules.flatMap((module) => Object.entries(module.tables ?? {}))),
  }),
  strategy,
  portal,
]

const home = import.meta.dirname

/** Where the migrations of the kernel and of every module lie. */
export function migrationFolders(): Record<string, string> {
  const folders = modules.flatMap((module) => (module.migrations ? [[module.name, module.migrations] as const] : []))
  return Object.fromEntries(
    [['kernel', join(home, 'kernel/migrations')], ...folders].filter(([, folder]) => hasFiles(folder)),
  )
}

/** Where the texts of kernel, ui and every module lie. */
export function messageSources(): MessageSource[] {
  const own = modules.flatMap((module) => (module.messages ? [{ prefix: module.name, folder: module.messages }] : []))
  return [
    { prefix: 'kernel', folder: join(home, 'kernel/messages') },
    { prefix: 'ui', folder: join(home, 'ui/messages') },
    ...own.filter((source) => hasFiles(source.folder)),
  ]
}

function hasFiles(folder: string | undefined): boolean {
  try {
    return folder !== undefined && readdirSync(folder).length > 0
  } catch {
    return false
  }
}
