import type { Scope } from './db/scope.ts'
import type { IsoDate } from './i18n/format.ts'
import type { Language, LocalText } from './i18n/language.ts'

/** By what a feed counts: `quasi-identifier` helps to find a person, `sensitive` is what must not be learnt of one. */
export type FeedDimension = {
  readonly name: string
  readonly title: LocalText
  readonly description: LocalText
  readonly role: 'quasi-identifier' | 'sensitive' | 'fact'
  readonly reference?: 'authority'
  /** What its codes mean, where they are not authorities; those it does not know go out as they are. */
  labels?(scope: Scope): Promise<ReadonlyMap<string, LocalText>>
}

/** How much there was of one combination of codes in one month. Combinations of which there was nothing are left out. */
export type FeedCount = { readonly codes: Readonly<Record<string, string>>; readonly count: number }

/**
 * What a module gives to the public of its own doings: counts by month, never persons. The counts go through disclosure control and have no
 * other way out; a month is counted once, when it is over, and then stays as it was published.
 */
export type Feed = {
  /** Its address in the catalogue, such as `cases-by-service`. */
  readonly id: string
  /** Slug of the authority that publishes it: the canton for what is counted in all authorities. */
  readonly authorityId: string
  readonly title: LocalText
  readonly description: LocalText
  readonly keywords: {
    readonly [language in Language]: string[]
  }
  /** Whom to ask. */
  readonly contact: { readonly name: LocalText; readonly email: string }
  /** Since when it is published. */
  readonly issued: IsoDate
  /** What is counted: the name of the column and what it is called. */
  readonly measure: { readonly name: string; readonly title: LocalText; readonly description: LocalText }
  /** The weightiest first: where not all sums can be shown, those by the first one stay. */
  readonly dimensions: readonly FeedDimension[]
  /** The purpose its scope carries. */
  readonly purpose: string
  /** Counts of one month, from its first day up to the first day of the next one, in Swiss time. */
  count(scope: Scope, month: { readonly from: IsoDate; readonly until: IsoDate }): Promise<readonly FeedCount[]>
}
