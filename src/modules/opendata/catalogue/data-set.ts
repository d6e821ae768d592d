import { type Static, Type } from 'typebox'
import { localText } from '#kernel/i18n/local-text.ts'
import type { AuthorityId, Id } from '#kernel/ids.ts'
import { delimiterPattern, encodings } from '../intake/inside/order.ts'
import { columnSchema } from '../tables/column.ts'
import { statementSchema } from './statement.ts'
import { frequencies, licences, themes } from './vocabularies.ts'

export type DataSetId = Id<'data-set'>
/** Of a distribution; for one with a table it is the table's id too, and CKAN's resource id. */
export type DistributionId = Id<'distribution'>

const closed = { additionalProperties: false } as const
const slug = Type.String({ pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$', maxLength: 64 })
const uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })
const url = Type.String({ pattern: '^https?://[^\\s]+$', maxLength: 1_000 })
const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
/** An instant as it was said elsewhere (`xsd:dateTime`), with or without a zone. */
const instant = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[+-]\\d{2}:\\d{2})?$',
  maxLength: 60,
})
const word = Type.String({ minLength: 1, maxLength: 60 })
const words = Type.Array(word, { minItems: 1, maxItems: 40 })
const named = Type.Object({ title: localText(300), url }, closed)
/** What else was said where it was harvested. */
const more = Type.Optional(Type.Array(statementSchema, { maxItems: 60 }))

const words40 = Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { minItems: 1, maxItems: 20 })
const writingSchema = Type.Object(
  {
    column: Type.String({ minLength: 1, maxLength: 63 }),
    trueValues: Type.Optional(words40),
    falseValues: Type.Optional(words40),
    decimal: Type.Optional(Type.Enum(['.', ','])),
    group: Type.Optional(Type.String({ minLength: 1, maxLength: 3 })),
    isDayFirst: Type.Optional(Type.Boolean()),
  },
  closed,
)

/**
 * One way to the data. `table`: versions of rows that are kept and queried here, with its columns; `file`: a document that is kept here;
 * `link`: what lies elsewhere; `service`: an interface elsewhere.
 */
export const distributionSchema = Type.Object(
  {
    id: uuid,
    slug,
    kind: Type.Enum(['table', 'file', 'link', 'service']),
    title: localText(300),
    description: Type.Optional(localText(5_000)),
    /** Where it lies, for links and services; for files the name in the store is kept beside it. */
    url: Type.Optional(url),
    /** Where the file itself is, where `url` leads to a page about it. */
    downloadUrl: Type.Optional(url),
    /** Of a service: where it describes itself, such as an OpenAPI document or the capabilities of a map. */
    endpointDescription: Type.Optional(url),
    /** What it is called where it was harvested. */
    identifier: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
    languages: Type.Optional(Type.Array(Type.Enum(['de', 'fr', 'it', 'en']), { maxItems: 4, uniqueItems: true })),
    /** Code of the EU vocabulary «file-type», such as CSV. */
    format: Type.Optional(Type.String({ pattern: '^[A-Z0-9_]{1,30}$' })),
    mediaType: Type.Optional(Type.String({ pattern: '^[a-z]+/[a-z0-9.+-]+$', maxLength: 100 })),
    byteSize: Type.Optional(Type.Integer({ minimum: 0 })),
    /** Of a document that is kept here, with what it is called. */
    sha256: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
    fileName: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    issued: Type.Optional(day),
    modified: Type.Optional(day),
    /** The instants of these two days in Switzerland, where it was harvested with them. */
    issuedAt: Type.Optional(instant),
    modifiedAt: Type.Optional(instant),
    more,
    columns: Type.Optional(Type.Array(columnSchema, { minItems: 1, maxItems: 500 })),
    /** Of a table on persons: how many of them have the same in common at least, and whether they were told apart by what names them. */
    protection: Type.Optional(
      Type.Object(
        {
          k: Type.Integer({ minimum: 5, maximum: 1_000 }),
          countsPersons: Type.Optional(Type.Boolean()),
          /** Why nobody is told by it together with other tables on persons of the authority, as its steward says; not for the public. */
          beside: Type.Optional(Type.String({ minLength: 10, maxLength: 500 })),
        },
        closed,
      ),
    ),
    /** What stands for nothing in the files that its rows come in, such as -999. */
    missingValues: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { minItems: 1, maxItems: 20 }),
    ),
    /** How values are written in such a file, as the schema of whoever writes it says; not for the public. */
    writing: Type.Optional(Type.Array(writingSchema, { minItems: 1, maxItems: 500 })),
    /** How such a file is read where it is not told by itself, as its steward says; not for the public. */
    reading: Type.Optional(
      Type.Object(
        {
          sheet: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
          delimiter: Type.Optional(Type.String({ pattern: delimiterPattern })),
          encoding: Type.Optional(Type.Enum([...encodings])),
          headingLine: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
        },
        { ...closed, minProperties: 1 },
      ),
    ),
  },
  closed,
)
export type Distribution = Static<typeof distributionSchema>

