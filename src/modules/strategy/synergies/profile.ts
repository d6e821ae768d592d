import type { IsoDate } from '#kernel/i18n/format.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Phase } from '../projects/project.ts'

/**
 * What a project can have in common with another: services of the catalogue, processes, data it needs and gives, whom it serves, products it has
 * or builds, products it buys, laws, places (`kriens/obernauerstrasse`; without a part after the line the whole municipality), skills it needs,
 * and what it wants more or less of.
 */
export const facets = [
  'services',
  'processes',
  'needs',
  'gives',
  'groups',
  'products',
  'procures',
  'laws',
  'places',
  'skills',
  'raises',
  'lowers',
] as const
export type Facet = (typeof facets)[number]

/** A project as the finder sees it. Days that are not known are undefined; `tenderOn` is when it calls for tenders. */
export type Profile = {
  readonly id: string
  readonly authorityId: AuthorityId
  readonly title: string
  readonly text: string
  readonly phase: Phase
  readonly beginsOn: IsoDate | undefined
  readonly endsOn: IsoDate | undefined
  readonly tenderOn: IsoDate | undefined
  readonly terms: Readonly<Partial<Record<Facet, readonly string[]>>>
}

/** Whether it has what it set out to build, so that others can take it over. */
export const isBuilt = ({ phase }: Profile) => phase === 'closed' || phase === 'introduction' || phase === 'closure'

/** Whether it is at an end, one way or the other. */
export const isOver = ({ phase }: Profile) => phase === 'closed' || phase === 'stopped'

/** Whether two run at the same time, some day not before `today`. What is not known of their days does not speak against it. */
export function runTogether(one: Profile, other: Profile, today: IsoDate): boolean {
  const begins = [one.beginsOn, other.beginsOn, today].filter((day) => day !== undefined)
  const ends = [one.endsOn, other.endsOn].filter((day) => day !== undefined)
  return begins.every((begin) => ends.every((end) => begin <= end))
}
