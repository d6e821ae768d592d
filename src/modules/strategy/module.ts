import { join } from 'node:path'
import type { Module } from '#kernel/module.ts'
import { agreementDeskRoutes } from './agreements/pages/desk-routes.tsx'
import { agreementPublicRoutes } from './agreements/pages/public-routes.tsx'
import { strategyApi } from './api/operations.ts'
import { strategyApiRoutes } from './api/routes.ts'
import { loadStrategyContent } from './content/load-content.ts'
import { loadDemoPeople } from './demo/load-demo-people.ts'
import { loadDemoProjects } from './demo/load-demo-projects.ts'
import { cockpitRoutes } from './desk/cockpit-routes.tsx'
import { goalRoutes } from './desk/goals-routes.tsx'
import { deskIndicatorRoutes } from './desk/indicator-routes.tsx'
import { creditRoutes } from './desk/money/credit-routes.tsx'
import { pipelineRoutes } from './desk/projects/pipeline-routes.tsx'
import { projectRoutes } from './desk/projects/project-routes.tsx'
import { exchangeRoutes } from './exchange/exchange-routes.tsx'
import { indicatorJobs, indicatorSchedules } from './indicators/count-platform.ts'
import { strategyTables } from './open-data.ts'
import { parliamentDeskRoutes } from './parliament/pages/desk-routes.tsx'
import { parliamentPublicRoutes } from './parliament/pages/public-routes.tsx'
import { demandRoutes } from './people/demand-routes.tsx'
import { peopleRoutes } from './people/people-routes.tsx'
import { erasePersonAgain, peopleEvents, peopleJobs, peopleListens } from './people/write-person.ts'
import { strategyPermissions } from './permissions.ts'
import { planJobs, planSchedules } from './plans/carry-out.ts'
import { planningRoutes } from './plans/planning-routes.tsx'
import { ideaEvents, ideaListens } from './projects/idea-mails.ts'
import { publicGoalRoutes } from './public/goal-routes.tsx'
import { publicIndicatorRoutes } from './public/indicator-routes.tsx'
import { mapRoutes } from './public/map-routes.tsx'
import { newsRoutes } from './public/news-routes.tsx'
import { overviewRoutes } from './public/overview-routes.tsx'
import { publicProjectRoutes } from './public/project-routes.tsx'
import { reportRoutes } from './report/report-routes.ts'
import { calendarRoutes } from './roadmap/calendar-routes.ts'
import { roadmapRoutes } from './roadmap/roadmap-routes.tsx'
import { profileRoutes } from './synergies/desk/profile-routes.tsx'
import { synergyRoutes } from './synergies/desk/synergies-routes.tsx'
import { loadDemoProfiles } from './synergies/load-demo-profiles.ts'
import { finderJobs, finderSchedules } from './synergies/run-finder.ts'

/** Steering: goals, indicators, projects, money, people, synergies, parliament, and what the public is told of it. */
export const strategy: Module = {
  name: 'strategy',
  uses: ['egovernment', 'opendata'],
  routes: (kernel) => [
    ...pipelineRoutes(kernel),
    ...projectRoutes(),
    ...creditRoutes(kernel),
    ...publicProjectRoutes(kernel),
    ...overviewRoutes(kernel),
    ...newsRoutes(kernel),
    ...publicGoalRoutes(kernel),
    ...publicIndicatorRoutes(kernel),
    ...mapRoutes(kernel),
    ...roadmapRoutes(kernel),
    ...calendarRoutes(kernel),
    ...exchangeRoutes(kernel),
    ...reportRoutes(kernel),
    ...strategyApiRoutes(),
    ...cockpitRoutes(kernel),
    ...goalRoutes(kernel),
    ...deskIndicatorRoutes(),
    ...demandRoutes(),
    ...peopleRoutes(kernel),
    ...profileRoutes(),
    ...synergyRoutes(kernel),
    ...agreementPublicRoutes(),
    ...agreementDeskRoutes(kernel),
    ...parliamentPublicRoutes(),
    ...parliamentDeskRoutes(kernel),
    ...planningRoutes(kernel),
  ],
  permissions: strategyPermissions,
  api: strategyApi,
  tables: strategyTables,
  jobs: { ...peopleJobs, ...finderJobs, ...indicatorJobs, ...planJobs },
  events: { ...peopleEvents, ...ideaEvents },
  listens: [...peopleListens, ...ideaListens],
  schedules: [
    { job: 'strategy.remove_old', cron: '23 3 * * *' },
    ...finderSchedules,
    ...indicatorSchedules,
    ...planSchedules,
  ],
  eraseAgain: erasePersonAgain,
  loadContent: async ({ kernel, isDemo }) => {
    const said = [
      await loadStrategyContent(kernel),
      isDemo ? await loadDemoProjects(kernel) : undefined,
      isDemo ? await loadDemoPeople(kernel) : undefined,
      isDemo ? await loadDemoProfiles(kernel) : undefined,
    ]
    return said.filter((line) => line !== undefined).join('\n') || undefined
  },
  migrations: join(import.meta.dirname, 'migrations'),
  messages: join(import.meta.dirname, 'messages'),
}