/** What is said of a data set, by whoever keeps it. All its distributions carry the one licence. */
export const dataSetSchema = Type.Object(
  {
    title: localText(300),
    description: localText(10_000),
    keywords: Type.Object(
      { de: words, fr: Type.Optional(words), it: Type.Optional(words), en: Type.Optional(words) },
      closed,
    ),
    themes: Type.Array(Type.Enum([...themes]), { minItems: 1, maxItems: 5, uniqueItems: true }),
    frequency: Type.Enum([...frequencies]),
    licence: Type.Enum([...licences]),
    /** A Creative Commons licence that holds besides, as data portals outside Switzerland ask for. */
    rights: Type.Optional(Type.Enum(['CC0-1.0', 'CC-BY-4.0'])),
    contact: Type.Object(
      { name: localText(200), email: Type.String({ maxLength: 200, pattern: '^[^@\\s]+@[^@\\s]+$' }) },
      closed,
    ),
    /** First published, and when the data was last true. */
    issued: day,
    modified: Type.Optional(day),
    /** The instants of these two days in Switzerland, where it was harvested with them. */
    issuedAt: Type.Optional(instant),
    modifiedAt: Type.Optional(instant),
    temporal: Type.Optional(Type.Array(Type.Object({ from: day, to: Type.Optional(day) }, closed), { maxItems: 10 })),
    /** Slugs of the authorities whose area it covers. */
    spatial: Type.Optional(Type.Array(slug, { maxItems: 90, uniqueItems: true })),
    languages: Type.Optional(Type.Array(Type.Enum(['de', 'fr', 'it', 'en']), { maxItems: 4, uniqueItems: true })),
    landingPage: Type.Optional(url),
    documentation: Type.Optional(Type.Array(named, { maxItems: 20 })),
    relations: Type.Optional(Type.Array(named, { maxItems: 20 })),
    conformsTo: Type.Optional(Type.Array(url, { maxItems: 10 })),
    legalBasis: Type.Optional(Type.Array(named, { maxItems: 10 })),
    /** Where facts come from that others have found out. */
    sources: Type.Optional(Type.Array(named, { maxItems: 20 })),
    /** What it is called where it was harvested: it keeps that name and address. */
    original: Type.Optional(
      Type.Object(
        {
          identifier: Type.String({ minLength: 1, maxLength: 300 }),
          uri: Type.Optional(url),
          /** Who publishes it there. */
          publisher: Type.Optional(Type.Object({ uri: Type.Optional(url), name: localText(300) }, closed)),
          /** Data sets that its catalogue names beside it, by their identifiers. */
          seeAlso: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 300 }), { maxItems: 50 })),
          more,
        },
        closed,
      ),
    ),
    distributions: Type.Array(distributionSchema, { maxItems: 50 }),
  },
  closed,
)
export type DataSetMetadata = Static<typeof dataSetSchema>

/** draft → in review → published → withdrawn; a published one can be in review again with what is to change. */
export const dataSetStates = ['draft', 'in_review', 'published', 'withdrawn'] as const
export type DataSetState = (typeof dataSetStates)[number]

/** Where a data set comes from: written by a steward, by the platform itself, or taken over from another catalogue. */
export const dataSetOrigins = ['steward', 'platform', 'harvest'] as const
export type DataSetOrigin = (typeof dataSetOrigins)[number]

/** As everybody sees it. */
export type PublishedDataSet = {
  readonly authorityId: AuthorityId
  readonly id: DataSetId
  /** With the authority it makes the identifier, `slug@authority`. */
  readonly slug: string
  readonly origin: DataSetOrigin
  readonly metadata: DataSetMetadata
  readonly publishedAt: Date
  /** When anything of it last changed: metadata or rows. */
  readonly changedAt: Date
  /** Set once it was taken back: the address stays and says so. */
  readonly withdrawnAt: Date | null
}
