import { join } from 'node:path'
import type { Module } from '#kernel/module.ts'
import { catalogueRoutes } from './api/catalogue-routes.ts'
import { finderRoutes } from './finder/routes.tsx'
import { fieldGalleryPermissions, fieldGalleryRoutes } from './forms/gallery-routes.tsx'
import { loadServiceContent } from './services/load-service-content.ts'

/** Services, forms, cases and the desk. */
export const egovernment: Module = {
  name: 'egovernment',
  uses: [],
  routes: (kernel) => [...finderRoutes(kernel), ...catalogueRoutes(kernel), ...fieldGalleryRoutes(kernel)],
  permissions: {
    ...fieldGalleryPermissions,
    'egovernment.service.read': ['anyone'],
    'egovernment.catalogue.read': ['anyone'],
  },
  loadContent: ({ database, isDemo }) => loadServiceContent(database, { isDemo }),
  migrations: join(import.meta.dirname, 'migrations'),
  messages: join(import.meta.dirname, 'messages'),
}
