import { v5 } from 'uuid'
import type { LocalText } from '#kernel/i18n/language.ts'
import { validatorOf } from '#kernel/validator.ts'
import { type DataSetMetadata, type Distribution, dataSetSchema } from '../catalogue/data-set.ts'
import type { Statement } from '../catalogue/statement.ts'
import type { Frequency, Licence, Theme } from '../catalogue/vocabularies.ts'
import { expand, shortName, type Term } from '../dcat/resource.ts'
import { frequencyOf, isNonCommercial, licenceOf, rightsOf, strictestFirst, themeOf } from './codes.ts'
import { Findings, type HarvestFinding } from './finding.ts'
import { type Graph, type GraphValue, plain } from './graph.ts'
import { noteInside, noteSecond } from './note-rest.ts'
import { readDay } from './read-day.ts'
import { readDistribution } from './read-distribution.ts'
import { languagesOf, readUrl } from './read-link.ts'
import { moreOfDataSets, readMore, readOtherPlace, readRomansh } from './read-more.ts'
import { readSaidDays } from './read-said-day.ts'
import { localText, wordsOf } from './read-text.ts'
import { readPlace, type SeriesPlace } from './series-place.ts'
import { slugOf } from './slug.ts'
import { storable } from './storable.ts'

/** What stands for what a catalogue does not say. */
export type HarvestDefaults = {
  readonly contact: DataSetMetadata['contact']
  readonly issued: string
  /** Slug of the authority with this number in the register of the Federal Statistical Office. */
  readonly authorityOf: (bfsNumber: number) => string | undefined
}

/** A data set of another catalogue as it would be one of ours. Without `metadata` it cannot be taken over; the findings say why. */
export type HarvestedDataSet = {
  readonly identifier: string
  readonly slug: string
  readonly metadata: DataSetMetadata | undefined
  readonly findings: readonly HarvestFinding[]
  /** Where it stands among others. */
  readonly place: SeriesPlace
}

const isMetadata = validatorOf(dataSetSchema)

/** Properties of a data set that are kept, or mean nothing besides. */
const kept: readonly Term[] = [
  'rdf:type',
  'dct:identifier',
  'dct:title',
  'dct:description',
  'dct:publisher',
  'dct:issued',
  'dct:modified',
  'dct:accrualPeriodicity',
  'dct:accessRights',
  'dct:license',
  'dct:rights',
  'dct:language',
  'dct:temporal',
  'dct:spatial',
  'dct:relation',
  'dct:conformsTo',
  'dct:provenance',
  'dcat:contactPoint',
  'dcat:distribution',
  'dcat:inSeries',
  'dcat:keyword',
  'dcat:landingPage',
  'dcat:next',
  'dcat:prev',
  'dcat:theme',
  'dcatap:applicableLegislation',
  'foaf:page',
  'rdfs:seeAlso',
]

/** A data set of a graph that speaks DCAT, DCAT-AP or DCAT-AP CH of any version. All that is wrong is said at once. */
export function readDataSet(graph: Graph, key: string, defaults: HarvestDefaults): HarvestedDataSet {
  const uri = key.startsWith('_:') ? undefined : key
  const identifier = storable(plain(graph.values(key, 'dct:identifier')[0]) || uri || '', 300)
  const findings = new Findings(identifier || key)
  if (identifier === '') findings.add('error', 'no_identifier', 'dct:identifier')
  noteRest(graph, key, findings)
  noteAccess(graph, key, findings)
  const text = (property: Term, longest: number) =>
    localText(graph.values(key, property), { findings, property, longest })
  const title = text('dct:title', 300)
  if (!title) findings.add('error', 'no_title', 'dct:title')
  const description = text('dct:description', 10_000) ?? findings.add('warning', 'no_description', 'dct:description')
  const { licence, rights } = readLicence(graph, key, findings)
  const distributions = readDistributions(graph, key, { title, identifier, findings })
  const rest = readRest(graph, key, { findings, defaults })
  const keywords = wordsOf(graph.values(key, 'dcat:keyword'), findings)
  const original = readOriginal(graph, key, { identifier, uri, findings, defaults })
  const metadata = title &&
    licence && {
      title,
      description: description ?? title,
      keywords: keywords.de.length > 0 ? keywords : { de: [storable(title.de, 60).trim()] },
      licence,
      ...(rights && { rights }),
      ...rest,
      original,
      distributions,
    }
  const isSound = metadata !== undefined && isMetadata(metadata)
  if (metadata && !isSound)
    for (const { path, message } of isMetadata.problems(metadata)) findings.add('error', 'shape', path, message)
  return {
    identifier,
    slug: slugOf(identifier || key),
    metadata: isSound && !findings.hasError ? metadata : undefined,
    findings: findings.list,
    place: readPlace(graph, key),
  }
}

