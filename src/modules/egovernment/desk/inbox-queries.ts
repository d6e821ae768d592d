import { type ExpressionBuilder, sql } from 'kysely'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { DB } from '#kernel/db/schema.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { StaffId, UnitId } from '#kernel/ids.ts'
import type { Covered } from '../absences/absence.ts'
import { addDays, isOpen } from '../cases/case.ts'
import { type CasesQuery, searchCases } from '../cases/case-queries.ts'
import { type CaseRecord, caseRecord } from '../cases/case-record.ts'
import { type Cursor, type DueSpan, type InboxView, positionOf, type Tab } from './inbox.ts'
import { type Workplace, workplacesOf } from './standing.ts'

/** Rows of a page of the inbox. */
export const pageSize = 50
const mostCounted = 1_000
const mostFound = 100

type StaffReads = Scope<StaffActor>

export type InboxPage = {
  readonly rows: readonly CaseRecord[]
  readonly previous?: Cursor
  readonly next?: Cursor
  /** There are more than the newest, which are all that is shown. */
  readonly isCut?: boolean
}

/** A page of the inbox by due date: one statement, with one indexed branch for each place where the clerk works. */
export async function listInbox(
  scope: StaffReads,
  view: InboxView,
  cursor?: Cursor,
  covered: readonly Covered[] = [],
): Promise<InboxPage> {
  if (view.words !== undefined) return cut(await findByWords(scope, view, view.words))
  if (view.tab === 'shared') return cut(await listShared(scope, view))
  const found = await listBeyond(scope, view, cursor, pageSize + 1, covered)
  const isBefore = cursor?.direction === 'before'
  const kept = found.slice(0, pageSize)
  const rows = isBefore ? kept.reverse() : kept
  const hasMore = found.length > pageSize
  const [first, last] = [rows[0], rows.at(-1)]
  return {
    rows,
    ...(first && (isBefore ? hasMore : cursor) && { previous: { ...positionOf(first), direction: 'before' } }),
    ...(last && (isBefore || hasMore) && { next: { ...positionOf(last), direction: 'after' } }),
  }
}

const cut = (found: readonly CaseRecord[]): InboxPage => ({
  rows: found.slice(0, mostFound),
  isCut: found.length > mostFound,
})

export type Neighbours = {
  readonly rows: readonly CaseRecord[]
  readonly previous?: CaseRecord
  readonly next?: CaseRecord
}

/** The rows around a case in the list that led to it, for the list beside it and the way to the next one. */
export async function listAround(
  scope: StaffReads,
  view: InboxView,
  current: CaseRecord,
  covered: readonly Covered[] = [],
): Promise<Neighbours> {
  if (view.words !== undefined || view.tab === 'shared') {
    const { rows } = await listInbox(scope, view)
    const index = rows.findIndex(({ caseId }) => caseId === current.caseId)
    return neighbours(rows, index < 0 ? undefined : rows[index - 1], rows[index + 1])
  }
  const here = positionOf(current)
  const [before, after] = await Promise.all([
    listBeyond(scope, view, { ...here, direction: 'before' }, 3, covered),
    listBeyond(scope, view, { ...here, direction: 'after' }, 20, covered),
  ])
  return neighbours([...before.toReversed(), current, ...after], before[0], after[0])
}

function neighbours(
  rows: readonly CaseRecord[],
  previous: CaseRecord | undefined,
  next: CaseRecord | undefined,
): Neighbours {
  return { rows, ...(previous && { previous }), ...(next && { next }) }
}

/** The rows on one side of a position, nearest first. */
async function listBeyond(
  scope: StaffReads,
  view: InboxView,
  cursor: Cursor | undefined,
  limit: number,
  covered: readonly Covered[],
): Promise<CaseRecord[]> {
  const branches = placesOf(scope.actor, view, covered).map((place) => rowsAt(scope, place, view, cursor, limit))
  const [first, ...others] = branches
  if (!first) return []
  const isBackward = runsBackward(view) !== (cursor?.direction === 'before')
  const order = isBackward ? 'desc' : 'asc'
  const all = others.reduce((sum, branch) => sum.unionAll(branch), first)
  const rows = await all.orderBy('due_on', order).orderBy('id', order).limit(limit).execute()
  return rows.map(caseRecord)
}

