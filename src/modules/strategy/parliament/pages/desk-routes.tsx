import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { isSlug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { attempt, authorityOf, steeringAnswer } from '../../desk/desk-context.ts'
import { type Edit, keepEdit, sentEdit, startEdit } from '../../desk/edit.ts'
import { listEdgesOf, listNodesOfKinds } from '../../graph/edge-queries.ts'
import { findNode } from '../../graph/queries.ts'
import { endEdge, joinNodes } from '../../graph/write-edge.ts'
import { itemStates } from '../item.ts'
import { findItem, type ItemFound, listItems } from '../queries.ts'
import { addItem, moveItem, saveItem } from '../write-item.ts'
import { ParliamentPage, parliamentPath } from './desk-page.tsx'
import { itemValues, readItem } from './item-form.tsx'
import { ItemPage } from './item-page.tsx'

const reads = { permission: 'strategy.record.read' } as const
const edits = { permission: 'strategy.parliament.edit' } as const
const one = `${parliamentPath}/:slug`

/** Where an office keeps what its parliament asked for, what was answered, and what proves that it was done. */
export function parliamentDeskRoutes(kernel: Kernel): Route[] {
  return [
    get(parliamentPath, reads, (scope, request) => show(scope, request, kernel, FormReading.blank(request.t))),
    post(parliamentPath, edits, (scope, request) => make(scope, request, kernel)),
    get(one, reads, (scope, request) => showItem(scope, request, {})),
    post(one, edits, keepItem),
    post(`${one}/step`, edits, move),
    post(`${one}/proofs`, edits, (scope, request) => addProof(scope, request, kernel)),
    post(`${one}/proofs/end`, edits, endProof),
  ]
}

async function show(
  scope: Scope,
  request: Request,
  { authorities }: Kernel,
  form: FormReading,
  status = 200,
): Promise<Answer> {
  const { t, language, query } = request
  const authorityId = authorityOf(request)
  const body = (
    <ParliamentPage
      {...deskPage(request)}
      {...(await listItems(scope, { authorityId, after: query.get('after') }))}
      {...{ language, authorityId, form }}
      authorityName={authorities.nameOf(authorityId, language)}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.parliament.title'), body }, status)
}

/** The item of the address. Throws 404 where it is not of an authority in which she steers. */
async function readAsked(scope: Scope, request: Request): Promise<ItemFound> {
  const node = await findNode(scope, authorityOf(request), request.params.slug ?? '')
  const item = node && (await findItem(scope, node))
  if (!item) throw new NotFoundError('no such item')
  return item
}

type Shown = { readonly edit?: Edit; readonly step?: Edit; readonly status?: number }

async function showItem(scope: Scope, request: Request, { edit, step, status }: Shown): Promise<Answer> {
  const { t, language, query } = request
  const item = await readAsked(scope, request)
  const kinds = ['project', 'measure', 'indicator', 'decision', 'result'] as const
  const body = (
    <ItemPage
      {...deskPage(request)}
      {...{ language, item }}
      proofs={await listNodesOfKinds(scope, kinds, item.key.authorityId)}
      edit={edit ?? startEdit(t, itemValues(item))}
      step={step ?? startEdit(t, {})}
      isSaved={query.get('done') === 'saved'}
    />
  )
  return steeringAnswer(scope, request, { title: textIn(item.title, language), body }, status)
}

const toItem = (request: Request, { key, slug }: ItemFound): Answer =>
  seeOther(toDone(request.href(`${parliamentPath}/${slug}?authority=${key.authorityId}&done=saved`)))

async function keepItem(scope: Scope, request: Request): Promise<Answer> {
  const item = await readAsked(scope, request)
  const form = new FormReading(request.t, request.form)
  const read = readItem(form, item)
  if (!read) {
    const edit = sentEdit(request, form, Object.keys(itemValues(item)))
    return showItem(scope, request, { edit, status: 422 })
  }
  return keepEdit(request, {
    form,
    read: async () => {
      const now = await readAsked(scope, request)
      return { values: itemValues(now), revision: now.revision }
    },
    work: async (writing, revision) => {
      const node = await findNode(writing, item.key.authorityId, item.slug)
      if (!node) throw new NotFoundError('no such item')
      await saveItem(writing, item.key, {
        revision,
        content: { ...node, ...read.content },
        item: { ...item, ...read.item },
      })
    },
    done: () => toItem(request, item),
    show: (edit, status) => showItem(scope, request, { edit, status }),
  })
}

async function move(scope: Scope, request: Request): Promise<Answer> {
  const item = await readAsked(scope, request)
  const form = new FormReading(request.t, request.form)
  const to = form.choice('state', itemStates)
  if (!to) return showItem(scope, request, { step: sentEdit(request, form), status: 422 })
  return keepEdit(request, {
    form,
    read: async () => {
      const { state = 'submitted', revision } = await readAsked(scope, request)
      return { values: { state }, revision }
    },
    work: (writing, revision) => moveItem(writing, item.key, revision, to),
    done: () => toItem(request, item),
    show: (step, status) => showItem(scope, request, { step, status }),
  })
}

/** Links what proves that it was done. */
async function addProof(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const item = await readAsked(scope, request)
  const proof = await findNode(scope, item.key.authorityId, request.form.get('proof') ?? '')
  if (!proof) throw new NotFoundError('no such proof')
  const owner = kernel.authorities.nameOf(item.key.authorityId, 'de')
  const { today } = request
  return link(scope, request, item, async (writing) => {
    await joinNodes(writing, {
      authorityId: item.key.authorityId,
      kind: 'fulfils',
      from: proof,
      to: item.key,
      since: today,
      owner,
      source: { title: owner, date: today },
      note: undefined,
    })
  })
}

/** Ends what was linked as a proof, from today on. */
async function endProof(scope: Scope, request: Request): Promise<Answer> {
  const item = await readAsked(scope, request)
  const edge = (await listEdgesOf(scope, [item.key])).find(
    ({ kind, from, to }) => kind === 'fulfils' && to.id === item.key.id && from.id === request.form.get('proof'),
  )
  if (!edge) throw new NotFoundError('no such proof')
  return link(scope, request, item, (writing) => endEdge(writing, edge, request.today))
}

async function link(
  scope: Scope,
  request: Request,
  item: ItemFound,
  work: (writing: WriteScope<StaffActor>) => Promise<void>,
): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const refused = await attempt(request, work)
  if (!refused) return toItem(request, item)
  form.refusal = refused.refusal
  return showItem(scope, request, { step: sentEdit(request, form), status: refused.status })
}

async function make(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const authorityId = authorityOf(request)
  const name = form.value('slug').trim()
  if (!isSlug(name)) form.fail('slug', 'strategy.parliament.error.slug')
  const read = readItem(form)
  if (!read) return show(scope, request, kernel, form, 422)
  const refused = await attempt(request, (writing) =>
    addItem(writing, {
      authorityId,
      slug: name,
      content: {
        ...read.content,
        kind: 'parliament_item',
        level: authorityId === 'kanton-luzern' ? 'canton' : 'municipality',
        audience: 'public',
        standing: 'own_record',
        beginsOn: undefined,
        endsOn: undefined,
      },
      item: { ...read.item, state: 'submitted', count: 1 },
    }),
  )
  if (!refused) return seeOther(toDone(request.href(`${parliamentPath}/${name}?authority=${authorityId}&done=saved`)))
  form.refusal = refused.refusal
  return show(scope, request, kernel, form, refused.status)
}
