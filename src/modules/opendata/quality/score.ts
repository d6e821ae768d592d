import { slug } from '#kernel/ids.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { dataSetResource, type Surroundings } from '../dcat/data-set-resource.ts'
import { iriOf, isLiteral, type Property, type Resource, type Term } from '../dcat/resource.ts'

/**
 * The dimensions and indicators by which data.europa.eu rates metadata («Metadata Quality Assessment», https://data.europa.eu/mqa/methodology, weights
 * as published there; 405 points in all), held against the linked data as it goes out. Where an indicator looks at distributions, the share of those that have it counts. Dead links are those that
 * we found ourselves.
 */
export const dimensions = ['findability', 'accessibility', 'interoperability', 'reusability', 'contextuality'] as const
export type Dimension = (typeof dimensions)[number]

export const indicators = [
  'keywords',
  'categories',
  'area',
  'period',
  'access_url',
  'download_url',
  'download_alive',
  'format',
  'media_type',
  'vocabulary',
  'open_format',
  'machine_readable',
  'profile',
  'licence',
  'known_licence',
  'access',
  'known_access',
  'contact',
  'publisher',
  'rights',
  'size',
  'issued',
  'modified',
] as const
export type Indicator = (typeof indicators)[number]

type Weighed = { readonly dimension: Dimension; readonly points: number; readonly share: (said: Said) => number }
/** What is said of one thing, by property: it is asked some forty times. */
type Statements = ReadonlyMap<Term, readonly Property[]>
/** A data set and its distributions as linked data has them, and the addresses that lead nowhere. */
type Said = {
  readonly dataSet: Statements
  readonly distributions: readonly Statements[]
  readonly deadLinks: ReadonlySet<string>
}

const statementsOf = ({ properties }: Resource): Statements => Map.groupBy(properties, ([term]) => term)
const resourcesOf = (one: Statements, term: Term): readonly Resource[] =>
  (one.get(term) ?? []).flatMap(([, value]) => (isLiteral(value) ? [] : [value]))
const addressesOf = (one: Statements, term: Term): readonly string[] =>
  resourcesOf(one, term).flatMap(({ iri }) => iri ?? [])
const has = (one: Statements, term: Term): boolean => one.has(term)

/** Whether the data set says something at all. */
const said =
  (term: Term) =>
  ({ dataSet }: Said): number =>
    has(dataSet, term) ? 1 : 0

/** The share of distributions for which something holds. */
const shareOf =
  (holds: (one: Statements, said: Said) => boolean, counts: (one: Statements) => boolean = () => true) =>
  (all: Said): number => {
    const counted = all.distributions.filter(counts)
    return counted.length === 0 ? 0 : counted.filter((one) => holds(one, all)).length / counted.length
  }

/** Nobody downloads an interface: where there is something else, that is looked at. */
const isDownload = (one: Statements) => !has(one, 'dcat:accessService')
const shareOfDownloads = (holds: (one: Statements, said: Said) => boolean) => (all: Said) =>
  shareOf(holds, all.distributions.some(isDownload) ? isDownload : undefined)(all)

const leads =
  (term: Term) =>
  (one: Statements, { deadLinks }: Said) =>
    addressesOf(one, term).some((url) => !deadLinks.has(url))

const inWords = (codes: string): ReadonlySet<string> => new Set(codes.split(' '))
const proprietary = inWords('XLS XLSB SHP DOC PPT PPS MDB GDB DWG DGN MXD MIF_MID MRSID ECW INDD PSD MSG_HTTP')
const forPeople = inWords(
  'TXT RTF DOC DOCX ODT PPT PPTX PPS PPSX ODP EPS PS PNG JPEG JPEG2000 GIF BMP TIFF TIFF_FX EPUB MOBI MAP_PRVW',
)
const isForMachines = (code: string) => !forPeople.has(code) && !/^(?:PDF|X?HTML|MHTML)/.test(code)
const isFormat = (isOne: (code: string) => boolean) => (one: Statements) =>
  addressesOf(one, 'dct:format').some((iri) => isOne(iri.slice(iri.lastIndexOf('/') + 1)))

const yes = () => 1

