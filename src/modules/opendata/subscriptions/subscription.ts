import type { LocalText } from '#kernel/i18n/language.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId, Id } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { DataSetId } from '../catalogue/data-set.ts'
import type { SeriesId } from '../series/series.ts'

export type SubscriptionId = Id<'subscription'>

/** What somebody follows: one data set, one series, or all of an authority (neither). */
export type Subject = {
  readonly authorityId: AuthorityId
  readonly dataSetId: DataSetId | null
  readonly seriesId: SeriesId | null
}

/** One line of what somebody follows. */
export type Subscription = Subject & {
  readonly id: SubscriptionId
  /** Of the data set or the series; undefined where all of the authority is followed. */
  readonly title: LocalText | undefined
  /** Where it is seen, in no language. */
  readonly path: string
  readonly createdAt: Date
}

/** What is followed, in words: a data set or a series by its title, or whose data sets. */
export function subjectName(
  { title, authorityId }: Pick<Subscription, 'title' | 'authorityId'>,
  { translators, authorities }: Pick<Kernel, 'translators' | 'authorities'>,
  language: Language,
): string {
  const authority = authorities.nameOf(authorityId, language)
  return title ? textIn(title, language) : translators[language]('opendata.subscriptions.all_of', { authority })
}
