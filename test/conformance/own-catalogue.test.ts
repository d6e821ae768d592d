import { expect, test } from 'vitest'
import { catalogueResources } from '#modules/opendata/dcat/catalogue-resource.ts'
import { quadsOf } from '#modules/opendata/dcat/quads.ts'
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

test.runIf(areShapesHere)('they do find what is wrong', async () => {
  const [first] = exampleDataSets
  const broken = quadsOf(
    catalogueResources(examplePage([first ?? withMetadata(richMetadata)]), exampleSurroundings),
  ).filter(({ predicate }) => !predicate.value.endsWith('/publisher'))
  const found = await validate(readShapes('shapes/dcat-ap-ch/ogdch.shacl.ttl'), broken, await readVocabularies())
  expect(found.map(({ path }) => path)).toEqual(['http://purl.org/dc/terms/publisher'])
})
