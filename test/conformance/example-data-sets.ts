import { slug, uuid } from '#kernel/ids.ts'
import type { DataSetMetadata, PublishedDataSet } from '#modules/opendata/catalogue/data-set.ts'
import type { Publisher, Surroundings } from '#modules/opendata/dcat/data-set-resource.ts'
import {
  type Membership,
  membershipOf,
  type PublishedSeries,
  type SeriesMember,
} from '#modules/opendata/series/series.ts'

const id = (number: number) => `0199c000-0000-7000-8000-${String(number).padStart(12, '0')}`

const canton: Publisher = {
  id: slug('kanton-luzern'),
  name: { de: 'Kanton Luzern', fr: 'Canton de Lucerne' },
  kind: 'canton',
  bfsNumber: 3,
}
const kriens: Publisher = { id: slug('kriens'), name: { de: 'Kriens' }, kind: 'municipality', bfsNumber: 1059 }

const member = (number: number, slugOfSet: string, more: Partial<SeriesMember> = {}): SeriesMember => ({
  ...{ authorityId: canton.id, id: uuid(id(number)), slug: slugOfSet, title: { de: `Bäume ${number}` } },
  ...{ issued: '2025-03-01', temporal: [], uri: undefined, changedAt: new Date('2026-11-02T06:00:00Z') },
  ...more,
})

/** Of the first example, with a data set before it on another page of the catalogue and a harvested one after it. */
export const exampleSeries: PublishedSeries = {
  authorityId: canton.id,
  id: uuid(id(901)),
  slug: 'natur-in-zahlen',
  origin: 'steward',
  metadata: {
    title: { de: 'Natur & Zahlen <Reihe>', fr: 'La nature en chiffres', it: 'Natura', en: 'Nature 🌳' },
    description: { de: 'Jedes Jahr\nneu gezählt.', fr: 'Chaque année' },
    themes: ['ENVI', 'SOCI'],
    frequency: 'ANNUAL',
    contact: { name: { de: 'Umwelt' }, email: 'umwelt@example.ch' },
    order: 'chosen',
  },
  publishedAt: new Date('2026-10-01T06:00:00Z'),
  changedAt: new Date('2026-11-01T06:00:00Z'),
  withdrawnAt: null,
  withdrawalReason: null,
  members: [
    member(5, 'baeume-2024', { temporal: [{ from: '2024-01-01', to: '2024-12-31' }] }),
    member(1, 'baeume', { temporal: [{ from: '2025-01-01', to: '2025-12-31' }] }),
    member(6, 'baeume-2026', { uri: 'https://example.org/daten/baeume 2026', temporal: [{ from: '2026-01-01' }] }),
  ],
}

/** One of all that can be said less of, and without an order; harvested. */
const otherSeries: PublishedSeries = {
  ...exampleSeries,
  id: uuid(id(902)),
  slug: 'sammlung',
  metadata: {
    ...exampleSeries.metadata,
    order: 'none',
    issued: '2020-05-01',
    original: {
      identifier: 'sammlung@andere',
      uri: 'https://example.org/reihe',
      publisher: { name: { de: 'Andere' } },
    },
  },
  members: [member(1, 'baeume'), member(2, 'baenke')],
}

const membershipsIn = (number: number, ...all: readonly PublishedSeries[]): [string, readonly Membership[]] => [
  id(number),
  all.flatMap((series) => membershipOf(series, uuid(id(number))) ?? []),
]

export const exampleSurroundings: Surroundings = {
  origin: 'https://portal.example.ch',
  publisherOf: (one) => [canton, kriens].find((publisher) => publisher.id === one),
  rowsChangedAt: new Map([[id(101), new Date('2026-11-20T08:15:30.250Z')]]),
  memberships: new Map([membershipsIn(1, exampleSeries, otherSeries), membershipsIn(2, otherSeries)]),
}

