import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { isSlug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { attempt, authorityOf, revisionOf, steeringAnswer } from '../../desk/desk-context.ts'
import { listNodesOfKinds } from '../../graph/edge-queries.ts'
import { findNode } from '../../graph/queries.ts'
import { joinNodes } from '../../graph/write-edge.ts'
import { itemKinds, itemStates } from '../item.ts'
import { listItems } from '../queries.ts'
import { addItem, moveItem } from '../write-item.ts'
import { ParliamentPage, parliamentPath } from './desk-page.tsx'

const reads = { permission: 'strategy.record.read' } as const
const edits = { permission: 'strategy.parliament.edit' } as const

/** Where an office keeps what its parliament asked for, until something proves that it was done. */
export function parliamentDeskRoutes(kernel: Kernel): Route[] {
  return [
    get(parliamentPath, reads, (scope, request) => show(scope, request, kernel, FormReading.blank(request.t))),
    post(parliamentPath, edits, (scope, request) => make(scope, request, kernel)),
    post(`${parliamentPath}/:slug/step`, edits, async (scope, request) => {
      const node = await readAsked(scope, request)
      const form = new FormReading(request.t, request.form)
      const to = form.choice('to', itemStates)
      return act(scope, request, kernel, form, async (writing) => {
        if (to) await moveItem(writing, node, revisionOf(request), to)
      })
    }),
    post(`${parliamentPath}/:slug/proofs`, edits, async (scope, request) => {
      const node = await readAsked(scope, request)
      const proof = await findNode(scope, node.authorityId, request.form.get('proof') ?? '')
      if (!proof) throw new NotFoundError('no such proof')
      const owner = kernel.authorities.nameOf(node.authorityId, 'de')
      return act(scope, request, kernel, new FormReading(request.t, request.form), async (writing) => {
        await joinNodes(writing, {
          authorityId: node.authorityId,
          kind: 'fulfils',
          from: proof,
          to: node,
          since: request.today,
          owner,
          source: { title: owner, date: request.today },
          note: undefined,
        })
      })
    }),
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
      proofs={await listNodesOfKinds(scope, ['project', 'measure', 'indicator', 'decision', 'result'], authorityId)}
      isSaved={query.get('done') === 'saved'}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.parliament.title'), body }, status)
}

async function readAsked(scope: Scope, request: Request) {
  const node = await findNode(scope, authorityOf(request), request.params.slug ?? '')
  if (node?.kind !== 'parliament_item') throw new NotFoundError('no such item')
  return node
}

async function act(
  scope: Scope,
  request: Request,
  kernel: Kernel,
  form: FormReading,
  work: (writing: WriteScope<StaffActor>) => Promise<void>,
): Promise<Answer> {
  if (!form.isSound) return show(scope, request, kernel, form, 422)
  const refused = await attempt(request, work)
  if (!refused) return seeOther(toDone(request.href(`${parliamentPath}?authority=${authorityOf(request)}&done=saved`)))
  form.refusal = refused.refusal
  return show(scope, request, kernel, form, refused.status)
}

function make(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const authorityId = authorityOf(request)
  const kind = form.choice('kind', itemKinds)
  const line = (name: string) => {
    const text = form.value(name).trim().slice(0, 200)
    if (text === '') form.fail(name, 'strategy.parliament.error.missing')
    return text
  }
  const [title, body, office, source] = [line('title'), line('body'), line('office'), line('source')]
  const name = form.value('slug').trim()
  if (!isSlug(name)) form.fail('slug', 'strategy.parliament.error.slug')
  const text = (form.optionalText('text') ?? '').slice(0, 5_000)
  const said = form.day('said')
  const due = Object.values(form.dayParts('due')).every((part) => part === '') ? undefined : form.day('due')
  return act(scope, request, kernel, form, async (writing) => {
    if (!kind || !said) return
    await addItem(writing, {
      authorityId,
      slug: name,
      content: {
        kind: 'parliament_item',
        level: authorityId === 'kanton-luzern' ? 'canton' : 'municipality',
        audience: 'public',
        standing: 'own_record',
        title: { de: title },
        text: text === '' ? undefined : { de: text },
        owner: office,
        beginsOn: undefined,
        endsOn: undefined,
        sources: [{ title: source, date: said }],
      },
      item: { kind, state: 'submitted', body, saidOn: said, dueOn: due, count: 1 },
    })
  })
}
