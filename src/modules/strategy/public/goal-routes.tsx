import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { isSlug, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { findNodesLike, listEdgesOf, listNodesById, listReach } from '../graph/edge-queries.ts'
import { findFacts } from '../graph/facts-queries.ts'
import type { Node } from '../graph/node.ts'
import { hangingOn, type Path, pathBounds, pathsBetween } from '../graph/paths.ts'
import { findNode, findNodeByKey } from '../graph/queries.ts'
import { listCredits, listMonths, listTranches, listYears } from '../money/queries.ts'
import { findProject } from '../projects/find-project.ts'
import { GoalPage } from './goal-page.tsx'
import { keyOf, type QuestionEnd, type QuestionEnds, questionEnds } from './question-form.tsx'
import { QuestionsPage } from './questions-page.tsx'

const anyone = { permission: 'strategy.page.read', isPublic: true } as const

/** One thing of the graph as everybody reads it, and questions that a path answers. */
export function publicGoalRoutes(kernel: Kernel): Route[] {
  return [
    get('/strategy/goals/:authority/:slug', anyone, (scope, request) => showGoal(scope, request, kernel)),
    get('/strategy/questions', anyone, (scope, request) => showQuestions(scope, request, kernel)),
  ]
}

export async function readPublicNode(scope: Scope, { params }: Request): Promise<Node> {
  const { authority = '', slug = '' } = params
  const node = isSlug<'authority'>(authority) ? await findNode(scope, authority, slug) : undefined
  if (!node) throw new NotFoundError('no such thing')
  return node
}

export function strategyCrumbs({ t, href }: Request, title: string) {
  return [
    { text: t('strategy.overview.home'), href: href('/') },
    { text: t('strategy.overview.title'), href: href('/strategy') },
    { text: title },
  ]
}

async function showGoal(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { t, language, href, today } = request
  const node = await readPublicNode(scope, request)
  const [facts, edges, project, books] = await Promise.all([
    findFacts(scope, node),
    listEdgesOf(scope, [node]),
    node.kind === 'project' ? findProject(scope, node.authorityId, node.slug) : undefined,
    node.kind === 'credit' ? readBooks(scope, node) : undefined,
  ])
  const nodes = await listNodesById(
    scope,
    edges.flatMap(({ from, to }) => [from.id, to.id]),
  )
  const byId = new Map<string, Node>(nodes.map((one) => [one.id, one]))
  const title = textIn(node.title, language)
  const body = (
    <GoalPage
      {...{ t, language, href, today, node, facts, edges, books }}
      hasProject={project !== undefined}
      authorityName={authorities.nameOf(node.authorityId, language)}
      nodeOf={(id) => byId.get(id)}
    />
  )
  return page({ title, shell: 'public', breadcrumbs: strategyCrumbs(request, title), body })
}

/** What the books of the authority say of a credit; undefined where it keeps none of it here. */
async function readBooks(scope: Scope, { authorityId, slug }: Node) {
  const [credit] = await listCredits(scope, { authorityId, name: slug })
  if (!credit) return undefined
  const [months, years, tranches, whole] = await Promise.all([
    listMonths(scope, credit, 'credit_id'),
    listYears(scope, credit, 'credit_id'),
    listTranches(scope, credit),
    credit.partOf === undefined
      ? undefined
      : findNodeByKey(scope, { authorityId, id: uuid<'strategy-node'>(credit.partOf) }),
  ])
  return { credit, months, years, tranches, whole: whole?.title }
}

/**
 * What one thing does for another today; with one left open, all that it does, or all that hangs on it. While somebody searches for an end, nothing is answered yet; what she
 * asks then has an address of its own, without the words that she searched for.
 */
async function showQuestions(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { t, language, href, today, query } = request
  const [from, to] = await Promise.all([endOf(scope, request, 'from'), endOf(scope, request, 'to')])
  const isOpen = ({ word, chosen }: QuestionEnd) => word !== '' && chosen === undefined
  if (query.get('ask') === 'yes' && !isOpen(from) && !isOpen(to)) return seeOther(href(questionPath({ from, to })))
  const isSearch = from.word !== '' || to.word !== ''
  const [first, last] = [nodeIn(from), nodeIn(to)]
  const found = isSearch ? [] : await answer(scope, { from: first, to: last, on: today })
  const nodes = await listNodesById(
    scope,
    found.flatMap((path) => path.flatMap((step) => [step.from, step.to])),
  )
  const byId = new Map<string, Node>(nodes.map((one) => [one.id, one]))
  const paths = detailsLast(found, (id) => byId.get(id)?.belongsTo !== undefined)
  const title = t('strategy.questions.title')
  const body = (
    <QuestionsPage
      {...{ t, language, href, paths }}
      ends={{ from, to }}
      authorityName={(id) => authorities.nameOf(id, language)}
      nodeOf={(id) => byId.get(id)}
    />
  )
  return page({ title, shell: 'public', breadcrumbs: strategyCrumbs(request, title), body })
}

const nodeIn = ({ chosen }: QuestionEnd) => (chosen === 'anything' ? undefined : chosen)

/** The address under which a question is asked. */
function questionPath(ends: QuestionEnds): string {
  const asked = questionEnds.flatMap((name) => {
    const node = nodeIn(ends[name])
    return node ? [`${name}=${keyOf(node)}`] : []
  })
  return `/strategy/questions${asked.length > 0 ? `?${asked.join('&')}` : ''}`
}

/** What was chosen for an end, and what its word finds; the only thing found is chosen by that. */
async function endOf(scope: Scope, { query }: Request, name: (typeof questionEnds)[number]): Promise<QuestionEnd> {
  const word = (query.get(`find_${name}`) ?? '').trim().slice(0, 100)
  const key = query.get(name)
  const [authority = '', slug = ''] = (key ?? '').split('/')
  const [found, node] = await Promise.all([
    word === '' ? [] : findNodesLike(scope, word),
    isSlug<'authority'>(authority) ? findNode(scope, authority, slug) : undefined,
  ])
  const only = found.length === 1 ? found[0] : undefined
  return { word, found, chosen: key === '' ? 'anything' : (node ?? only) }
}

/** A project's own decisions come after everything else that begins or ends a path: there are many of them, and they say little by themselves. */
function detailsLast(paths: readonly Path[], isDetail: (id: string) => boolean): readonly Path[] {
  const ofDetail = (path: Path) => isDetail(path[0]?.from ?? '') || isDetail(path.at(-1)?.to ?? '')
  const [details, others] = [paths.filter(ofDetail), paths.filter((path) => !ofDetail(path))]
  return [...others, ...details]
}

/** The paths that answer a question on a day. */
export async function answer(
  scope: Scope,
  { from, to, on }: { from: Node | undefined; to: Node | undefined; on: Request['today'] },
) {
  const { depth } = pathBounds
  if (from && to) {
    const edges = await listReach(scope, from, { direction: 'onwards', on, depth })
    return pathsBetween(edges, from.id, to.id)
  }
  if (from) {
    const edges = await listReach(scope, from, { direction: 'onwards', on, depth })
    const ends = new Set(edges.flatMap((edge): string[] => [edge.from.id, edge.to.id]))
    return [...ends]
      .slice(0, 200)
      .flatMap((end) => (end === from.id ? [] : pathsBetween(edges, from.id, end, { depth, most: 1 })))
  }
  if (to) return hangingOn(await listReach(scope, to, { direction: 'inwards', on, depth }), to.id)
  return []
}
