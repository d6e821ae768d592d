import { DataFactory, type Quad } from 'n3'
import { expect, test } from 'vitest'
import { languages } from '#kernel/i18n/language.ts'
import {
  exampleDataSets,
  exampleSurroundings,
  richMetadata,
  withMetadata,
} from '#test/conformance/example-data-sets.ts'
import type { DataSetMetadata } from '../catalogue/data-set.ts'
import { dataSetResource } from '../dcat/data-set-resource.ts'
import { quadsOf } from '../dcat/quads.ts'
import { checkShapes } from './check-shapes.ts'

const { literal, namedNode, quad } = DataFactory
const quadsFor = (metadata: DataSetMetadata) => quadsOf([dataSetResource(withMetadata(metadata), exampleSurroundings)])
const rich = quadsFor(richMetadata)
const codesIn = async (quads: readonly Quad[]) => {
  const errors = (await checkShapes(quads)).filter(({ severity }) => severity === 'error')
  return [...new Set(errors.map(({ code }) => code))].sort()
}
const ends = (end: string) => (one: Quad) => one.predicate.value.endsWith(end)
const without = (end: string) => rich.filter((one) => !ends(end)(one))
/** The triples with another object in the first that ends so. */
const instead = (end: string, object: Quad['object'], all = rich) => {
  const first = all.find(ends(end))
  return all.map((one) => (one === first ? quad(one.subject, one.predicate, object) : one))
}
const xsd = (name: string) => namedNode(`http://www.w3.org/2001/XMLSchema#${name}`)

test('what the house writes of its data sets keeps to the shapes', async () => {
  for (const dataSet of exampleDataSets) {
    const found = await checkShapes(quadsOf([dataSetResource(dataSet, exampleSurroundings)]))
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([])
  }
})

test.each([
  ['/license', 'shape.licence'],
  ['/publisher', 'shape.publisher'],
  ['dc/terms/identifier', 'shape.identifier'],
  ['#contactPoint', 'shape.contact'],
  ['#theme', 'shape.theme'],
  ['#keyword', 'shape.keyword'],
  ['/issued', 'shape.issued'],
  ['/accrualPeriodicity', 'shape.frequency'],
  ['#accessURL', 'shape.access'],
  ['#endpointURL', 'shape.endpoint'],
  ['schema.org/startDate', 'shape.periodStart'],
  ['dcat#startDate', 'shape.periodStart'],
])('without %s there is %s', async (end, code) => {
  expect(await codesIn(without(end))).toContain(code)
})

test('the rules of Switzerland: one of four licences, and the same one everywhere', async () => {
  const cc = namedNode('https://creativecommons.org/publicdomain/zero/1.0/')
  expect(await codesIn(instead('/license', cc))).toEqual(['shape.licence', 'shape.oneLicence'])
  const ask = namedNode('http://dcat-ap.ch/vocabulary/licenses/terms_ask')
  const type = namedNode('http://www.w3.org/1999/02/22-rdf-syntax-ns#type')
  const named = quad(ask, type, namedNode('http://purl.org/dc/terms/LicenseDocument'))
  expect(await codesIn([...instead('/license', ask), named])).toEqual(['shape.oneLicence'])
})

test('the rules of Switzerland: exactly one identifier, name@organisation', async () => {
  const identifier = rich.find(ends('terms/identifier'))
  const second = identifier ? [quad(identifier.subject, identifier.predicate, literal('zwei@kriens'))] : []
  expect(await codesIn([...rich, ...second])).toEqual(['shape.identifier'])
  expect(await codesIn(instead('terms/identifier', literal('ohne-organisation')))).toEqual(['shape.identifier'])
})

test('the rules of Switzerland: dates in full', async () => {
  expect(await codesIn(instead('/issued', literal('2025', xsd('gYear'))))).toEqual(['shape.issued'])
  expect(await codesIn(instead('dcat#startDate', literal('2019-01-01', xsd('date'))))).toEqual(['shape.periodStart'])
})

test('a period that ends before it begins, an address that is none, data that is nowhere', async () => {
  const backwards = { ...richMetadata, temporal: [{ from: '2026-01-01', to: '2025-01-01' }] }
  expect(await codesIn(quadsFor(backwards))).toEqual(['shape.periodOrder'])
  expect(await codesIn(quadsFor({ ...richMetadata, distributions: [] }))).toEqual(['shape.distribution'])
  const contact = { ...richMetadata.contact, email: 'umwelt@gemeinde' }
  expect(await codesIn(quadsFor({ ...richMetadata, contact }))).toEqual(['shape.contactEmail'])
})

test('each finding says in four languages what is wrong and how it is mended, and where', async () => {
  const all = [...without('/publisher'), ...quadsFor({ ...richMetadata, distributions: [] })]
  const found = await checkShapes(all)
  expect(found.length).toBeGreaterThan(0)
  for (const { text, mend } of found)
    for (const language of languages) expect([text[language]?.length, mend[language]?.length].every(Boolean)).toBe(true)
  const [licence] = await checkShapes(without('/license'))
  expect(licence).toMatchObject({
    severity: 'error',
    field: 'licence',
    mend: { de: expect.stringContaining('eine der vier Nutzungsbedingungen') },
  })
})
