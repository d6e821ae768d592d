import { expand, shortName, type Term } from '../dcat/resource.ts'
import type { Findings } from './finding.ts'
import { type Graph, type GraphValue, plain } from './graph.ts'

/** Reports what is said a second time of what may be said once here. */
export function noteSecond(
  graph: Graph,
  key: string,
  { properties, findings }: { properties: readonly Term[]; findings: Findings },
): void {
  for (const property of properties)
    for (const value of graph.values(key, property).slice(1)) findings.add('note', 'not_kept', property, plain(value))
}

/** Reports what is said of a thing that is kept by a part of it only, such as the telephone number of a contact. */
export function noteInside(
  graph: Graph,
  value: GraphValue,
  { property, known, findings }: { property: Term; known: readonly Term[]; findings: Findings },
): void {
  if (value.kind !== 'thing') return
  const kept = new Set([...known, 'rdf:type' as const].map(expand))
  for (const inside of graph.propertiesOf(value.key))
    if (!kept.has(inside)) findings.add('note', 'not_kept', `${property} ${shortName(inside)}`)
}
