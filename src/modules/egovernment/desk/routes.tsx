import type { Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { absenceRoutes } from '../absences/routes.tsx'
import { retentionRoutes } from '../retention/routes.tsx'
import { ruleRoutes } from '../retention/rule-routes.tsx'
import { savedViewRoutes } from '../saved-views/routes.tsx'
import { statisticsRoutes } from '../statistics/routes.tsx'
import { textBlockRoutes } from '../text-blocks/routes.tsx'
import { actionRoutes } from './action-routes.tsx'
import { bulkRoutes } from './bulk-routes.tsx'
import { caseRoutes } from './case-routes.tsx'
import { decisionRoutes } from './decision-routes.tsx'
import { fileRoutes } from './file-routes.ts'
import { inboxRoutes } from './inbox-routes.tsx'
import { removalRoutes } from './removal-routes.tsx'

/** What staff do all day: the inbox, cases, and everything done to them. */
export function deskRoutes(kernel: Kernel): Route[] {
  return [
    inboxRoutes,
    bulkRoutes,
    savedViewRoutes,
    absenceRoutes,
    textBlockRoutes,
    retentionRoutes,
    statisticsRoutes,
    caseRoutes,
    fileRoutes,
    actionRoutes,
    decisionRoutes,
    removalRoutes,
    () => ruleRoutes,
  ].flatMap((routes) => routes(kernel))
}
