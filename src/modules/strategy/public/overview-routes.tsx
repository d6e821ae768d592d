import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { formatDate, type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { listEdgesWithin, listNodesOfKinds } from '../graph/edge-queries.ts'
import { listFacts } from '../graph/facts-queries.ts'
import { type Node, type NodeKind, nodeKinds } from '../graph/node.ts'
import { listNodes } from '../graph/queries.ts'
import { treeOf } from '../graph/tree.ts'
import { listCurrentDefinitions, listLatest } from '../indicators/queries.ts'
import { OverviewPage } from './overview-page.tsx'

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
export function overviewRoutes(): Route[] {
  return [get('/strategy', { permission: 'strategy.page.read', isPublic: true }, showOverview)]
}

async function showOverview(scope: Scope, request: Request): Promise<Answer> {
  const { t, href, language, authorityId, query, today } = request
  const given = query.get('since') ?? ''
  const asked = dayOf(given)
  const since = asked ?? halfYearBefore(today)
  // Staff who look at the public page see what everybody sees.
  const audience = 'public'
  const [goals, works, credits, indicators, decisions] = await Promise.all([
    listNodesOfKinds(scope, wanted, authorityId, audience),
    listNodesOfKinds(scope, done, authorityId, audience),
    listNodes(scope, { kind: 'credit', authorityId, audience }),
    listNodes(scope, { kind: 'indicator', authorityId, audience }),
    listNodesOfKinds(scope, ['decision', 'result', 'agreement', 'parliament_item'], authorityId, audience),
  ])
  const [edges, facts, approved, definitions, latest] = await Promise.all([
    listEdgesWithin(scope, goals, today),
    listFacts(scope, credits),
    listApproved(scope, credits),
    listCurrentDefinitions(scope, indicators),
    listLatest(scope, indicators),
  ])
  const fresh = [...decisions, ...works, ...credits].filter(({ beginsOn }) => beginsOn && beginsOn >= since)
  const figures = indicators.flatMap((node) => {
    const figure = latest.get(node.id)
    return figure && figure.period >= since.slice(0, figure.period.length)
      ? [{ node, figure, definition: definitions.get(node.id) }]
      : []
  })
  const title = t('strategy.overview.title')
  const body = (
    <OverviewPage
      {...{ t, language, href, today, definitions, latest }}
      branches={treeOf(byKind(goals), edges)}
      works={realFirst(works).slice(0, most)}
      credits={realFirst(credits).slice(0, most)}
      approvedOf={({ id }) => approved.get(id)}
      indicators={indicators.slice(0, most)}
      factsOf={({ id }) => facts.get(id) ?? {}}
      news={{ nodes: fresh.slice(0, most), figures: figures.slice(0, most) }}
      newSince={since}
      since={given === '' || asked ? formatDate(since) : given}
      isSinceWrong={given !== '' && !asked}
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

const byKind = (nodes: readonly Node[]) =>
  nodes.toSorted((one, other) => nodeKinds.indexOf(one.kind) - nodeKinds.indexOf(other.kind))

/** What has a source before what is an example. */
const realFirst = (nodes: readonly Node[]) =>
  nodes.toSorted((one, other) => Number(one.standing === 'example') - Number(other.standing === 'example'))

/** What was approved of credits that are kept with their amounts, in Rappen. */
async function listApproved(scope: Scope, credits: readonly Node[]): Promise<ReadonlyMap<string, number>> {
  if (credits.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom('strategy.credits')
    .select(['node_id', 'approved'])
    .where('authority_id', 'in', [...new Set(credits.map(({ authorityId }) => authorityId))])
    .where(
      'node_id',
      'in',
      credits.map(({ id }) => id),
    )
    .execute()
  return new Map(rows.flatMap(({ node_id, approved }) => (approved === null ? [] : [[node_id, Number(approved)]])))
}

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
