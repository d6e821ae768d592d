import type { IsoDate } from '../i18n/format.ts'
import type { Language, LocalText } from '../i18n/language.ts'
import type { AuthorityId, UnitId } from '../ids.ts'

export const authorityKinds = ['canton', 'municipality'] as const
export type AuthorityKind = (typeof authorityKinds)[number]

/** The kinds of units; a service names the kind that handles it. The last seven are the canton's. */
export const unitKinds = [
  'chancery',
  'residents',
  'building',
  'works',
  'tax',
  'safety',
  'social',
  'debt-enforcement',
  'civil-status',
  'cantonal-chancery',
  'cantonal-tax',
  'vehicles',
  'migration',
  'cantonal-roads',
  'environment',
  'trade-police',
] as const
export type UnitKind = (typeof unitKinds)[number]

export const weekdays = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const
export type Weekday = (typeof weekdays)[number]

/** Where a statement comes from. Null: it is invented for the demo, and pages mark it as an example. */
export type Source = string | null

export type Contact = {
  readonly street?: string | undefined
  readonly postcode: string
  readonly locality: string
  readonly phone?: string | undefined
  readonly email?: string | undefined
  readonly website?: string | undefined
  readonly source: Source
}

/** From when to when, `08:00` to `11:45`, in Swiss time. */
export type OpenSpan = { readonly from: string; readonly to: string }

/** The spans of each weekday; a day that is missing is closed. */
export type OpeningHours = {
  readonly week: { readonly [day in Weekday]?: readonly OpenSpan[] | undefined }
  readonly source: Source
}

export type Theme = { readonly accent: string }

/** A municipality or the canton, now or (`closedOn`) before a merger. */
export type Authority = {
  /** The slug in addresses: `kriens`, `kanton-luzern`. */
  readonly id: AuthorityId
  /** Three letters that begin its case numbers; unique for all time. */
  readonly code: string
  readonly name: LocalText
  readonly kind: AuthorityKind
  /** The number of the Federal Statistical Office; for the canton its canton number, 3. */
  readonly bfsNumber: number
  /** The electoral district (for closed municipalities the Amt of their time); null for the canton. */
  readonly district: string | null
  /** The languages its pages are offered in; the first one binds. */
  readonly languages: readonly Language[]
  /** Null for closed municipalities, as are contact and opening hours. */
  readonly theme: Theme | null
  readonly contact: Contact | null
  readonly openingHours: OpeningHours | null
  /** First day, where that is after the beginning of our data (2002). */
  readonly openedOn: IsoDate | null
  /** Last day of a municipality that has merged. */
  readonly closedOn: IsoDate | null
}

/** A part of an authority that does the work, for its own or (regional units) for several municipalities. */
export type Unit = {
  readonly authorityId: AuthorityId
  readonly id: UnitId
  readonly kind: UnitKind
  readonly name: LocalText
  /** Null where the authority's own holds. */
  readonly contact: Contact | null
  readonly openingHours: OpeningHours | null
  /** Where the team is told about new work. */
  readonly inboxEmail: string
  readonly source: Source
}

/** From `on` (the first day) one authority continues the work of another. */
export type Succession = { readonly from: AuthorityId; readonly to: AuthorityId; readonly on: IsoDate }
