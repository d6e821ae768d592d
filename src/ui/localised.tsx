import { type Language, type LocalText, pickText } from '#kernel/i18n/language.ts'

/** A text of the content in the page's language; where that is missing in German, and marked as such for whoever reads it aloud. */
export function Localised({ text, language }: { text: LocalText; language: Language }) {
  const picked = pickText(text, language)
  return picked.language === language ? picked.text : <span lang={picked.language}>{picked.text}</span>
}
