import { join } from 'node:path'
import type { Module } from '#kernel/module.ts'
import { loadStrategyContent } from './content/load-content.ts'
import { cockpitRoutes } from './desk/cockpit-routes.tsx'
import { strategyPermissions } from './permissions.ts'
import { overviewRoutes } from './public/overview-routes.tsx'

/** Steering: goals, indicators, projects, money, people, synergies, parliament, and what the public is told of it. */
export const strategy: Module = {
  name: 'strategy',
  uses: ['egovernment'],
  routes: (kernel) => [...overviewRoutes(kernel), ...cockpitRoutes(kernel)],
  permissions: strategyPermissions,
  loadContent: ({ kernel }) => loadStrategyContent(kernel),
  migrations: join(import.meta.dirname, 'migrations'),
  messages: join(import.meta.dirname, 'messages'),
}
