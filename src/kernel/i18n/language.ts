import { typeset } from './typography.ts'

/** The four languages every page, mail and letter speaks. German binds; the others are translations. */
export const languages = ['de', 'fr', 'it', 'en'] as const

export type Language = (typeof languages)[number]

/** A text per language tag. German is always there; another language may be missing in content, never in messages. */
export type LocalText = { readonly de: string } & { readonly [language in Language]?: string | undefined }

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value)
}

/** The text in `language`, else in German, ready to be shown, with the language it is really in (for the `lang` attribute). */
export function pickText(text: LocalText, language: Language): { text: string; language: Language } {
  const own = text[language]
  return own === undefined || own === ''
    ? { text: text.de, language: 'de' }
    : { text: typeset(own, language), language }
}

/** The text alone, where its language is not needed. */
export function textIn(text: LocalText, language: Language): string {
  return pickText(text, language).text
}

/** What `Intl` is asked with: Swiss conventions (CHF 1'250.00, 22.11.2026) in each language. */
export const locales: Record<Language, string> = { de: 'de-CH', fr: 'fr-CH', it: 'it-CH', en: 'en-CH' }
