import type { Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { changeLogRoutes } from './changes/log-routes.tsx'
import { changeRoutes } from './changes/routes.ts'
import { dataSetRoutes } from './data-set/routes.tsx'
import { finderRoutes } from './finder/routes.tsx'
import { lookRoutes } from './look/routes.tsx'
import { qualityRoutes } from './quality/routes.tsx'
import { seriesRoutes } from './series/routes.tsx'
import { versionRoutes } from './versions/routes.tsx'

/** What everybody sees of open data: catalogue, data sets, their rows and versions, and feeds of changes. */
export const publicPages = (kernel: Kernel): Route[] => [
  ...finderRoutes(kernel),
  ...dataSetRoutes(kernel),
  ...seriesRoutes(kernel),
  ...lookRoutes(kernel),
  ...versionRoutes(kernel),
  ...changeRoutes(kernel),
  ...changeLogRoutes(kernel),
  ...qualityRoutes(kernel),
]
