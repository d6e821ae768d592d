import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage } from '#modules/egovernment/public.ts'
import { authoritiesOf, deskPath, staffOf, steeringAnswer } from '../desk/desk-context.ts'
import { SteeringTabs } from '../desk/steering-tabs.tsx'
import { forEverybody } from '../permissions.ts'
import { hasHalfYear } from '../report/half-years.ts'
import { listRoadmap } from './list-roadmap.ts'
import { type RoadmapProps, RoadmapView } from './roadmap-page.tsx'
import { readRoadmapWish } from './roadmap-wish.ts'

const path = '/strategy/roadmap'

/** When what is to be done: for everybody, and at the desk with what staff see besides. */
export function roadmapRoutes(kernel: Kernel): Route[] {
  return [
    get(path, forEverybody, (scope, request) => showRoadmap(scope, request, kernel)),
    get(`${deskPath}/roadmap`, { permission: 'strategy.project.read' }, (scope, request) =>
      showDeskRoadmap(scope, request, kernel),
    ),
  ]
}

async function showRoadmap(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const { t, href } = request
  const props = await readRoadmap(scope, request, kernel, true)
  const title = t('strategy.roadmap.title')
  return page({
    title,
    shell: 'public',
    description: t('strategy.roadmap.lead'),
    breadcrumbs: [
      { text: t('strategy.overview.home'), href: href('/') },
      { text: t('strategy.overview.title'), href: href('/strategy') },
      { text: title },
    ],
    body: (
      <>
        <h1>{title}</h1>
        <p class="roadmap-lead">{t('strategy.roadmap.lead')}</p>
        <RoadmapView {...props} />
      </>
    ),
  })
}

async function showDeskRoadmap(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const { t } = request
  const props = await readRoadmap(scope, request, kernel, false)
  const title = t('strategy.roadmap.title')
  const body = (
    <>
      <h1>{title}</h1>
      <SteeringTabs {...deskPage(request)} current="roadmap" />
      <RoadmapView {...props} />
    </>
  )
  return steeringAnswer(scope, request, { title, body })
}

/** The authority of the address if she steers there, or the first of hers. */
function whereSheSteers(request: Request): AuthorityId | undefined {
  const own = authoritiesOf(staffOf(request))
  return own.find((id) => id === request.authorityId) ?? own[0]
}

async function readRoadmap(
  scope: Scope,
  request: Request,
  { authorities }: Kernel,
  isPublic: boolean,
): Promise<RoadmapProps> {
  const { query, today, authorityId, language, t, href } = request
  // At the desk the address says where one works, not what one looks at.
  const ofPath = isPublic ? authorityId : undefined
  const wish = readRoadmapWish(query, {
    today,
    authorityId: ofPath,
    isAuthority: (id) => authorities.find(id) !== undefined,
  })
  const { projects, next } = await listRoadmap(scope, wish)
  const projectHref = ({ authorityId: authority, slug }: { authorityId: string; slug: string }) =>
    href(isPublic ? `/strategy/projects/${authority}/${slug}` : `${deskPath}/projects/${slug}?authority=${authority}`)
  const reportOf = isPublic ? wish.authorityId : whereSheSteers(request)
  const isReported = reportOf !== undefined && (await hasHalfYear(scope, reportOf))
  return {
    projects,
    next,
    wish,
    path: href(isPublic ? path : `${deskPath}/roadmap`),
    calendarHref: `${href('/strategy/roadmap.ics')}${wish.authorityId === undefined ? '' : `?authority=${wish.authorityId}`}`,
    report:
      reportOf === undefined || (isPublic && !isReported)
        ? undefined
        : {
            href: href(`${isPublic ? '/strategy' : deskPath}/report.pdf?authority=${reportOf}`),
            isDraft: !isReported,
          },
    isOfOne: ofPath !== undefined,
    words: { t, language, today, nameOf: (id) => authorities.nameOf(id, language), projectHref },
    authorities: authorities
      .entries()
      .filter(({ isClosed }) => !isClosed)
      .map(({ slug }) => ({ value: slug, label: authorities.nameOf(slug, language) })),
  }
}
