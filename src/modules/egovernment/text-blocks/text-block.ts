import { isLanguage, type Language, languages } from '#kernel/i18n/language.ts'
import type { AuthorityId, ServiceId, UnitId } from '#kernel/ids.ts'

/** Sentences that an authority writes often, in one or more languages, with placeholders that a case fills in. */
export type TextBlock = {
  readonly authorityId: AuthorityId
  readonly id: string
  /** Null: for every service. */
  readonly serviceId: ServiceId | null
  /** Null: for every unit. */
  readonly unitId: UnitId | null
  readonly title: string
  readonly texts: BlockTexts
  readonly changedAt: Date
  readonly isRetired: boolean
}

export type BlockTexts = Readonly<Partial<Record<Language, string>>>

export const longestTitle = 120
export const longestBlock = 4_000
/** Blocks in use at one authority: more than that nobody finds anything in. */
export const mostBlocks = 200

/** The text for whoever reads that language, and the language it is really in. */
export function blockIn(texts: BlockTexts, wanted: Language): { readonly text: string; readonly language: Language } {
  const found = [wanted, ...languages].find((one) => texts[one] !== undefined) ?? wanted
  return { text: texts[found] ?? '', language: found }
}

/** What a row keeps of them; anything else in it is left out. */
export function textsOf(value: unknown): BlockTexts {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).filter(([language, text]) => isLanguage(language) && typeof text === 'string'),
  )
}
