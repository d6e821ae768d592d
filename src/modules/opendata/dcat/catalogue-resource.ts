import type { LocalText } from '#kernel/i18n/language.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { euVocabulary, languageCodes } from '../catalogue/vocabularies.ts'
import { conceptResources } from './concept-resources.ts'
import { dataSetResource, type Publisher, publisherResource, type Surroundings } from './data-set-resource.ts'
import { inLanguages, instantValue, type Literal, link, type Property, type Resource } from './resource.ts'
import { seriesOf, seriesResource } from './series-resource.ts'
import { serviceProperties } from './service-resources.ts'

/** One page of a catalogue: of which authority (the canton's when it is everybody's), which page of how many, and what is on it. */
export type CataloguePage = {
  readonly title: LocalText
  readonly description: LocalText
  readonly publisher: Publisher
  /** The address of the catalogue in this format, without a page. */
  readonly address: string
  readonly homepage: string
  readonly page: number
  readonly pages: number
  readonly pageSize: number
  readonly total: number
  readonly changedAt: Date
  readonly dataSets: readonly PublishedDataSet[]
}

const count = (number: number): Literal => ({ text: String(number), datatype: 'xsd:integer' })

/**
 * Where the other pages are, in the words of Hydra (https://www.hydra-cg.com/spec/latest/core/) of today and in those from before 2015, which
 * harvesters of CKAN look for.
 */
function pagingResource({ address, page, pages, pageSize, total }: CataloguePage): Resource {
  const at = (number: number) => link(`${address}?page=${number}`)
  const next: Property[] = [
    ['hydra:next', at(page + 1)],
    ['hydra:nextPage', at(page + 1)],
  ]
  const previous: Property[] = [
    ['hydra:previous', at(page - 1)],
    ['hydra:previousPage', at(page - 1)],
  ]
  return {
    iri: `${address}?page=${page}`,
    types: ['hydra:PagedCollection', 'hydra:PartialCollectionView'],
    properties: [
      ['hydra:totalItems', count(total)],
      ['hydra:itemsPerPage', count(pageSize)],
      ['hydra:first', at(1)],
      ['hydra:firstPage', at(1)],
      ['hydra:last', at(pages)],
      ['hydra:lastPage', at(pages)],
      ...(page > 1 ? previous : []),
      ...(page < pages ? next : []),
    ],
  }
}

/** A page of the catalogue, and where the others are. */
export function catalogueResources(page: CataloguePage, around: Surroundings): Resource[] {
  const properties: Property[] = [
    ...inLanguages('dct:title', page.title),
    ...inLanguages('dct:description', page.description),
    ['dct:publisher', publisherResource(page.publisher, around.origin)],
    ['foaf:homepage', link(page.homepage, 'foaf:Document')],
    ['dct:modified', instantValue(page.changedAt)],
    ['dcat:themeTaxonomy', link(`${euVocabulary}/data-theme`)],
    ...Object.values(languageCodes).map(
      (code): Property => ['dct:language', link(`${euVocabulary}/language/${code}`, 'dct:LinguisticSystem')],
    ),
    ...page.dataSets.map((dataSet): Property => ['dcat:dataset', dataSetResource(dataSet, around)]),
    ...serviceProperties(page, around),
  ]
  return [
    pagingResource(page),
    { iri: page.address.replace(/\.\w+$/, ''), types: ['dcat:Catalog'], properties },
    ...seriesOf(page.dataSets, around).map((series) => seriesResource(series, around)),
    ...conceptResources([...page.dataSets, ...seriesOf(page.dataSets, around)]),
  ]
}
