import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseLinkedData } from './parse-linked-data.ts'
import { readCatalogue } from './read-catalogue.ts'
import { readCkan } from './read-ckan.ts'
import { readDataPackage } from './read-data-package.ts'
import type { HarvestDefaults } from './read-data-set.ts'
import { slugOf } from './slug.ts'

const defaults: HarvestDefaults = {
  contact: { name: { de: 'Datenstelle' }, email: 'daten@kriens.example' },
  issued: '2026-11-26',
  authorityOf: (number) => (number === 1059 ? 'kriens' : undefined),
}

const turtle = (said: string) => `
  @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix schema: <http://schema.org/> .
  @prefix vcard: <http://www.w3.org/2006/vcard/ns#> . @prefix hydra: <http://www.w3.org/ns/hydra/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
  ${said}`

const read = async (said: string) =>
  readCatalogue(await parseLinkedData(turtle(said), 'ttl', 'https://example.ch/'), defaults)

const file =
  'dcat:distribution [ a dcat:Distribution; dcat:accessURL <https://example.ch/a.csv>; dct:license <http://dcat-ap.ch/vocabulary/licenses/terms_by> ]'
const bare = (more: string, title = 'dct:title "Bäume"@de;') =>
  `<https://example.ch/baeume> a dcat:Dataset; dct:identifier "baeume@stadt"; ${title} ${more} ${file} .`

test('a data set is taken over with what stands for what is not said', async () => {
  const { dataSets } = await read(bare('dct:spatial <https://ld.admin.ch/municipality/1059>;'))
  expect(dataSets).toHaveLength(1)
  const [one] = dataSets
  expect(one?.slug).toBe('baeume')
  expect(one?.metadata).toMatchObject({
    title: { de: 'Bäume' },
    description: { de: 'Bäume' },
    themes: ['GOVE'],
    frequency: 'IRREG',
    licence: 'terms_by',
    contact: defaults.contact,
    issued: '2026-11-26',
    spatial: ['kriens'],
    original: { identifier: 'baeume@stadt', uri: 'https://example.ch/baeume' },
    distributions: [{ kind: 'link', url: 'https://example.ch/a.csv', title: { de: 'Bäume' } }],
  })
  expect(one?.findings.map(({ kind }) => kind).sort()).toEqual([
    'no_contact',
    'no_description',
    'no_issued',
    'no_theme',
  ])
})

test.each([
  ['dct:issued "2026-4-1"^^xsd:date;', 'date', 'dct:issued', '2026-4-1'],
  ['dcat:theme <http://example.ch/thema>;', 'theme_unknown', 'dcat:theme', 'http://example.ch/thema'],
  ['dcat:landingPage "javascript:alert(1)";', 'url', 'dcat:landingPage', 'javascript:alert(1)'],
  ['dcat:contactPoint [ vcard:hasEmail "niemand" ];', 'email', 'vcard:hasEmail', 'niemand'],
  [
    'dct:accrualPeriodicity <http://example.ch/oft>;',
    'frequency_unknown',
    'dct:accrualPeriodicity',
    'http://example.ch/oft',
  ],
  [
    'dct:temporal [ dcat:startDate "2020"^^xsd:gYear; dcat:endDate "2019"^^xsd:gYear ];',
    'period',
    'dct:temporal',
    '2020-01-01 / 2019-12-31',
  ],
  ['dct:temporal [ schema:startDate "1998"^^xsd:date ];', 'date', 'schema:startDate', '1998'],
  ['dcat:keyword "Plantas"@es;', 'language_not_kept', 'dcat:keyword', 'Plantas (es)'],
  ['dcat:version "2";', 'not_kept', 'dcat:version', ''],
])('%s is named with subject, property and value, and the rest is taken over', async (said, kind, property, value) => {
  const { dataSets } = await read(bare(said))
  expect(dataSets[0]?.metadata?.title.de).toBe('Bäume')
  expect(dataSets[0]?.findings).toContainEqual(
    expect.objectContaining({ subject: 'baeume@stadt', kind, property, value }),
  )
})

