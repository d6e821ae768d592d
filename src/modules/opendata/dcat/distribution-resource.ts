import type { LocalText } from '#kernel/i18n/language.ts'
import { distributionPath, documentPath, downloadPath } from '../catalogue/addresses.ts'
import type { Distribution, PublishedDataSet } from '../catalogue/data-set.ts'
import { isFileType } from '../catalogue/file-types.ts'
import { downloadCodes, fileFormats } from '../catalogue/formats.ts'
import { euVocabulary, licenceVocabulary, rightsAddresses } from '../catalogue/vocabularies.ts'
import { collectionId, collectionPath, featuresPath } from '../features/links.ts'
import { type DownloadFormat, downloadFormats } from '../query/table-reader.ts'
import { placeOf } from '../tables/place.ts'
import { dataSetIri, languageResource, publishedBy, type Surroundings } from './data-set-resource.ts'
import { moreProperties } from './more-properties.ts'
import {
  inLanguages,
  instantValue,
  iriOf,
  isLiteral,
  link,
  type Property,
  type Resource,
  saidValue,
} from './resource.ts'

/** What a table is downloaded in; maps only where there is geometry. */
export const formatsOf = ({ columns }: Distribution): readonly DownloadFormat[] =>
  downloadFormats.filter(
    (format) => format !== 'geojson' || (columns ?? []).some((column) => column.type === 'geometry'),
  )

/** The distributions of a data set: of a table one for each format it is downloaded in and one for each of its interfaces. */
export function distributionResources(dataSet: PublishedDataSet, around: Surroundings): Resource[] {
  return dataSet.metadata.distributions.flatMap((one) => resourcesOf(dataSet, one, around))
}

function resourcesOf(dataSet: PublishedDataSet, one: Distribution, around: Surroundings): Resource[] {
  switch (one.kind) {
    case 'table':
      return [
        ...formatsOf(one).map((format) => downloadResource(dataSet, one, format, around)),
        interfaceResource(dataSet, one, around),
        ...(placeOf(one.columns ?? []) ? [featuresResource(dataSet, one, around)] : []),
      ]
    case 'service':
      return [withServices(fileResource(dataSet, one, around), dataSet, one, around)]
    case 'file':
    case 'link':
      return [fileResource(dataSet, one, around)]
  }
}

/** What all distributions of a data set have in common: one licence, and the day or instant it was first there. */
function common(dataSet: PublishedDataSet, distribution: Distribution, { rowsChangedAt }: Surroundings): Property[] {
  const { licence, rights, issued, issuedAt } = dataSet.metadata
  const rows = rowsChangedAt.get(distribution.id)
  const modified = rows
    ? instantValue(rows)
    : distribution.modified && saidValue(distribution.modified, distribution.modifiedAt)
  return [
    ['dct:license', link(`${licenceVocabulary}/${licence}`, 'dct:LicenseDocument')],
    ...(rights ? [['dct:rights', link(rightsAddresses[rights], 'dct:RightsStatement')] satisfies Property] : []),
    [
      'dct:issued',
      distribution.issued ? saidValue(distribution.issued, distribution.issuedAt) : saidValue(issued, issuedAt),
    ],
    ...(modified ? [['dct:modified', modified] satisfies Property] : []),
    ...inLanguages('dct:description', distribution.description ?? {}),
  ]
}

/** A text with something behind it in each language. */
export function withSuffix(text: LocalText, suffix: string): LocalText {
  const each = Object.entries(text).map(([language, own]) => [language, `${own} (${suffix})`])
  return { ...Object.fromEntries(each), de: `${text.de} (${suffix})` }
}

function formatProperties(code: string | undefined, mediaType: string | undefined): Property[] {
  const known = code !== undefined && isFileType(code) ? code : undefined
  return [
    ...(known
      ? [['dct:format', link(`${euVocabulary}/file-type/${known}`, 'dct:MediaTypeOrExtent')] satisfies Property]
      : []),
    ...(mediaType
      ? [
          [
            'dcat:mediaType',
            link(`https://www.iana.org/assignments/media-types/${mediaType}`, 'dct:MediaType', 'dct:MediaTypeOrExtent'),
          ] satisfies Property,
        ]
      : []),
  ]
}

/** What a download format is called: lines of JSON are told from one JSON text. */
function downloadName(format: DownloadFormat): string {
  return format === 'ndjson' ? 'NDJSON' : (fileFormats[downloadCodes[format]]?.name ?? format)
}

const mediaTypeOf = (format: DownloadFormat): string | undefined =>
  format === 'ndjson' ? 'application/json' : fileFormats[downloadCodes[format]]?.mediaType

function downloadResource(
  dataSet: PublishedDataSet,
  table: Distribution,
  format: DownloadFormat,
  around: Surroundings,
): Resource {
  const address = around.origin + downloadPath(dataSet, table.slug, format)
  return {
    iri: `${around.origin}${distributionPath(dataSet, table.slug)}#${format}`,
    types: ['dcat:Distribution'],
    properties: [
      ['dct:identifier', { text: `${table.id}-${format}` }],
      ...inLanguages('dct:title', withSuffix(table.title, downloadName(format))),
      ...common(dataSet, table, around),
      ['dcat:accessURL', link(address)],
      ['dcat:downloadURL', link(address)],
      ...formatProperties(downloadCodes[format], mediaTypeOf(format)),
    ],
  }
}

