import { expect, test } from 'vitest'
import { catalogueResources } from '#modules/opendata/dcat/catalogue-resource.ts'
import { quadsOf } from '#modules/opendata/dcat/quads.ts'
import type { Term } from '#modules/opendata/dcat/resource.ts'
import { Graph, plain } from '#modules/opendata/harvest/graph.ts'
import { exampleDataSets, examplePage, exampleSurroundings, richMetadata, withMetadata } from './example-data-sets.ts'
import { areShapesHere, readShapes, readVocabularies, shapesFiles } from './official-shapes.ts'
import { validate } from './shapes.ts'

if (!areShapesHere) process.stdout.write('catalogue not checked by the shapes of others: ../shared/data is not here\n')

test.each(shapesFiles)('the catalogue has no violation of %s', async (file) => {
  const data = quadsOf(catalogueResources(examplePage(exampleDataSets), exampleSurroundings))
  const own = new Set(data.map(({ subject }) => subject.value))
  const found = await validate(readShapes(file), data, await readVocabularies())
  expect(found.filter(({ focus, severity }) => severity === 'Violation' && own.has(focus))).toEqual([])
})

test.runIf(areShapesHere)('the shapes of opendata.swiss find nothing at all, not even a warning', async () => {
  const data = quadsOf(catalogueResources(examplePage(exampleDataSets), exampleSurroundings))
  const found = await validate(readShapes('shapes/dcat-ap-ch/ogdch.shacl.ttl'), data, await readVocabularies())
  expect(found).toEqual([])
})

test('series stand beside the catalogue, and its data sets say which is theirs and what comes before and after', () => {
  const graph = new Graph(quadsOf(catalogueResources(examplePage(exampleDataSets), exampleSurroundings)))
  const [own = ''] = graph.ofType('dcat:DatasetSeries')
  const texts = (key: string, property: Term) => graph.values(key, property).map(plain)
  expect(own).toBe('https://portal.example.ch/opendata/series/kanton-luzern/natur-in-zahlen')
  expect(texts('https://portal.example.ch/opendata/kanton-luzern/baeume', 'dcat:inSeries')).toEqual([
    own,
    'https://example.org/reihe',
  ])
  expect(texts('https://portal.example.ch/opendata/kanton-luzern/baeume', 'dcat:prev')).toEqual([
    'https://portal.example.ch/opendata/kanton-luzern/baeume-2024',
  ])
  expect(texts('https://portal.example.ch/opendata/kanton-luzern/baeume', 'dcat:next')).toEqual([
    'https://example.org/daten/baeume%202026',
  ])
  expect(texts(own, 'dcat:first')).toEqual(['https://portal.example.ch/opendata/kanton-luzern/baeume-2024'])
  expect(texts(own, 'dct:identifier')).toEqual(['natur-in-zahlen@kanton-luzern'])
  expect(texts('https://example.org/reihe', 'dcat:first')).toEqual([])
  // Version 2 of the profile has no series: what hangs on the catalogue are data sets.
  expect(graph.ofType('dcat:Dataset').sort()).toEqual(
    graph
      .ofType('dcat:Catalog')
      .flatMap((key) => texts(key, 'dcat:dataset'))
      .sort(),
  )
})

test.runIf(areShapesHere)('they do find what is wrong with a series', async () => {
  const broken = quadsOf(catalogueResources(examplePage(exampleDataSets), exampleSurroundings)).filter(
    ({ subject, predicate }) => !(subject.value.endsWith('/natur-in-zahlen') && predicate.value.endsWith('/title')),
  )
  const found = await validate(readShapes('shapes/dcat-ap-3.0.1/shapes.ttl'), broken, await readVocabularies())
  const wrong = found.filter(({ focus, severity }) => severity === 'Violation' && focus.endsWith('/natur-in-zahlen'))
  expect(wrong.map(({ path }) => path)).toEqual(['http://purl.org/dc/terms/title'])
})

test.runIf(areShapesHere)('they do find what is wrong', async () => {
  const [first] = exampleDataSets
  const broken = quadsOf(
    catalogueResources(examplePage([first ?? withMetadata(richMetadata)]), exampleSurroundings),
  ).filter(({ predicate }) => !predicate.value.endsWith('/publisher'))
  const found = await validate(readShapes('shapes/dcat-ap-ch/ogdch.shacl.ttl'), broken, await readVocabularies())
  expect(found.map(({ path }) => path)).toEqual(['http://purl.org/dc/terms/publisher'])
})
