import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Type } from 'typebox'
import { parse } from 'yaml'
import { isSlug } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import { mostMembers, type SeriesMetadata, seriesSchema } from '../series/series.ts'
import { DataSetFileError } from './read-data-sets.ts'

const { issued: _issued, issuedAt: _issuedAt, original: _original, ...about } = seriesSchema.properties

/** A file of the content: what is said of a series, and the slugs of its data sets in their order. */
const fileSchema = Type.Object(
  {
    ...about,
    dataSets: Type.Array(Type.String({ format: 'slug' }), { minItems: 1, maxItems: mostMembers, uniqueItems: true }),
  },
  { additionalProperties: false },
)
const isFile = validatorOf(fileSchema)

export type ContentSeries = {
  readonly slug: string
  readonly metadata: SeriesMetadata
  /** Slugs. */
  readonly dataSets: readonly string[]
}

/** The series that are there at the start: one YAML file each. Throws, naming the file, where one does not describe a series. */
export function readSeriesFolder(folder: string): readonly ContentSeries[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => {
      const content: unknown = parse(readFileSync(join(folder, file), 'utf8'))
      if (!isFile(content)) throw new DataSetFileError(`${file}: ${JSON.stringify(isFile.problems(content))}`)
      const slug = basename(file, '.yaml')
      if (!isSlug(slug)) throw new DataSetFileError(`${file}: its name is no slug`)
      const { dataSets, ...metadata } = content
      return { slug, metadata, dataSets }
    })
}