/** What is done is read from its end: what was due last comes first. */
function runsBackward({ tab, status }: InboxView): boolean {
  return tab === 'all' && status !== undefined && !isOpen(status)
}

/** One place's rows, read in the order of an index up to the limit. */
function rowsAt(scope: StaffReads, place: Place, view: InboxView, cursor: Cursor | undefined, limit: number) {
  const isBackward = runsBackward(view) !== (cursor?.direction === 'before')
  const order = isBackward ? 'desc' : 'asc'
  let query = casesAt(scope, place, view).selectAll().orderBy('due_on', order).orderBy('id', order).limit(limit)
  if (cursor) {
    const here = sql`(${cursor.day}::date, ${cursor.id}::uuid)`
    query = query.where(isBackward ? sql<boolean>`(due_on, id) < ${here}` : sql<boolean>`(due_on, id) > ${here}`)
  }
  return scope.db.selectFrom(query.as('branch')).selectAll()
}

function casesAt(scope: StaffReads, place: Place, view: InboxView) {
  let query = onTab(scope, place, view.tab)
  // The index of a unit holds what is open only.
  if (place.unitId !== null && view.tab !== 'mine')
    query = query.where('unit_id', '=', place.unitId).where((row) => openOnly(row, view))
  query = withFilters(scope, query, view)
  if (view.tab !== 'all') return query
  // As a bare column and not as `= $1`, so that the partial indexes of open cases are used.
  return view.status === undefined ? query.where((row) => row.ref('is_open')) : query.where('status', '=', view.status)
}

function withFilters(scope: StaffReads, cases: CasesQuery, view: InboxView): CasesQuery {
  let query = cases
  if (view.unit !== undefined) query = query.where('unit_id', '=', view.unit)
  if (view.service !== undefined) query = query.where('service_id', '=', view.service)
  if (view.assigned === 'nobody') query = query.where('assigned_to', 'is', null)
  else if (view.assigned !== undefined) query = query.where('assigned_to', '=', view.assigned)
  if (view.channel !== undefined) query = query.where('channel', '=', view.channel)
  if (view.due !== undefined) query = query.where((row) => dueIn(row, view.due, scope.today()))
  return query
}

function openOnly(row: ExpressionBuilder<DB, 'egovernment.cases'>, view: InboxView) {
  return runsBackward(view) ? row.lit(true) : row.ref('is_open')
}

/** Overdue is only what nobody waits for: while an applicant is asked, the time of the authority stands still. */
function dueIn(row: ExpressionBuilder<DB, 'egovernment.cases'>, due: DueSpan | undefined, today: IsoDate) {
  const inWeek = addDays(today, 7)
  const isRunning = row('status', '<>', 'waiting_for_applicant')
  switch (due) {
    case 'overdue':
      return row.and([row.ref('is_open'), isRunning, row('due_on', '<', today)])
    case 'today':
      return row.and([row.ref('is_open'), isRunning, row('due_on', '=', today)])
    case 'week':
      return row.and([row.ref('is_open'), row('due_on', '>=', today), row('due_on', '<=', inWeek)])
    case 'later':
      return row.and([row.ref('is_open'), row('due_on', '>', inWeek)])
    case undefined:
      return row.lit(true)
  }
}

function onTab(scope: StaffReads, { authorityId, assignee = scope.actor.staffId }: Place, tab: Tab) {
  const cases = scope.db.selectFrom('egovernment.cases').where('authority_id', '=', authorityId)
  const open = cases.where((row) => row.ref('is_open'))
  switch (tab) {
    case 'new':
      return cases.where('status', '=', 'received')
    case 'mine':
      return open.where('assigned_to', '=', assignee)
    case 'due':
      // While an applicant is asked, the time of the authority stands still.
      return open.where('due_on', '<=', scope.today()).where('status', '<>', 'waiting_for_applicant')
    case 'waiting':
      return cases.where('status', '=', 'waiting_for_applicant')
    case 'all':
    case 'shared':
      return cases
  }
}

/** A place that is looked at; with an assignee, the cases of whom somebody stands in for there. */
type Place = Workplace & { readonly assignee?: StaffId }

