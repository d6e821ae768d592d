import type { LocalText } from '#kernel/i18n/language.ts'
import type { Distribution, PublishedDataSet } from '../catalogue/data-set.ts'
import { featuresPath } from '../features/links.ts'
import { placeOf } from '../tables/place.ts'
import type { CataloguePage } from './catalogue-resource.ts'
import { dataSetIri, publisherResource, type Surroundings } from './data-set-resource.ts'
import { inLanguages, link, type Property, type Resource } from './resource.ts'

/** An interface of the platform to the rows of its tables. */
type OwnService = {
  readonly id: string
  readonly title: LocalText
  readonly endpoint: string
  /** Where the interface describes itself. */
  readonly description: string
  readonly serves: (table: Distribution) => boolean
}

const ownServices: readonly OwnService[] = [
  {
    id: 'rows-api',
    title: {
      de: 'REST-API für Zeilen',
      fr: 'API REST des lignes',
      it: 'API REST delle righe',
      en: 'REST API for rows',
    },
    endpoint: '/api/v1/opendata/datasets',
    description: '/api/openapi.json',
    serves: () => true,
  },
  {
    id: 'ckan-api',
    title: { de: 'CKAN Action API', fr: 'CKAN Action API', it: 'CKAN Action API', en: 'CKAN Action API' },
    endpoint: '/api/3',
    description: '/api/3/action/help_show?name=datastore_search',
    serves: () => true,
  },
  {
    id: 'features-api',
    title: { de: 'OGC API – Features', fr: 'OGC API – Features', it: 'OGC API – Features', en: 'OGC API – Features' },
    endpoint: featuresPath,
    description: `${featuresPath}/api`,
    serves: ({ columns = [] }) => placeOf(columns) !== undefined,
  },
]

/**
 * The platform's own interfaces as services of the catalogue (DCAT 3, https://www.w3.org/TR/vocab-dcat-3/#Property:catalog_service), each with the data
 * sets of this page that it serves: whoever reads all pages has them all, for a service has one address on each.
 */
export function serviceProperties({ dataSets, publisher }: CataloguePage, around: Surroundings): Property[] {
  return ownServices.flatMap((service): Property[] => {
    const served = dataSets.filter((dataSet) => isServed(dataSet, service))
    return served.length === 0 ? [] : [['dcat:service', serviceResource(service, served, publisher, around)]]
  })
}

const isServed = ({ metadata }: PublishedDataSet, { serves }: OwnService): boolean =>
  metadata.distributions.some((one) => one.kind === 'table' && serves(one))

function serviceResource(
  { id, title, endpoint, description }: OwnService,
  served: readonly PublishedDataSet[],
  publisher: CataloguePage['publisher'],
  around: Surroundings,
): Resource {
  const { origin } = around
  return {
    iri: `${origin}/opendata/catalog#${id}`,
    types: ['dcat:DataService'],
    properties: [
      ...inLanguages('dct:title', title),
      ['dcat:endpointURL', link(origin + endpoint, 'rdfs:Resource')],
      ['dcat:endpointDescription', link(origin + description, 'rdfs:Resource')],
      ['dct:publisher', publisherResource(publisher, origin)],
      ...served.map((dataSet): Property => ['dcat:servesDataset', link(dataSetIri(dataSet, origin))]),
    ],
  }
}
