import type { Language } from '#kernel/i18n/language.ts'
import { languages } from '#kernel/i18n/language.ts'
import { languageCodes } from '../catalogue/vocabularies.ts'
import { type Graph, plain } from './graph.ts'
import { languageOf } from './read-text.ts'

/** A web address as it may stand in our metadata; undefined for anything else. */
export function readUrl(text: string): string | undefined {
  const trimmed = text.trim()
  return /^https?:\/\/[^\s]+$/.test(trimmed) && trimmed.length <= 1_000 && URL.canParse(trimmed) ? trimmed : undefined
}

/** Languages of a data set or distribution: codes of the EU vocabulary, or `de`. */
export function languagesOf(graph: Graph, key: string): Language[] {
  const found = graph.values(key, 'dct:language').flatMap((value) => {
    const text = plain(value) ?? ''
    return languages.find((language) => text.endsWith(`/${languageCodes[language]}`)) ?? languageOf(text) ?? []
  })
  return [...new Set(found)]
}
