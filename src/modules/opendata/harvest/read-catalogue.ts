import type { Quad } from 'n3'
import { Findings, type HarvestFinding } from './finding.ts'
import { Graph, type GraphValue, plain } from './graph.ts'
import { type HarvestDefaults, type HarvestedDataSet, readDataSet } from './read-data-set.ts'
import { readUrl } from './read-link.ts'
import { readSaidOfSeries, type SaidOfSeries } from './read-series.ts'

/** What one answer of a source has in it, and where it goes on. */
export type HarvestedPage = {
  readonly dataSets: readonly HarvestedDataSet[]
  readonly series: readonly SaidOfSeries[]
  readonly next: string | undefined
  /** What is said of neither. */
  readonly findings: readonly HarvestFinding[]
}

/** All data sets and series of a page of linked data, in the order they stand there, and the next page as Hydra names it. */
export function readCatalogue(quads: readonly Quad[], defaults: HarvestDefaults): HarvestedPage {
  const graph = new Graph(quads)
  // In DCAT a series is a data set too; it has no data of its own.
  const series = new Set(graph.ofType('dcat:DatasetSeries'))
  const dataSets = graph
    .ofType('dcat:Dataset')
    .flatMap((key) => (series.has(key) ? [] : readDataSet(graph, key, defaults)))
  return {
    dataSets: eachOnce(dataSets),
    series: readSaidOfSeries(graph, defaults),
    next: nextPage(graph),
    findings: findServices(graph),
  }
}

/** Interfaces that no distribution leads to: they are not kept, which is said. */
function findServices(graph: Graph): HarvestFinding[] {
  const used = new Set(
    graph.ofType('dcat:Distribution').flatMap((key) => graph.values(key, 'dcat:accessService').flatMap(keysOf)),
  )
  return graph.ofType('dcat:DataService').flatMap((key) => {
    if (used.has(key)) return []
    const findings = new Findings(plain(graph.values(key, 'dct:title')[0]) ?? key)
    findings.add('note', 'not_kept', 'dcat:service', plain(graph.values(key, 'dcat:endpointURL')[0]) ?? '')
    return findings.list
  })
}

const keysOf = (value: GraphValue): readonly string[] => (value.kind === 'thing' ? [value.key] : [])

function nextPage(graph: Graph): string | undefined {
  const views = [...graph.ofType('hydra:PagedCollection'), ...graph.ofType('hydra:PartialCollectionView')]
  const said = views.flatMap((key) => plain(graph.values(key, 'hydra:next', 'hydra:nextPage')[0]) ?? [])
  return said.flatMap((text) => readUrl(text) ?? [])[0]
}

/** A second data set of the same identifier is not taken over, and is reported. */
export function eachOnce(dataSets: readonly HarvestedDataSet[]): HarvestedDataSet[] {
  const seen = new Set<string>()
  return dataSets.map((one) => {
    if (one.identifier === '' || !seen.has(one.identifier)) {
      seen.add(one.identifier)
      return one
    }
    const findings = new Findings(one.identifier)
    findings.add('error', 'identifier_twice', 'dct:identifier', one.identifier)
    return { ...one, metadata: undefined, findings: [...one.findings, ...findings.list] }
  })
}
