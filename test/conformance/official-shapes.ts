import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Quad } from 'n3'
import { parseRdfXml, readTurtle, sharedData } from './shapes.ts'

/**
 * The shapes that DCAT-AP 2.1.1, DCAT-AP 3.0.1, opendata.swiss and its successor check with (`../shared/data/ogd/SOURCES.md` names their origin).
 * Those for high-value data sets are for others: ours claim no such category.
 */
const folders = ['dcat-ap-2.1.1', 'dcat-ap-3.0.1', 'dcat-ap-ch']
const vocabularies = ['ogdch-checker-licenses.ttl', 'theme-eu.ttl', 'frequency-eu.ttl', 'formats-eu.ttl']

/** Whether they are on this machine at all. */
export const areShapesHere = existsSync(sharedData)

/** Their files, one set each; none where they are not here. */
export const shapesFiles: readonly string[] = areShapesHere
  ? folders.flatMap((folder) =>
      readdirSync(join(sharedData, 'shapes', folder))
        .filter((file) => file.endsWith('.ttl'))
        .map((file) => `shapes/${folder}/${file}`),
    )
  : []

/** The vocabularies that they look codes up in. */
export const readVocabularies = async (): Promise<Quad[]> => [
  ...vocabularies.flatMap((file) => readTurtle(`vocab/${file}`)),
  ...(await parseRdfXml(readFileSync(join(sharedData, 'vocab/eu-language-subset.rdf.xml'), 'utf8'))),
]

/** Without what no engine in JavaScript understands (SPARQL), what would be fetched, and notes for an index that are no shapes. */
export function readShapes(path: string): Quad[] {
  const all = readTurtle(path)
  const withPath = new Set(
    all.filter(({ predicate }) => predicate.value.endsWith('#path')).map((one) => one.subject.value),
  )
  return all.filter(
    ({ predicate, object }) =>
      !/#sparql$|#imports$/.test(predicate.value) &&
      (!predicate.value.endsWith('shacl#property') || withPath.has(object.value)),
  )
}
