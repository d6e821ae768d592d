import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { isSlug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { listEdgesOf, listNodesById } from '../graph/edge-queries.ts'
import { listNodes } from '../graph/queries.ts'
import { listCurrentDefinitions, listDefinitions, listLatest, listSeries, listTakes } from '../indicators/queries.ts'
import { forEverybody } from '../permissions.ts'
import { readPublicNode, strategyCrumbs } from './goal-routes.tsx'
import { IndicatorPage, IndicatorsPage } from './indicator-pages.tsx'

const perPage = 100
const anyone = { permission: 'strategy.page.read', isPublic: true } as const

/** By what goals are measured, and each indicator with its series. */
export function publicIndicatorRoutes(kernel: Kernel): Route[] {
  return [
    get('/strategy/indicators', forEverybody, (scope, request) => showIndicators(scope, request)),
    get('/strategy/indicators/:authority/:slug', anyone, (scope, request) => showIndicator(scope, request, kernel)),
  ]
}

async function showIndicators(scope: Scope, request: Request): Promise<Answer> {
  const { t, language, href, authorityId, today, query } = request
  const [authority = '', name = ''] = (query.get('after') ?? '').split('/')
  const after = isSlug<'authority'>(authority) && isSlug(name) ? { authorityId: authority, slug: name } : undefined
  const found = await listNodes(scope, { kind: 'indicator', authorityId, after, limit: perPage + 1 })
  const nodes = found.slice(0, perPage)
  const last = found.length > perPage ? nodes.at(-1) : undefined
  const [definitions, latest] = await Promise.all([listCurrentDefinitions(scope, nodes), listLatest(scope, nodes)])
  const title = t('strategy.indicators.title')
  const nextHref = last && href(`/strategy/indicators?after=${last.authorityId}/${last.slug}`)
  const body = <IndicatorsPage {...{ t, language, href, today, nodes, definitions, latest, nextHref }} />
  return page({ title, shell: 'public', breadcrumbs: strategyCrumbs(request, title), body })
}

async function showIndicator(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { t, language, href, query, today } = request
  const node = await readPublicNode(scope, request)
  const [definitions, series, edges] = await Promise.all([
    listDefinitions(scope, node),
    listSeries(scope, node),
    listEdgesOf(scope, [node]),
  ])
  if (node.kind !== 'indicator') throw new NotFoundError('no indicator')
  const wanted = series.find((one) => one === query.get('series')) ?? ''
  const [figures, measured] = await Promise.all([
    listTakes(scope, node, wanted),
    listNodesById(
      scope,
      edges.map(({ to }) => to.id),
    ),
  ])
  const title = textIn(node.title, language)
  const body = (
    <IndicatorPage
      {...{ t, language, href, today, node, definitions, figures, series, wanted }}
      measured={measured.filter(({ id }) => id !== node.id)}
      seriesName={(one) => {
        if (one === '') return t('strategy.indicators.whole')
        if (t.has(`strategy.indicators.channel.${one}`)) return t(`strategy.indicators.channel.${one}`)
        return authorities.find(one)?.name[language] ?? one
      }}
    />
  )
  return page({ title, shell: 'public', breadcrumbs: strategyCrumbs(request, title), body })
}