type Reading = { readonly findings: Findings; readonly defaults: HarvestDefaults }

/** What is said besides title, licence and distributions, or stands for it. */
function readRest(
  graph: Graph,
  key: string,
  { findings, defaults }: { findings: Findings; defaults: HarvestDefaults },
) {
  const [temporal, languages] = [readPeriods(graph, key, findings), languagesOf(graph, key, findings)]
  const spatial = readAreas(graph, key, { findings, defaults })
  const legalBasis = readNamed(graph, key, 'dcatap:applicableLegislation', findings)
  return {
    themes: readThemes(graph, key, findings),
    frequency: readFrequency(graph, key, findings),
    contact: readContact(graph, key, findings) ?? defaults.contact,
    ...readSaidDays(graph, key, { findings, fallback: defaults.issued }),
    ...(temporal.length > 0 && { temporal }),
    ...(spatial.length > 0 && { spatial }),
    ...(languages.length > 0 && { languages }),
    ...readLandingPage(graph, key, findings),
    documentation: readNamed(graph, key, 'foaf:page', findings),
    relations: readNamed(graph, key, 'dct:relation', findings),
    legalBasis: findings.first(legalBasis, 10, 'dcatap:applicableLegislation'),
    sources: readNamed(graph, key, 'dct:provenance', findings),
    conformsTo: readLinks(graph, key, 'dct:conformsTo', findings),
  }
}

function readOriginal(
  graph: Graph,
  key: string,
  { identifier, uri, findings, defaults }: { identifier: string; uri: string | undefined } & Reading,
): NonNullable<DataSetMetadata['original']> {
  const publisher = readPublisher(graph, key, findings)
  const seeAlso = graph.values(key, 'rdfs:seeAlso').flatMap((value) => storable(plain(value) ?? '', 300) || [])
  const more = [
    ...readMore(graph, key, { rules: moreOfDataSets, findings }),
    ...readRomansh(graph, key, ['dct:title', 'dct:description', 'dcat:keyword']),
    ...readOtherPlaces(graph, key, defaults),
  ]
  return {
    identifier,
    ...(uri && readUrl(uri) && { uri }),
    ...(publisher && { publisher }),
    ...(seeAlso.length > 0 && { seeAlso: findings.first(seeAlso, 50, 'rdfs:seeAlso') }),
    ...(more.length > 0 && { more: findings.first(more, 60, '') }),
  }
}

function noteRest(graph: Graph, key: string, findings: Findings): void {
  const known = new Set(kept.map(expand))
  for (const property of graph.propertiesOf(key))
    if (!known.has(property) && !Object.hasOwn(moreOfDataSets, shortName(property)))
      findings.add('note', 'not_kept', shortName(property))
  noteSecond(graph, key, { properties: single, findings })
}

/** What may be said once here. */
const single: readonly Term[] = [
  'dct:identifier',
  'dct:publisher',
  'dct:issued',
  'dct:modified',
  'dct:accrualPeriodicity',
  'dcat:contactPoint',
  'dcat:landingPage',
]

/** All that goes out from here is for everybody: what is not is not taken over. */
function noteAccess(graph: Graph, key: string, findings: Findings): void {
  for (const value of graph.values(key, 'dct:accessRights')) {
    const text = plain(value) ?? labelOf(graph, value) ?? ''
    const isClosed = /\/access-right\/(?:RESTRICTED|NON_PUBLIC|CONFIDENTIAL|SENSITIVE)$/.test(text)
    if (isClosed) findings.add('error', 'not_public', 'dct:accessRights', text)
    else if (!/\/access-right\/PUBLIC$/.test(text)) findings.add('warning', 'not_kept', 'dct:accessRights', text)
  }
}

/**
 * The licence of all distributions: the strictest where they differ. Before version 2 it stood in `dct:rights`. What is said besides and is neither one of
 * the four terms nor a licence that we can name is reported; where it forbids commercial use that holds too.
 */
