import { listUnits } from '#kernel/authorities/queries.ts'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { listCovered } from '../absences/queries.ts'
import { parseCaseNumber } from '../cases/case-number.ts'
import { findCaseByNumber } from '../cases/case-queries.ts'
import { mostAtOnce } from './bulk-assignment.ts'
import { BulkBar } from './bulk-page.tsx'
import { findTargets } from './bulk-routes.tsx'
import { staffIn } from './case-file.ts'
import { listColleagues } from './colleagues.ts'
import { caseHref, deskAnswer, deskPage } from './desk-frame.tsx'
import { deskNav, readNav } from './desk-nav.ts'
import { showedList } from './desk-steps.ts'
import { activeFilters, filterGroups, shownAuthorities } from './filter-groups.ts'
import { isFiltered, readCursor, readView, viewSearch } from './inbox.ts'
import { InboxPage } from './inbox-page.tsx'
import { listInbox } from './inbox-queries.ts'
import { rowNames } from './list-parts.ts'
import { strategyRoles, workplacesOf } from './standing.ts'

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
  const staff = staffIn(scope)
  if (workplacesOf(staff.actor).length > 0) return seeOther(request.href('/desk/inbox'))
  if (staff.actor.memberships.some(({ role }) => role === 'data_steward'))
    return seeOther(request.href('/desk/opendata'))
  if (staff.actor.memberships.some(({ role }) => strategyRoles.some((one) => one === role)))
    return seeOther(request.href('/desk/strategy'))
  const title = t('egovernment.desk.title')
  const body = (
    <>
      <h1>{title}</h1>
      <EmptyState title={t('egovernment.desk.nothing')} icon="Inbox">
        <p>{t('egovernment.desk.nothing_text')}</p>
      </EmptyState>
    </>
  )
  return deskAnswer({ title, body, nav: deskNav(request, await readNav(staff)) })
}

async function showInbox(kernel: Kernel, scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  const view = readView(request.query)
  const number = view.words === undefined ? undefined : parseCaseNumber(view.words)
  if (number) return seeOther(caseHref(request, number, { tab: view.tab }))

  const covering = listCovered(scope)
  const [facts, listed, colleagues, targets, gone] = await Promise.all([
    readNav(scope, covering),
    covering.then((covered) => listInbox(scope, view, readCursor(request.query), covered)),
    listColleagues(scope, shownAuthorities(scope.actor, view)),
    findTargets(kernel, scope, request),
    findGone(scope, request),
  ])
  const [filters, names] = await Promise.all([
    filterGroups(kernel, scope, request, view, colleagues),
    rowNames(kernel, scope, request, listed.rows, colleagues),
  ])
  showedList(scope, request, gone ? [...listed.rows, gone.record] : listed.rows)
  const { t } = request
  const frame = { ...deskPage(request), view }
  const kept = facts.views.find((one) => one.search === viewSearch(view))
  const title =
    kept?.name ?? t(view.words === undefined ? `egovernment.desk.tab.${view.tab}` : 'egovernment.desk.inbox.found')
  const body = (
    <InboxPage
      {...frame}
      {...{ title, listed, names, filters }}
      self={scope.actor.staffId}
      active={activeFilters(request, view, filters)}
      canKeep={isFiltered(view) && !kept}
      done={gone ? t('egovernment.desk.inbox.gone', { number: gone.record.number, unit: gone.unit }) : doneIn(request)}
    />
  )
  const canAssign = listed.rows.length > 0 && view.tab !== 'shared'
  return deskAnswer({
    title,
    body,
    nav: deskNav(request, facts, view.words === undefined ? view.tab : undefined, view),
    ...(canAssign && { actions: <BulkBar {...frame} targets={targets} /> }),
  })
}

/** The case that somebody has just handed to another unit, and that unit; she may not open it any more. */
async function findGone(scope: Scope<StaffActor>, { query, language }: Request) {
  const record = await findCaseByNumber(scope, query.get('gone') ?? '')
  if (!record) return undefined
  const unit = (await listUnits(scope, record.authorityId)).find(({ id }) => id === record.unitId)
  return unit && { record, unit: textIn(unit.name, language) }
}

/** What the address says was just done to this list. */
function doneIn({ query, t }: Request): string | undefined {
  const count = Number(query.get('given'))
  if (Number.isInteger(count) && count > 0 && count <= mostAtOnce) return t('egovernment.desk.bulk.done', { count })
  return query.get('kept') === 'yes' ? t('egovernment.views.kept') : undefined
}
