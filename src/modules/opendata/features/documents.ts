import type { Request } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { dataSetPath, distributionPath } from '../catalogue/addresses.ts'
import { licenceVocabulary } from '../catalogue/vocabularies.ts'
import type { Column } from '../tables/column.ts'
import type { Extent } from '../tables/extent.ts'
import { tablesOf } from '../tables/tables.ts'
import type { Collection } from './collection.ts'
import { geoJsonType, htmlType, jsonType, openApiType, schemaType } from './form.ts'
import { bothForms, collectionPath, featuresPath, type Link } from './links.ts'
import { boxOfMunicipalities } from './municipality-shapes.ts'
import { crs84, storedSystem, systems } from './systems.ts'

const gregorian = 'http://www.opengis.net/def/uom/ISO-8601/0/Gregorian'

const standard = 'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf'
const systemsByReference = 'http://www.opengis.net/spec/ogcapi-features-2/1.0/conf'
const filtering = 'http://www.opengis.net/spec/ogcapi-features-3/1.0/conf'
/** What is kept of OGC API – Features: of Part 1 (17-069r4, annex A), of Part 2 (18-058r1), and of Part 3 (19-079r2) what columns are asked by their names. */
export const conformanceClasses = [
  ...['core', 'oas30', 'html', 'geojson'].map((name) => `${standard}/${name}`),
  `${systemsByReference}/crs`,
  ...['queryables', 'queryables-query-parameters'].map((name) => `${filtering}/${name}`),
]

/** Whose data it is: an authority's on its own pages, else everybody's. */
export function titleOf({ t, authorityId, language }: Request, { authorities }: Kernel): string {
  return authorityId === undefined
    ? t('opendata.features.title')
    : t('opendata.features.title_of', { authority: authorities.nameOf(authorityId, language) })
}

/** Where everything begins (requirement 2). */
export function landingLinks({ t, url }: Request): Link[] {
  const api = url(`${featuresPath}/api`)
  return [
    { href: `${api}?f=json`, rel: 'service-desc', type: openApiType, title: t('opendata.features.api') },
    { href: `${api}?f=html`, rel: 'service-doc', type: htmlType, title: t('opendata.features.api') },
    ...bothForms(url(`${featuresPath}/conformance`), 'conformance', t('opendata.features.conformance')),
    ...bothForms(url(`${featuresPath}/collections`), 'data', t('opendata.features.collections')),
  ]
}

/** What is said of a collection (schema `collection.yaml`), the same in the list as alone (requirement 18 B). */
export async function collectionDocument(collection: Collection, request: Request, kernel: Kernel) {
  const { id, dataSet } = collection
  const { metadata } = dataSet
  const { language } = request
  const extent = await tablesOf(kernel).places.extentOf(collection.version)
  const storageCrs = storedSystem(collection)
  const extentDocument = extent && (await asDocument(extent, collection.time))
  return {
    id,
    title: collectionTitle(collection, request),
    description: textIn(metadata.description, language),
    itemType: 'feature',
    ...(extentDocument && Object.keys(extentDocument).length > 0 && { extent: extentDocument }),
    crs: systems,
    ...(storageCrs && { storageCrs }),
    links: collectionLinks(collection, request),
    keywords: metadata.keywords[language] ?? metadata.keywords.de,
  }
}
export type CollectionDocument = Awaited<ReturnType<typeof collectionDocument>>

/** The data set, and which of its tables where it has several. */
export function collectionTitle({ dataSet, distribution }: Collection, { language }: Request): string {
  const title = textIn(dataSet.metadata.title, language)
  const tables = dataSet.metadata.distributions.filter(({ kind }) => kind === 'table')
  return tables.length > 1 ? `${title} – ${textIn(distribution.title, language)}` : title
}

function collectionLinks({ id, dataSet, distribution }: Collection, { t, url, language }: Request): Link[] {
  const path = url(collectionPath(id))
  const { licence, title } = dataSet.metadata
  return [
    ...bothForms(path, 'self', t('opendata.features.collection')),
    ...bothForms(`${path}/items`, 'items', t('opendata.features.items'), geoJsonType),
    ...bothForms(
      `${path}/queryables`,
      'http://www.opengis.net/def/rel/ogc/1.0/queryables',
      t('opendata.features.operation.queryables'),
      schemaType,
    ),
    { href: `${licenceVocabulary}/${licence}`, rel: 'license', type: htmlType, title: licence },
    {
      href: url(`${distributionPath(dataSet, distribution.slug)}/schema.json`),
      rel: 'describedby',
      type: jsonType,
      title: t('opendata.features.schema'),
    },
    { href: url(dataSetPath(dataSet)), rel: 'describedby', type: htmlType, title: textIn(title, language) },
  ]
}

async function asDocument({ box, time, numbers }: Extent, column: Column | undefined) {
  const area = box ?? (await boxOfMunicipalities(numbers))
  return {
    ...(area && { spatial: { bbox: [[area.west, area.south, area.east, area.north]], crs: crs84 } }),
    ...(time &&
      column && {
        temporal: {
          interval: [[asInstant(time.from, column, 'from'), asInstant(time.to, column, 'to')]],
          trs: gregorian,
        },
      }),
  }
}

/** Days and years begin and end with their first and last second. */
function asInstant(text: string, { type }: Column, end: 'from' | 'to'): string {
  const isFrom = end === 'from'
  switch (type) {
    case 'date':
      return `${text}T${isFrom ? '00:00:00' : '23:59:59'}Z`
    case 'year':
      return `${text.padStart(4, '0')}-${isFrom ? '01-01T00:00:00' : '12-31T23:59:59'}Z`
    default:
      return `${text.replace(' ', 'T')}Z`
  }
}