const euFormat = 'http://publications.europa.eu/resource/authority/file-type'
test.each([
  [`dct:format <${euFormat}/GTFS>`, { format: 'GTFS' }, []],
  [`dct:format <${euFormat}/WMS_SRVC>`, { format: 'WMS_SRVC' }, []],
  ['dct:format "WFS"', { format: 'WFS_SRVC' }, []],
  ['dct:format "text/csv"', { format: 'CSV' }, []],
  ['dct:format "Pergament"; dcat:mediaType "text/csv"', { format: 'CSV', mediaType: 'text/csv' }, ['Pergament']],
  ['dcat:mediaType "text/csv; charset=utf-8"', { format: 'CSV', mediaType: 'text/csv' }, ['text/csv; charset=utf-8']],
  ['dcat:mediaType "Tabelle"', {}, ['Tabelle']],
])('%s is kept as it is known, and reported where it is not', async (said, kept, reported) => {
  const { dataSets } = await read(bare('').replace('dcat:accessURL', `${said}; dcat:accessURL`))
  const [{ format, mediaType } = {}] = dataSets[0]?.metadata?.distributions ?? []
  expect({ ...(format && { format }), ...(mediaType && { mediaType }) }).toEqual(kept)
  const unknown = dataSets[0]?.findings.filter(({ kind }) => kind === 'format_unknown') ?? []
  expect(unknown.map(({ value }) => value)).toEqual(reported)
})

test.each([
  [
    'a dcat:Dataset; dct:title "A"@de; dcat:distribution [ dcat:accessURL <https://example.ch/a>; dct:rights <https://example.ch/agb> ] .',
    'not_open',
  ],
  [`a dcat:Dataset; dct:title "A"@de; dcat:distribution [ dcat:accessURL <https://example.ch/a> ] .`, 'no_licence'],
  [
    'a dcat:Dataset; dct:title "A"@de; dct:license <http://dcat-ap.ch/vocabulary/licenses/terms_by> .',
    'no_distribution',
  ],
  [`a dcat:Dataset; ${file} .`, 'no_title'],
])('<x> %s is not taken over: %s', async (said, kind) => {
  const { dataSets } = await read(`<https://example.ch/x> ${said}`)
  expect(dataSets[0]?.metadata).toBeUndefined()
  expect(dataSets[0]?.findings).toContainEqual(expect.objectContaining({ severity: 'error', kind }))
})

test('only a French title stands for the German one and is reported; two of one identifier are one', async () => {
  const { dataSets } = await read(`${bare('', 'dct:title "Arbres"@fr;')} ${bare('').replace('/baeume>', '/nochmals>')}`)
  expect(dataSets.map(({ metadata }) => metadata?.title)).toEqual([{ de: 'Arbres', fr: 'Arbres' }, undefined])
  expect(dataSets[0]?.findings).toContainEqual(expect.objectContaining({ kind: 'no_german', property: 'dct:title' }))
  expect(dataSets[1]?.findings).toContainEqual(expect.objectContaining({ kind: 'identifier_twice' }))
})

test('licences that differ become the strictest, and the older statements are understood', async () => {
  const other =
    'dcat:distribution [ a dcat:Distribution; dcat:accessURL <https://example.ch/b>; dct:rights "NonCommercialAllowed-CommercialWithPermission-ReferenceRequired" ];'
  const { dataSets } = await read(bare(other))
  expect(dataSets[0]?.metadata?.licence).toBe('terms_by_ask')
  expect(dataSets[0]?.findings).toContainEqual(expect.objectContaining({ kind: 'licences_differ' }))
})

