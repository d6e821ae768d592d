import { publicActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, json } from '#kernel/http/answers.ts'
import { BadRequestError, NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { isIsoDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { isSlug } from '#kernel/ids.ts'
import { type Edge, sinceOf } from '../graph/edge.ts'
import { listEdgesOf, listNodesById } from '../graph/edge-queries.ts'
import type { Facts } from '../graph/facts.ts'
import { listFacts } from '../graph/facts-queries.ts'
import { type Node, nodeKinds } from '../graph/node.ts'
import { findNode, listNodes } from '../graph/queries.ts'
import { type Definition, holding, standingOf } from '../indicators/indicator.ts'
import { listDefinitions, listTakes } from '../indicators/queries.ts'
import { answer } from '../public/goal-routes.tsx'
import { publicPath } from '../public/strategy-places.ts'
import { strategyApiPath } from './operations.ts'

const open = { permission: 'strategy.page.read', isPublic: true, isOpenToSites: true } as const

/** What is public of the strategy for programs, without a key. */
export function strategyApiRoutes(): Route[] {
  return [
    get(`${strategyApiPath}/nodes`, open, asPublic(showNodes)),
    get(`${strategyApiPath}/nodes/:authority/:slug/edges`, open, asPublic(showEdges)),
    get(`${strategyApiPath}/paths`, open, asPublic(showPaths)),
    get(`${strategyApiPath}/indicators/:authority/:slug`, open, asPublic(showIndicator)),
  ]
}

/** Whoever asks: programs are told what everybody may know. */
const asPublic = (show: (scope: Scope, request: Request) => Promise<Answer>) => (_scope: Scope, request: Request) =>
  request.readAs(publicActor, (scope) => show(scope, request))

function refuseUnknown({ query }: Request, known: readonly string[]): void {
  const unknown = query.names().find((name) => !known.includes(name))
  if (unknown !== undefined) throw new BadRequestError(`unknown parameter ${unknown}`)
}

const nothing = <Value>(value: Value | undefined): Value | null => value ?? null

function nodeJson(node: Node, { amounts = [] }: Facts, { language, url }: Request) {
  return {
    ...endJson(node, language),
    level: node.level,
    standing: node.standing,
    text: node.text ? textIn(node.text, language) : null,
    owner: nothing(node.owner),
    beginsOn: nothing(node.beginsOn),
    endsOn: nothing(node.endsOn),
    sources: node.sources,
    amounts: amounts.map(({ francs, display, qualifier, about, source }) => ({
      rappen: francs === undefined ? null : francs * 100,
      wording: nothing(display),
      qualifier: nothing(qualifier),
      about: nothing(about),
      source: node.sources[source] ?? node.sources[0],
    })),
    url: url(publicPath(node)),
  }
}

const endJson = (node: Node, language: Request['language']) => ({
  authority: node.authorityId,
  slug: node.slug,
  kind: node.kind,
  title: textIn(node.title, language),
})

async function showNodes(scope: Scope, request: Request): Promise<Answer> {
  refuseUnknown(request, ['kind', 'authority', 'limit', 'after', 'lang'])
  const { query } = request
  const given = query.get('kind')
  const kind = nodeKinds.find((one) => one === given)
  if (given !== undefined && !kind) throw new BadRequestError('unknown kind')
  const text = query.get('limit') ?? '50'
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (limit < 1 || limit > 200) throw new BadRequestError('limit is 1 to 200')
  const authority = query.get('authority')
  if (authority !== undefined && !isSlug(authority)) throw new BadRequestError('no authority')
  const nodes = await listNodes(scope, {
    kind,
    authorityId: authority !== undefined && isSlug<'authority'>(authority) ? authority : request.authorityId,
    after: placeOf(query.get('after')),
    limit,
  })
  const last = nodes.length === limit ? nodes.at(-1) : undefined
  const next = last ? `${last.authorityId}/${last.slug}` : null
  const facts = await listFacts(scope, nodes)
  return json({ items: nodes.map((node) => nodeJson(node, facts.get(node.id) ?? {}, request)), next })
}

function placeOf(text: string | undefined): Pick<Node, 'authorityId' | 'slug'> | undefined {
  if (text === undefined) return undefined
  const [authorityId = '', slug = ''] = text.split('/')
  if (!isSlug<'authority'>(authorityId) || !isSlug(slug)) throw new BadRequestError('no place to go on from')
  return { authorityId, slug }
}

async function nodeAt(scope: Scope, authority = '', slug = ''): Promise<Node> {
  const node = isSlug<'authority'>(authority) ? await findNode(scope, authority, slug) : undefined
  if (!node) throw new NotFoundError('no such thing')
  return node
}

async function edgesJson(scope: Scope, edges: readonly Edge[], { language }: Request) {
  const nodes = await listNodesById(
    scope,
    edges.flatMap(({ from, to }) => [from.id, to.id]),
  )
  const byId = new Map<string, Node>(nodes.map((node) => [node.id, node]))
  return (edge: Edge) => {
    const [from, to] = [byId.get(edge.from.id), byId.get(edge.to.id)]
    if (!from || !to) return []
    return [
      {
        kind: edge.kind,
        from: endJson(from, language),
        to: endJson(to, language),
        since: edge.since,
        sinceIs: sinceOf(edge).is,
        until: nothing(edge.until),
        owner: edge.owner,
        source: edge.source,
      },
    ]
  }
}

async function showEdges(scope: Scope, request: Request): Promise<Answer> {
  refuseUnknown(request, ['lang'])
  const node = await nodeAt(scope, request.params.authority, request.params.slug)
  const edges = await listEdgesOf(scope, [node])
  const toJson = await edgesJson(scope, edges, request)
  return json({ items: edges.flatMap(toJson) })
}

async function showPaths(scope: Scope, request: Request): Promise<Answer> {
  refuseUnknown(request, ['from', 'to', 'on', 'lang'])
  const { query, today } = request
  const on = query.get('on') ?? today
  if (!isIsoDate(on)) throw new BadRequestError('on is a day')
  const chosen = async (name: string) => {
    const text = query.get(name)
    return text === undefined ? undefined : nodeAt(scope, ...text.split('/'))
  }
  const [from, to] = [await chosen('from'), await chosen('to')]
  if (!from && !to) throw new BadRequestError('from or to is needed')
  const paths = await answer(scope, { from, to, on })
  const edges = paths.flatMap((path) => path.map(({ edge }) => edge))
  const toJson = await edgesJson(scope, edges, request)
  return json({ on, paths: paths.map((path) => path.flatMap(({ edge }) => toJson(edge))) })
}

async function showIndicator(scope: Scope, request: Request): Promise<Answer> {
  refuseUnknown(request, ['series', 'lang'])
  const { params, query, language, today } = request
  const node = await nodeAt(scope, params.authority, params.slug)
  if (node.kind !== 'indicator') throw new NotFoundError('no indicator')
  const [definitions, figures] = await Promise.all([
    listDefinitions(scope, node),
    listTakes(scope, node, query.get('series')),
  ])
  const [current] = definitions
  const whole = holding(figures).filter(({ series }) => series === '')
  return json({
    authority: node.authorityId,
    slug: node.slug,
    title: textIn(node.title, language),
    standing: current ? standingOf(current, whole.at(-1), today) : 'not_measured',
    definitions: definitions.map((one) => definitionJson(one, language)),
    figures: figures.map(({ series, period, take, value, qualifier, version, source, reason }) => ({
      ...{ series, period, take, value, definition: version, source },
      qualifier: nothing(qualifier),
      reason: nothing(reason),
    })),
  })
}

const definitionJson = (one: Definition, language: Request['language']) => ({
  version: one.version,
  definition: textIn(one.definition, language),
  unit: textIn(one.unit, language),
  direction: one.direction,
  baseline: nothing(one.baseline),
  target: nothing(one.target),
  rhythm: one.rhythm,
  owner: one.owner,
  counted: one.counter !== undefined,
  source: nothing(one.source),
  validFrom: nothing(one.validFrom),
  comparability: one.version > 1 ? one.comparability : null,
  limits: nothing(one.limits),
})
