import { type Static, Type } from 'typebox'
import type { LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId, Id } from '#kernel/ids.ts'
import { type DataSetId, type DataSetOrigin, dataSetSchema } from '../catalogue/data-set.ts'

export type SeriesId = Id<'series'>

/** How its data sets follow each other: by the time they are about, as somebody chose, or not at all. */
export const seriesOrders = ['temporal', 'chosen', 'none'] as const
export type SeriesOrder = (typeof seriesOrders)[number]

/** Data sets of one series at most. */
export const mostMembers = 200

const { title, description, themes, frequency, contact, issued, issuedAt, original } = dataSetSchema.properties

/** What is said of a series, by whoever keeps it. */
export const seriesSchema = Type.Object(
  {
    ...{ title, description, themes, frequency, contact },
    order: Type.Enum([...seriesOrders]),
    /** First published, where it was harvested; else the day on which it was published here. */
    issued: Type.Optional(issued),
    issuedAt,
    original,
  },
  { additionalProperties: false },
)
export type SeriesMetadata = Static<typeof seriesSchema>

/** Where a series stands: `changed` is public, with changes that are not. */
export const seriesStates = ['draft', 'changed', 'published', 'withdrawn'] as const
export type SeriesState = (typeof seriesStates)[number]

export type SeriesKey = { readonly authorityId: AuthorityId; readonly id: SeriesId }

/** A data set of a series, as far as the series needs it. Days and periods as its metadata has them. */
export type SeriesMember = {
  readonly authorityId: AuthorityId
  readonly id: DataSetId
  readonly slug: string
  readonly title: LocalText
  readonly issued: string
  readonly temporal: readonly Period[]
  /** Its address where it was harvested. */
  readonly uri: string | undefined
  readonly changedAt: Date
}

type Period = { readonly from: string; readonly to?: string }

/** A series as everybody sees it, with its public data sets from the first to the last. */
export type PublishedSeries = SeriesKey & {
  readonly slug: string
  readonly origin: DataSetOrigin
  readonly metadata: SeriesMetadata
  readonly publishedAt: Date
  /** When what is said of it or its choice of data sets last changed. */
  readonly changedAt: Date
  readonly withdrawnAt: Date | null
  /** Why it was taken back, in the words of its authority, where that was said. */
  readonly withdrawalReason: string | null
  readonly members: readonly SeriesMember[]
}

/** A data set's place in a series; what comes before and after it, where the series has an order. */
export type Membership = {
  readonly series: PublishedSeries
  readonly previous: SeriesMember | undefined
  readonly next: SeriesMember | undefined
}

/**
 * Data sets from the first to the last. `members` come as they were chosen, and stay so unless time decides: then by the first day they are about (of
 * those that do not say, the day they were first published), then by the last one.
 */
export function inOrder<Member extends Pick<SeriesMember, 'temporal' | 'issued'>>(
  members: readonly Member[],
  order: SeriesOrder,
): readonly Member[] {
  if (order !== 'temporal') return members
  const keyOf = (member: Member) => {
    const days = member.temporal.map(({ from, to }) => `${from} ${to ?? '9999-12-31'}`).toSorted()
    return days[0] ?? `${member.issued} ${member.issued}`
  }
  return members.toSorted((one, other) => {
    const [a, b] = [keyOf(one), keyOf(other)]
    return a < b ? -1 : a > b ? 1 : 0
  })
}

/** Where a data set stands in a series; undefined where it does not. */
export function membershipOf(series: PublishedSeries, id: DataSetId): Membership | undefined {
  const at = series.members.findIndex((member) => member.id === id)
  if (at < 0) return undefined
  const neighbour = (index: number) =>
    series.metadata.order === 'none' || index < 0 ? undefined : series.members[index]
  return { series, previous: neighbour(at - 1), next: neighbour(at + 1) }
}

/** The time that the data sets of a series are about, from the first day to the last; without an end while one of them lasts. */
export function periodOf(members: readonly Pick<SeriesMember, 'temporal'>[]): Period | undefined {
  const periods = members.flatMap(({ temporal }) => temporal)
  const [from] = periods.map((period) => period.from).toSorted()
  if (from === undefined) return undefined
  const ends = periods.flatMap(({ to }) => to ?? [])
  const to = ends.toSorted().at(-1)
  return to === undefined || ends.length < periods.length ? { from } : { from, to }
}

/** The order in which people read them: the newest first, or as chosen where nothing follows anything. */
export function newestFirst(series: PublishedSeries): readonly SeriesMember[] {
  return series.metadata.order === 'none' ? series.members : series.members.toReversed()
}

/** `ids` with one of them a place further up or down; as they were where it stands at the end or is not there. */
export function moved(ids: readonly string[], id: string, direction: 'up' | 'down'): readonly string[] {
  const at = ids.indexOf(id)
  const other = direction === 'up' ? at - 1 : at + 1
  const [one, neighbour] = [ids[at], ids[other]]
  return one === undefined || neighbour === undefined ? ids : ids.with(at, neighbour).with(other, one)
}
