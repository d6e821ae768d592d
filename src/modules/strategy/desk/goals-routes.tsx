import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { type AuthorityId, isSlug, isUuid, slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { edgeKinds } from '../graph/edge.ts'
import {
  findNodesLike,
  listEdgesOf,
  listEdgesOfKind,
  listNames,
  listNamesById,
  listNamesOfKind,
  listNodesById,
  mostNodes,
} from '../graph/edge-queries.ts'
import { type Node, type NodeKind, nodeKinds, type Source } from '../graph/node.ts'
import { findNode } from '../graph/queries.ts'
import { treeOf } from '../graph/tree.ts'
import { endEdge, joinNodes } from '../graph/write-edge.ts'
import { createNode, saveNode } from '../graph/write-node.ts'
import { optionalDay } from './day-fields.ts'
import { attempt, authorityOfProjects, deskPath, refuseReaders, standingTo, steeringAnswer } from './desk-context.ts'
import { type Edit, keepEdit, sentEdit, startEdit } from './edit.ts'
import { GoalPage } from './goal-page.tsx'
import { GoalsPage, kindsToMake } from './goals-page.tsx'
import { kindsInLists, kindsInTree, NamesPage } from './names-page.tsx'
import { nodeValues, readNodeForm } from './node-form.ts'

const reads = { permission: 'strategy.project.read' } as const
const edits = { permission: 'strategy.record.edit' } as const
/** Whoever leads a project says what it needs and serves. */
const leads = { permission: 'strategy.project.edit' } as const
const path = `${deskPath}/goals`
const namesPerPage = 100

/** Where an authority keeps what it wants and how it hangs together: a tree, and each thing with its connections. */
export function goalRoutes(kernel: Kernel): Route[] {
  return [
    get(path, reads, (scope, request) => showGoals(scope, request, kernel, FormReading.blank(request.t))),
    post(path, edits, (scope, request) => makeNode(scope, request, kernel)),
    get(`${path}/:slug`, reads, (scope, request) => showGoal(scope, request, {})),
    post(`${path}/:slug`, edits, (scope, request) => keepNode(scope, request)),
    post(`${path}/:slug/edges`, leads, (scope, request) => makeEdge(scope, request)),
    post(`${path}/:slug/edges/:id/end`, leads, (scope, request) => stopEdge(scope, request)),
  ]
}

async function showGoals(
  scope: Scope,
  request: Request,
  { authorities }: Kernel,
  form: FormReading,
  status = 200,
): Promise<Answer> {
  const { t, language, query } = request
  const authorityId = authorityOfProjects(request)
  const kind = kindsInLists.find((one) => one === query.get('kind'))
  const common = {
    ...deskPage(request),
    ...{ authorityId, language, authorityName: authorities.nameOf(authorityId, language) },
  }
  const body =
    kind === undefined ? (
      <GoalsPage {...common} {...(await readTree(scope, authorityId))} form={form} />
    ) : (
      <NamesPage {...common} {...{ kind }} {...(await readNames(scope, request, kind))} />
    )
  return steeringAnswer(scope, request, { title: t('strategy.goals.title'), body }, status)
}

/** What an authority wants, below what contains it, with such projects and others as hang below it. */
async function readTree(scope: Scope, authorityId: AuthorityId) {
  const [goals, edges] = await Promise.all([
    listNames(scope, kindsInTree, authorityId),
    listEdgesOfKind(scope, { kind: 'contains', authorityId, on: scope.today() }),
  ])
  const [known, shown] = [new Set<string>(kindsInTree), new Set<string>(goals.map(({ id }) => id))]
  const below = edges.filter(({ from, to }) => shown.has(from.id) && !shown.has(to.id)).map(({ to }) => to.id)
  const hanging = (await listNamesById(scope, below)).filter((one) => one.authorityId === authorityId)
  const ordered = [...goals, ...hanging.filter(({ kind }) => !known.has(kind))].toSorted(
    (one, other) => nodeKinds.indexOf(one.kind) - nodeKinds.indexOf(other.kind),
  )
  return { branches: treeOf(ordered, edges), isCut: goals.length >= mostNodes }
}

async function readNames(scope: Scope, request: Request, kind: NodeKind) {
  const { query, href } = request
  const authorityId = authorityOfProjects(request)
  const found = await listNamesOfKind(scope, { authorityId, kind, after: query.get('after'), limit: namesPerPage + 1 })
  const names = found.slice(0, namesPerPage)
  const to = (search: Record<string, string>) =>
    href(`${path}?${new URLSearchParams({ authority: authorityId, kind, ...search })}`)
  return {
    names,
    previousHref: query.get('after') === undefined ? undefined : to({}),
    nextHref: found.length > namesPerPage ? to({ after: names.at(-1)?.slug ?? '' }) : undefined,
  }
}

async function makeNode(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const { t, form: body } = request
  const form = new FormReading(t, body)
  const authorityId = authorityOfProjects(request)
  const kind = form.choice('kind', kindsToMake)
  const title = form.value('title.de').trim()
  if (title === '' || title.length > 300) form.fail('title.de', 'egovernment.desk.error.german')
  const name = form.value('slug').trim()
  if (!isSlug(name)) form.fail('slug', 'strategy.goals.error.slug')
  const source = form.value('source').trim().slice(0, 500)
  if (source === '') form.fail('source', 'strategy.goals.error.source')
  if (!form.isSound || !kind) return showGoals(scope, request, kernel, form, 422)
  const parent = form.value('parent') === '' ? undefined : await findNode(scope, authorityId, form.value('parent'))
  const refused = await attempt(request, async (writing) => {
    const id = await createNode(writing, {
      authorityId,
      slug: name,
      content: {
        kind,
        level: authorityId === 'kanton-luzern' ? 'canton' : 'municipality',
        audience: 'authority',
        standing: 'own_record',
        title: { de: title },
        text: undefined,
        owner: undefined,
        beginsOn: undefined,
        endsOn: undefined,
        sources: [{ title: source }],
      },
    })
    if (!parent) return
    const owner = kernel.authorities.nameOf(authorityId, 'de')
    const read = { title: source, readOn: request.today }
    const said = { since: request.today, owner, source: read, note: undefined }
    await joinNodes(writing, { ...said, authorityId, kind: 'contains', from: parent, to: { authorityId, id } })
  })
  if (!refused) return seeOther(request.href(`${path}/${name}?authority=${authorityId}`))
  form.refusal = refused.refusal
  return showGoals(scope, request, kernel, form, refused.status)
}

/** The thing of the address. Throws 404 where it is not of an authority in which she steers or leads projects. */
async function readAsked(scope: Scope, request: Request): Promise<Node> {
  const node = await findNode(scope, authorityOfProjects(request), request.params.slug ?? '')
  if (!node) throw new NotFoundError('no such thing')
  return node
}

type Shown = {
  readonly edit?: Edit
  readonly edgeForm?: FormReading
  readonly status?: number
}

async function showGoal(scope: Scope, request: Request, shown: Shown): Promise<Answer> {
  const { t, language, query } = request
  const node = await readAsked(scope, request)
  const edges = await listEdgesOf(scope, [node])
  const word = (shown.edgeForm?.value('find') ?? query.get('find') ?? '').trim().slice(0, 100)
  const [ends, found] = await Promise.all([
    listNodesById(
      scope,
      edges.flatMap(({ from, to }) => [from.id, to.id]),
    ),
    word === '' ? [] : findNodesLike(scope, word),
  ])
  const titles = new Map<string, string>(ends.map(({ id, title }) => [id, textIn(title, language)]))
  const body = (
    <GoalPage
      {...deskPage(request)}
      {...{ language, node, edges, word }}
      edit={shown.edit ?? startEdit(t, nodeValues(node))}
      standing={await standingTo(scope, request, node)}
      isSaved={query.get('done') === 'saved'}
      titleOf={(id) => titles.get(id) ?? '…'}
      edgeForm={shown.edgeForm ?? FormReading.blank(t, { says: node.owner ?? '' })}
      found={found.filter(({ id }) => id !== node.id)}
    />
  )
  return steeringAnswer(scope, request, { title: textIn(node.title, language), body }, shown.status)
}

async function keepNode(scope: Scope, request: Request): Promise<Answer> {
  const node = await readAsked(scope, request)
  if (node.belongsTo) throw new ConflictError('said where it belongs', { userMessage: 'strategy.goals.error.belongs' })
  const form = new FormReading(request.t, request.form)
  const content = readNodeForm(form, { kind: node.kind, before: node.sources })
  if (!content)
    return showGoal(scope, request, { edit: sentEdit(request, form, Object.keys(nodeValues(node))), status: 422 })
  return keepEdit(request, {
    form,
    read: async () => {
      const stored = await readAsked(scope, request)
      return { values: nodeValues(stored), revision: stored.revision }
    },
    work: (writing, revision) => saveNode(writing, node, { revision, content }),
    done: () => seeOther(toDone(request.href(`${path}/${node.slug}?authority=${node.authorityId}&done=saved`))),
    show: (edit, status) => showGoal(scope, request, { edit, status }),
  })
}

async function makeEdge(scope: Scope, request: Request): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const node = await readAsked(scope, request)
  await refuseReaders(scope, request, node)
  const kind = form.choice('verb', edgeKinds)
  const direction = form.choice('direction', ['from', 'to'])
  const [authority = '', name = ''] = form.value('other').split('/')
  const other = isSlug(authority) ? await findNode(scope, slug<'authority'>(authority), name) : undefined
  if (!other) form.fail('other', 'strategy.goals.error.other')
  const owner = form.value('says').trim().slice(0, 200)
  if (owner === '') form.fail('says', 'strategy.projects.error.missing')
  const dated = optionalDay(form, 'dated')
  const source = readEdgeSource(form, { dated, today: request.today })
  if (!form.isSound || !kind || !other) return showGoal(scope, request, { edgeForm: form, status: 422 })
  const [from, to] = direction === 'to' ? [other, node] : [node, other]
  const said = { since: dated ?? request.today, owner, source, note: undefined }
  const refused = await attempt(request, async (writing) => {
    await joinNodes(writing, { ...said, authorityId: node.authorityId, kind, from, to })
  })
  if (!refused) return seeOther(toDone(request.href(`${path}/${node.slug}?authority=${node.authorityId}&done=saved`)))
  form.fail('verb', 'strategy.error.ends')
  return showGoal(scope, request, { edgeForm: form, status: refused.status })
}

