import { join } from 'node:path'
import type { Module } from '#kernel/module.ts'
import { closeTables } from './tables/tables.ts'

/** Open data: catalogue, versions of tables, queries, and what the platform publishes of itself. */
export const opendata: Module = {
  name: 'opendata',
  uses: ['egovernment'],
  routes: () => [],
  permissions: {},
  close: closeTables,
  storedFiles: [{ table: 'opendata.table_versions', column: 'file' }],
  migrations: join(import.meta.dirname, 'migrations'),
  messages: join(import.meta.dirname, 'messages'),
}
