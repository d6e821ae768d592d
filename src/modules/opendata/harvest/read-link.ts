import type { Language } from '#kernel/i18n/language.ts'
import { languages } from '#kernel/i18n/language.ts'
import { languageCodes } from '../catalogue/vocabularies.ts'
import type { Findings } from './finding.ts'
import { type Graph, plain } from './graph.ts'
import { languageOf } from './read-text.ts'

/** A web address as it may stand in our metadata; undefined for anything else. */
export function readUrl(text: string): string | undefined {
  const trimmed = text.trim()
  return /^https?:\/\/[^\s]+$/.test(trimmed) && trimmed.length <= 1_000 && URL.canParse(trimmed) ? trimmed : undefined
}

/** Languages of a data set or distribution: codes of the EU vocabulary, or `de`. Others are reported. */
export function languagesOf(graph: Graph, key: string, findings: Findings): Language[] {
  const found = graph.values(key, 'dct:language').flatMap((value) => {
    const text = plain(value) ?? ''
    const own = languages.find((language) => text.endsWith(`/${languageCodes[language]}`)) ?? languageOf(text)
    return own ?? findings.add('note', 'language_not_kept', 'dct:language', text) ?? []
  })
  return [...new Set(found)]
}
