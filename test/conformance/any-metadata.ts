import fc from 'fast-check'
import type { DataSetMetadata } from '#modules/opendata/catalogue/data-set.ts'
import { fileFormats } from '#modules/opendata/catalogue/formats.ts'
import { frequencies, licences, themes } from '#modules/opendata/catalogue/vocabularies.ts'

/** Text with something to read in it: any characters, those that formats trip over among them. */
const anyText = fc
  .tuple(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.constantFrom('', '<', '&amp;', ']]>', '"', '\\', '\r\n', '\t', '🌳', '--'),
  )
  .map(([text, odd]) => `${text}${odd}ä`)

const anyLocalText = fc.record({ de: anyText, fr: anyText, it: anyText, en: anyText }, { requiredKeys: ['de'] })
const anyUrl = fc
  .string({ unit: fc.constantFrom(...'abz09-._~%/?=&#<>"{}|^`ä🌳'), maxLength: 20 })
  .map((rest) => `https://example.ch/${rest}`)
const anyDay = fc
  .date({ min: new Date('1850-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const anyInstant = fc
  .tuple(anyDay, fc.constantFrom('T08:31:07', 'T23:59:59.123456', 'T00:00:00Z', 'T19:30:57+02:00'))
  .map((parts) => parts.join(''))
const anyNamed = fc.array(fc.record({ title: anyLocalText, url: anyUrl }), { maxLength: 2 })
const anyWords = fc.array(anyText, { minLength: 1, maxLength: 3 })
const anySlug = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8})?$/)

/** What a catalogue of others may say besides, two deep. */
const anySaid = fc.record(
  {
    property: fc.constantFrom('dct:coverage', 'dct:title', 'rdfs:label'),
    text: anyText,
    language: fc.constantFrom('de', 'fr', 'rm'),
  },
  { requiredKeys: ['property', 'text'] },
)
const anyThing = fc.record(
  {
    property: fc.constantFrom('dcat:qualifiedRelation', 'schema:image', 'foaf:page', 'dcat:accessService'),
    iri: anyUrl,
    types: fc.uniqueArray(fc.constantFrom('dcat:Relationship', 'foaf:Document'), { minLength: 1, maxLength: 2 }),
    says: fc.array(anySaid, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ['property'] },
)
const anyMore = fc.array(fc.oneof(anySaid, anyThing), { maxLength: 3 })

const anyDistribution = fc.record(
  {
    id: fc.uuid(),
    slug: anySlug,
    kind: fc.constantFrom('table', 'file', 'link', 'service'),
    title: anyLocalText,
    description: anyLocalText,
    url: anyUrl,
    format: fc.constantFrom(...Object.keys(fileFormats), 'GTFS', 'DWG', 'SPARQLQ'),
    issued: anyDay,
    modified: anyDay,
    issuedAt: anyInstant,
    modifiedAt: anyInstant,
    more: anyMore,
  },
  { requiredKeys: ['id', 'slug', 'kind', 'title'] },
)

/** Whatever metadata its shape allows. */
export const anyMetadata: fc.Arbitrary<DataSetMetadata> = fc.record(
  {
    title: anyLocalText,
    description: anyLocalText,
    keywords: fc.record({ de: anyWords, fr: anyWords, it: anyWords, en: anyWords }, { requiredKeys: ['de'] }),
    themes: fc.uniqueArray(fc.constantFrom(...themes), { minLength: 1, maxLength: 5 }),
    frequency: fc.constantFrom(...frequencies),
    licence: fc.constantFrom(...licences),
    rights: fc.constantFrom('CC0-1.0', 'CC-BY-4.0'),
    contact: fc.record({ name: anyLocalText, email: fc.constantFrom('a@b.ch', "o'x+<y>@example.ch") }),
    issued: anyDay,
    modified: anyDay,
    issuedAt: anyInstant,
    modifiedAt: anyInstant,
    temporal: fc.array(fc.record({ from: anyDay, to: anyDay }, { requiredKeys: ['from'] }), { maxLength: 2 }),
    spatial: fc.uniqueArray(fc.constantFrom('kriens', 'kanton-luzern'), { maxLength: 2 }),
    languages: fc.uniqueArray(fc.constantFrom('de', 'fr', 'it', 'en'), { maxLength: 4 }),
    landingPage: anyUrl,
    documentation: anyNamed,
    relations: anyNamed,
    conformsTo: fc.array(anyUrl, { maxLength: 2 }),
    legalBasis: anyNamed,
    sources: anyNamed,
    original: fc.record({ identifier: anySlug, uri: anyUrl, more: anyMore }, { requiredKeys: ['identifier'] }),
    distributions: fc.uniqueArray(anyDistribution, { minLength: 1, maxLength: 3, selector: ({ slug }) => slug }),
  },
  {
    requiredKeys: [
      'title',
      'description',
      'keywords',
      'themes',
      'frequency',
      'licence',
      'contact',
      'issued',
      'distributions',
    ],
  },
)
