import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PublishedDataSet } from '#modules/opendata/catalogue/data-set.ts'
import { dataSetResource } from '#modules/opendata/dcat/data-set-resource.ts'
import { quadsOf } from '#modules/opendata/dcat/quads.ts'
import { expand, type Term } from '#modules/opendata/dcat/resource.ts'
import { Graph, plain } from '#modules/opendata/harvest/graph.ts'
import { parseLinkedData } from '#modules/opendata/harvest/parse-linked-data.ts'
import { readCatalogue } from '#modules/opendata/harvest/read-catalogue.ts'
import { readCkan } from '#modules/opendata/harvest/read-ckan.ts'
import { readDataPackage } from '#modules/opendata/harvest/read-data-package.ts'
import type { HarvestDefaults } from '#modules/opendata/harvest/read-data-set.ts'
import { exampleSurroundings, richMetadata, withMetadata } from './example-data-sets.ts'
import { sharedData } from './shapes.ts'

/** Real catalogues of others (`../shared/data/ogd/SOURCES.md` names their origin): what they say comes in, and goes out again. */
const isHere = existsSync(sharedData)
if (!isHere) process.stdout.write('harvest not checked with real catalogues: ../shared/data is not here\n')

const defaults: HarvestDefaults = {
  contact: { name: { de: 'Datenstelle' }, email: 'daten@kriens.example' },
  issued: '2026-11-26',
  authorityOf: () => undefined,
}
/** Where the identifier is a place to fill in, with the one that the data set has at its source. */
const readFile = (path: string) =>
  readFileSync(join(sharedData, path), 'utf8').replace('"%s"', '"36503351@bundesamt-fur-statistik-bfs"')

async function readShared(path: string) {
  const quads = await parseLinkedData(readFile(path), path.endsWith('.ttl') ? 'ttl' : 'rdf', 'https://example.ch/')
  return { graph: new Graph(quads), page: readCatalogue(quads, defaults) }
}

/** What the profile names and goes out word for word; dates and codes go out as the vocabularies of today have them. */
const wordForWord: readonly Term[] = [
  'dct:identifier',
  'dct:title',
  'dct:description',
  'dcat:keyword',
  'dcat:landingPage',
  'dct:relation',
  'rdfs:seeAlso',
  'dct:publisher',
]
const ofDistributions: readonly Term[] = [
  'dct:identifier',
  'dct:title',
  'dct:description',
  'dcat:accessURL',
  'dcat:downloadURL',
]

function said(graph: Graph, key: string, property: Term): string[] {
  const values = graph.values(key, property).flatMap((value) => {
    const language =
      value.kind === 'text' && ['de', 'fr', 'it', 'en'].includes(value.language) ? `@${value.language}` : ''
    const isOther = value.kind === 'text' && value.language !== '' && language === ''
    return isOther ? [] : [`${plain(value)}${language}`]
  })
  return [...new Set(values)].sort()
}

const distributionsOf = (graph: Graph, key: string) =>
  graph.values(key, 'dcat:distribution').flatMap((value) => (value.kind === 'thing' ? [value.key] : []))

test.runIf(isHere).each([
  ['catalogues/ogdch-harvest-catalog.rdf.xml', 2],
  ['catalogues/opendata-swiss-bfs-dataset-36503351.ttl', 1],
])('%s comes in whole and goes out again without losing what the profile names', async (path, count) => {
  const { graph, page } = await readShared(path)
  expect(page.dataSets.flatMap(({ metadata }) => metadata ?? [])).toHaveLength(count)
  for (const [index, key] of graph.ofType('dcat:Dataset').entries()) {
    const { metadata } = page.dataSets[index] ?? {}
    if (!metadata) throw new Error('not taken over')
    const ours: PublishedDataSet = { ...withMetadata(richMetadata), metadata }
    const resource = dataSetResource(ours, exampleSurroundings)
    const out = new Graph(quadsOf([resource]))
    const [own = ''] = out.ofType('dcat:Dataset')
    for (const property of wordForWord)
      expect([property, said(out, own, property)]).toEqual([
        property,
        expect.arrayContaining(said(graph, key, property)),
      ])
    const [before, after] = [distributionsOf(graph, key), distributionsOf(out, own)]
    expect(after).toHaveLength(before.length)
    for (const property of ofDistributions) {
      const all = (from: Graph, keys: readonly string[]) =>
        [...new Set(keys.flatMap((one) => said(from, one, property)))].sort()
      expect([property, all(out, after)]).toEqual([property, expect.arrayContaining(all(graph, before))])
    }
    expect(out.propertiesOf(own)).toContain(expand('dct:accrualPeriodicity'))
  }
})

test.runIf(isHere)(
  'dates that are none are named one by one; the data set is well-formed and has no title',
  async () => {
    const { page } = await readShared('catalogues/ogdch-dataset-datetimes-bad.rdf.xml')
    const dates = page.dataSets.flatMap(({ findings }) => findings.filter(({ kind }) => kind === 'date'))
    const values = dates.map(({ value }) => value)
    for (const bad of [
      '1990-01-01',
      '1991-04',
      '1992-01-04T12:20:00',
      '1993',
      '1994-01-01 00:00:00',
      '1998',
      '1999-4-4',
      '2000-4',
      '2003',
      '2008-04-02',
    ])
      expect(values).toContain(bad)
    expect(
      dates.every(({ subject, property }) => subject.includes('@') && /^(schema|dcat):(start|end)Date$/.test(property)),
    ).toBe(true)
  },
)

test.runIf(isHere)('the recorded answer of CKAN and the data package come in', () => {
  const ckan = readCkan(JSON.parse(readFile('catalogues/ckan-package_show-opendata-swiss-2020.json')), defaults)
  expect(ckan.dataSets.map(({ metadata }) => metadata?.title.de)).toEqual([
    expect.stringContaining('swissBOUNDARIES3D'),
  ])
  expect(ckan.dataSets[0]?.metadata?.distributions.length).toBeGreaterThan(0)
  const description = JSON.parse(readFile('lucerne/ch-municipalities-datapackage/datapackage.json'))
  const { dataSets } = readDataPackage(description, 'https://example.ch/paket/datapackage.json', defaults)
  expect(dataSets[0]?.metadata?.distributions.map(({ url }) => url)).toContain(
    'https://example.ch/paket/data/gemeinden.csv',
  )
})
