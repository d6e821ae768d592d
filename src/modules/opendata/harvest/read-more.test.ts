import { Parser } from 'n3'
import { expect, test } from 'vitest'
import { exampleSurroundings, harvestedMetadata, withMetadata } from '#test/conformance/example-data-sets.ts'
import { linesOf } from '#test/conformance/same-graph.ts'
import { areaNames } from '../catalogue/area-names.ts'
import type { DataSetMetadata } from '../catalogue/data-set.ts'
import { dataSetResource } from '../dcat/data-set-resource.ts'
import { quadsOf } from '../dcat/quads.ts'
import { prefixes } from '../dcat/resource.ts'
import { readCatalogue } from './read-catalogue.ts'

const defaults = {
  contact: { name: { de: 'D' }, email: 'd@kriens.example' },
  issued: '2026-11-26',
  authorityOf: () => undefined,
}
const out = (metadata: DataSetMetadata) => quadsOf([dataSetResource(withMetadata(metadata), exampleSurroundings)])
const read = (turtle: string) => {
  const head = Object.entries(prefixes).map(([name, address]) => `@prefix ${name}: <${address}> .\n`)
  const [dataSet] = readCatalogue(new Parser().parse(head.join('') + turtle), defaults).dataSets
  return {
    metadata: dataSet?.metadata,
    kinds: dataSet?.findings.map(({ kind, property }) => `${kind} ${property}`) ?? [],
  }
}

test('what a catalogue of others says besides comes in and goes out again, however deep', () => {
  const first = out(harvestedMetadata)
  const { metadata } = readCatalogue(first, defaults).dataSets[0] ?? {}
  if (!metadata) throw new Error('not taken over')
  const said = linesOf(first).filter((line) => !line.includes('dc/terms/modified'))
  expect(linesOf(out(metadata))).toEqual(expect.arrayContaining(said))
  expect(said.filter((line) => /Plantas|P1D|hadRole|Zentralschweiz|"Schweiz"/.test(line)).length).toBeGreaterThan(6)
})

const base = `<https://example.org/1> a dcat:Dataset ; dct:identifier "1@amt" ; dct:title "Eins"@de ; dct:description "Beispiel"@de ;
  dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENVI> ; dct:issued "2026-01-01"^^xsd:date ;
  dcat:distribution <https://example.org/1/d> .
<https://example.org/1/d> a dcat:Distribution ; dcat:accessURL <https://example.org/1.csv> ; dct:license <http://dcat-ap.ch/vocabulary/licenses/terms_open> .
`

test('what cannot be meant is left out and reported', () => {
  const { metadata, kinds } = read(`${base}
    <https://example.org/1> dcat:qualifiedRelation [ a dcat:Relationship ; dct:relation <https://example.org/2> ] .
    <https://example.org/1/d> dcat:temporalResolution "täglich" .`)
  expect(metadata?.original?.more).toBeUndefined()
  expect(metadata?.distributions[0]?.more).toBeUndefined()
  expect(kinds).toEqual(expect.arrayContaining(['not_kept dcat:qualifiedRelation', 'not_kept dcat:temporalResolution']))
})

test('data of elsewhere is not said to cover the area of whoever takes it over', () => {
  const { metadata } = read(base)
  if (!metadata) throw new Error('not taken over')
  expect(out(metadata).some(({ predicate }) => predicate.value.endsWith('/spatial'))).toBe(false)
  const abroad = read(`${base}<https://example.org/1> dct:spatial "Schweiz" .`).metadata
  if (!abroad) throw new Error('not taken over')
  const places = linesOf(out(abroad)).filter((line) => line.includes('/spatial'))
  expect(places).toEqual([expect.stringContaining('rdf-schema#label "Schweiz"')])
  expect(areaNames({ ...abroad, spatial: ['kriens'] }, (one) => one.toUpperCase())).toEqual(['KRIENS', 'Schweiz'])
})

test('an e-mail address without its scheme is one all the same', () => {
  const { metadata } = read(`${base}
    <https://example.org/1> dcat:contactPoint [ a vcard:Organization ; vcard:fn "Amt" ; vcard:hasEmail <https://example.org/auskunft@amt.example> ] .`)
  expect(metadata?.contact.email).toBe('auskunft@amt.example')
})

test('however much a catalogue says, only so much of it is kept, and what is cut off is reported', () => {
  const many = Array.from({ length: 60 }, (_, at) => `dct:coverage "Ort ${at} ${'x'.repeat(1_500)}"`).join(' ; ')
  const { metadata, kinds } = read(`${base}<https://example.org/1> ${many} .`)
  const kept = metadata?.original?.more ?? []
  expect([kept.length > 20 && kept.length < 40, JSON.stringify(kept).length < 60_000]).toEqual([true, true])
  expect(kinds.filter((kind) => kind === 'too_long dct:coverage').length).toBeGreaterThan(20)
})

test('an instant goes out again as it came, a day as a day', () => {
  const at = '"2018-12-31T23:30:00.5Z"^^xsd:dateTime'
  const { metadata } = read(
    base
      .replace('"2026-01-01"^^xsd:date', `${at} ; dct:modified "2026-02-03T04:05:06"^^xsd:dateTime`)
      .replace(
        'dct:license',
        'dct:issued "2019-01-02"^^xsd:date ; dct:modified "2019-01-02T03:04:05+01:00"^^xsd:dateTime ; dct:license',
      ),
  )
  if (!metadata) throw new Error('not taken over')
  // The day is the one it was in Switzerland.
  expect(metadata).toMatchObject({ issued: '2019-01-01', issuedAt: '2018-12-31T23:30:00.5Z', modified: '2026-02-03' })
  const typed = (text: string, type: string) => `${JSON.stringify(text)}@^http://www.w3.org/2001/XMLSchema#${type}`
  const said = linesOf(out(metadata))
    .filter((line) => /terms\/(issued|modified) "/.test(line))
    .map((line) => line.split(' ').at(-1))
  expect(said.sort()).toEqual(
    [
      typed('2018-12-31T23:30:00.5Z', 'dateTime'),
      typed('2026-02-03T04:05:06', 'dateTime'),
      typed('2019-01-02', 'date'),
      typed('2019-01-02T03:04:05+01:00', 'dateTime'),
    ].sort(),
  )
})
