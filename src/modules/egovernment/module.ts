import { join } from 'node:path'
import { systemActor } from '#kernel/db/actor.ts'
import type { ApiPart } from '#kernel/http/operation.ts'
import type { Module } from '#kernel/module.ts'
import { absenceEvents, absenceListens } from './absences/tell-absent.ts'
import { caseApiRoutes } from './api/case-routes.ts'
import { catalogueRoutes } from './api/catalogue-routes.ts'
import { draftApiRoutes } from './api/draft-routes.ts'
import { caseApiPermissions } from './api/manifest.ts'
import { openApiRoutes } from './api/openapi-routes.tsx'
import { egovernmentApi } from './api/operations.ts'
import { submissionRoutes } from './api/submission-routes.ts'
import { applyRoutes } from './apply/routes.ts'
import { correctionRoutes } from './cases/correction-routes.tsx'
import { eraseAgain, erasureListens, revocationEvents } from './cases/erased-again.ts'
import { followRoutes } from './cases/follow-routes.tsx'
import { caseEvents, caseJobs, caseListens, casePermissions, caseSchedules } from './cases/manifest.ts'
import { counterPermissions, counterRoutes } from './counter/routes.tsx'
import { seedDemoCases } from './demo/seed-demo-cases.ts'
import { deskRoutes } from './desk/routes.tsx'
import { deskPermissions } from './desk/standing.ts'
import { finderRoutes } from './finder/routes.tsx'
import { fieldGalleryPermissions, fieldGalleryRoutes } from './forms/gallery-routes.tsx'
import { noticeJobs, noticeListens } from './notices/case-notices.ts'
import { countUses, usesJobs, usesSchedules } from './often-used/count-uses.ts'
import { receiptRoutes } from './receipts/routes.tsx'
import { retentionJobs, retentionSchedules } from './retention/manifest.ts'
import { loadServiceContent } from './services/load-service-content.ts'
import { caseFeed } from './statistics/case-feed.ts'
import { CaseNumbers } from './submissions/case-numbers.ts'

/** Services, forms, cases and the desk; and the description of what programs can do, which `api` gives of all modules. */
export const createEgovernment = ({ api }: { api: () => readonly ApiPart[] }): Module => ({
  name: 'egovernment',
  uses: [],
  routes: (kernel) => {
    const numbers = new CaseNumbers(kernel.database)
    const submit = { database: kernel.database, sealing: kernel.sealing, numbers }
    return [
      ...finderRoutes(kernel),
      ...catalogueRoutes(kernel),
      ...submissionRoutes(kernel, numbers),
      ...draftApiRoutes(kernel, submit),
      ...caseApiRoutes(kernel),
      ...openApiRoutes(kernel, api),
      ...applyRoutes(kernel, submit),
      ...followRoutes(kernel),
      ...correctionRoutes(kernel),
      ...receiptRoutes,
      ...fieldGalleryRoutes(kernel),
      ...deskRoutes(kernel),
      ...counterRoutes(kernel, submit),
    ]
  },
  permissions: {
    ...fieldGalleryPermissions,
    ...caseApiPermissions,
    ...casePermissions,
    ...deskPermissions,
    ...counterPermissions,
    'egovernment.service.read': ['anyone'],
    'egovernment.catalogue.read': ['anyone'],
  },
  listens: [...noticeListens, ...caseListens, ...erasureListens, ...absenceListens],
  events: { ...caseEvents, ...revocationEvents, ...absenceEvents },
  jobs: { ...noticeJobs, ...caseJobs, ...retentionJobs, ...usesJobs },
  schedules: [...caseSchedules, ...retentionSchedules, ...usesSchedules],
  eraseAgain,
  momentary: ['egovernment.case_mail_links'],
  loadContent: ({ database, isDemo }) => loadServiceContent(database, { isDemo }),
  seedDemo: async (parts) => {
    const count = await seedDemoCases(parts)
    if (count > 0) await parts.database.write(systemActor('service-uses'), countUses)
    return count > 0 ? `Demo        ${count} invented cases` : undefined
  },
  api: egovernmentApi,
  feeds: [caseFeed],
  migrations: join(import.meta.dirname, 'migrations'),
  messages: join(import.meta.dirname, 'messages'),
})
