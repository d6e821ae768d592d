import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Quad } from 'n3'
import { expect, test } from 'vitest'
import { catalogueResources } from '#modules/opendata/dcat/catalogue-resource.ts'
import { quadsOf } from '#modules/opendata/dcat/quads.ts'
import { exampleDataSets, examplePage, exampleSurroundings, richMetadata, withMetadata } from './example-data-sets.ts'
import { parseRdfXml, readTurtle, sharedData, validate } from './shapes.ts'

/**
 * The shapes that DCAT-AP 2.1.1, DCAT-AP 3.0.1, opendata.swiss and its successor check with (`../shared/data/ogd/SOURCES.md` names their origin).
 * Those for high-value data sets are for others: ours claim no such category.
 */
const folders = ['dcat-ap-2.1.1', 'dcat-ap-3.0.1', 'dcat-ap-ch']
const vocabularies = ['ogdch-checker-licenses.ttl', 'theme-eu.ttl', 'frequency-eu.ttl', 'formats-eu.ttl']

const isHere = existsSync(sharedData)
if (!isHere) process.stdout.write('catalogue not checked by the shapes of others: ../shared/data is not here\n')

const knownTo = async (): Promise<Quad[]> => [
  ...vocabularies.flatMap((file) => readTurtle(`vocab/${file}`)),
  ...(await parseRdfXml(readFileSync(join(sharedData, 'vocab/eu-language-subset.rdf.xml'), 'utf8'))),
]

/** Without what no engine in JavaScript understands (SPARQL), what would be fetched, and notes for an index that are no shapes. */
function readShapes(path: string): Quad[] {
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

const files = isHere
  ? folders.flatMap((folder) =>
      readdirSync(join(sharedData, 'shapes', folder)).map((file) => `shapes/${folder}/${file}`),
    )
  : []

test.each(files.filter((file) => file.endsWith('.ttl')))('the catalogue has no violation of %s', async (file) => {
  const data = quadsOf(catalogueResources(examplePage(exampleDataSets), exampleSurroundings))
  const own = new Set(data.map(({ subject }) => subject.value))
  const found = await validate(readShapes(file), data, await knownTo())
  expect(found.filter(({ focus, severity }) => severity === 'Violation' && own.has(focus))).toEqual([])
})

test.runIf(isHere)('the shapes of opendata.swiss find nothing at all, not even a warning', async () => {
  const data = quadsOf(catalogueResources(examplePage(exampleDataSets), exampleSurroundings))
  const found = await validate(readShapes('shapes/dcat-ap-ch/ogdch.shacl.ttl'), data, await knownTo())
  expect(found).toEqual([])
})

test.runIf(isHere)('they do find what is wrong', async () => {
  const [first] = exampleDataSets
  const broken = quadsOf(
    catalogueResources(examplePage([first ?? withMetadata(richMetadata)]), exampleSurroundings),
  ).filter(({ predicate }) => !predicate.value.endsWith('/publisher'))
  const found = await validate(readShapes('shapes/dcat-ap-ch/ogdch.shacl.ttl'), broken, await knownTo())
  expect(found.map(({ path }) => path)).toEqual(['http://purl.org/dc/terms/publisher'])
})
