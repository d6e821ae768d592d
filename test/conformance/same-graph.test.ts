import fc from 'fast-check'
import { Parser } from 'n3'
import { expect, test } from 'vitest'
import type { DataSetMetadata, PublishedDataSet } from '#modules/opendata/catalogue/data-set.ts'
import { catalogueResources } from '#modules/opendata/dcat/catalogue-resource.ts'
import { quadsOf, writeTurtle } from '#modules/opendata/dcat/quads.ts'
import { writeJsonLd } from '#modules/opendata/dcat/write-json-ld.ts'
import { writeRdfXml } from '#modules/opendata/dcat/write-rdf-xml.ts'
import { anyMetadata } from './any-metadata.ts'
import { exampleDataSets, examplePage, exampleSurroundings, richMetadata, withMetadata } from './example-data-sets.ts'
import { linesOf, parseJsonLd } from './same-graph.ts'
import { parseRdfXml } from './shapes.ts'

const writtenAlike = (metadata: DataSetMetadata): Promise<void> => allAlike([withMetadata(metadata)])

async function allAlike(dataSets: readonly PublishedDataSet[]): Promise<void> {
  const resources = catalogueResources(examplePage(dataSets), exampleSurroundings)
  const graph = linesOf(quadsOf(resources))
  expect(linesOf(await parseRdfXml(writeRdfXml(resources)))).toEqual(graph)
  expect(linesOf(new Parser().parse(writeTurtle(resources)))).toEqual(graph)
  expect(linesOf(await parseJsonLd(writeJsonLd(resources)))).toEqual(graph)
}

test('RDF/XML, Turtle and JSON-LD say the same of a rich data set', () => writtenAlike(richMetadata))

test('and of data sets with their series', () => allAlike(exampleDataSets))

test('and of a thing of which nothing more is said than that it is there', () =>
  writtenAlike({
    ...richMetadata,
    original: { identifier: 'a', more: [{ property: 'foaf:page' }, { property: 'foaf:page' }] },
  }))

test('and of any other', () => fc.assert(fc.asyncProperty(anyMetadata, writtenAlike), { numRuns: 30 }))
