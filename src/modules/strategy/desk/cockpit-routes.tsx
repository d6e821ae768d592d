import type { Scope } from '#kernel/db/scope.ts'
import type { Answer } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { isSlug, slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage } from '#modules/egovernment/public.ts'
import { listNodesOfKinds } from '../graph/edge-queries.ts'
import { findNode } from '../graph/queries.ts'
import { steersFor } from '../graph/who-leads.ts'
import { listOffCourse } from '../indicators/off-course.ts'
import { listOverloads } from '../people/overloads.ts'
import { listLed } from '../projects/leads.ts'
import { listProjects } from '../projects/list-projects.ts'
import { listOverReleased } from '../projects/phase-money.ts'
import { phases } from '../projects/project.ts'
import { CockpitPage } from './cockpit-page.tsx'
import {
  countPortfolio,
  listDueConditions,
  listDueGates,
  listLateMilestones,
  listMissingReports,
  listWarnedCredits,
  mostDue,
  readPulses,
} from './cockpit-queries.ts'
import { authoritiesOf, authorityOf, authorityOfProjects, deskPath, staffOf, steeringAnswer } from './desk-context.ts'
import { LedPage } from './led-page.tsx'

export const projectsPerPage = 50

/** Where the office that steers begins its day, and whoever leads projects hers. */
export function cockpitRoutes(kernel: Kernel): Route[] {
  return [
    get(deskPath, { permission: 'strategy.project.read' }, (scope, request) =>
      steersFor(staffOf(request), authorityOfProjects(request))
        ? showCockpit(scope, request, kernel)
        : showLed(scope, request, kernel),
    ),
  ]
}

async function showCockpit(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { query, language, t, href } = request
  const authorityId = authorityOf(request)
  const focus = query.get('focus') ?? ''
  const [focusAuthority = '', focusSlug = ''] = focus.split('/')
  const focusArea = isSlug(focusAuthority)
    ? await findNode(scope, slug<'authority'>(focusAuthority), focusSlug)
    : undefined
  const phase = phases.find((one) => one === query.get('phase'))
  const after = query.get('after')
  const found = await listProjects(
    scope,
    { authorityId, focusArea, phases: phase && [phase] },
    { after: after === undefined ? undefined : { authorityId, slug: after }, limit: projectsPerPage + 1 },
  )
  const projects = found.slice(0, projectsPerPage)
  const canton = slug<'authority'>('kanton-luzern')
  const goals = ['focus_area', 'action_field'] as const
  const [pulses, gates, conditions, reports, credits, overspent, overloads, indicators, counts, own, cantonal] =
    await Promise.all([
      readPulses(scope, authorityId, projects),
      listDueGates(scope, authorityId),
      listDueConditions(scope, authorityId),
      listMissingReports(scope, authorityId),
      listWarnedCredits(scope, authorityId),
      listOverReleased(scope, authorityId, mostDue),
      listOverloads(scope, authorityId),
      listOffCourse(scope, authorityId),
      countPortfolio(scope, authorityId),
      listNodesOfKinds(scope, goals, authorityId),
      authorityId === canton ? [] : listNodesOfKinds(scope, goals, canton),
    ])
  const last = projects.at(-1)
  const search = new URLSearchParams({ authority: authorityId, focus, phase: phase ?? '', after: last?.slug ?? '' })
  const body = (
    <CockpitPage
      {...deskPage(request)}
      {...{
        language,
        authorityId,
        pulses,
        gates,
        conditions,
        reports,
        credits,
        overspent,
        overloads,
        indicators,
        counts,
        projects,
      }}
      authorities={authoritiesOf(staffOf(request)).map((id) => ({ id, name: authorities.nameOf(id, language) }))}
      focusAreas={[...own, ...cantonal]}
      filter={{ focus, phase }}
      nextHref={found.length > projectsPerPage ? href(`${deskPath}?${search}`) : undefined}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.desk.title'), body })
}

async function showLed(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { language, t } = request
  const authorityId = authorityOfProjects(request)
  const ids = await listLed({ ...scope, actor: staffOf(request) }, authorityId)
  const projects = ids.length === 0 ? [] : await listProjects(scope, { authorityId, ids })
  const [pulses, gates, conditions, reports, milestones] = await Promise.all([
    readPulses(scope, authorityId, projects),
    listDueGates(scope, authorityId, ids),
    listDueConditions(scope, authorityId, ids),
    listMissingReports(scope, authorityId, ids),
    listLateMilestones(scope, authorityId, ids),
  ])
  const body = (
    <LedPage
      {...deskPage(request)}
      {...{ language, authorityId, projects, pulses, gates, conditions, reports, milestones }}
      authorityName={authorities.nameOf(authorityId, language)}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.leads.own'), body })
}
