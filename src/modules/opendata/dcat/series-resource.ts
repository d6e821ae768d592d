import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { euVocabulary } from '../catalogue/vocabularies.ts'
import { type PublishedSeries, periodOf, type SeriesMember } from '../series/series.ts'
import {
  contactResource,
  memberIri,
  periodResource,
  publishedBy,
  type Surroundings,
  seriesIri,
} from './data-set-resource.ts'
import { inLanguages, instantValue, link, type Property, type Resource, saidValue } from './resource.ts'

/** The series that any of these data sets is in, each once. */
export function seriesOf(dataSets: readonly Pick<PublishedDataSet, 'id'>[], around: Surroundings): PublishedSeries[] {
  const all = dataSets.flatMap(({ id }) => (around.memberships.get(id) ?? []).map(({ series }) => series))
  return [...new Map(all.map((series) => [series.id, series])).values()]
}

/**
 * A series as `dcat:DatasetSeries`, with what DCAT-AP 3.0.1 knows of one (https://semiceu.github.io/DCAT-AP/releases/3.0.1/#DatasetSeries). It is no
 * `dcat:Dataset` and does not hang on the catalogue: version 2 of the profile has no series and would ask it for distributions.
 */
export function seriesResource(series: PublishedSeries, around: Surroundings): Resource {
  const { metadata, authorityId, slug, members } = series
  const { origin } = around
  const period = periodOf(members)
  const [first, last] = metadata.order === 'none' ? [] : [members[0], members.at(-1)]
  const edge = (term: 'dcat:first' | 'dcat:last', member: SeriesMember | undefined): Property[] =>
    member ? [[term, link(memberIri(member, origin))]] : []
  return {
    iri: seriesIri(series, origin),
    types: ['dcat:DatasetSeries'],
    properties: [
      ['dct:identifier', { text: metadata.original?.identifier ?? `${slug}@${authorityId}` }],
      ...inLanguages('dct:title', metadata.title),
      ...inLanguages('dct:description', metadata.description),
      ...publishedBy(series, around),
      ['dcat:contactPoint', contactResource(metadata.contact)],
      [
        'dct:issued',
        metadata.issued === undefined
          ? instantValue(series.publishedAt)
          : saidValue(metadata.issued, metadata.issuedAt),
      ],
      ['dct:modified', instantValue(modifiedAt(series))],
      ['dct:accrualPeriodicity', link(`${euVocabulary}/frequency/${metadata.frequency}`, 'dct:Frequency')],
      ...metadata.themes.map((theme): Property => ['dcat:theme', link(`${euVocabulary}/data-theme/${theme}`)]),
      ...(period ? [['dct:temporal', periodResource(period)] satisfies Property] : []),
      ...edge('dcat:first', first),
      ...edge('dcat:last', last),
    ],
  }
}

/** When the series or any of its data sets last changed. */
export const modifiedAt = ({ changedAt, members }: Pick<PublishedSeries, 'changedAt' | 'members'>): Date =>
  new Date(Math.max(...[changedAt, ...members.map((member) => member.changedAt)].map((at) => at.getTime())))
