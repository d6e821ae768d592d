import type { Scope } from '#kernel/db/scope.ts'
import { withPrefix } from '#kernel/http/address.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { isSlug, slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { listFunding, listMonths } from '../money/queries.ts'
import { forEverybody } from '../permissions.ts'
import { listConditions, listDecisions } from '../projects/decide-gate.ts'
import { findProject } from '../projects/find-project.ts'
import { listProjects } from '../projects/list-projects.ts'
import { listRecords } from '../projects/records.ts'
import { listReports } from '../projects/reports.ts'
import { serviceNames } from '../projects/services-of.ts'
import { listShownPartners } from '../projects/shown-partners.ts'
import { ProjectListPage } from './project-list-page.tsx'
import { PublicProjectPage } from './public-project-page.tsx'

const path = '/strategy/projects'
const perPage = 30

/** What everybody reads of the projects: the list, of all authorities or of one below its name, and each in plain words. */
export function publicProjectRoutes(kernel: Kernel): Route[] {
  return [
    get(path, forEverybody, (scope, request) => showList(scope, request, kernel)),
    get(`${path}/:owner/:slug`, forEverybody, (scope, request) => showOne(scope, request, kernel)),
  ]
}

async function showList(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { t, href, language, authorityId, query } = request
  const [authority = '', name = ''] = (query.get('after') ?? '').split('/')
  const after = isSlug<'authority'>(authority) && isSlug(name) ? { authorityId: authority, slug: name } : undefined
  const found = await listProjects(scope, { authorityId }, { after, limit: perPage + 1 })
  const projects = found.slice(0, perPage)
  const last = projects.at(-1)
  const title = t('strategy.projects.public.title')
  return page({
    title,
    shell: 'public',
    description: t('strategy.projects.public.lead'),
    breadcrumbs: [
      { text: t('strategy.overview.home'), href: href('/') },
      { text: t('strategy.overview.title'), href: href('/strategy') },
      { text: title },
    ],
    body: (
      <ProjectListPage
        {...{ t, href, language, projects }}
        nameOf={(id) => authorities.nameOf(id, language)}
        nextHref={found.length > perPage && last ? href(`${path}?after=${last.authorityId}/${last.slug}`) : undefined}
      />
    ),
  })
}

async function showOne(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { t, href, language, params } = request
  const { owner = '', slug: name = '' } = params
  const project = authorities.has(owner) ? await findProject(scope, slug<'authority'>(owner), name) : undefined
  if (project?.audience !== 'public') throw new NotFoundError('no such public project')
  const [funding, months, milestones, decisions, conditions, partners, reports, services, names] = await Promise.all([
    listFunding(scope, project),
    listMonths(scope, project, 'project_id'),
    listRecords(scope, project, 'milestones'),
    listDecisions(scope, project),
    listConditions(scope, project),
    listShownPartners(scope, project),
    listReports(scope, project),
    listRecords(scope, project, 'services'),
    serviceNames(scope, language),
  ])
  const title = textIn(project.title, language)
  const body = (
    <PublicProjectPage
      {...{ t, language, project, funding, months, milestones, decisions, conditions, partners, services }}
      serviceName={(id) => names.get(id)}
      ownHref={(path) => withPrefix({ ...request.prefix, authority: project.authorityId }, path)}
      href={request.href}
      today={request.today}
      authorityName={authorities.nameOf(project.authorityId, language)}
      reports={reports.filter(({ kind, frozenAt }) => kind === 'half_year' && frozenAt)}
    />
  )
  return page({
    title,
    shell: 'public',
    ...(project.text && { description: textIn(project.text, language) }),
    breadcrumbs: [
      { text: t('strategy.overview.home'), href: href('/') },
      { text: t('strategy.overview.title'), href: href('/strategy') },
      { text: t('strategy.projects.public.title'), href: href(path) },
      { text: title },
    ],
    body,
  })
}
