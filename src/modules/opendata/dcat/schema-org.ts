import { type Language, textIn } from '#kernel/i18n/language.ts'
import { dataSetPath, distributionPath, documentPath, downloadPath, seriesPath } from '../catalogue/addresses.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { downloadCodes, fileFormats } from '../catalogue/formats.ts'
import { modifiedOf } from '../catalogue/modified.ts'
import { licenceVocabulary, rightsAddresses } from '../catalogue/vocabularies.ts'
import { type PublishedSeries, periodOf } from '../series/series.ts'
import { areasOf, dataSetIri, identifierOf, type Publisher, type Surroundings, seriesIri } from './data-set-resource.ts'
import { formatsOf } from './distribution-resource.ts'
import { instantValue } from './resource.ts'
import { modifiedAt } from './series-resource.ts'

/** What search engines read of a data set (https://schema.org/Dataset), in one language, to be written as JSON-LD. */
export function schemaOrgOf(dataSet: PublishedDataSet, around: Surroundings, language: Language) {
  const series = (around.memberships.get(dataSet.id) ?? []).map((one) => one.series)
  return {
    '@context': 'https://schema.org/',
    '@type': 'Dataset',
    ...commonOf(dataSet, around, language),
    ...(series.length > 0 && {
      isPartOf: series.map((one) => ({
        '@type': 'Dataset',
        '@id': seriesIri(one, around.origin),
        name: textIn(one.metadata.title, language),
        url: around.origin + seriesPath(one),
      })),
    }),
  }
}

/**
 * What search engines read of a series, in one language: a data set that consists of others, as https://developers.google.com/search/docs/appearance/structured-data/dataset
 * describes it.
 */
export function seriesSchemaOrgOf(
  series: PublishedSeries,
  { origin, publisherOf }: Pick<Surroundings, 'origin' | 'publisherOf'>,
  language: Language,
) {
  const { metadata, members, authorityId } = series
  const period = periodOf(members)
  const publisher = organisationOf(publisherOf(authorityId), origin, language)
  return {
    '@context': 'https://schema.org/',
    '@type': 'Dataset',
    '@id': seriesIri(series, origin),
    name: textIn(metadata.title, language),
    description: textIn(metadata.description, language),
    url: origin + seriesPath(series),
    inLanguage: language,
    isAccessibleForFree: true,
    dateModified: modifiedAt(series).toISOString().slice(0, 10),
    ...(publisher && { creator: publisher, publisher }),
    ...(period && { temporalCoverage: coverageOf(period) }),
    hasPart: members.map((member) => ({
      '@type': 'Dataset',
      name: textIn(member.title, language),
      url: origin + dataSetPath(member),
    })),
  }
}

const coverageOf = ({ from, to }: { from: string; to?: string }): string => `${from}/${to ?? '..'}`

const organisationOf = (publisher: Publisher | undefined, origin: string, language: Language) =>
  publisher && {
    '@type': 'GovernmentOrganization',
    name: textIn(publisher.name, language),
    url: `${origin}/${publisher.id}/`,
  }

/** What schema.org and Croissant say alike. */
export function commonOf(
  dataSet: PublishedDataSet,
  { origin, publisherOf, rowsChangedAt }: Surroundings,
  language: Language,
) {
  const modified = modifiedOf(dataSet, rowsChangedAt)
  const { metadata, authorityId } = dataSet
  const organisation = organisationOf(publisherOf(authorityId), origin, language)
  const [period] = metadata.temporal ?? []
  return {
    '@id': dataSetIri(dataSet, origin),
    name: textIn(metadata.title, language),
    description: textIn(metadata.description, language),
    url: origin + dataSetPath(dataSet),
    identifier: identifierOf(dataSet),
    inLanguage: language,
    keywords: metadata.keywords[language] ?? metadata.keywords.de,
    license: metadata.rights ? rightsAddresses[metadata.rights] : `${licenceVocabulary}/${metadata.licence}`,
    isAccessibleForFree: true,
    datePublished: metadata.issuedAt ?? metadata.issued,
    dateModified: modified.kind === 'day' ? (modified.saidAt ?? modified.day) : instantValue(modified.at).text,
    ...(organisation ? { creator: organisation, publisher: organisation } : {}),
    ...(period ? { temporalCoverage: coverageOf(period) } : {}),
    spatialCoverage: areasOf(dataSet).flatMap((id) => {
      const area = publisherOf(id)
      return area ? [{ '@type': 'Place', name: textIn(area.name, language) }] : []
    }),
    distribution: metadata.distributions.flatMap((one) => downloadsOf(dataSet, one, origin, language)),
  }
}

function downloadsOf(
  dataSet: PublishedDataSet,
  one: PublishedDataSet['metadata']['distributions'][number],
  origin: string,
  language: Language,
) {
  const name = textIn(one.title, language)
  if (one.kind === 'table')
    return formatsOf(one).map((format) => ({
      '@type': 'DataDownload',
      name: `${name} (${format.toUpperCase()})`,
      encodingFormat: fileFormats[downloadCodes[format]]?.mediaType ?? format,
      contentUrl: origin + downloadPath(dataSet, one.slug, format),
    }))
  const encodingFormat = one.mediaType ?? fileFormats[one.format ?? '']?.mediaType
  return [
    {
      '@type': 'DataDownload',
      name,
      ...(encodingFormat ? { encodingFormat } : {}),
      contentUrl: one.url ?? origin + (one.sha256 === undefined ? distributionPath : documentPath)(dataSet, one.slug),
    },
  ]
}
