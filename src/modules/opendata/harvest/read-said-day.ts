import type { Term } from '../dcat/resource.ts'
import type { Findings } from './finding.ts'
import { type Graph, plain } from './graph.ts'
import { readDay, readInstant } from './read-day.ts'

/** A day in Switzerland, and the instant of it where that was said. */
export type SaidDay = { readonly day: string; readonly at: string | undefined }

/** A day, with its instant where that was said; undefined where nothing was, or something that is neither, which is reported. */
export function readSaidDay(
  graph: Graph,
  key: string,
  { property, findings }: { readonly property: Term; readonly findings: Findings },
): SaidDay | undefined {
  const [value] = graph.values(key, property)
  if (!value) return undefined
  const day = readDay(value)
  if (day === undefined) return findings.add('warning', 'date', property, plain(value))
  return { day, at: readInstant(value) }
}

/** When something was first published and last true, as metadata has it. `fallback`: the day where none was said. */
export function readSaidDays(
  graph: Graph,
  key: string,
  { findings, fallback }: { readonly findings: Findings; readonly fallback: string },
) {
  const [issued, modified] = (['dct:issued', 'dct:modified'] as const).map((property) =>
    readSaidDay(graph, key, { property, findings }),
  )
  if (!issued) findings.add('warning', 'no_issued', 'dct:issued')
  const first = issued ?? modified ?? { day: fallback, at: undefined }
  return {
    issued: first.day,
    ...(first.at !== undefined && { issuedAt: first.at }),
    ...(modified && { modified: modified.day }),
    ...(modified?.at !== undefined && { modifiedAt: modified.at }),
  }
}
