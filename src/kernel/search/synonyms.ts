import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { withoutDigraphs, wordsOf } from './tokens.ts'

/** Words for the same thing: who writes one of `words` (or of `mean`) is also shown what is found by `mean`. */
export type SynonymEntry = { readonly mean: readonly string[]; readonly words: readonly string[] }

/** Gives, for the words of a question from a position on, what else they mean: phrases as lists of words. */
export type Synonyms = (words: readonly string[], position: number) => readonly (readonly string[])[]

export class SynonymsFileError extends Error {
  override name = 'SynonymsFileError'
}

const longestPhrase = 4
const beginningMark = '*'

/**
 * Makes entries ready for looking up. A word that ends in `*` stands for all words that begin with it (`zügl*`); several words are a phrase.
 */
export function createSynonyms(entries: readonly SynonymEntry[]): Synonyms {
  const phrases = new Map<string, string[][]>()
  const beginnings = new Map<string, string[][]>()
  for (const { mean, words } of entries) {
    const meaning = mean.map(wordsOf)
    for (const word of [...mean, ...words]) {
      const isBeginning = word.endsWith(beginningMark)
      const target = isBeginning ? beginnings : phrases
      const key = keyOf(wordsOf(word))
      target.set(key, [...(target.get(key) ?? []), ...meaning])
    }
  }
  return (words, position) => {
    const found = lengths.flatMap((length) => {
      const part = words.slice(position, position + length)
      return part.length === length ? (phrases.get(keyOf(part)) ?? []) : []
    })
    const word = keyOf(words.slice(position, position + 1))
    const begun = prefixesOf(word).flatMap((prefix) => beginnings.get(prefix) ?? [])
    return [...found, ...begun]
  }
}

const lengths = Array.from({ length: longestPhrase }, (_, index) => index + 1)

function prefixesOf(word: string): string[] {
  return Array.from({ length: word.length }, (_, index) => word.slice(0, index + 1))
}

/** Umlauts count the same however they are typed: `zügeln`, `zuegeln`, `zugeln`. */
function keyOf(words: readonly string[]): string {
  return words.map(withoutDigraphs).join(' ')
}

/** Reads a synonyms file: a YAML list of `{ mean: […], words: […] }`. Throws a `SynonymsFileError` that names the faulty entry. */
export function loadSynonyms(file: string): Synonyms {
  const content: unknown = parse(readFileSync(file, 'utf8'))
  if (!Array.isArray(content)) throw new SynonymsFileError(`${file}: must be a list`)
  return createSynonyms(
    content.map((entry, index) => {
      if (!isEntry(entry))
        throw new SynonymsFileError(`${file}: entry ${index + 1} needs the lists «mean» and «words», of text`)
      return entry
    }),
  )
}

function isEntry(value: unknown): value is SynonymEntry {
  return (
    typeof value === 'object' &&
    value !== null &&
    'mean' in value &&
    'words' in value &&
    isTexts(value.mean) &&
    isTexts(value.words)
  )
}

function isTexts(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((text) => typeof text === 'string' && wordsOf(text).length > 0)
  )
}

let own: Synonyms | undefined

/** The synonyms of `content/search/synonyms.yaml`, read once. */
export function contentSynonyms(): Synonyms {
  own ??= loadSynonyms(join(import.meta.dirname, '../../../content/search/synonyms.yaml'))
  return own
}
