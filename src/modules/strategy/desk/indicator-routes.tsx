import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { isSlug, uuid } from '#kernel/ids.ts'
import { deskPage, FormReading, findNames } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import type { Node } from '../graph/node.ts'
import { findNode, listAllNodes } from '../graph/queries.ts'
import { createNode } from '../graph/write-node.ts'
import { holding } from '../indicators/indicator.ts'
import {
  findDefinition,
  listCurrentDefinitions,
  listDefinitions,
  listLatest,
  listTakes,
} from '../indicators/queries.ts'
import { correctFigure, defineIndicator, observe } from '../indicators/write-indicator.ts'
import { attempt, authorityOfProjects, deskPath, steeringAnswer } from './desk-context.ts'
import { type Edit, keepEdit, secondEdit, sentEdit, startEdit } from './edit.ts'
import {
  correctionValues,
  definitionValues,
  figureValues,
  readCompared,
  readDefinition,
  readFigure,
  readLine,
} from './indicator-form.ts'
import { DeskIndicatorPage, DeskIndicatorsPage } from './indicator-pages.tsx'

const reads = { permission: 'strategy.project.read' } as const
const edits = { permission: 'strategy.record.edit' } as const
const path = `${deskPath}/indicators`

/** Where an authority says what it measures itself by, enters figures and corrects them. */
export function deskIndicatorRoutes(): Route[] {
  return [
    get(path, reads, (scope, request) => showList(scope, request, FormReading.blank(request.t))),
    post(path, edits, makeIndicator),
    get(`${path}/:slug`, reads, (scope, request) => showOne(scope, request, {})),
    post(`${path}/:slug`, edits, defineAgain),
    post(`${path}/:slug/figures`, edits, enterFigure),
    post(`${path}/:slug/corrections`, edits, enterCorrection),
  ]
}

async function showList(scope: Scope, request: Request, form: FormReading, status = 200): Promise<Answer> {
  const authorityId = authorityOfProjects(request)
  const nodes = await listAllNodes(scope, { kind: 'indicator', authorityId })
  const [definitions, latest] = await Promise.all([listCurrentDefinitions(scope, nodes), listLatest(scope, nodes)])
  const { language, today } = request
  const body = (
    <DeskIndicatorsPage
      {...deskPage(request)}
      {...{ language, today, authorityId, nodes, definitions, latest, form }}
    />
  )
  return steeringAnswer(scope, request, { title: request.t('strategy.indicators.title'), body }, status)
}

async function makeIndicator(scope: Scope, request: Request): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const authorityId = authorityOfProjects(request)
  const [title, name] = [readLine(form, 'title', 300), form.value('slug').trim()]
  if (!isSlug(name)) form.fail('slug', 'strategy.goals.error.slug')
  const said = readDefinition(form)
  if (!said || title === undefined) return showList(scope, request, form, 422)
  const refused = await attempt(request, async (writing) => {
    const content = {
      kind: 'indicator',
      level: authorityId === 'kanton-luzern' ? 'canton' : 'municipality',
      audience: 'authority',
      standing: 'own_record',
      title: { de: title },
      text: undefined,
      owner: said.owner,
      beginsOn: undefined,
      endsOn: undefined,
      sources: [said.source ?? { title: said.owner }],
    } as const
    const id = await createNode(writing, { authorityId, slug: name, content })
    const definition = { ...said, counter: undefined, validFrom: request.today, reason: undefined }
    await defineIndicator(writing, { authorityId, id, audience: content.audience }, definition)
  })
  if (!refused) return seeOther(request.href(`${path}/${name}?authority=${authorityId}`))
  form.refusal = refused.refusal
  return showList(scope, request, form, refused.status)
}

async function readAsked(scope: Scope, request: Request): Promise<Node> {
  const node = await findNode(scope, authorityOfProjects(request), request.params.slug ?? '')
  if (node?.kind !== 'indicator') throw new NotFoundError('no such indicator')
  return node
}

type Shown = {
  readonly definitionEdit?: Edit
  readonly figureEdit?: Edit
  readonly correctionEdit?: Edit
  readonly status?: number
}

