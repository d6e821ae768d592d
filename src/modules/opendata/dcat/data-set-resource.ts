import type { LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { dataSetPath, seriesPath } from '../catalogue/addresses.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { modifiedOf } from '../catalogue/modified.ts'
import { euVocabulary, languageCodes } from '../catalogue/vocabularies.ts'
import type { Membership, PublishedSeries, SeriesMember } from '../series/series.ts'
import { publicAccess } from './concept-resources.ts'
import { distributionResources } from './distribution-resource.ts'
import { moreProperties } from './more-properties.ts'
import {
  dayValue,
  inLanguages,
  instantValue,
  iriOf,
  link,
  type Property,
  type Resource,
  saidValue,
} from './resource.ts'

/** What linked data says of an authority. */
export type Publisher = {
  readonly id: AuthorityId
  readonly name: LocalText
  readonly kind: 'canton' | 'municipality'
  readonly bfsNumber: number
}

/** What is needed to describe data sets: the public origin, who publishes, since when the rows of each table are public, and the series of each. */
export type Surroundings = {
  readonly origin: string
  readonly publisherOf: (id: string) => Publisher | undefined
  readonly rowsChangedAt: ReadonlyMap<string, Date>
  /** By the id of the data set. */
  readonly memberships: ReadonlyMap<string, readonly Membership[]>
}

/** What an address is made of. */
type Cited = Pick<PublishedDataSet, 'authorityId' | 'slug'> & {
  readonly metadata: { readonly original?: { readonly uri?: string } | undefined }
}

/** The address of a data set as others cite it: the original one where it was harvested. */
export const dataSetIri = (dataSet: Cited, origin: string): string =>
  iriOf(dataSet.metadata.original?.uri ?? origin + dataSetPath(dataSet))

/** `slug@authority`, as opendata.swiss asks; a harvested one keeps its own where that is of this form. */
export function identifierOf({ slug, authorityId, metadata }: PublishedDataSet): string {
  const original = metadata.original?.identifier ?? ''
  return /^[^@\s]+@[^@\s]+$/.test(original) ? original : `${slug}@${authorityId}`
}

/** An authority as `foaf:Agent`. */
export function publisherResource(publisher: Publisher, origin: string): Resource {
  const homepage = `${origin}/${publisher.id}/`
  return { iri: homepage, types: ['foaf:Agent'], properties: inLanguages('foaf:name', publisher.name) }
}

/** The area of an authority in the linked data of the Confederation (https://ld.admin.ch). */
function areaResource({ kind, bfsNumber, name }: Publisher): Resource {
  return {
    iri: `https://ld.admin.ch/${kind}/${bfsNumber}`,
    types: ['dct:Location'],
    properties: inLanguages('rdfs:label', name),
  }
}

type Named = { readonly title: LocalText; readonly url: string }

const labelled = ({ title, url }: Named, ...types: Resource['types']): Resource => ({
  iri: iriOf(url),
  types,
  properties: inLanguages('rdfs:label', title),
})

/** Without an address, as the checker of opendata.swiss asks of documents; the address is told inside. */
const document = ({ title, url }: Named): Resource => ({
  types: ['foaf:Document'],
  properties: [...inLanguages('dct:title', title), ['schema:url', link(iriOf(url))]],
})

/** Named twice: DCAT 2 and 3 use their own words for it, DCAT-AP CH 2 those of schema.org. */
export function periodResource({ from, to }: { from: string; to?: string }): Resource {
  const start = dayValue(from)
  const properties: Property[] = [
    ['schema:startDate', start],
    ['dcat:startDate', start],
  ]
  if (to !== undefined) properties.push(['schema:endDate', dayValue(to)], ['dcat:endDate', dayValue(to)])
  return { types: ['dct:PeriodOfTime'], properties }
}

/** Whom to ask. */
export function contactResource({ name, email }: PublishedDataSet['metadata']['contact']): Resource {
  return {
    types: ['vcard:Organization', 'vcard:Kind'],
    properties: [...inLanguages('vcard:fn', { de: name.de }), ['vcard:hasEmail', link(iriOf(`mailto:${email}`))]],
  }
}

/**
 * A data set as DCAT-AP CH version 2 and 3 both want it (https://www.dcat-ap.ch/releases/2.0/dcat-ap-ch.html and 3.0), with its distributions
 * and the services over its tables. `dcat:byteSize` is left out: DCAT-AP 2.1.1 wants a decimal, 3.0.1 a whole number.
 */
export function dataSetResource(dataSet: PublishedDataSet, around: Surroundings): Resource {
  const { origin, publisherOf } = around
  const { metadata } = dataSet
  const areas = areasOf(dataSet).flatMap((id) => publisherOf(id) ?? [])
  const { keywords, contact } = metadata
  const modified = modifiedOf(dataSet, around.rowsChangedAt)
  const properties: Property[] = [
    ['dct:identifier', { text: identifierOf(dataSet) }],
    ...inLanguages('dct:title', metadata.title),
    ...inLanguages('dct:description', metadata.description),
    ...publishedBy(dataSet, around),
    ['dcat:contactPoint', contactResource(contact)],
    ['dct:issued', saidValue(metadata.issued, metadata.issuedAt)],
    ['dct:modified', modified.kind === 'day' ? saidValue(modified.day, modified.saidAt) : instantValue(modified.at)],
    ['dct:accrualPeriodicity', link(`${euVocabulary}/frequency/${metadata.frequency}`, 'dct:Frequency')],
    ['dct:accessRights', link(publicAccess, 'dct:RightsStatement')],
    ['dcat:landingPage', link(landingPageOf(dataSet, origin), 'foaf:Document')],
    ...metadata.themes.map((theme): Property => ['dcat:theme', link(`${euVocabulary}/data-theme/${theme}`)]),
    ...(['de', 'fr', 'it', 'en'] as const).flatMap((language) =>
      (keywords[language] ?? []).map((word): Property => ['dcat:keyword', { text: word, language }]),
    ),
    ...languagesOf(dataSet).map((one): Property => ['dct:language', languageResource(one)]),
    ...areas.map((area): Property => ['dct:spatial', areaResource(area)]),
    ...(metadata.temporal ?? []).map((one): Property => ['dct:temporal', periodResource(one)]),
    ...(metadata.documentation ?? []).map((one): Property => ['foaf:page', document(one)]),
    ...(metadata.relations ?? []).map((one): Property => ['dct:relation', labelled(one)]),
    ...(metadata.conformsTo ?? []).map((url): Property => ['dct:conformsTo', link(iriOf(url), 'dct:Standard')]),
    ...(metadata.legalBasis ?? []).map(
      (one): Property => ['dcatap:applicableLegislation', labelled(one, 'eli:LegalResource')],
    ),
    ...(metadata.original?.seeAlso ?? []).map((text): Property => ['rdfs:seeAlso', { text }]),
    ...(metadata.sources ?? []).map((one): Property => ['dct:provenance', labelled(one, 'dct:ProvenanceStatement')]),
    ...moreProperties(metadata.original?.more),
    ...membershipProperties(dataSet, around),
  ]
  for (const distribution of distributionResources(dataSet, around))
    properties.push(['dcat:distribution', distribution])
  return { iri: dataSetIri(dataSet, origin), types: ['dcat:Dataset'], properties }
}

/** The address of a series as others cite it: the original one where it was harvested. */
export const seriesIri = (series: Pick<PublishedSeries, 'authorityId' | 'slug' | 'metadata'>, origin: string): string =>
  iriOf(series.metadata.original?.uri ?? origin + seriesPath(series))

/** The address of one of its data sets. */
export const memberIri = ({ authorityId, slug, uri }: SeriesMember, origin: string): string =>
  dataSetIri({ authorityId, slug, metadata: { original: uri === undefined ? undefined : { uri } } }, origin)

/**
 * Which series a data set is in and what comes before and after it there (DCAT 3, https://www.w3.org/TR/vocab-dcat-3/#Property:resource_prev). By
 * their addresses alone: each series is described once in a document, and its other data sets may stand in another one.
 */
function membershipProperties({ id }: PublishedDataSet, around: Surroundings): Property[] {
  return (around.memberships.get(id) ?? []).flatMap(({ series, previous, next }): Property[] => [
    ['dcat:inSeries', link(seriesIri(series, around.origin), 'dcat:DatasetSeries')],
    ...(previous ? [['dcat:prev', link(memberIri(previous, around.origin))] satisfies Property] : []),
    ...(next ? [['dcat:next', link(memberIri(next, around.origin))] satisfies Property] : []),
  ])
}

type Published = {
  readonly authorityId: AuthorityId
  readonly metadata: Pick<PublishedDataSet['metadata'], 'original'>
}

/** Who publishes it: where it was harvested, whoever does so there. */
export function publishedBy({ authorityId, metadata }: Published, { origin, publisherOf }: Surroundings): Property[] {
  const original = metadata.original?.publisher
  if (original) {
    const agent = { types: ['foaf:Agent'], properties: inLanguages('foaf:name', original.name) } satisfies Resource
    return [['dct:publisher', original.uri === undefined ? agent : { ...agent, iri: iriOf(original.uri) }]]
  }
  const publisher = publisherOf(authorityId)
  return publisher ? [['dct:publisher', publisherResource(publisher, origin)]] : []
}

/** Of which authorities the area is covered; where nobody says, that of whoever publishes it. What comes from elsewhere says it itself. */
export function areasOf({ authorityId, metadata }: PublishedDataSet): readonly string[] {
  return metadata.spatial ?? (metadata.original ? [] : [authorityId])
}

const landingPageOf = (dataSet: PublishedDataSet, origin: string): string =>
  iriOf(dataSet.metadata.landingPage ?? origin + dataSetPath(dataSet))

/** The languages the data is in; where nobody says, those the title is in. */
function languagesOf({ metadata }: PublishedDataSet) {
  return metadata.languages ?? (['de', 'fr', 'it', 'en'] as const).filter((one) => metadata.title[one] !== undefined)
}

export const languageResource = (language: keyof typeof languageCodes): Resource =>
  link(`${euVocabulary}/language/${languageCodes[language]}`, 'dct:LinguisticSystem')
