import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { PageContent } from '#kernel/http/answers.ts'
import type { Covered } from '../absences/absence.ts'
import { listCovered } from '../absences/queries.ts'
import { listViews } from '../saved-views/queries.ts'
import type { SavedView } from '../saved-views/saved-view.ts'
import { staffIn } from './case-file.ts'
import type { DeskPage } from './desk-frame.tsx'
import { type InboxView, shownCount, type Tab, tabs, viewSearch } from './inbox.ts'
import { countTabs, type TabCounts } from './inbox-queries.ts'
import { blockReaders, dataRoles, feedbackRoles, figureRoles, strategyRoles, workplacesOf } from './standing.ts'

/** What the navigation of the desk tells, and for whom somebody stands in: every page of the desk reads it. */
export type NavFacts = {
  readonly counts: TabCounts
  readonly views: readonly SavedView[]
  readonly covered: readonly Covered[]
  readonly handlesCases: boolean
  readonly seesFigures: boolean
  readonly readsBlocks: boolean
  readonly admitsFirms: boolean
  readonly readsFeedback: boolean
  readonly keepsAccess: boolean
  readonly keepsData: boolean
  readonly usesStrategy: boolean
}

/** `covering` is what a page reads of it for itself as well. */
export async function readNav(scope: Scope<StaffActor>, covering = listCovered(scope)): Promise<NavFacts> {
  const [views, covered, counts] = await Promise.all([
    listViews(scope),
    covering,
    covering.then((covered) => countTabs(scope, covered)),
  ])
  return {
    ...{ counts, views, covered },
    handlesCases: workplacesOf(scope.actor).length > 0,
    keepsAccess: scope.actor.memberships.some(({ role }) => role === 'admin'),
    keepsData: scope.actor.memberships.some(({ role }) => dataRoles.some((one) => one === role)),
    usesStrategy: scope.actor.memberships.some(({ role }) => strategyRoles.some((one) => one === role)),
    admitsFirms: scope.actor.memberships.some(({ role }) => role === 'lead' || role === 'admin'),
    readsFeedback: scope.actor.memberships.some(({ role }) => feedbackRoles.some((one) => one === role)),
    seesFigures: scope.actor.memberships.some(({ role }) => figureRoles.some((one) => one === role)),
    readsBlocks: scope.actor.memberships.some(({ role }) => blockReaders.some((one) => one === role)),
  }
}

const tabKeys: Readonly<Record<Tab, string>> = { new: 'i', mine: 'm', due: 'u', waiting: 'w', all: 'l', shared: 'v' }

/** Which entry is the present one: a tab, a saved view by its address, or one of the pages below. */
export type NavPlace =
  | Tab
  | 'counter'
  | 'absences'
  | 'text_blocks'
  | 'retention'
  | 'statistics'
  | 'views'
  | 'firms'
  | 'feedback'
  | 'access'
  | 'opendata'
  | 'strategy'
  | 'idea'

/** The navigation for a page of the desk that another module shows. */
export async function readDeskNav(scope: Scope, request: DeskPage, current: NavPlace) {
  return deskNav(request, await readNav(staffIn(scope)), current)
}

/** The views of the inbox with their counts, one's own views, and what belongs to the team. What nobody forwarded here has no entry. */
export function deskNav(
  { t, href }: DeskPage,
  {
    counts,
    views,
    handlesCases,
    seesFigures,
    readsBlocks,
    admitsFirms,
    readsFeedback,
    keepsAccess,
    keepsData,
    usesStrategy,
  }: NavFacts,
  current?: NavPlace,
  shown?: InboxView,
): NonNullable<PageContent['nav']> {
  const search = shown && viewSearch(shown)
  const kept = views.find((one) => one.search === search)
  const others = [
    ...(handlesCases ? ([['counter', '/desk/counter']] as const) : []),
    ...(handlesCases ? ([['absences', '/desk/absences']] as const) : []),
    ...(readsBlocks ? ([['text_blocks', '/desk/text-blocks']] as const) : []),
    ...(handlesCases ? ([['retention', '/desk/retention']] as const) : []),
    ...(keepsData ? ([['opendata', '/desk/opendata']] as const) : []),
    ...(usesStrategy ? ([['strategy', '/desk/strategy']] as const) : []),
    // Whoever works at an authority may have an idea.
    ...(handlesCases || readsBlocks || keepsData || usesStrategy ? ([['idea', '/desk/strategy/idea']] as const) : []),
    ...(seesFigures ? ([['statistics', '/desk/statistics']] as const) : []),
    ...(admitsFirms ? ([['firms', '/desk/firms']] as const) : []),
    ...(readsFeedback ? ([['feedback', '/desk/feedback']] as const) : []),
    ...(keepsAccess ? ([['access', '/desk/access']] as const) : []),
  ]
  return [
    ...(handlesCases ? tabs : [])
      .filter((tab) => tab !== 'shared' || counts.shared > 0 || current === 'shared')
      .map((tab) => ({
        href: href(`/desk/inbox${viewSearch({ tab })}`),
        text: t(`egovernment.desk.tab.${tab}`),
        count: shownCount(counts[tab]),
        shortcut: tabKeys[tab],
        ...(tab === current && !kept && { isCurrent: true }),
      })),
    ...views.map((view) => ({
      href: href(`/desk/inbox${view.search}`),
      text: view.name,
      group: t('egovernment.views.title'),
      ...(view === kept && { isCurrent: true }),
    })),
    ...(views.length > 0 || current === 'views'
      ? [
          {
            href: href('/desk/views'),
            text: t('egovernment.views.manage'),
            group: t('egovernment.views.title'),
            ...(current === 'views' && { isCurrent: true }),
          },
        ]
      : []),
    ...others.map(([place, path]) => ({
      href: href(path),
      text: t(`egovernment.desk.nav.${place}`),
      group: t('egovernment.desk.nav.team'),
      ...(place === current && { isCurrent: true }),
    })),
  ]
}