async function showOne(scope: Scope, request: Request, { status, ...edits }: Shown): Promise<Answer> {
  const { t, language, today, query } = request
  const node = await readAsked(scope, request)
  const [definitions, figures] = await Promise.all([listDefinitions(scope, node), listTakes(scope, node, '')])
  const people = [...new Set(figures.flatMap(({ take, madeBy }) => (take > 1 && madeBy !== null ? [madeBy] : [])))]
  const names = await findNames(
    scope,
    people.map((id) => uuid<'staff'>(id)),
  )
  const body = (
    <DeskIndicatorPage
      {...deskPage(request)}
      {...{ language, today, node, definitions, figures }}
      definitionEdit={edits.definitionEdit ?? startEdit(t, definitionValues(definitions[0]))}
      figureEdit={edits.figureEdit ?? startEdit(t, {})}
      correctionEdit={edits.correctionEdit ?? startEdit(t, {})}
      isSaved={query.get('done') === 'saved'}
      nameOf={(id) => (id === null ? undefined : names.get(uuid<'staff'>(id))) ?? t('strategy.indicators.platform')}
    />
  )
  return steeringAnswer(scope, request, { title: textIn(node.title, language), body }, status)
}

const done = (request: Request, node: Node) =>
  seeOther(toDone(request.href(`${path}/${node.slug}?authority=${node.authorityId}&done=saved`)))

async function defineAgain(scope: Scope, request: Request): Promise<Answer> {
  const node = await readAsked(scope, request)
  const form = new FormReading(request.t, request.form)
  const before = await findDefinition(scope, node)
  const said = readDefinition(form, before)
  const compared = readCompared(form)
  const reason = readLine(form, 'reason', 2_000)
  if (!said || !compared || reason === undefined) {
    const definitionEdit = sentEdit(request, form, Object.keys(definitionValues(before)))
    return showOne(scope, request, { definitionEdit, status: 422 })
  }
  const definition = { ...said, ...compared, counter: before?.counter, validFrom: request.today, reason }
  return keepEdit(request, {
    form,
    read: async () => ({
      values: definitionValues(await findDefinition(scope, node)),
      revision: (await readAsked(scope, request)).revision,
    }),
    work: async (writing, revision) => {
      await defineIndicator(writing, node, definition, revision)
    },
    done: () => done(request, node),
    show: (edit, status) =>
      showOne(scope, request, { definitionEdit: { ...edit, form: ownWords(edit.form, form) }, status }),
  })
}

/** What is hers alone as she typed it: nobody else's stands beside it. */
const ownWords = (shown: FormReading, typed: FormReading) =>
  ['reason', 'comparability', 'limits'].reduce((form, name) => form.with(name, typed.value(name)), shown)

/** Enters a figure; where one of that period is there, whoever has not seen it is shown both, and corrects it then. */
async function enterFigure(scope: Scope, request: Request): Promise<Answer> {
  const node = await readAsked(scope, request)
  const form = new FormReading(request.t, request.form)
  const figure = readFigure(form)
  if (!figure)
    return showOne(scope, request, { figureEdit: sentEdit(request, form, Object.keys(figureValues())), status: 422 })
  const last = async () => holding(await listTakes(scope, node, '')).find(({ period }) => period === figure.period)
  return keepEdit(request, {
    form,
    read: async () => {
      const there = await last()
      return { values: there ? figureValues(there) : {}, revision: node.revision }
    },
    work: (writing) => observe(writing, node, [figure]),
    done: () => done(request, node),
    show: (figureEdit, status) => showOne(scope, request, { figureEdit, status }),
  })
}

/** Corrects a figure as she saw it; where somebody corrected it meanwhile, both corrections are shown. */
async function enterCorrection(scope: Scope, request: Request): Promise<Answer> {
  const node = await readAsked(scope, request)
  const [period = '', seen = ''] = (request.form.get('take') ?? '').split('/')
  const typed = new FormReading(request.t, request.form)
  const form = typed.with('period', period)
  const last = holding(await listTakes(scope, node, '')).find((one) => one.period === period)
  const figure = readFigure(form, last)
  const reason = readLine(form, 'reason', 2_000)
  if (!figure || reason === undefined || !/^\d{1,6}$/.test(seen))
    return showOne(scope, request, { correctionEdit: sentEdit(request, form), status: 422 })
  if (last && String(last.take) !== seen) {
    const { versions } = secondEdit(request, correctionValues(last))
    const correctionEdit = { ...startEdit(request.t, {}), form: typed.with('take', `${period}/${last.take}`), versions }
    return showOne(scope, request, { correctionEdit, status: 412 })
  }
  const refused = await attempt(request, (writing) =>
    correctFigure(writing, node, { ...figure, take: Number(seen), reason }),
  )
  if (!refused) return done(request, node)
  form.refusal = refused.refusal
  return showOne(scope, request, { correctionEdit: sentEdit(request, form), status: refused.status })
}
