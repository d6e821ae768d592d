import { listUnits } from '#kernel/authorities/queries.ts'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Request } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { caseStatuses } from '../cases/case.ts'
import type { CaseRecord } from '../cases/case-record.ts'
import { readCatalogue } from '../services/catalogue.ts'
import { findNames, listColleagues } from './colleagues.ts'
import { type Filter, type InboxView, narrowed } from './inbox.ts'
import type { FilterGroup, RowNames } from './inbox-page.tsx'
import { workplacesOf } from './standing.ts'

type Names = Pick<Kernel, 'authorities'>

/** What the rows of a list are told about, in the clerk's language. */
export async function rowNames(
  { authorities }: Names,
  scope: Scope<StaffActor>,
  { language }: Request,
  rows: readonly CaseRecord[],
): Promise<RowNames> {
  const [catalogue, staff] = await Promise.all([
    readCatalogue(scope),
    findNames(
      scope,
      rows.map(({ assignedTo }) => assignedTo),
    ),
  ])
  const isOne = new Set(rows.map(({ authorityId }) => authorityId)).size <= 1
  return {
    service: ({ serviceId, subject }) => {
      const known = catalogue.find(serviceId)
      return known ? textIn(known.definition.title, language) : subject || serviceId
    },
    staff,
    ...(!isOne && { authority: ({ authorityId }) => authorities.nameOf(authorityId, language) }),
  }
}

/** The ways to narrow a view down; only those that change something where she works. */
export async function filterGroups(
  { authorities }: Names,
  scope: Scope<StaffActor>,
  { t, language }: Request,
  view: InboxView,
): Promise<readonly FilterGroup[]> {
  if (view.tab === 'shared' || view.words !== undefined) return []
  const places = workplacesOf(scope.actor)
  const own = [...new Set(places.map(({ authorityId }) => authorityId))]
  const shown = view.authority === undefined ? own : own.filter((id) => id === view.authority)
  const [catalogue, colleagues, units] = await Promise.all([
    readCatalogue(scope),
    listColleagues(scope, shown),
    Promise.all(shown.map((id) => listUnits(scope, id))),
  ])
  const isWhole = places.some(({ authorityId, unitId }) => unitId === null && shown.includes(authorityId))
  const unitNames = new Map(units.flat().map(({ id, name }) => [id, textIn(name, language)]))
  const group = (name: Filter, options: readonly (readonly [string, string])[]): FilterGroup => ({
    title: t(`egovernment.desk.filter.${name}`),
    links: [
      { text: t('egovernment.desk.filter.any'), search: narrowed(view, name), isCurrent: view[name] === undefined },
      ...options.map(([value, text]) => ({
        text,
        search: narrowed(view, name, value),
        isCurrent: view[name] === value,
      })),
    ],
  })
  const hasOwners = view.tab !== 'mine'
  return [
    ...(own.length > 1
      ? [
          group(
            'authority',
            own.map((id) => [id, authorities.nameOf(id, language)]),
          ),
        ]
      : []),
    group(
      'service',
      catalogue.services.map(({ serviceId, definition }) => [serviceId, textIn(definition.title, language)]),
    ),
    ...(isWhole ? [group('unit', [...unitNames])] : []),
    ...(view.tab === 'all'
      ? [
          group(
            'status',
            caseStatuses.map((status) => [status, t(`egovernment.desk.status.${status}`)]),
          ),
        ]
      : []),
    ...(hasOwners
      ? [
          group('assigned', [
            ['nobody', t('egovernment.desk.filter.nobody')],
            ...colleagues.map(({ staffId, name }) => [staffId, name] as const),
          ]),
        ]
      : []),
  ]
}
