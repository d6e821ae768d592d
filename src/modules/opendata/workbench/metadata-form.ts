import { isDeepStrictEqual } from 'node:util'
import { isIsoDate } from '#kernel/i18n/format.ts'
import { languages } from '#kernel/i18n/language.ts'
import { validatorOf } from '#kernel/validator.ts'
import { dayValues, type FormReading, readTexts, textValues } from '#modules/egovernment/public.ts'
import { type DataSetMetadata, dataSetSchema } from '../catalogue/data-set.ts'
import { frequencies, licences, themes } from '../catalogue/vocabularies.ts'
import { linesOf, parseNamed, parsePeriod, writeNamed, writePeriod } from './form-lines.ts'

const isMetadata = validatorOf(dataSetSchema)

/** Fields that hold addresses with a title, one a line. */
export const namedFields = ['documentation', 'relations', 'legalBasis', 'sources'] as const

export const rights = ['CC0-1.0', 'CC-BY-4.0'] as const

/** A data set as the fields of its form show it; names as in `readMetadataForm`. `nameOf` gives the name of an authority. */
export function metadataValues(
  metadata: DataSetMetadata,
  nameOf: (authority: string) => string,
): readonly (readonly [string, string])[] {
  const { keywords, temporal = [], spatial = [], conformsTo = [] } = metadata
  const day = (name: string, text: string | undefined) =>
    text !== undefined && isIsoDate(text) ? Object.entries(dayValues(name, text)) : []
  return [
    ...aboutValues(metadata),
    ...languages.map((language): [string, string] => [`keywords.${language}`, (keywords[language] ?? []).join('\n')]),
    ['licence', metadata.licence],
    ['rights', metadata.rights ?? ''],
    ...day('issued', metadata.issued),
    ...day('modified', metadata.modified),
    ['temporal', temporal.map(writePeriod).join('\n')],
    ['spatial', spatial.map(nameOf).join('\n')],
    ...(metadata.languages ?? []).map((language): [string, string] => ['languages', language]),
    ['landingPage', metadata.landingPage ?? ''],
    ...namedFields.map((name): [string, string] => [name, (metadata[name] ?? []).map(writeNamed).join('\n')]),
    ['conformsTo', conformsTo.join('\n')],
  ]
}

type Known = {
  /** What the form does not show and stays as it is. */
  readonly kept: Pick<DataSetMetadata, 'distributions' | 'original'>
  /** The slug of an authority by its name or slug. */
  readonly authorityOf: (name: string) => string | undefined
}

/** What was entered, as metadata; undefined where something is wrong, which is noted at its field. */
export function readMetadataForm(form: FormReading, { kept, authorityOf }: Known): DataSetMetadata | undefined {
  const about = readAbout(form)
  const licence = form.choice('licence', licences)
  const issued = form.day('issued')
  const keywords = readKeywords(form)
  const rest = withoutEmpty({
    rights: rights.find((one) => one === form.value('rights')),
    modified: isDayGiven(form, 'modified') ? form.day('modified') : undefined,
    temporal: readLines(form, 'temporal', parsePeriod, 'opendata.desk.error.period'),
    spatial: readLines(form, 'spatial', authorityOf, 'opendata.desk.error.place'),
    languages: languages.filter((language) => form.values('languages').includes(language)),
    landingPage: readAddress(form, 'landingPage'),
    ...Object.fromEntries(
      namedFields.map((field) => [field, readLines(form, field, parseNamed, 'opendata.desk.error.named')]),
    ),
    conformsTo: readLines(form, 'conformsTo', asAddress, 'opendata.desk.error.address_line'),
  })
  if (!form.isSound || !about || !licence || !issued || !keywords) return undefined
  const metadata = { ...about, keywords, licence, issued, ...rest, ...kept }
  if (isMetadata(metadata)) return metadata
  for (const { path } of isMetadata.problems(metadata)) form.fail(fieldOf(path), 'opendata.desk.error.unfit')
  return undefined
}

type About = Pick<DataSetMetadata, 'title' | 'description' | 'themes' | 'frequency' | 'contact'>

