import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { listEdgesWithin, listNodesOfKinds } from '../graph/edge-queries.ts'
import { listFacts } from '../graph/facts-queries.ts'
import { type Node, type NodeKind, nodeKinds } from '../graph/node.ts'
import { listNodes } from '../graph/queries.ts'
import { treeOf } from '../graph/tree.ts'
import { listCurrentDefinitions, listLatest } from '../indicators/queries.ts'
import { forEverybody } from '../permissions.ts'
import { hasHalfYear } from '../report/half-years.ts'
import { newsPath } from './news-parts.tsx'
import { OverviewPage } from './overview-page.tsx'
import { listApproved, listRealFirst } from './overview-queries.ts'
import { readNews } from './read-news.ts'
import { readSince } from './since.ts'

const wanted = [
  'strategy',
  'core_goal',
  'principle',
  'action_field',
  'focus_area',
  'impact_goal',
  'annual_goal',
] as const satisfies readonly NodeKind[]
const done = ['project', 'measure'] as const satisfies readonly NodeKind[]
/** The most of each part that the first page shows; the map and the lists show all. */
const most = 30

/** What everybody reads first: the strategy in plain words, of all authorities or of one below its name. */
export function overviewRoutes(kernel: Kernel): Route[] {
  return [get('/strategy', forEverybody, (scope, request) => showOverview(scope, request, kernel))]
}

async function showOverview(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { t, href, language, authorityId, query, today } = request
  const asked = readSince(query.get('since'), today)
  const { since } = asked
  const [goals, works, credits, indicators, isReported] = await Promise.all([
    listNodesOfKinds(scope, wanted, authorityId),
    listRealFirst(scope, { kinds: done, authorityId, limit: most }),
    listRealFirst(scope, { kinds: ['credit'], authorityId, limit: most }),
    listNodes(scope, { kind: 'indicator', authorityId }),
    authorityId !== undefined && hasHalfYear(scope, authorityId),
  ])
  const [edges, facts, approved, definitions, latest] = await Promise.all([
    listEdgesWithin(scope, goals, today),
    listFacts(scope, credits),
    listApproved(scope, credits),
    listCurrentDefinitions(scope, indicators),
    listLatest(scope, indicators),
  ])
  const { items, next } = await readNews(scope, { since, authorityId, after: undefined, indicators, latest })
  const title = t('strategy.overview.title')
  const body = (
    <OverviewPage
      {...{ t, language, href, today, definitions, latest }}
      branches={treeOf(byKind(goals), edges)}
      works={works}
      credits={credits}
      approvedOf={({ id }) => approved.get(id)}
      indicators={indicators.slice(0, most)}
      factsOf={({ id }) => facts.get(id) ?? {}}
      news={items}
      olderHref={next && href(`${newsPath}?since=${since}&after=${encodeURIComponent(next)}`)}
      nameOf={(id) => authorities.nameOf(id, language)}
      asked={asked}
      isReported={isReported}
    />
  )
  return page({
    title,
    shell: 'public',
    description: t('strategy.overview.lead'),
    breadcrumbs: [{ text: t('strategy.overview.home'), href: href('/') }, { text: title }],
    body,
  })
}

const byKind = (nodes: readonly Node[]) =>
  nodes.toSorted((one, other) => nodeKinds.indexOf(one.kind) - nodeKinds.indexOf(other.kind))
