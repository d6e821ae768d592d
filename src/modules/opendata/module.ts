import { join } from 'node:path'
import type { Module } from '#kernel/module.ts'

/** Open data: catalogue, versions of tables, queries, and what the platform publishes of itself. */
export const opendata: Module = {
  name: 'opendata',
  uses: ['egovernment'],
  routes: () => [],
  permissions: {},
  migrations: join(import.meta.dirname, 'migrations'),
  messages: join(import.meta.dirname, 'messages'),
}