/** Where a connection is known from: its name, where to read it, its day where it bears one, and that it was read today. */
function readEdgeSource(form: FormReading, { dated, today }: { dated: IsoDate | undefined; today: IsoDate }): Source {
  const [title, url] = [form.value('source').trim().slice(0, 500), form.value('url').trim()]
  if (title === '') form.fail('source', 'strategy.goals.error.source')
  if (url !== '' && (!/^https?:\/\//.test(url) || url.length > 1_000 || !URL.canParse(url)))
    form.fail('url', 'strategy.goals.error.source_url')
  return { title, ...(url !== '' && { url }), ...(dated && { date: dated }), readOn: today }
}

async function stopEdge(scope: Scope, request: Request): Promise<Answer> {
  const node = await readAsked(scope, request)
  await refuseReaders(scope, request, node)
  const { id = '' } = request.params
  if (!isUuid<'strategy-edge'>(id)) throw new NotFoundError('no such edge')
  const edge = (await listEdgesOf(scope, [node])).find((one) => one.id === id)
  if (!edge) throw new NotFoundError('no such edge')
  const refused = await attempt(request, (writing) => endEdge(writing, edge, request.today))
  if (refused?.status === 403) throw new ForbiddenError('for the office that steers')
  return seeOther(toDone(request.href(`${path}/${node.slug}?authority=${node.authorityId}&done=saved`)))
}