const besides = (said: string) => bare('').replace('dct:license', `${said}; dct:license`)
test.each([
  [
    bare('dct:accessRights <http://publications.europa.eu/resource/authority/access-right/RESTRICTED>;'),
    ['not_public dct:accessRights'],
  ],
  [bare('dct:accessRights "auf Anfrage"@de;'), ['not_kept dct:accessRights']],
  [bare('dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC>;'), []],
  [besides('dct:rights <https://example.ch/agb>'), ['not_kept dct:rights']],
  [besides('dct:rights <https://creativecommons.org/licenses/by/4.0/>'), []],
  [
    bare('dct:language <http://publications.europa.eu/resource/authority/language/SPA>;'),
    ['language_not_kept dct:language'],
  ],
  [bare('dcat:landingPage <https://example.ch/1>, <https://example.ch/2>;'), ['not_kept dcat:landingPage']],
  [
    bare('dcat:contactPoint [ vcard:hasEmail <mailto:a@b.ch>; vcard:hasTelephone <tel:+41410000000> ];'),
    ['not_kept dcat:contactPoint vcard:hasTelephone'],
  ],
  [
    bare(`dct:conformsTo ${Array.from({ length: 11 }, (_, at) => `<https://example.ch/${at}>`).join(', ')};`),
    ['too_many dct:conformsTo'],
  ],
])('%# what is not kept as it was said is reported', async (said, reported) => {
  const { dataSets } = await read(said)
  const kinds = ['not_public', 'not_kept', 'language_not_kept', 'too_many']
  const found = dataSets[0]?.findings.filter(({ kind }) => kinds.includes(kind)) ?? []
  expect(found.map(({ kind, property }) => `${kind} ${property}`)).toEqual(reported)
  expect(dataSets[0]?.metadata === undefined).toBe(reported.some((one) => one.startsWith('not_public')))
})

test('where one part forbids commercial use all of it is on the strictest terms', async () => {
  const { dataSets } = await read(besides('dct:rights <https://creativecommons.org/licenses/by-nc/4.0/>'))
  expect(dataSets[0]?.metadata?.licence).toBe('terms_by_ask')
  expect(dataSets[0]?.findings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['licences_differ', 'not_kept']))
})

test('each part of a resource is a way to its part; what a package says besides is reported', () => {
  const { dataSets } = readDataPackage(
    {
      name: 'zaehlung',
      title: 'Zählung',
      version: '2',
      licenses: [{ name: 'CC0-1.0' }],
      resources: [
        {
          name: 'zaehler',
          title: 'Zähler',
          path: ['1.csv', '2.csv'],
          format: 'csv',
          bytes: 900,
          schema: { fields: [] },
        },
      ],
    },
    'https://example.ch/paket/datapackage.json',
    defaults,
  )
  expect(dataSets[0]?.metadata?.distributions).toMatchObject([
    { title: { de: 'Zähler (1/2)' }, url: 'https://example.ch/paket/1.csv', identifier: 'zaehler-1' },
    { title: { de: 'Zähler (2/2)' }, url: 'https://example.ch/paket/2.csv', identifier: 'zaehler-2' },
  ])
  expect(dataSets[0]?.metadata?.distributions.map(({ byteSize }) => byteSize)).toEqual([undefined, undefined])
  const rest = dataSets[0]?.findings.filter(({ kind }) => kind === 'not_kept').map(({ property }) => property)
  expect(rest).toEqual(['version', 'resources.schema'])
})

test('the next page is the one that Hydra names', async () => {
  expect(
    (await read('<?page=1> a hydra:PagedCollection; hydra:nextPage "https://example.ch/catalog?page=2" .')).next,
  ).toBe('https://example.ch/catalog?page=2')
})

test.each([
  [
    'rdf',
    '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n  <a></b>\n</rdf:RDF>',
    3,
  ],
  ['ttl', '@prefix dct: <http://purl.org/dc/terms/> .\n\n<a> dct:title "offen .', 3],
  ['jsonld', '{\n  "@id": "https://example.ch/a",\n  "x" 1\n}', 3],
] as const)('a fault of the syntax of %s names its line', async (ending, text, line) => {
  await expect(parseLinkedData(text, ending, 'https://example.ch/')).rejects.toMatchObject({
    name: 'LinkedDataSyntaxError',
    line,
  })
})

