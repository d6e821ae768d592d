import { type Language, type LocalText, languages } from '#kernel/i18n/language.ts'
import type { Findings } from './finding.ts'
import type { GraphValue } from './graph.ts'
import { storable } from './storable.ts'

type Texts = Partial<Record<Language, string>>

/** The first text of each of our four languages; one without a language counts as German where there is none. */
export function textsOf(values: readonly GraphValue[]): Texts {
  const found: Texts = {}
  for (const value of values) {
    if (value.kind !== 'text' || value.text.trim() === '') continue
    const language = languageOf(value.language)
    if (language && found[language] === undefined) found[language] = value.text.trim()
  }
  const bare = values.find((value) => value.kind === 'text' && value.language === '' && value.text.trim() !== '')
  return found.de === undefined && bare?.kind === 'text' ? { ...found, de: bare.text.trim() } : found
}

/** Ours of a language tag, `de-CH` being German; undefined for any other language. */
export function languageOf(tag: string): Language | undefined {
  const own = tag.toLowerCase().split('-')[0]
  return languages.find((language) => language === own)
}

/** Romansh of titles and descriptions is kept beside our own texts. */
const isKeptApart = (language: string, property: string) =>
  isRomansh(language) && /dct:(?:title|description)$/.test(property)

export const isRomansh = (tag: string): boolean => /^rm(?:-|$)/i.test(tag)

/**
 * A text with German in it, which ours all have: where there is none, that of another language stands for it, and is reported. Each language is cut to
 * `longest` characters.
 */
export function localText(
  values: readonly GraphValue[],
  { findings, property, longest }: { findings: Findings; property: string; longest: number },
): LocalText | undefined {
  const texts = textsOf(values)
  const others = values.flatMap((value) =>
    value.kind === 'text' && value.language && !languageOf(value.language) && !isKeptApart(value.language, property)
      ? [value.language]
      : [],
  )
  for (const language of new Set(others)) findings.add('note', 'language_not_kept', property, language)
  const de = texts.de ?? texts.fr ?? texts.it ?? texts.en
  if (de === undefined) return undefined
  if (texts.de === undefined) findings.add('warning', 'no_german', property, de)
  const cut = (text: string) => {
    if (text.length > longest) findings.add('warning', 'too_long', property, text)
    return storable(text, longest).trim()
  }
  const kept = Object.entries(texts).map(([language, text]) => [language, cut(text)])
  return { ...Object.fromEntries(kept), de: cut(de) }
}

/** Words by language, each once. German ones where there are only others. */
export function wordsOf(
  values: readonly GraphValue[],
  findings: Findings,
): { de: string[]; fr?: string[]; it?: string[]; en?: string[] } {
  const found = new Map<Language, Set<string>>()
  for (const value of values) {
    if (value.kind !== 'text') continue
    const word = value.text.trim().replace(/\s+/g, ' ')
    const language = value.language === '' ? 'de' : languageOf(value.language)
    if (isRomansh(value.language)) continue
    if (language === undefined) findings.add('note', 'language_not_kept', 'dcat:keyword', `${word} (${value.language})`)
    else if (word.length > longestWord) findings.add('warning', 'too_long', 'dcat:keyword', word)
    else if (word !== '') found.set(language, (found.get(language) ?? new Set()).add(word))
  }
  const list = (language: Language) => findings.first([...(found.get(language) ?? [])], mostWords, 'dcat:keyword')
  const others = languages.filter((language) => language !== 'de' && found.has(language))
  const de = list('de')
  const [instead] = others
  return {
    ...Object.fromEntries(others.map((language) => [language, list(language)])),
    de: de.length > 0 ? de : instead ? list(instead) : [],
  }
}

const longestWord = 60
const mostWords = 40