/** The rows of a table through the Action API of CKAN, which most clients already speak. */
function interfaceResource(dataSet: PublishedDataSet, table: Distribution, around: Surroundings): Resource {
  const { origin } = around
  const iri = `${origin}${distributionPath(dataSet, table.slug)}`
  const endpoint = `${origin}/api/3/action/datastore_search?resource_id=${table.id}`
  return {
    iri: `${iri}#api`,
    types: ['dcat:Distribution'],
    properties: [
      ['dct:identifier', { text: table.id }],
      ...inLanguages('dct:title', withSuffix(table.title, 'API')),
      ...common(dataSet, table, around),
      ['dcat:accessURL', link(endpoint)],
      ...formatProperties('JSON', 'application/json'),
      [
        'dcat:accessService',
        accessService(dataSet, around, {
          iri: `${iri}#service`,
          title: withSuffix(table.title, 'API'),
          endpoint,
          description: `${origin}/api/3/action/help_show?name=datastore_search`,
        }),
      ],
    ],
  }
}

/** The rows of a table that have a place, through OGC API – Features. */
function featuresResource(dataSet: PublishedDataSet, table: Distribution, around: Surroundings): Resource {
  const iri = `${around.origin}${distributionPath(dataSet, table.slug)}`
  const endpoint = around.origin + featuresPath
  const title = withSuffix(table.title, 'OGC API – Features')
  return {
    iri: `${iri}#features`,
    types: ['dcat:Distribution'],
    properties: [
      ['dct:identifier', { text: `${table.id}-features` }],
      ...inLanguages('dct:title', title),
      ...common(dataSet, table, around),
      ['dcat:accessURL', link(around.origin + collectionPath(collectionId(dataSet, table)))],
      ...formatProperties('GEOJSON', fileFormats.GEOJSON?.mediaType),
      [
        'dcat:accessService',
        accessService(dataSet, around, {
          iri: `${iri}#features-service`,
          title,
          endpoint,
          description: `${endpoint}/api`,
        }),
      ],
    ],
  }
}

/** An interface that lies elsewhere: as its own catalogue describes it, as far as that does. */
function withServices(
  distribution: Resource,
  dataSet: PublishedDataSet,
  service: Distribution,
  around: Surroundings,
): Resource {
  const iri = distribution.iri ?? around.origin
  const endpoint = iriOf(service.url ?? iri)
  const own = accessService(dataSet, around, {
    ...{ iri: `${iri}#service`, title: service.title, endpoint },
    ...(service.endpointDescription !== undefined && { description: iriOf(service.endpointDescription) }),
  })
  const theirs = moreProperties(service.more?.filter(({ property }) => property === 'dcat:accessService'))
  const services: readonly Property[] = theirs.length === 0 ? [['dcat:accessService', own]] : theirs
  const completed = services.map(([term, value]): Property => [term, isLiteral(value) ? own : completedBy(value, own)])
  return { ...distribution, properties: [...distribution.properties, ...completed] }
}

/** What an interface has to say and does not: its title and address, and always ours who answers for the data and on which terms. */
function completedBy(theirs: Resource, own: Resource): Resource {
  const isOurs = (term: Property[0]) =>
    ['dct:publisher', 'dct:license', 'dcat:servesDataset'].includes(term) ||
    !theirs.properties.some(([said]) => said === term)
  return {
    iri: theirs.iri ?? `${own.iri}`,
    types: ['dcat:DataService'],
    properties: [
      ...theirs.properties.filter(([term]) => !own.properties.some(([said]) => said === term) || !isOurs(term)),
      ...own.properties.filter(([term]) => isOurs(term)),
    ],
  }
}

function accessService(
  dataSet: PublishedDataSet,
  around: Surroundings,
  { iri, title, endpoint, description }: { iri: string; title: LocalText; endpoint: string; description?: string },
): Resource {
  return {
    iri,
    types: ['dcat:DataService'],
    properties: [
      ...inLanguages('dct:title', title),
      ['dcat:endpointURL', link(endpoint, 'rdfs:Resource')],
      ...(description ? [['dcat:endpointDescription', link(description, 'rdfs:Resource')] satisfies Property] : []),
      ...publishedBy(dataSet, around),
      ['dct:license', link(`${licenceVocabulary}/${dataSet.metadata.licence}`)],
      ['dcat:servesDataset', link(dataSetIri(dataSet, around.origin))],
    ],
  }
}

function fileResource(dataSet: PublishedDataSet, file: Distribution, around: Surroundings): Resource {
  const iri = `${around.origin}${distributionPath(dataSet, file.slug)}`
  const kept = file.sha256 === undefined ? iri : around.origin + documentPath(dataSet, file.slug)
  const address = link(iriOf(file.url ?? kept))
  const format = file.format === undefined ? undefined : fileFormats[file.format]
  return {
    iri,
    types: ['dcat:Distribution'],
    properties: [
      ['dct:identifier', { text: file.identifier ?? file.id }],
      ...inLanguages('dct:title', file.title),
      ...common(dataSet, file, around),
      ...(file.languages ?? []).map((one): Property => ['dct:language', languageResource(one)]),
      ['dcat:accessURL', address],
      ...downloadOf(file, address),
      ...formatProperties(file.format, file.mediaType ?? format?.mediaType),
      ...moreProperties(file.more?.filter(({ property }) => property !== 'dcat:accessService')),
    ],
  }
}

function downloadOf({ kind, downloadUrl }: Distribution, address: Resource): Property[] {
  if (downloadUrl !== undefined) return [['dcat:downloadURL', link(iriOf(downloadUrl))]]
  return kind === 'file' ? [['dcat:downloadURL', address]] : []
}