test('a context elsewhere is not fetched', async () => {
  const text = JSON.stringify({ '@context': 'http://127.0.0.1:1/context', '@id': 'https://example.ch/a', title: 'A' })
  await expect(parseLinkedData(text, 'jsonld', 'https://example.ch/')).rejects.toThrow('is not fetched')
})

test('CKAN of today and of yesterday, and a data package, are read by the same rules', () => {
  const ckan = readCkan(
    {
      success: true,
      result: {
        results: [
          {
            name: 'baeume',
            title: 'Bäume',
            notes: 'Alle.',
            license_id: 'cc-zero',
            license_url: 'https://creativecommons.org/publicdomain/zero/1.0/',
            maintainer_email: 'a@b.ch',
            metadata_created: '2020-05-14T08:31:07.123456',
            tags: [{ name: 'Grün' }],
            resources: [{ id: 'r1', url: 'https://example.ch/a.csv', format: 'CSV', size: 12 }],
          },
        ],
      },
    },
    defaults,
  )
  expect(ckan.dataSets[0]?.metadata).toMatchObject({
    licence: 'terms_open',
    rights: 'CC0-1.0',
    issued: '2020-05-14',
    issuedAt: '2020-05-14T08:31:07.123456',
    keywords: { de: ['Grün'] },
    contact: { email: 'a@b.ch' },
    distributions: [{ identifier: 'r1', format: 'CSV', byteSize: 12 }],
  })
  const description = {
    name: 'baeume',
    title: 'Bäume',
    licenses: [{ name: 'ODC-PDDL-1.0' }],
    resources: [{ name: 'baeume', path: 'data/baeume.csv', format: 'csv' }],
  }
  const { dataSets } = readDataPackage(description, 'https://example.ch/paket/datapackage.json', defaults)
  expect(dataSets[0]?.metadata?.distributions[0]?.url).toBe('https://example.ch/paket/data/baeume.csv')
})

test('whatever a catalogue says in JSON, it is read or refused in words', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.json({ maxDepth: 3 }), (first, second) => {
      const [one, other] = [JSON.parse(first), JSON.parse(second)]
      const answer = {
        result: {
          results: [
            {
              name: 'a',
              title: one,
              resources: [{ url: other, license: one }],
              groups: other,
              keywords: one,
              publisher: other,
            },
          ],
        },
      }
      for (const { metadata, findings } of [
        ...readCkan(answer, defaults).dataSets,
        ...readDataPackage({ name: one, title: other, resources: [{ path: one }] }, 'https://example.ch/', defaults)
          .dataSets,
      ])
        expect(metadata !== undefined || findings.some(({ severity }) => severity === 'error')).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('an identifier gives the same name each time, one that fits into an address', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (identifier) => {
      expect(slugOf(identifier)).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
      expect(slugOf(identifier).length).toBeLessThanOrEqual(64)
      expect(slugOf(identifier)).toBe(slugOf(identifier))
    }),
  )
})

test('an interface that no distribution leads to is not kept, and that is said; one that is used is no matter', async () => {
  const { findings, dataSets } = await read(`${bare('')}
    <https://example.ch/wms> a dcat:DataService; dct:title "Karten"@de; dcat:endpointURL <https://example.ch/wms?service=WMS> .
    <https://example.ch/baeume> dcat:distribution <https://example.ch/d> .
    <https://example.ch/d> a dcat:Distribution; dcat:accessURL <https://example.ch/api>; dcat:accessService <https://example.ch/api#s> .
    <https://example.ch/api#s> a dcat:DataService; dcat:endpointURL <https://example.ch/api> .`)
  expect(dataSets).toHaveLength(1)
  expect(findings).toEqual([
    {
      ...{ severity: 'note', kind: 'not_kept', subject: 'Karten', property: 'dcat:service' },
      value: 'https://example.ch/wms?service=WMS',
    },
  ])
})
