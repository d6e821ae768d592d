import type { FormBody } from '#kernel/http/form-body.ts'
import { isIsoDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, isSlug, isUuid, type ServiceId, type StaffId, type UnitId } from '#kernel/ids.ts'
import { type CaseStatus, type Channel, channels, isCaseStatus } from '../cases/case.ts'
import type { CaseRecord } from '../cases/case-record.ts'

/** The views of the inbox. `shared`: what other authorities forwarded to us. */
export const tabs = ['new', 'mine', 'due', 'waiting', 'all', 'shared'] as const
export type Tab = (typeof tabs)[number]

/** When something is due, seen from today. */
export const dueSpans = ['overdue', 'today', 'week', 'later'] as const
export type DueSpan = (typeof dueSpans)[number]

/** What an inbox shows; all of it stands in its address. */
export type InboxView = {
  readonly tab: Tab
  readonly authority?: AuthorityId
  readonly unit?: UnitId
  readonly service?: ServiceId
  readonly status?: CaseStatus
  /** A member of staff, or cases that nobody has. */
  readonly assigned?: StaffId | 'nobody'
  readonly due?: DueSpan
  readonly channel?: Channel
  /** Words of a name or mail address, or a number. */
  readonly words?: string
}

/** A row's place in a list by due date. */
export type Position = { readonly day: string; readonly id: string }

/** Where a page of a list begins: behind this row, or (`before`) where it ends. */
export type Cursor = Position & { readonly direction: 'after' | 'before' }

export const searchLength = 100

/** Reads the view of an address. What is not understood is left out: an old bookmark still shows something. */
export function readView(query: Pick<FormBody, 'get'>): InboxView {
  const tab = tabs.find((one) => one === query.get('tab')) ?? 'new'
  const [authority, unit, service] = [query.get('authority') ?? '', query.get('unit') ?? '', query.get('service') ?? '']
  const [status, assigned] = [query.get('status'), query.get('assigned') ?? '']
  const due = dueSpans.find((one) => one === query.get('due'))
  const channel = channels.find((one) => one === query.get('channel'))
  const words = query.get('q')?.trim().slice(0, searchLength)
  return {
    tab,
    ...(isSlug<'authority'>(authority) && { authority }),
    ...(isSlug<'unit'>(unit) && { unit }),
    ...(isSlug<'service'>(service) && { service }),
    ...(isCaseStatus(status) && { status }),
    ...(assigned === 'nobody' && { assigned }),
    ...(isUuid<'staff'>(assigned) && { assigned }),
    ...(due && { due }),
    ...(channel && { channel }),
    ...(words && { words }),
  }
}

/** The view as it stands in an address, with its question mark. */
export function viewSearch(view: InboxView, cursor?: Cursor): string {
  return searchOf([...pairsOf(view), [cursor?.direction ?? 'after', cursor && `${cursor.day}~${cursor.id}`]])
}

type Pair = readonly [name: string, value: string | undefined]

function pairsOf(view: InboxView): readonly Pair[] {
  return [['tab', view.tab], ...filters.map((filter) => [filter, view[filter]] as const), ['q', view.words]]
}

function searchOf(pairs: readonly Pair[]): string {
  return `?${new URLSearchParams(pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))}`
}

/** By what a view can be narrowed down by a choice. */
export const filters = ['authority', 'unit', 'service', 'status', 'assigned', 'due', 'channel'] as const
export type Filter = (typeof filters)[number]

/** The address of a view with one filter (`q`: the words) set, or taken off. */
export function narrowed(view: InboxView, filter: Filter | 'q', value?: string): string {
  return searchOf(pairsOf(view).map(([name, set]) => [name, name === filter ? value : set]))
}

export function readCursor(query: Pick<FormBody, 'get'>): Cursor | undefined {
  const direction = query.get('before') === undefined ? 'after' : 'before'
  const [day = '', id = ''] = (query.get(direction) ?? '').split('~')
  return isIsoDate(day) && isUuid(id) ? { day, id, direction } : undefined
}

export function positionOf({ dueOn, caseId }: Pick<CaseRecord, 'dueOn' | 'caseId'>): Position {
  return { day: dueOn, id: caseId }
}

/** Whether something narrows the list down besides the tab. */
export function isFiltered(view: InboxView): boolean {
  return view.words !== undefined || filters.some((filter) => view[filter] !== undefined)
}

/** A count as it is shown: nobody reads further than 999. */
export function shownCount(count: number): string {
  return count > 999 ? '999+' : String(count)
}