/** What data sets and series are both described by; undefined where something is wrong, which is noted at its field. */
export function readAbout(form: FormReading): About | undefined {
  const title = readTexts(form, 'title', 300)
  const description = readTexts(form, 'description', 10_000)
  const name = readTexts(form, 'contact.name', 200)
  const chosen = themes.filter((theme) => form.values('themes').includes(theme))
  if (chosen.length === 0) form.fail('themes', 'opendata.desk.error.theme')
  if (chosen.length > 5) form.fail('themes', 'opendata.desk.error.themes', { most: 5 })
  const frequency = form.choice('frequency', frequencies)
  const email = form.value('contact.email').trim()
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) form.fail('contact.email', 'opendata.desk.error.email')
  if (!title || !description || !name || !frequency) return undefined
  return { title, description, themes: chosen, frequency, contact: { name, email } }
}

/** The fields of `readAbout` with what is stored. */
export function aboutValues({ title, description, themes, frequency, contact }: About): [string, string][] {
  return [
    ...textValues('title', title),
    ...textValues('description', description),
    ...themes.map((theme): [string, string] => ['themes', theme]),
    ['frequency', frequency],
    ...textValues('contact.name', contact.name),
    ['contact.email', contact.email],
  ]
}

export function isDayGiven(form: FormReading, name: string): boolean {
  return Object.values(form.dayParts(name)).some((part) => part !== '')
}

function readKeywords(form: FormReading) {
  const german = linesOf(form.value('keywords.de'))
  if (german.length === 0) return form.fail('keywords.de', 'opendata.desk.error.keyword')
  const all = languages.map((language) => [language, linesOf(form.value(`keywords.${language}`))] as const)
  for (const [language, words] of all)
    if (words.length > 40 || words.some((word) => word.length > 60))
      form.fail(`keywords.${language}`, 'opendata.desk.error.keywords')
  return { ...Object.fromEntries(all.filter(([, words]) => words.length > 0)), de: german }
}

function readLines<Value>(
  form: FormReading,
  name: string,
  parse: (line: string) => Value | undefined,
  key: string,
): readonly Value[] {
  return linesOf(form.value(name)).flatMap((line) => {
    const value = parse(line)
    if (value === undefined) form.fail(name, key, { line })
    return value === undefined ? [] : [value]
  })
}

const asAddress = (line: string): string | undefined =>
  /^https?:\/\/\S+$/.test(line) && URL.canParse(line) ? line : undefined

/** An address that may be left out. */
export function readAddress(form: FormReading, name: string): string | undefined {
  const text = form.value(name).trim()
  if (text === '') return undefined
  return asAddress(text) ?? form.fail(name, 'opendata.desk.error.address')
}

/** A short name that may be left out. */
export function readSlug(form: FormReading, name: string): string | undefined {
  const text = form.value(name).trim()
  if (text === '') return undefined
  return text.length <= 64 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text)
    ? text
    : form.fail(name, 'opendata.desk.error.slug')
}

/** What is undefined or an empty list is not said. */
export function withoutEmpty<Shape extends object>(
  values: Shape,
): { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> } {
  const entries = Object.entries(values).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  )
  const filled: { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> } = {}
  return Object.assign(filled, Object.fromEntries(entries))
}

/** The field of the form that a place in the metadata is entered in. */
export function fieldOf(path: string): string {
  const [first = '', second = ''] = path.slice(1).split('/')
  if (first === 'title' || first === 'description' || first === 'keywords') return `${first}.${second || 'de'}`
  if (first === 'contact') return second === 'email' ? 'contact.email' : 'contact.name.de'
  return first || 'title.de'
}

/** Fields that hold something else than in the saved version, each with what is saved. */
export function differences(
  form: FormReading,
  saved: readonly (readonly [string, string])[],
): readonly { readonly field: string; readonly saved: string }[] {
  const names = [...new Set(saved.map(([name]) => name))]
  return names.flatMap((name) => {
    const kept = saved.filter(([one]) => one === name).map(([, value]) => value.trim())
    const entered = form.values(name).map((value) => value.replaceAll('\r\n', '\n').trim())
    const isSame = isDeepStrictEqual(kept.filter(Boolean).toSorted(), entered.filter(Boolean).toSorted())
    return isSame ? [] : [{ field: name, saved: kept.join(', ') }]
  })
}
