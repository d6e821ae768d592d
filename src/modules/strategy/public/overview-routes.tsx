import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { listNodes } from '../graph/queries.ts'
import { OverviewPage } from './overview-page.tsx'

/** What everybody reads first: the strategies, of all authorities or of one below its name. */
export function overviewRoutes(kernel: Kernel): Route[] {
  return [
    get('/strategy', { permission: 'strategy.page.read', isPublic: true }, (scope, request) =>
      showOverview(scope, request, kernel),
    ),
  ]
}

async function showOverview(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { t, href, language, authorityId } = request
  const strategies = await listNodes(scope, { kind: 'strategy', authorityId })
  const title = t('strategy.overview.title')
  return page({
    title,
    shell: 'public',
    description: t('strategy.overview.lead'),
    breadcrumbs: [{ text: t('strategy.overview.home'), href: href('/') }, { text: title }],
    body: <OverviewPage {...{ t, language, strategies }} nameOf={(id) => authorities.nameOf(id, language)} />,
  })
}
