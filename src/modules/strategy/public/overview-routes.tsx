import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { formatDate, type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { listEdgesWithin, listNodesOfKinds } from '../graph/edge-queries.ts'
import { listFacts } from '../graph/facts-queries.ts'
import { type Node, type NodeKind, nodeKinds } from '../graph/node.ts'
import { listNodes } from '../graph/queries.ts'
import { treeOf } from '../graph/tree.ts'
import { lastDayOf } from '../indicators/period.ts'
import { listCurrentDefinitions, listLatest } from '../indicators/queries.ts'
import { forEverybody } from '../permissions.ts'
import { hasHalfYear } from '../report/half-years.ts'
import { listNews } from './news.ts'
import { OverviewPage } from './overview-page.tsx'
import { listApproved, listRealFirst } from './overview-queries.ts'

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
  const given = query.get('since') ?? ''
  const asked = dayOf(given)
  const since = asked ?? halfYearBefore(today)
  const [goals, works, credits, indicators, news, isReported] = await Promise.all([
    listNodesOfKinds(scope, wanted, authorityId),
    listRealFirst(scope, { kinds: done, authorityId, limit: most }),
    listRealFirst(scope, { kinds: ['credit'], authorityId, limit: most }),
    listNodes(scope, { kind: 'indicator', authorityId }),
    listNews(scope, { since, authorityId, limit: most + 1 }),
    authorityId !== undefined && hasHalfYear(scope, authorityId),
  ])
  const [edges, facts, approved, definitions, latest] = await Promise.all([
    listEdgesWithin(scope, goals, today),
    listFacts(scope, credits),
    listApproved(scope, credits),
    listCurrentDefinitions(scope, indicators),
    listLatest(scope, indicators),
  ])
  const figures = indicators.flatMap((node) => {
    const figure = latest.get(node.id)
    const day = figure && lastDayOf(figure.period)
    return figure && day && day >= since ? [{ what: 'figure' as const, day: earlierOf(day, today), node, figure }] : []
  })
  const items = [...news, ...figures].toSorted((one, other) => other.day.localeCompare(one.day))
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
      news={items.slice(0, most)}
      isNewsCut={items.length > most}
      nameOf={(id) => authorities.nameOf(id, language)}
      newSince={since}
      since={given === '' || asked ? formatDate(since) : given}
      isSinceWrong={given !== '' && !asked}
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

/** A day as people write it, 24.4.2025, or as an address has it, 2025-04-24; undefined for what is none. */
function dayOf(text: string): IsoDate | undefined {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text.trim()) ?? []
  const iso = year === '' ? text.trim() : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isIsoDate(iso) ? iso : undefined
}

const earlierOf = (one: IsoDate, other: IsoDate): IsoDate => (one < other ? one : other)

const byKind = (nodes: readonly Node[]) =>
  nodes.toSorted((one, other) => nodeKinds.indexOf(one.kind) - nodeKinds.indexOf(other.kind))

/** The same day half a year earlier, or the last one of that month: 31 August → 28 February. */
export function halfYearBefore(day: IsoDate): IsoDate {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const months = year * 12 + month - 1 - 6
  const [earlier, inYear] = [Math.floor(months / 12), months % 12]
  const last = new Date(Date.UTC(earlier, inYear + 1, 0)).getUTCDate()
  const text = `${earlier}-${String(inYear + 1).padStart(2, '0')}-${String(Math.min(date, last)).padStart(2, '0')}`
  if (!isIsoDate(text)) throw new TypeError(`${text} is no day`)
  return text
}