/** As little as is allowed to be said. */
export const scarceMetadata: DataSetMetadata = {
  title: { de: 'Bänke' },
  description: { de: 'Wo Bänke stehen (Beispiel).' },
  keywords: { de: ['Bank'] },
  themes: ['REGI'],
  frequency: 'IRREG',
  licence: 'terms_open',
  contact: { name: { de: 'Kanzlei' }, email: 'kanzlei@example.ch' },
  issued: '2026-01-31',
  distributions: [
    { id: id(201), slug: 'liste', kind: 'link', title: { de: 'Liste' }, url: 'https://example.ch/a?x=1&y=<2>|ä' },
  ],
}

/** What a catalogue of others says besides of a data set, and of a distribution: all that the profile names and ours has no field for. */
const moreOfDataSet: NonNullable<DataSetMetadata['original']>['more'] = [
  { property: 'dct:title', text: 'Plantas', language: 'rm' },
  { property: 'dcat:keyword', text: 'planta', language: 'rm' },
  { property: 'dct:spatial', types: ['dct:Location'], says: [{ property: 'rdfs:label', text: 'Schweiz' }] },
  { property: 'dct:coverage', text: 'Zentralschweiz' },
  { property: 'dct:isReferencedBy', iri: 'https://example.org/artikel' },
  { property: 'schema:image', iri: 'https://example.org/bild.png' },
  {
    property: 'dcat:qualifiedRelation',
    types: ['dcat:Relationship'],
    says: [
      { property: 'dct:relation', iri: 'https://portal.example.ch/opendata/kanton-luzern/baeume' },
      { property: 'dcat:hadRole', iri: 'http://www.iana.org/assignments/relation/original', types: ['dcat:Role'] },
    ],
  },
  {
    property: 'prov:qualifiedAttribution',
    types: ['prov:Attribution'],
    says: [
      { property: 'prov:agent', iri: 'https://example.org/amt' },
      { property: 'dcat:hadRole', iri: 'https://example.org/rolle', types: ['dcat:Role'] },
    ],
  },
]
const moreOfDistribution: DataSetMetadata['distributions'][number]['more'] = [
  { property: 'dct:conformsTo', iri: 'https://example.org/modell', types: ['dct:Standard'] },
  { property: 'dcat:temporalResolution', text: 'P1D', datatype: 'xsd:duration' },
  {
    property: 'foaf:page',
    types: ['foaf:Document'],
    says: [{ property: 'schema:url', iri: 'https://example.org/doku' }],
  },
  { property: 'schema:image', iri: 'https://example.org/karte.png' },
  { property: 'dct:coverage', text: 'Zentralschweiz' },
  {
    property: 'dcat:packageFormat',
    iri: 'https://www.iana.org/assignments/media-types/application/zip',
    types: ['dct:MediaType', 'dct:MediaTypeOrExtent'],
  },
  {
    property: 'dcat:accessService',
    iri: 'https://example.org/dienst',
    types: ['dcat:DataService'],
    says: [{ property: 'dct:description', text: 'Karten', language: 'de' }],
  },
]

/** As much as can come from elsewhere. */
export const harvestedMetadata: DataSetMetadata = {
  ...scarceMetadata,
  original: {
    identifier: '346252@bundesamt-fur-statistik-bfs',
    uri: 'https://example.org/daten/346252',
    publisher: { uri: 'https://example.org/', name: { de: 'Amt', fr: 'Office' } },
    seeAlso: ['346253@bundesamt-fur-statistik-bfs'],
    more: moreOfDataSet,
  },
  distributions: [
    {
      id: id(202),
      slug: 'verteilung-1',
      kind: 'service',
      title: { de: 'Dienst' },
      url: 'https://example.org/dienst?f=json',
      downloadUrl: 'https://example.org/dienst.json',
      identifier: '346252-de@bundesamt-fur-statistik-bfs',
      languages: ['de'],
      format: 'JSON',
      more: moreOfDistribution,
    },
  ],
}

