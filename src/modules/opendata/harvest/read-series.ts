import { validatorOf } from '#kernel/validator.ts'
import type { DataSetMetadata } from '../catalogue/data-set.ts'
import { mostMembers, type SeriesMetadata, seriesSchema } from '../series/series.ts'
import { themeOf } from './codes.ts'
import { Findings, type HarvestFinding } from './finding.ts'
import { type Graph, plain } from './graph.ts'
import {
  type HarvestDefaults,
  type HarvestedDataSet,
  readContact,
  readFrequency,
  readPublisher,
} from './read-data-set.ts'
import { readUrl } from './read-link.ts'
import { readSaidDays } from './read-said-day.ts'
import { localText } from './read-text.ts'
import { chainOf } from './series-place.ts'
import { slugOf } from './slug.ts'
import { storable } from './storable.ts'

/** What a page of another catalogue says of a series, by its address. Its title may stand on another page. */
export type SaidOfSeries = {
  readonly key: string
  readonly identifier: string
  readonly about: Omit<SeriesMetadata, 'themes' | 'order'> | undefined
  readonly themes: SeriesMetadata['themes']
  readonly findings: readonly HarvestFinding[]
}

/** A series of another catalogue as it would be one of ours, with the identifiers of its data sets in their order. */
export type HarvestedSeries = {
  readonly key: string
  readonly identifier: string
  readonly slug: string
  readonly metadata: SeriesMetadata
  readonly members: readonly string[]
}

/** All series that a page describes. One without an address cannot be told from others on the next page, and is passed over. */
export function readSaidOfSeries(graph: Graph, defaults: HarvestDefaults): SaidOfSeries[] {
  return graph
    .ofType('dcat:DatasetSeries')
    .filter((key) => !key.startsWith('_:'))
    .map((key) => saidOf(graph, key, defaults))
}

function saidOf(graph: Graph, key: string, defaults: HarvestDefaults): SaidOfSeries {
  const identifier = storable(plain(graph.values(key, 'dct:identifier')[0]) || key, 300)
  const findings = new Findings(identifier)
  const text = (property: 'dct:title' | 'dct:description', longest: number) =>
    localText(graph.values(key, property), { findings, property, longest })
  const title = text('dct:title', 300)
  const themes = graph.values(key, 'dcat:theme').flatMap((value) => {
    const said = plain(value) ?? ''
    return themeOf(said) ?? findings.add('warning', 'theme_unknown', 'dcat:theme', said) ?? []
  })
  // Only spoken of here: what it is may stand on another page.
  if (!title) return { key, identifier, about: undefined, themes: [], findings: [] }
  const publisher = readPublisher(graph, key, findings)
  const isDated = graph.values(key, 'dct:issued').length > 0
  const about = {
    title,
    description: text('dct:description', 10_000) ?? title,
    frequency: readFrequency(graph, key, findings),
    contact: readContact(graph, key, findings) ?? defaults.contact,
    ...(isDated && firstDay(readSaidDays(graph, key, { findings, fallback: defaults.issued }))),
    original: { identifier, ...(readUrl(key) && { uri: key }), ...(publisher && { publisher }) },
  }
  return {
    key,
    identifier,
    about,
    themes: findings.first([...new Set(themes)], 5, 'dcat:theme'),
    findings: findings.list,
  }
}

const firstDay = ({ issued, issuedAt }: ReturnType<typeof readSaidDays>) => ({ issued, ...(issuedAt && { issuedAt }) })

const isMetadata = validatorOf(seriesSchema)

/**
 * The series that all pages together describe and that have a data set of theirs. Where a series has no theme of its own, as DCAT-AP knows none, it has
 * those of its data sets. Data sets beyond as many as a series may have here are left out of it, and that is reported.
 */
export function seriesOfAll(
  said: readonly SaidOfSeries[],
  dataSets: readonly HarvestedDataSet[],
): { readonly series: readonly HarvestedSeries[]; readonly findings: readonly HarvestFinding[] } {
  const described = new Map<string, SaidOfSeries>()
  for (const one of said) if (one.about && !described.has(one.key)) described.set(one.key, one)
  const found: HarvestFinding[] = []
  const series = [...described.values()].flatMap(({ key, identifier, about, themes }) => {
    const members = dataSets.filter(({ place, metadata }) => metadata && place.inSeries.includes(key))
    if (!about || members.length === 0) return []
    const { ordered, isOrdered } = chainOf(members.map(({ place }) => place))
    const byKey = new Map(members.map((member) => [member.place.key, member.identifier]))
    const metadata = {
      ...about,
      themes: themes.length > 0 ? themes : themesOf(members),
      order: isOrdered ? ('chosen' as const) : ('none' as const),
    }
    const findings = new Findings(identifier)
    const all = ordered.flatMap((one) => byKey.get(one) ?? [])
    if (all.length > mostMembers) findings.add('warning', 'too_many', 'dcat:inSeries', String(all.length))
    const isSound = isMetadata(metadata)
    if (!isSound)
      for (const { path, message } of isMetadata.problems(metadata)) findings.add('error', 'shape', path, message)
    found.push(...findings.list)
    return isSound ? [{ key, identifier, slug: slugOf(identifier), metadata, members: all.slice(0, mostMembers) }] : []
  })
  return { series, findings: found }
}

function themesOf(members: readonly HarvestedDataSet[]): DataSetMetadata['themes'] {
  return [...new Set(members.flatMap(({ metadata }) => metadata?.themes ?? []))].slice(0, 5)
}