function readLicence(
  graph: Graph,
  key: string,
  findings: Findings,
): { licence: Licence | undefined; rights: DataSetMetadata['rights'] } {
  const subjects = [
    key,
    ...graph.values(key, 'dcat:distribution').flatMap((value) => (value.kind === 'thing' ? [value.key] : [])),
  ]
  const said = new Set(
    subjects.flatMap((subject) =>
      [...graph.values(subject, 'dct:license'), ...graph.values(subject, 'dct:rights')].map(
        (value) => plain(value) ?? labelOf(graph, value) ?? '',
      ),
    ),
  )
  const all = [...said]
  const found = new Set(all.flatMap((text) => licenceOf(text) ?? []))
  const [rights, ...otherRights] = new Set(all.flatMap((text) => rightsOf(text) ?? []))
  if (found.size > 0 && all.some(isNonCommercial)) found.add('terms_by_ask')
  if (found.size > 1) findings.add('warning', 'licences_differ', 'dct:license', [...found].join(', '))
  const licence =
    strictestFirst.find((one) => found.has(one)) ??
    { 'CC0-1.0': 'terms_open' as const, 'CC-BY-4.0': 'terms_by' as const, none: undefined }[rights ?? 'none']
  if (!licence) findings.add('error', said.size > 0 ? 'not_open' : 'no_licence', 'dct:license', all.join(', '))
  else
    for (const text of [...all.filter((one) => !licenceOf(one) && !rightsOf(one)), ...otherRights])
      findings.add('warning', 'not_kept', 'dct:rights', text)
  return { licence, rights }
}

const labelOf = (graph: Graph, value: GraphValue): string | undefined =>
  value.kind === 'thing' ? plain(graph.values(value.key, 'rdfs:label', 'dct:title')[0]) : undefined

function readDistributions(
  graph: Graph,
  key: string,
  { title, identifier, findings }: { title: LocalText | undefined; identifier: string; findings: Findings },
): Distribution[] {
  const things = graph.values(key, 'dcat:distribution').flatMap((value) => (value.kind === 'thing' ? [value.key] : []))
  const found = findings
    .first(things, 50, 'dcat:distribution')
    .flatMap(
      (one, index) => readDistribution(graph, one, { title: title ?? { de: identifier }, index, findings }) ?? [],
    )
  if (found.length === 0) findings.add('error', 'no_distribution', 'dcat:distribution')
  return found
    .map((one, index) => ({ ...one, id: v5(`${identifier} ${one.identifier ?? one.url ?? index}`, v5.URL) }))
    .filter(isFirst)
}

/** The same distribution said twice is one. */
const isFirst = (one: Distribution, index: number, all: readonly Distribution[]): boolean =>
  all.findIndex(({ id }) => id === one.id) === index

export function readPublisher(graph: Graph, key: string, findings: Findings) {
  const [value] = graph.values(key, 'dct:publisher')
  if (value === undefined) return undefined
  const name =
    value.kind === 'thing'
      ? localText(graph.values(value.key, 'foaf:name', 'rdfs:label'), { findings, property: 'foaf:name', longest: 300 })
      : undefined
  const uri = value.kind === 'thing' && value.iri ? readUrl(value.iri) : undefined
  const text = plain(value)
  if (!name && !text) return findings.add('warning', 'not_kept', 'dct:publisher')
  noteInside(graph, value, { property: 'dct:publisher', known: ['foaf:name', 'rdfs:label'], findings })
  return { ...(uri && { uri }), name: name ?? { de: storable(text ?? '', 300) } }
}

function readThemes(graph: Graph, key: string, findings: Findings): Theme[] {
  const themes = new Set<Theme>()
  for (const value of graph.values(key, 'dcat:theme')) {
    const text = plain(value) ?? ''
    const theme = themeOf(text)
    if (theme) themes.add(theme)
    else findings.add('warning', 'theme_unknown', 'dcat:theme', text)
  }
  if (themes.size > 0) return findings.first([...themes], 5, 'dcat:theme')
  findings.add('warning', 'no_theme', 'dcat:theme')
  return ['GOVE']
}

export function readFrequency(graph: Graph, key: string, findings: Findings): Frequency {
  const text = plain(graph.values(key, 'dct:accrualPeriodicity')[0])
  const frequency = text === undefined ? undefined : frequencyOf(text)
  if (text !== undefined && !frequency) findings.add('warning', 'frequency_unknown', 'dct:accrualPeriodicity', text)
  return frequency ?? 'IRREG'
}

