import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { parseCaseNumber } from '../cases/case-number.ts'
import { staffIn } from './case-file.ts'
import { caseHref, deskAnswer, deskNav, deskPage } from './desk-frame.tsx'
import { showedList } from './desk-steps.ts'
import { readCursor, readView } from './inbox.ts'
import { InboxPage } from './inbox-page.tsx'
import { countTabs, listInbox } from './inbox-queries.ts'
import { filterGroups, rowNames } from './list-parts.ts'
import { workplacesOf } from './standing.ts'

/** The inbox and the way into it. */
export function inboxRoutes(kernel: Kernel): Route[] {
  return [
    get('/desk', { permission: 'egovernment.desk.open' }, openDesk),
    get('/desk/inbox', { permission: 'egovernment.case.read', showsPersonalData: 'list' }, (scope, request) =>
      showInbox(kernel, staffIn(scope), request),
    ),
  ]
}

async function openDesk(scope: Scope, request: Request): Promise<Answer> {
  const { t } = request
  if (workplacesOf(staffIn(scope).actor).length > 0) return seeOther(request.href('/desk/inbox'))
  const title = t('egovernment.desk.title')
  const body = (
    <>
      <h1>{title}</h1>
      <EmptyState title={t('egovernment.desk.nothing')} icon="Inbox">
        <p>{t('egovernment.desk.nothing_text')}</p>
      </EmptyState>
    </>
  )
  return deskAnswer({ title, body })
}

async function showInbox(kernel: Kernel, scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  const view = readView(request.query)
  const number = view.words === undefined ? undefined : parseCaseNumber(view.words)
  if (number) return seeOther(caseHref(request, number, { tab: view.tab }))

  const [counts, listed] = await Promise.all([countTabs(scope), listInbox(scope, view, readCursor(request.query))])
  const [names, filters] = await Promise.all([
    rowNames(kernel, scope, request, listed.rows),
    filterGroups(kernel, scope, request, view),
  ])
  showedList(scope, request, listed.rows)
  const body = <InboxPage {...deskPage(request)} view={view} listed={listed} names={names} filters={filters} />
  const title = request.t(`egovernment.desk.tab.${view.tab}`)
  return deskAnswer({ title, body, nav: deskNav(request, counts, view.words === undefined ? view.tab : undefined) })
}
