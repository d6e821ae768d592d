import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { isUuid } from '#kernel/ids.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { staffIn } from '../desk/case-file.ts'
import { deskAnswer, deskPage } from '../desk/desk-frame.tsx'
import { deskNav, readNav } from '../desk/desk-nav.ts'
import { attempt } from '../desk/desk-steps.ts'
import { FormReading, refusalText } from '../desk/form-reading.ts'
import { readView } from '../desk/inbox.ts'
import { keepView, removeView, renameView } from './keep-view.ts'
import { keptSearch, longestName } from './saved-view.ts'
import { ViewsPage } from './views-page.tsx'

const dones = ['renamed', 'removed'] as const
const keeps = { permission: 'egovernment.view.keep' } as const

/** Views of the inbox that somebody keeps for herself. */
export function savedViewRoutes(): Route[] {
  return [
    get('/desk/views', keeps, (scope, request) => showViews(staffIn(scope), request)),
    post('/desk/views', keeps, (scope, request) => keep(staffIn(scope), request)),
    post('/desk/views/:id', keeps, (scope, request) => rename(staffIn(scope), request)),
    post('/desk/views/:id/removal', keeps, async (reading, request) => {
      const scope = staffIn(reading)
      const id = viewId(request)
      await request.writeAs(scope.actor, async (writing) => removeView(writing, id))
      return seeOther(toDone(request.href('/desk/views?done=removed')))
    }),
  ]
}

async function showViews(
  scope: Scope<StaffActor>,
  request: Request,
  wrong?: { readonly id?: string; readonly name: string; readonly error: string },
  status = 200,
): Promise<Answer> {
  const facts = await readNav(scope)
  const title = request.t('egovernment.views.title')
  const done = wrong ? undefined : dones.find((one) => one === request.query.get('done'))
  const search = wrong && wrong.id === undefined ? keptSearch(readView(request.query)) : undefined
  const body = <ViewsPage {...deskPage(request)} views={facts.views} wrong={wrong} search={search} done={done} />
  return deskAnswer({ title, body, nav: deskNav(request, facts, 'views') }, status)
}

async function keep(scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  const search = keptSearch(readView(request.query))
  const name = readName(request)
  if (!name.isSound) return showViews(scope, request, name, 422)
  const refusal = await attempt(scope, request, (writing) => keepView(writing, { name: name.name, search }))
  if (!refusal) return seeOther(toDone(request.href(`/desk/inbox${search}&kept=yes`)))
  return showViews(scope, request, { name: name.name, error: refusalText(request.t, refusal) }, refusal.status)
}

async function rename(scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  const id = viewId(request)
  const name = readName(request)
  if (!name.isSound) return showViews(scope, request, { ...name, id }, 422)
  const refusal = await attempt(scope, request, (writing) => renameView(writing, id, name.name))
  if (!refusal) return seeOther(toDone(request.href('/desk/views?done=renamed')))
  return showViews(scope, request, { id, name: name.name, error: refusalText(request.t, refusal) }, refusal.status)
}

function viewId({ params }: Request): string {
  const id = params.id ?? ''
  if (!isUuid(id)) throw new NotFoundError('no such view')
  return id
}

function readName(request: Request): { isSound: boolean; name: string; error: string } {
  const { t } = request
  const form = new FormReading(t, request.form)
  const name = form.text('name')?.trim().replace(/\s+/g, ' ')
  if (name === undefined) return { isSound: false, name: form.value('name'), error: form.error('name') ?? '' }
  const isSound = name.length <= longestName
  return { isSound, name, error: isSound ? '' : t('egovernment.desk.error.long', { most: longestName }) }
}