export function readContact(graph: Graph, key: string, findings: Findings): DataSetMetadata['contact'] | undefined {
  for (const value of graph.values(key, 'dcat:contactPoint')) {
    if (value.kind !== 'thing') continue
    const name = localText(graph.values(value.key, 'vcard:fn', 'foaf:name'), {
      findings,
      property: 'vcard:fn',
      longest: 200,
    })
    // An address without `mailto:` was read as one beside the catalogue's.
    const address = plain(graph.values(value.key, 'vcard:hasEmail', 'foaf:mbox')[0])?.replace(
      /^(?:mailto:|https?:\/\/.*\/)/,
      '',
    )
    if (address === undefined) continue
    if (/^[^@\s]+@[^@\s]+$/.test(address) && address.length <= 200) {
      const known = ['vcard:fn', 'foaf:name', 'vcard:hasEmail', 'foaf:mbox'] as const
      noteInside(graph, value, { property: 'dcat:contactPoint', known, findings })
      return { name: name ?? { de: address }, email: address }
    }
    findings.add('warning', 'email', 'vcard:hasEmail', address)
  }
  return findings.add('warning', 'no_contact', 'dcat:contactPoint')
}

function readPeriods(graph: Graph, key: string, findings: Findings): { from: string; to?: string }[] {
  const periods = graph.values(key, 'dct:temporal').flatMap((value) => {
    if (value.kind !== 'thing') return findings.add('warning', 'period', 'dct:temporal', value.text) ?? []
    const edge = (first: Term, second: Term, which: 'first' | 'last') => {
      const [said] = graph.values(value.key, first, second)
      const found = said && readDay(said, which)
      if (said && !found) findings.add('warning', 'date', second, plain(said))
      return { isSaid: said !== undefined, day: found }
    }
    const from = edge('dcat:startDate', 'schema:startDate', 'first')
    const to = edge('dcat:endDate', 'schema:endDate', 'last')
    if (!from.day || (to.isSaid && !to.day)) return []
    if (to.day && to.day < from.day)
      return findings.add('warning', 'period', 'dct:temporal', `${from.day} / ${to.day}`) ?? []
    return [{ from: from.day, ...(to.day && { to: to.day }) }]
  })
  return findings.first(periods, 10, 'dct:temporal')
}

/** The area of one of our authorities, as the linked data of the Confederation names it. */
function ownArea(value: GraphValue, { authorityOf }: HarvestDefaults): string | undefined {
  const [, kind, number] = /ld\.admin\.ch\/(canton|municipality)\/(\d+)$/.exec(plain(value) ?? '') ?? []
  if (kind === 'canton') return number === '3' ? 'kanton-luzern' : undefined
  return number === undefined ? undefined : authorityOf(Number(number))
}

function readAreas(graph: Graph, key: string, { findings, defaults }: Reading): string[] {
  const found = graph.values(key, 'dct:spatial').flatMap((value) => ownArea(value, defaults) ?? [])
  return findings.first([...new Set(found)], 90, 'dct:spatial')
}

/** A text, another country or a box on the map goes out again as it came. */
function readOtherPlaces(graph: Graph, key: string, defaults: HarvestDefaults): Statement[] {
  return graph
    .values(key, 'dct:spatial')
    .flatMap((value) => (ownArea(value, defaults) === undefined ? (readOtherPlace(graph, value) ?? []) : []))
}

function readLandingPage(graph: Graph, key: string, findings: Findings): { landingPage?: string } {
  const text = plain(graph.values(key, 'dcat:landingPage')[0])
  if (text === undefined) return {}
  const url = readUrl(text)
  if (!url) findings.add('warning', 'url', 'dcat:landingPage', text)
  return url ? { landingPage: url } : {}
}

function readLinks(graph: Graph, key: string, property: Term, findings: Findings): string[] {
  const found = graph.values(key, property).flatMap((value) => {
    const text = plain(value) ?? ''
    return readUrl(text) ?? findings.add('warning', 'url', property, text) ?? []
  })
  return findings.first(found, 10, property)
}

function readNamed(graph: Graph, key: string, property: Term, findings: Findings): { title: LocalText; url: string }[] {
  const found = graph.values(key, property).flatMap((value) => {
    const about = value.kind === 'thing' ? value.key : ''
    const text = plain(value) ?? plain(graph.values(about, 'schema:url', 'foaf:homepage')[0]) ?? ''
    const url = readUrl(text)
    if (!url) return findings.add('warning', 'url', property, text) ?? []
    const title = localText(graph.values(about, 'rdfs:label', 'dct:title', 'foaf:name'), {
      findings,
      property,
      longest: 300,
    })
    return [{ title: title ?? { de: storable(url, 300) }, url }]
  })
  return findings.first(found, 20, property)
}
