import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { readCatalogues } from '#kernel/i18n/catalogue.ts'
import { type Language, languages, locales } from '#kernel/i18n/language.ts'
import { messageSources } from '../../src/app.ts'

/** Keys that no line of code spells out, each with where it comes from. Keep it short. */
const computedElsewhere: readonly { prefix: string; because: string }[] = []

const catalogues = readCatalogues(messageSources())
const keys = [...catalogues.de.keys()]
const isKey = new Set(keys)
const sources = readSources()
const words = new Set(sources.flatMap(({ text }) => text.match(/[\w-]+/g) ?? []))
const name = String.raw`(?:kernel|ui|${[...new Set(messageSources().map(({ prefix }) => prefix))].join('|')})\.`

type Source = { file: string; text: string }

/** The program's code without comments: a key in a comment is not used. */
function readSources(): Source[] {
  const src = join(import.meta.dirname, '../../src')
  return globSync('**/*.{ts,tsx}', { cwd: src })
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .map((file) => ({
      file,
      text: readFileSync(join(src, file), 'utf8')
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/^\s*\/\/.*$/gm, ''),
    }))
}

/** Where code asks for a text: the first argument of `t(…)` or `t.has(…)`, and what an error tells people. */
function* questions(text: string): Generator<string> {
  for (const call of text.matchAll(/(?<![\w$])t(?:\.has)?\(/g)) yield firstArgument(text, call.index + call[0].length)
  for (const match of text.matchAll(/userMessage: ('[^']*'|`[^`]*`)/g)) yield match[1] ?? ''
}

function askedKeys({ text }: Source): string[] {
  const literal = new RegExp(`'(${name}[\\w.-]+)'`, 'g')
  return [...questions(text)].flatMap((question) => [...question.matchAll(literal)].map((match) => match[1] ?? ''))
}

/** The text from `start` to the comma or bracket that ends the argument. */
function firstArgument(text: string, start: number): string {
  let depth = 0
  for (let index = start; index < text.length; index += 1) {
    const sign = text[index] ?? ''
    if ('([{'.includes(sign)) depth += 1
    if (')]}'.includes(sign)) depth -= 1
    if (depth < 0 || (depth === 0 && sign === ',')) return text.slice(start, index)
  }
  return text.slice(start)
}

type Template = { template: string; pattern: RegExp }

/** Template literals that make keys: `kernel.error.status_${status}` stands for all keys of that form. */
function templatesIn(text: string): Template[] {
  return [...text.matchAll(new RegExp(`\`(${name}[^\`]*\\$\\{[^\`]*)\``, 'g'))].map(([, template = '']) => {
    const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    return { template, pattern: new RegExp(`^${parts.join('([\\w.-]+)')}$`) }
  })
}

const allTemplates = sources.flatMap(({ text }) => templatesIn(text))

test('catalogues and code are read at all', () => {
  expect(keys.length).toBeGreaterThan(200)
  expect(sources.length).toBeGreaterThan(100)
  expect(sources.flatMap(askedKeys).length).toBeGreaterThan(100)
})

test('every key that code asks for exists', () => {
  const missing = sources.flatMap((source) =>
    askedKeys(source)
      .filter((key) => !isKey.has(key))
      .map((key) => `${source.file}: ${key}`),
  )
  expect(missing).toEqual([])
})

test('every template that code asks with makes at least one key that exists', () => {
  const empty = sources.flatMap(({ file, text }) =>
    [...questions(text)]
      .flatMap(templatesIn)
      .filter(({ pattern }) => !keys.some((key) => pattern.test(key)))
      .map(({ template }) => `${file}: ${template}`),
  )
  expect(empty).toEqual([])
})

test('every text is used somewhere', () => {
  const spelled = new Set(
    sources.flatMap(({ text }) =>
      [...text.matchAll(new RegExp(`['"\`](${name}[\\w.-]+)['"\`]`, 'g'))].map((match) => match[1]),
    ),
  )
  const unused = keys.filter(
    (key) =>
      !spelled.has(key) && !isMadeByTemplate(key) && !computedElsewhere.some(({ prefix }) => key.startsWith(prefix)),
  )
  expect(unused).toEqual([])
})

/** A template uses a key when what stands in its holes is a word of the code, such as a member of a list. */
function isMadeByTemplate(key: string): boolean {
  return allTemplates.some(({ pattern }) => {
    const holes = pattern.exec(key)?.slice(1)
    return holes?.every((hole) => words.has(hole) || hole.split('.').every((part) => words.has(part))) ?? false
  })
}

test('the reasons for keys computed elsewhere still hold', () => {
  expect(computedElsewhere.filter(({ prefix }) => !keys.some((key) => key.startsWith(prefix)))).toEqual([])
})

test('every text can be read by ICU, and takes the same values in all languages', () => {
  const faults = keys.flatMap((key) => {
    const taken = languages.map((language) => ({ language, values: valuesOf(textOf(key, language), language) }))
    const german = taken[0]?.values
    return taken
      .filter(({ values }) => values !== german)
      .map(({ language, values }) => `${key}: ${language} takes ${values}, de ${german}`)
  })
  expect(faults).toEqual([])
})

function textOf(key: string, language: Language): string {
  return catalogues[language].get(key) ?? ''
}

/** Names and kinds of the values that a text takes, sorted; also `%n` and the like, which script fills in. */
function valuesOf(text: string, language: Language): string {
  const script = [...new Set(text.match(/%[a-z]\b/g) ?? [])].map((place) => `${place}: script`)
  if (!text.includes('{')) return script.sort().join(', ')
  try {
    const found = new Map<string, string>()
    collectValues(new IntlMessageFormat(text, locales[language], undefined, { ignoreTag: true }).getAst(), found)
    return [...script, ...[...found].map(([value, kind]) => `${value}: ${kind}`)].sort().join(', ')
  } catch (error) {
    return `unreadable (${error instanceof Error ? error.message : error})`
  }
}

type Elements = ReturnType<IntlMessageFormat['getAst']>

/** Kinds as `@formatjs/icu-messageformat-parser` numbers them. */
const kinds = ['literal', 'text', 'number', 'date', 'time', 'select', 'plural', 'pound', 'tag'] as const

function collectValues(elements: Elements, found: Map<string, string>): void {
  for (const element of elements) {
    const kind = kinds[element.type]
    if (kind !== undefined && kind !== 'literal' && kind !== 'pound' && 'value' in element) {
      const before = found.get(element.value)
      // A number may be shown plainly in one place and decide about the plural in another.
      if (before === undefined || kind === 'plural' || kind === 'select') found.set(element.value, kind)
    }
    if ('options' in element) for (const option of Object.values(element.options)) collectValues(option.value, found)
  }
}

test('German is spelled as in Switzerland: ss, and «…»', () => {
  const faults = keys.filter((key) => /[ß"„“”]/.test(textOf(key, 'de')))
  expect(faults.map((key) => `${key}: ${textOf(key, 'de')}`)).toEqual([])
})

test('no language has straight quotation marks, and French and Italian have «…» like German', () => {
  const faults = languages.flatMap((language) =>
    keys
      .filter((key) => (language === 'en' ? /"/ : /["„“”]/).test(textOf(key, language)))
      .map((key) => `${language} ${key}: ${textOf(key, language)}`),
  )
  expect(faults).toEqual([])
})

test('no text is left empty, unfinished or in the wrong place', () => {
  const faults = languages.flatMap((language) =>
    keys.filter(
      (key) =>
        /\b(?:TODO|FIXME|XXX|lorem ipsum)\b/i.test(textOf(key, language)) ||
        textOf(key, language) !== textOf(key, language).replace(/^\s+/, ''),
    ),
  )
  expect(faults).toEqual([])
})
