import fc from 'fast-check'
import { JsonLdParser } from 'jsonld-streaming-parser'
import { Parser, type Quad } from 'n3'
import { expect, test } from 'vitest'
import type { DataSetMetadata } from '#modules/opendata/catalogue/data-set.ts'
import { catalogueResources } from '#modules/opendata/dcat/catalogue-resource.ts'
import { quadsOf, writeTurtle } from '#modules/opendata/dcat/quads.ts'
import { writeJsonLd } from '#modules/opendata/dcat/write-json-ld.ts'
import { writeRdfXml } from '#modules/opendata/dcat/write-rdf-xml.ts'
import { anyMetadata } from './any-metadata.ts'
import { examplePage, exampleSurroundings, richMetadata, withMetadata } from './example-data-sets.ts'
import { parseRdfXml } from './shapes.ts'

async function parseJsonLd(text: string): Promise<Quad[]> {
  const parser = new JsonLdParser()
  const quads: Quad[] = []
  parser.on('data', (one: Quad) => quads.push(one))
  const ended = new Promise<void>((resolve, reject) => {
    parser.on('end', resolve)
    parser.on('error', reject)
  })
  parser.end(text)
  await ended
  return quads
}

/** Triples as sorted lines; blank nodes by what is said of them, as ours hang on one another like a tree. */
function linesOf(quads: readonly Quad[]): string[] {
  const about = Map.groupBy(quads, ({ subject }) => subject.value)
  const named = (term: Quad['object'] | Quad['subject']): string => {
    if (term.termType === 'BlankNode')
      return `[${(about.get(term.value) ?? [])
        .map((one) => `${one.predicate.value} ${named(one.object)}`)
        .sort()
        .join('; ')}]`
    return term.termType === 'Literal'
      ? `${JSON.stringify(term.value)}@${term.language}^${term.datatype.value}`
      : term.value
  }
  return [...new Set(quads.map((one) => `${named(one.subject)} ${one.predicate.value} ${named(one.object)}`))].sort()
}

async function writtenAlike(metadata: DataSetMetadata): Promise<void> {
  const resources = catalogueResources(examplePage([withMetadata(metadata)]), exampleSurroundings)
  const graph = linesOf(quadsOf(resources))
  expect(linesOf(await parseRdfXml(writeRdfXml(resources)))).toEqual(graph)
  expect(linesOf(new Parser().parse(writeTurtle(resources)))).toEqual(graph)
  expect(linesOf(await parseJsonLd(writeJsonLd(resources)))).toEqual(graph)
}

test('RDF/XML, Turtle and JSON-LD say the same of a rich data set', () => writtenAlike(richMetadata))

test('and of any other', () => fc.assert(fc.asyncProperty(anyMetadata, writtenAlike), { numRuns: 30 }))