/** The places a view looks at. One's own cases, and those of whom one stands in for, are so in every unit. */
function placesOf(
  actor: StaffActor,
  { authority, tab }: InboxView,
  covered: readonly Covered[] = [],
): readonly Place[] {
  const places = workplacesOf(actor).filter(({ authorityId }) => authority === undefined || authorityId === authority)
  if (tab !== 'mine') return places
  return [...new Set(places.map(({ authorityId }) => authorityId))].flatMap((authorityId) => [
    { authorityId, unitId: null },
    ...covered
      .filter((one) => one.authorityId === authorityId)
      .map(({ staffId }) => ({ authorityId, unitId: null, assignee: staffId })),
  ])
}

/** Cases that other authorities forwarded to ours, newest first. */
async function listShared(scope: StaffReads, view: InboxView): Promise<readonly CaseRecord[]> {
  const rows = await sharedWith(scope, view)
    .selectAll('c')
    .orderBy('p.added_at', 'desc')
    .limit(mostFound + 1)
    .execute()
  return rows.map(caseRecord)
}

function sharedWith(scope: StaffReads, view: InboxView) {
  const at = [...new Set(placesOf(scope.actor, view).map(({ authorityId }) => authorityId))]
  return scope.db
    .selectFrom('egovernment.case_participants as p')
    .innerJoin('egovernment.cases as c', (on) =>
      on.onRef('c.authority_id', '=', 'p.authority_id').onRef('c.id', '=', 'p.case_id'),
    )
    .where('p.participant_authority_id', '=', sql<string>`any(${at})`)
}

/** The newest cases of all places that have the words, within the filters; open and closed ones. */
async function findByWords(scope: StaffReads, view: InboxView, text: string): Promise<readonly CaseRecord[]> {
  const places = placesOf(scope.actor, { ...view, tab: 'all' })
  const authorities = [...new Set(places.map(({ authorityId }) => authorityId))]
  const found = await Promise.all(
    authorities.map((authorityId) => {
      const units = places.filter((place) => place.authorityId === authorityId).map(({ unitId }) => unitId)
      const narrow = (cases: CasesQuery) => {
        const filtered = withFilters(scope, inUnits(cases, units), view)
        return view.status === undefined ? filtered : filtered.where('status', '=', view.status)
      }
      return searchCases(scope, { authorityId, text, limit: mostFound + 1, narrow })
    }),
  )
  return found.flat().toSorted((one, other) => other.receivedAt.getTime() - one.receivedAt.getTime())
}

/** Cases of some units; `null` stands for the whole authority. */
function inUnits(cases: CasesQuery, units: readonly (UnitId | null)[]): CasesQuery {
  const only = units.flatMap((unit) => unit ?? [])
  return only.length < units.length ? cases : cases.where('unit_id', 'in', only)
}

export type TabCounts = Readonly<Record<Tab, number>>

/** How many cases each tab holds, counted no further than anyone reads, in one statement. */
export async function countTabs(scope: StaffReads, covered: readonly Covered[] = []): Promise<TabCounts> {
  const counts = { new: 0, mine: 0, due: 0, waiting: 0, all: 0, shared: 0 }
  const [first, ...others] = countedBranches(scope, covered)
  if (!first) return counts
  const rows = await others.reduce((sum, branch) => sum.unionAll(branch), first).execute()
  for (const { tab, n } of rows) counts[tab] += n
  return counts
}

const listedTabs = ['new', 'mine', 'due', 'waiting', 'all'] as const

/** In the order of the lists, so that each count is read from the index of its list and from no row of the table. */
function countedBranches(scope: StaffReads, covered: readonly Covered[]) {
  const listed = listedTabs.flatMap((tab) =>
    placesOf(scope.actor, { tab }, covered).map((place) => ({
      tab,
      few: casesAt(scope, place, { tab }).select('id').orderBy('due_on').orderBy('id').limit(mostCounted),
    })),
  )
  const shared = sharedWith(scope, { tab: 'shared' }).select('c.id').limit(mostCounted)
  const branches = listed.length === 0 ? [] : [...listed, { tab: 'shared' as const, few: shared }]
  return branches.map(({ tab, few }) =>
    scope.db.selectFrom(few.as('few')).select([sql<Tab>`${tab}::text`.as('tab'), sql<number>`count(*)::int`.as('n')]),
  )
}