/** All that can be said, with characters that formats trip over. */
export const richMetadata: DataSetMetadata = {
  title: { de: 'Bäume & «Sträucher» <2026>', fr: 'Arbres', it: 'Alberi', en: 'Trees "and" \'shrubs\' 🌳' },
  description: { de: 'Erste Zeile\nZweite Zeile\r\nDritte \\ Zeile\t.', fr: 'Texte ]]> & fin' },
  keywords: { de: ['Baum', 'Grün & Wald'], fr: ['arbre'], it: ['albero'], en: ['tree'] },
  themes: ['ENVI', 'AGRI'],
  frequency: 'ANNUAL',
  licence: 'terms_by',
  rights: 'CC-BY-4.0',
  contact: { name: { de: 'Umwelt', fr: 'Environnement' }, email: 'umwelt@example.ch' },
  issued: '2025-03-01',
  modified: '2026-11-01',
  temporal: [{ from: '2020-01-01', to: '2025-12-31' }, { from: '2026-01-01' }],
  spatial: ['kriens', 'kanton-luzern'],
  languages: ['de', 'fr'],
  landingPage: 'https://example.ch/baeume',
  documentation: [{ title: { de: 'Anleitung' }, url: 'https://example.ch/anleitung.pdf' }],
  relations: [{ title: { de: 'Waldgesetz', fr: 'Loi sur les forêts' }, url: 'https://example.ch/gesetz' }],
  conformsTo: ['https://example.ch/modell'],
  legalBasis: [{ title: { de: 'Reglement' }, url: 'https://example.ch/reglement' }],
  sources: [{ title: { de: 'Aufnahme vor Ort' }, url: 'https://example.ch/aufnahme' }],
  distributions: [
    {
      id: id(101),
      slug: 'baeume',
      kind: 'table',
      title: { de: 'Bäume', en: 'Trees' },
      description: { de: 'Jeder Baum' },
      columns: [
        { name: 'nummer', title: { de: 'Nummer' }, type: 'integer', role: 'fact', isKey: true },
        { name: 'ort', title: { de: 'Ort' }, type: 'geometry', role: 'fact' },
      ],
    },
    {
      id: id(102),
      slug: 'neu',
      kind: 'table',
      title: { de: 'Neue Bäume' },
      columns: [{ name: 'art', title: { de: 'Art' }, type: 'string', role: 'fact' }],
    },
    {
      id: id(103),
      slug: 'bericht',
      kind: 'file',
      title: { de: 'Bericht' },
      format: 'PDF',
      mediaType: 'application/pdf',
      byteSize: 12_345,
      issued: '2026-01-05',
      modified: '2026-02-05',
    },
    {
      id: id(104),
      slug: 'karte',
      kind: 'service',
      title: { de: 'Kartendienst' },
      url: 'https://example.ch/wms?service=WMS&request=GetCapabilities',
    },
  ],
}

const published = (
  number: number,
  name: string,
  authority: Publisher,
  metadata: DataSetMetadata,
): PublishedDataSet => ({
  authorityId: authority.id,
  id: uuid(id(number)),
  slug: name,
  origin: metadata.original ? 'harvest' : 'steward',
  metadata,
  publishedAt: new Date('2026-10-01T06:00:00Z'),
  changedAt: new Date('2026-11-02T06:00:00Z'),
  withdrawnAt: null,
})

export const exampleDataSets: readonly PublishedDataSet[] = [
  published(1, 'baeume', canton, richMetadata),
  published(2, 'baenke', kriens, scarceMetadata),
  published(3, 'geerntet', kriens, harvestedMetadata),
]

/** One of them with other metadata. */
export const withMetadata = (metadata: DataSetMetadata): PublishedDataSet => published(4, 'anderes', kriens, metadata)

export const examplePage = (dataSets: readonly PublishedDataSet[]) => ({
  title: { de: 'Offene Daten', en: 'Open data' },
  description: { de: 'Datensätze zur freien Weiterverwendung' },
  publisher: canton,
  address: 'https://portal.example.ch/opendata/catalog.rdf',
  homepage: 'https://portal.example.ch/opendata',
  page: 1,
  pages: 2,
  pageSize: 1_000,
  total: 1_001,
  changedAt: new Date('2026-11-20T08:15:30Z'),
  dataSets,
})
