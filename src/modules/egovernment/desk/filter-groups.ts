import { listUnits } from '#kernel/authorities/queries.ts'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Request } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { caseStatuses, channels } from '../cases/case.ts'
import { readCatalogue } from '../services/catalogue.ts'
import type { Colleague } from './colleagues.ts'
import { dueSpans, type Filter, filters, type InboxView, narrowed } from './inbox.ts'
import { type Workplace, workplacesOf } from './standing.ts'

/** One way to narrow a list down; the links of a group exclude each other. */
export type FilterGroup = {
  readonly name: Filter
  readonly title: string
  readonly links: readonly { readonly text: string; readonly search: string; readonly isCurrent: boolean }[]
}

/** A filter that is set, with the address of the view without it. */
export type ActiveFilter = { readonly title: string; readonly text: string; readonly search: string }

/** The authorities where she works whose cases a view can show. */
export function shownAuthorities(actor: StaffActor, { authority }: InboxView): readonly AuthorityId[] {
  const own = authoritiesAt(workplacesOf(actor))
  return authority === undefined ? own : own.filter((id) => id === authority)
}

function authoritiesAt(places: readonly Workplace[]): readonly AuthorityId[] {
  return [...new Set(places.map(({ authorityId }) => authorityId))]
}

/** The ways to narrow a view down; only those that change something where she works. */
export async function filterGroups(
  { authorities }: Pick<Kernel, 'authorities'>,
  scope: Scope<StaffActor>,
  { t, language }: Pick<Request, 't' | 'language'>,
  view: InboxView,
  colleagues: readonly Colleague[],
): Promise<readonly FilterGroup[]> {
  if (view.tab === 'shared') return []
  const places = workplacesOf(scope.actor)
  const own = authoritiesAt(places)
  const shown = shownAuthorities(scope.actor, view)
  const [catalogue, units] = await Promise.all([
    readCatalogue(scope),
    Promise.all(shown.map((id) => listUnits(scope, id))),
  ])
  const isWhole = places.some(({ authorityId, unitId }) => unitId === null && shown.includes(authorityId))
  const unitNames = new Map(units.flat().map(({ id, name }) => [id, textIn(name, language)]))
  const isSearch = view.words !== undefined
  const options: Readonly<Record<Filter, readonly (readonly [string, string])[]>> = {
    authority: own.length > 1 ? own.map((id) => [id, authorities.nameOf(id, language)]) : [],
    unit: isWhole ? [...unitNames] : [],
    service: catalogue.services.map(({ serviceId, definition }) => [serviceId, textIn(definition.title, language)]),
    status:
      view.tab === 'all' || isSearch
        ? caseStatuses.map((status) => [status, t(`egovernment.desk.status.${status}`)])
        : [],
    assigned:
      view.tab === 'mine' && !isSearch
        ? []
        : [
            ['nobody', t('egovernment.desk.filter.nobody')],
            ...colleagues.map(({ staffId, name }) => [staffId, name] as const),
          ],
    due:
      view.tab === 'due' && !isSearch ? [] : dueSpans.map((span) => [span, t(`egovernment.desk.filter.span.${span}`)]),
    channel: channels.map((channel) => [channel, t(`egovernment.desk.channel.${channel}`)]),
  }
  return filters
    .filter((name) => options[name].length > 0)
    .map((name) => ({
      name,
      title: t(`egovernment.desk.filter.${name}`),
      links: [
        { text: t('egovernment.desk.filter.any'), search: narrowed(view, name), isCurrent: view[name] === undefined },
        ...options[name].map(([value, text]) => ({
          text,
          search: narrowed(view, name, value),
          isCurrent: view[name] === value,
        })),
      ],
    }))
}

/** What narrows a view down now, each with the way to take it off; also what no link offers, such as a colleague who has left. */
export function activeFilters(
  { t }: Pick<Request, 't'>,
  view: InboxView,
  groups: readonly FilterGroup[],
): readonly ActiveFilter[] {
  const chosen = filters
    .filter((name) => view[name] !== undefined)
    .map((name) => ({
      title: t(`egovernment.desk.filter.${name}`),
      text:
        groups.find((group) => group.name === name)?.links.find(({ isCurrent }) => isCurrent)?.text ??
        t('egovernment.desk.filter.other'),
      search: narrowed(view, name),
    }))
  if (view.words === undefined) return chosen
  return [
    { title: t('egovernment.desk.filter.words'), text: `«${view.words}»`, search: narrowed(view, 'q') },
    ...chosen,
  ]
}
