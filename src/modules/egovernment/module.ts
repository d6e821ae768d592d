import { join } from 'node:path'
import type { Module } from '#kernel/module.ts'

/** Services, forms, cases and the desk. */
export const egovernment: Module = {
  name: 'egovernment',
  uses: [],
  routes: () => [],
  permissions: {},
  migrations: join(import.meta.dirname, 'migrations'),
  messages: join(import.meta.dirname, 'messages'),
}
