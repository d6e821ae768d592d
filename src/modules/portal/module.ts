import { join } from 'node:path'
import type { Module } from '#kernel/module.ts'
import { statementJobs, statementPermissions, statementSchedules } from './statements/manifest.ts'
import { statementRoutes } from './statements/routes.tsx'
import { programVersion } from './statements/version.ts'

/** Home, sign-in, account, mailbox, and the pages that every public body has. */
export const portal: Module = {
  name: 'portal',
  uses: ['egovernment'],
  routes: (kernel) => [...statementRoutes(kernel, { listPages: async () => [], version: programVersion() })],
  permissions: { ...statementPermissions },
  jobs: { ...statementJobs },
  schedules: [...statementSchedules],
  migrations: join(import.meta.dirname, 'migrations'),
  messages: join(import.meta.dirname, 'messages'),
}
