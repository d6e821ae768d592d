import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { isLanguage, type Language } from '#kernel/i18n/language.ts'

/** What somebody types on a page in a language, and the service she means: `nothing` where it is none of ours. */
export type Question = { text: string; language: Language; meant: string }

/** The questions the search is tuned on, and those kept aside: they only measure. */
export type Half = 'queries' | 'queries-held-out'

export function readQuestions(half: Half): Question[] {
  const content: unknown = parse(readFileSync(join(import.meta.dirname, `${half}.yaml`), 'utf8'))
  if (typeof content !== 'object' || content === null) throw new TypeError(`${half}: no questions`)
  return Object.entries(content).flatMap(([meant, list]) =>
    (Array.isArray(list) ? list : []).map((one) => readQuestion(one, meant)),
  )
}

function readQuestion(entry: unknown, meant: string): Question {
  if (typeof entry === 'string') return { text: entry, language: 'de', meant }
  if (typeof entry === 'object' && entry !== null && 'text' in entry && 'language' in entry) {
    const { text, language } = entry
    if (typeof text === 'string' && isLanguage(language)) return { text, language, meant }
  }
  throw new TypeError(`no question: ${JSON.stringify(entry)}`)
}