const weights: Readonly<Record<Indicator, Weighed>> = {
  keywords: { dimension: 'findability', points: 30, share: said('dcat:keyword') },
  categories: { dimension: 'findability', points: 30, share: said('dcat:theme') },
  area: { dimension: 'findability', points: 20, share: said('dct:spatial') },
  period: { dimension: 'findability', points: 20, share: said('dct:temporal') },
  access_url: { dimension: 'accessibility', points: 50, share: shareOf(leads('dcat:accessURL')) },
  download_url: {
    dimension: 'accessibility',
    points: 20,
    share: shareOfDownloads((one) => has(one, 'dcat:downloadURL')),
  },
  download_alive: { dimension: 'accessibility', points: 30, share: shareOfDownloads(leads('dcat:downloadURL')) },
  format: { dimension: 'interoperability', points: 20, share: shareOf((one) => has(one, 'dct:format')) },
  media_type: { dimension: 'interoperability', points: 10, share: shareOf((one) => has(one, 'dcat:mediaType')) },
  // Formats are written by the vocabulary of the EU, or not at all.
  vocabulary: { dimension: 'interoperability', points: 10, share: shareOf((one) => has(one, 'dct:format')) },
  open_format: {
    dimension: 'interoperability',
    points: 20,
    share: shareOf(isFormat((code) => !proprietary.has(code))),
  },
  machine_readable: {
    dimension: 'interoperability',
    points: 20,
    share: shareOf(isFormat((code) => !proprietary.has(code) && isForMachines(code))),
  },
  // Nothing is published that the shapes find unfit.
  profile: { dimension: 'interoperability', points: 30, share: yes },
  licence: { dimension: 'reusability', points: 20, share: shareOf((one) => has(one, 'dct:license')) },
  known_licence: { dimension: 'reusability', points: 10, share: shareOf((one) => has(one, 'dct:license')) },
  access: { dimension: 'reusability', points: 10, share: said('dct:accessRights') },
  known_access: { dimension: 'reusability', points: 5, share: said('dct:accessRights') },
  contact: { dimension: 'reusability', points: 20, share: said('dcat:contactPoint') },
  publisher: { dimension: 'reusability', points: 10, share: said('dct:publisher') },
  rights: { dimension: 'contextuality', points: 5, share: shareOf((one) => has(one, 'dct:rights')) },
  // The profiles want it written in two ways that exclude each other: nobody here can earn these points (`dataSetResource`).
  size: { dimension: 'contextuality', points: 5, share: shareOf((one) => has(one, 'dcat:byteSize')) },
  issued: { dimension: 'contextuality', points: 5, share: said('dct:issued') },
  modified: { dimension: 'contextuality', points: 5, share: said('dct:modified') },
}

/** Points of one dimension, whole ones, and what of it is missing, the most points first. */
export type DimensionScore = {
  readonly dimension: Dimension
  readonly points: number
  readonly most: number
  readonly missing: readonly Indicator[]
}

export type Score = {
  readonly points: number
  readonly most: number
  /** As data.europa.eu calls them: from 351, 221 and 121 points on. */
  readonly rating: 'excellent' | 'good' | 'sufficient' | 'bad'
  readonly dimensions: readonly DimensionScore[]
}

/** Neither addresses of ours nor names of authorities make a difference. */
const anywhere: Surroundings = {
  origin: 'https://example.org',
  publisherOf: (id) => ({ id: slug<'authority'>(id), name: { de: id }, kind: 'municipality', bfsNumber: 0 }),
  rowsChangedAt: new Map(),
  memberships: new Map(),
}

/** How good what goes out of a data set is, by dimension: its linked data is looked at, not what was entered. */
export function scoreOf({
  dataSet,
  deadLinks,
}: {
  readonly dataSet: PublishedDataSet
  readonly deadLinks: ReadonlySet<string>
}): Score {
  const statements = statementsOf(dataSetResource(dataSet, anywhere))
  const distributions = resourcesOf(statements, 'dcat:distribution').map(statementsOf)
  return scoreSaid({ dataSet: statements, distributions, deadLinks: new Set([...deadLinks].map(iriOf)) })
}

function scoreSaid(said: Said): Score {
  const scored = dimensions.map((dimension) => scoreDimension(dimension, said))
  const total = (part: 'points' | 'most') => scored.reduce((sum, one) => sum + one[part], 0)
  const points = total('points')
  return { points, most: total('most'), rating: ratingOf(points), dimensions: scored }
}

function scoreDimension(dimension: Dimension, said: Said): DimensionScore {
  const earned = indicators
    .filter((one) => weights[one].dimension === dimension)
    .map((indicator) => {
      const { points, share } = weights[indicator]
      const shown = share(said)
      return { indicator, points: points * shown, lacking: points * (1 - shown), most: points }
    })
  const total = (part: 'points' | 'most') => earned.reduce((sum, one) => sum + one[part], 0)
  return {
    dimension,
    points: Math.round(total('points')),
    most: total('most'),
    missing: earned
      .filter(({ lacking }) => lacking > 0)
      .toSorted((one, other) => other.lacking - one.lacking)
      .map(({ indicator }) => indicator),
  }
}

function ratingOf(points: number): Score['rating'] {
  if (points > 350) return 'excellent'
  if (points > 220) return 'good'
  return points > 120 ? 'sufficient' : 'bad'
}
