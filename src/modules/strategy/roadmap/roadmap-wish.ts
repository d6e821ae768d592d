import type { FormBody } from '#kernel/http/form-body.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'
import { firstDay, readTypedMonth } from '../people/months.ts'
import { dayNumber, isOfOurTimes, lastOfMonth } from './days.ts'
import { type Grouping, groupings, type State, states } from './roadmap.ts'
import { type Span, usualSpan, type Zoom, zooms } from './time-axis.ts'

/** After which project a page begins; the group is empty for projects of none. */
export type RoadmapKey = {
  readonly group: { readonly authority: string; readonly slug: string } | undefined
  readonly authority: string
  readonly slug: string
}

/** How it is shown: drawn, or in words. */
const views = ['picture', 'table'] as const
export type View = (typeof views)[number]

/** What the address asks for; everything in it is valid. */
export type RoadmapWish = {
  readonly view: View
  readonly by: Grouping
  readonly zoom: Zoom
  readonly span: Span
  readonly authorityId: AuthorityId | undefined
  readonly state: State | undefined
  readonly after: RoadmapKey | undefined
}

const longestYears = 30

/** Reads the address. What it has not, or has wrongly, is as usual; `authorityId` is the one that the path names. */
export function readRoadmapWish(
  query: FormBody,
  {
    today,
    authorityId,
    isAuthority,
  }: { today: IsoDate; authorityId: AuthorityId | undefined; isAuthority: (id: string) => boolean },
): RoadmapWish {
  const asked = query.get('authority')
  const zoom = zooms.find((one) => one === query.get('zoom')) ?? 'year'
  return {
    view: views.find((one) => one === query.get('as')) ?? 'picture',
    by: groupings.find((one) => one === query.get('by')) ?? 'focus_area',
    zoom,
    span: readSpan(query.get('from'), query.get('to'), usualSpan(zoom, today)),
    authorityId: authorityId ?? (asked !== undefined && isAuthority(asked) ? slug<'authority'>(asked) : undefined),
    state: states.find((one) => one === query.get('state')),
    after: readKey(query.get('after')),
  }
}

/** Months as `2026-11`, or as people write them, `11.2026`; both are needed, and not more than thirty years between them. */
function readSpan(from: string | undefined, to: string | undefined, usual: Span): Span {
  const [first, last] = [readFirst(from), readFirst(to)]
  if (!isIsoDate(first) || !isIsoDate(last) || first > last) return usual
  if (dayNumber(last) - dayNumber(first) > longestYears * 366 || !isOfOurTimes(first) || !isOfOurTimes(last))
    return usual
  return { from: first, to: lastOfMonth(last) }
}

function readFirst(text = ''): string {
  const typed = readTypedMonth(text)
  return typed === undefined ? `${text}-01` : firstDay(typed)
}

const name = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

function readKey(text: string | undefined): RoadmapKey | undefined {
  const parts = text?.split('.') ?? []
  if (parts.length !== 4 || text === undefined || text.length > 300) return undefined
  const [groupAuthority = '', groupSlug = '', authority = '', project = ''] = parts
  if (!name.test(authority) || !name.test(project)) return undefined
  if (groupAuthority === '' && groupSlug === '') return { group: undefined, authority, slug: project }
  if (!name.test(groupAuthority) || !name.test(groupSlug)) return undefined
  return { group: { authority: groupAuthority, slug: groupSlug }, authority, slug: project }
}

/** The address of another view: what is said of it, the rest as it is. */
export function roadmapSearch(
  wish: RoadmapWish,
  change: Partial<RoadmapWish> = {},
  pathNamesAuthority = false,
): string {
  const { view, by, zoom, span, authorityId, state, after } = { ...wish, after: undefined, ...change }
  const search = new URLSearchParams({ by, zoom, from: span.from.slice(0, 7), to: span.to.slice(0, 7) })
  if (authorityId !== undefined && !pathNamesAuthority) search.set('authority', authorityId)
  if (state !== undefined) search.set('state', state)
  if (view !== 'picture') search.set('as', view)
  if (after)
    search.set('after', [after.group?.authority ?? '', after.group?.slug ?? '', after.authority, after.slug].join('.'))
  return `?${search}`
}
