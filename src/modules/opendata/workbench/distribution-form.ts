import { isIsoDate } from '#kernel/i18n/format.ts'
import { languages } from '#kernel/i18n/language.ts'
import { validatorOf } from '#kernel/validator.ts'
import { dayValues, type FormReading, readOptionalTexts, readTexts } from '#modules/egovernment/public.ts'
import { type DataSetMetadata, type Distribution, distributionSchema } from '../catalogue/data-set.ts'
import { isFileType } from '../catalogue/file-types.ts'
import { fileFormats } from '../catalogue/formats.ts'
import { isDayGiven, readAddress, readSlug, withoutEmpty } from './metadata-form.ts'
import { readingValues } from './reading-form.ts'

const isDistribution = validatorOf(distributionSchema)

/** What can be added at the desk. */
export const distributionKinds = ['table', 'file', 'link', 'service'] as const

/** Names of our own below the address of a data set. */
const takenSlugs = ['changes', 'feed', 'versions', 'questions', 'subscriptions']

export function distributionValues(one: Distribution): readonly (readonly [string, string])[] {
  const day = (name: string, text: string | undefined) =>
    text !== undefined && isIsoDate(text) ? Object.entries(dayValues(name, text)) : []
  return [
    ['kind', one.kind],
    ['slug', one.slug],
    ...languages.map((language): [string, string] => [`title.${language}`, one.title[language] ?? '']),
    ...languages.map((language): [string, string] => [`description.${language}`, one.description?.[language] ?? '']),
    ['url', one.url ?? ''],
    ['endpoint_description', one.endpointDescription ?? ''],
    ['format', one.format ?? ''],
    ...day('issued', one.issued),
    ...day('modified', one.modified),
    ...readingValues(one),
  ]
}

/** The distribution as it was entered; `before` is what it was, with its id and columns, `taken` the names that a new one cannot have. Undefined where something is wrong. */
export function readDistribution(
  form: FormReading,
  before: Pick<Distribution, 'id'> & Partial<Distribution>,
  taken: ReadonlySet<string>,
): Distribution | undefined {
  const kind = before.kind ?? form.choice('kind', distributionKinds)
  const slug = before.slug ?? readNewSlug(form, taken)
  const endpointDescription = kind === 'service' ? readAddress(form, 'endpoint_description') : undefined
  const title = readTexts(form, 'title', 300)
  const isElsewhere = kind === 'link' || kind === 'service'
  const url = isElsewhere ? readAddress(form, 'url') : before.url
  if (isElsewhere && url === undefined) form.fail('url', 'opendata.desk.error.address')
  const format = isElsewhere && isFileType(form.value('format')) ? form.value('format') : undefined
  const isSameFormat = format === before.format
  const rest = withoutEmpty({
    description: readOptionalTexts(form, 'description', 5_000),
    url,
    format: isElsewhere ? format : before.format,
    mediaType: isElsewhere && !isSameFormat ? fileFormats[format ?? '']?.mediaType : before.mediaType,
    byteSize: before.byteSize,
    downloadUrl: url === before.url ? before.downloadUrl : undefined,
    identifier: before.identifier,
    languages: before.languages,
    more: before.more,
    sha256: before.sha256,
    fileName: before.fileName,
    issued: isDayGiven(form, 'issued') ? form.day('issued') : undefined,
    modified: isDayGiven(form, 'modified') ? form.day('modified') : undefined,
    columns: before.columns,
    missingValues: before.missingValues,
    reading: before.reading,
    writing: before.writing,
    protection: before.protection,
    endpointDescription,
  })
  if (!form.isSound || !kind || !slug || !title) return undefined
  const one = { id: before.id, slug, kind, title, ...rest }
  if (isDistribution(one)) return one
  for (const { path } of isDistribution.problems(one))
    form.fail(path.split('/')[1] || 'title.de', 'opendata.desk.error.unfit')
  return undefined
}

function readNewSlug(form: FormReading, taken: ReadonlySet<string>): string | undefined {
  const slug = readSlug(form, 'slug')
  if (slug === undefined) return form.fail('slug', 'opendata.desk.error.slug')
  if (takenSlugs.includes(slug) || taken.has(slug)) return form.fail('slug', 'opendata.desk.error.slug_taken')
  return slug
}

/** A data set with one distribution in the place of the one with its id, or at the end. */
export function withDistribution(metadata: DataSetMetadata, one: Distribution): DataSetMetadata {
  const isThere = metadata.distributions.some(({ id }) => id === one.id)
  return {
    ...metadata,
    distributions: isThere
      ? metadata.distributions.map((other) => (other.id === one.id ? one : other))
      : [...metadata.distributions, one],
  }
}
