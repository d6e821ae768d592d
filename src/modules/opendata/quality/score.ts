import type { DataSetMetadata, Distribution } from '../catalogue/data-set.ts'
import { fileFormats } from '../catalogue/formats.ts'

/**
 * The dimensions and indicators by which data.europa.eu rates metadata («Metadata Quality Assessment», https://data.europa.eu/mqa/methodology, weights
 * as published there; 405 points in all). Where an indicator looks at distributions, the share of those that have it counts. Dead links are those that
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
type Said = { readonly metadata: DataSetMetadata; readonly deadLinks: ReadonlySet<string> }

const yes = () => 1
const flag = (holds: boolean): number => (holds ? 1 : 0)
const has = (list: readonly unknown[] | undefined): number => flag((list?.length ?? 0) > 0)

/** The share of distributions for which something holds. */
const shareOf =
  (holds: (one: Distribution, said: Said) => boolean) =>
  (said: Said): number => {
    const { distributions } = said.metadata
    return distributions.length === 0
      ? 0
      : distributions.filter((one) => holds(one, said)).length / distributions.length
  }

const isAlive = (url: string | undefined, { deadLinks }: Said) => url === undefined || !deadLinks.has(url)
/** Tables are downloaded from here, in formats that everybody may read. */
const isTable = ({ kind }: Distribution) => kind === 'table'
/** A document that was uploaded; until then nobody gets at it. */
const isKept = ({ kind, sha256 }: Distribution) => kind === 'file' && sha256 !== undefined
const isHere = (one: Distribution) => isTable(one) || isKept(one)
const proprietary: ReadonlySet<string> = new Set(['XLS', 'SHP'])
const notForMachines: ReadonlySet<string> = new Set(['PDF', 'HTML', 'TXT', 'PNG', 'JPEG', 'TIFF'])
const formatOf = ({ format }: Distribution) =>
  format !== undefined && Object.hasOwn(fileFormats, format) ? format : undefined

const weights: Readonly<Record<Indicator, Weighed>> = {
  keywords: { dimension: 'findability', points: 30, share: ({ metadata }) => has(metadata.keywords.de) },
  categories: { dimension: 'findability', points: 30, share: ({ metadata }) => has(metadata.themes) },
  // Where nobody says otherwise, the area of the authority is named.
  area: { dimension: 'findability', points: 20, share: yes },
  period: { dimension: 'findability', points: 20, share: ({ metadata }) => has(metadata.temporal) },
  access_url: {
    dimension: 'accessibility',
    points: 50,
    share: shareOf((one, said) => isHere(one) || (one.url !== undefined && isAlive(one.url, said))),
  },
  download_url: {
    dimension: 'accessibility',
    points: 20,
    share: shareOf((one) => isTable(one) || one.kind === 'file' || one.downloadUrl !== undefined),
  },
  download_alive: {
    dimension: 'accessibility',
    points: 30,
    share: shareOf(
      (one, said) =>
        isTable(one) || one.kind === 'file' || (one.downloadUrl !== undefined && isAlive(one.downloadUrl, said)),
    ),
  },
  format: {
    dimension: 'interoperability',
    points: 20,
    share: shareOf((one) => isTable(one) || one.format !== undefined),
  },
  media_type: {
    dimension: 'interoperability',
    points: 10,
    share: shareOf((one) => isTable(one) || one.mediaType !== undefined || formatOf(one) !== undefined),
  },
  vocabulary: {
    dimension: 'interoperability',
    points: 10,
    share: shareOf((one) => isTable(one) || formatOf(one) !== undefined),
  },
  open_format: {
    dimension: 'interoperability',
    points: 20,
    share: shareOf((one) => isTable(one) || !proprietary.has(formatOf(one) ?? 'XLS')),
  },
  machine_readable: {
    dimension: 'interoperability',
    points: 20,
    share: shareOf((one) => isTable(one) || !notForMachines.has(formatOf(one) ?? 'PDF')),
  },
  // Nothing is published that the shapes find unfit.
  profile: { dimension: 'interoperability', points: 30, share: yes },
  licence: { dimension: 'reusability', points: 20, share: yes },
  known_licence: { dimension: 'reusability', points: 10, share: yes },
  access: { dimension: 'reusability', points: 10, share: yes },
  known_access: { dimension: 'reusability', points: 5, share: yes },
  contact: { dimension: 'reusability', points: 20, share: yes },
  publisher: { dimension: 'reusability', points: 10, share: yes },
  rights: { dimension: 'contextuality', points: 5, share: ({ metadata }) => flag(metadata.rights !== undefined) },
  size: { dimension: 'contextuality', points: 5, share: shareOf((one) => isTable(one) || one.byteSize !== undefined) },
  issued: { dimension: 'contextuality', points: 5, share: yes },
  modified: { dimension: 'contextuality', points: 5, share: yes },
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

/** How good what is said of a data set is, by dimension. */
export function scoreOf(said: Said): Score {
  const scored = dimensions.map((dimension) => scoreDimension(dimension, said))
  const total = (part: 'points' | 'most') => scored.reduce((sum, one) => sum + one[part], 0)
  const points = total('points')
  return { points, most: total('most'), rating: ratingOf(points), dimensions: scored }
}

function scoreDimension(dimension: Dimension, said: Said): DimensionScore {
  const own = indicators.filter((one) => weights[one].dimension === dimension)
  const earned = (one: Indicator) => weights[one].points * weights[one].share(said)
  return {
    dimension,
    points: Math.round(own.reduce((sum, one) => sum + earned(one), 0)),
    most: own.reduce((sum, one) => sum + weights[one].points, 0),
    missing: own
      .filter((one) => weights[one].share(said) < 1)
      .toSorted((one, other) => weights[other].points - earned(other) - (weights[one].points - earned(one))),
  }
}

function ratingOf(points: number): Score['rating'] {
  if (points > 350) return 'excellent'
  if (points > 220) return 'good'
  return points > 120 ? 'sufficient' : 'bad'
}
