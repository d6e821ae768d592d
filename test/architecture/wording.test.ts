import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readCatalogues } from '#kernel/i18n/catalogue.ts'
import { isLanguage, type Language, languages } from '#kernel/i18n/language.ts'
import { typeset } from '#kernel/i18n/typography.ts'
import { messageSources } from '../../src/app.ts'

/** What people read, as they read it: all messages, and what the services say. */
type Wording = { readonly language: Language; readonly place: string; readonly text: string }

const root = join(import.meta.dirname, '../..')
const wordings = [...messages(), ...services()]

function messages(): Wording[] {
  const catalogues = readCatalogues(messageSources())
  return languages.flatMap((language) =>
    [...catalogues[language]].map(([place, text]) => ({ language, place: `${place} (${language})`, text })),
  )
}

function services(): Wording[] {
  return globSync('content/services/*.yaml', { cwd: root }).flatMap((file) => [
    ...textsIn(parse(readFileSync(join(root, file), 'utf8')), file),
  ])
}

/** Every text that stands under a language, however deep. */
function* textsIn(node: unknown, place: string): Generator<Wording> {
  if (typeof node !== 'object' || node === null) return
  for (const [key, value] of Object.entries(node)) {
    if (isLanguage(key) && typeof value === 'string')
      yield { language: key, place: `${place}/${key}`, text: typeset(value, key) }
    else yield* textsIn(value, `${place}/${key}`)
  }
}

function found(pattern: RegExp, ...where: Language[]): string[] {
  return wordings
    .filter(({ language, text }) => where.includes(language) && pattern.test(text))
    .map(({ place, text }) => `${place}: ${text}`)
}

/** The glossary's table of words that are not used: language, and each word by itself. */
function unusedWords(): { language: Language; words: string[] }[] {
  const glossary = readFileSync(join(root, 'docs/reference/glossary.md'), 'utf8')
  const table = glossary.split('\n## Words not used\n')[1]?.split('\n## ')[0] ?? ''
  return table.split('\n').flatMap((line) => {
    const [language, words] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim())
    return isLanguage(language) && words ? [{ language, words: words.split(', ') }] : []
  })
}

test('messages, services and the words not used are read at all', () => {
  expect(wordings.length).toBeGreaterThan(3_000)
  expect(wordings.filter(({ place }) => place.startsWith('content/')).length).toBeGreaterThan(500)
  expect(languages.filter((language) => !unusedWords().some((row) => row.language === language))).toEqual([])
})

test.each(unusedWords())('$language: nobody reads $words', ({ language, words }) => {
  expect(found(new RegExp(`(?<![\\p{L}-])(?:${words.join('|')})(?![\\p{L}-])`, 'u'), language)).toEqual([])
})

test('the apostrophe between letters is ’', () => {
  expect(found(/\p{L}['‘`´]\p{L}/u, ...languages)).toEqual([])
})

test('German and English have no quotation marks of other languages', () => {
  expect(found(/["„“”‘]|(?<![\p{L}])’\p{L}/u, 'de')).toEqual([])
  expect(found(/["„«»‘‹›]/, 'en')).toEqual([])
})

test('German and Italian have no space before a sign, French always has its own', () => {
  expect(found(/\s[:;?!](?=\s|$)|«\s|\s»/, 'de', 'it')).toEqual([])
  expect(found(/[\p{L}»})*][;?!](?=\s|$)|[\p{L}»})]:(?=[\s*]|$)|\p{L}[ \u00A0][;?!]/u, 'fr')).toEqual([])
})

test('Italian writes lei, suo and their like small inside a sentence', () => {
  expect(found(/[\p{Ll},;’] (?:Lei|Suo|Sua|Suoi|Sue)(?!\p{L})/u, 'it')).toEqual([])
})
