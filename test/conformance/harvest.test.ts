import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataFactory, type Quad } from 'n3'
import { expect, test } from 'vitest'
import type { PublishedDataSet } from '#modules/opendata/catalogue/data-set.ts'
import { dataSetResource } from '#modules/opendata/dcat/data-set-resource.ts'
import { quadsOf } from '#modules/opendata/dcat/quads.ts'
import { expand } from '#modules/opendata/dcat/resource.ts'
import { checkShapes } from '#modules/opendata/gate/check-shapes.ts'
import { parseLinkedData } from '#modules/opendata/harvest/parse-linked-data.ts'
import { type HarvestedPage, readCatalogue } from '#modules/opendata/harvest/read-catalogue.ts'
import { readCkan } from '#modules/opendata/harvest/read-ckan.ts'
import { readDataPackage } from '#modules/opendata/harvest/read-data-package.ts'
import type { HarvestDefaults } from '#modules/opendata/harvest/read-data-set.ts'
import { exampleSurroundings, richMetadata, withMetadata } from './example-data-sets.ts'
import { lossesBetween, namedByProfile } from './profile.ts'
import { sharedData } from './shapes.ts'

const { literal, namedNode, quad } = DataFactory

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
  return { quads, page: readCatalogue(quads, defaults) }
}

/** What goes out of what came in. */
function sentOn(page: HarvestedPage): Quad[] {
  const dataSets = page.dataSets.flatMap(({ metadata }, index): PublishedDataSet[] =>
    metadata ? [{ ...withMetadata(richMetadata), slug: `satz-${index}`, metadata }] : [],
  )
  return quadsOf(dataSets.map((one) => dataSetResource(one, exampleSurroundings)))
}

test.runIf(isHere).each([
  ['catalogues/ogdch-harvest-catalog.rdf.xml', 2],
  ['catalogues/ogdch-bfs-1901.rdf.xml', 1],
  ['catalogues/opendata-swiss-bfs-dataset-36503351.ttl', 1],
])('%s comes in whole and goes out again without losing what the profile names', async (path, count) => {
  const { quads, page } = await readShared(path)
  expect(page.dataSets.flatMap(({ metadata }) => metadata ?? [])).toHaveLength(count)
  const out = sentOn(page)
  expect(lossesBetween(quads, out)).toEqual([])
  const refused = (await checkShapes(out)).filter(({ severity }) => severity === 'error')
  expect(refused.map(({ code, focus }) => [code, focus])).toEqual([])
})

test.runIf(isHere)('the comparison finds each property that does not go out', async () => {
  const { quads, page } = await readShared('catalogues/ogdch-bfs-1901.rdf.xml')
  const out = sentOn(page)
  const said = new Set(quads.map(({ predicate }) => predicate.value))
  const named = namedByProfile('dcat:Dataset').filter((one) => said.has(one) && one !== expand('dcat:distribution'))
  expect(named.length).toBeGreaterThan(15)
  for (const property of named) {
    const without = out.filter(({ predicate }) => predicate.value !== property)
    expect(lossesBetween(quads, without).length, property).toBeGreaterThan(0)
  }
})

/** The same with another value in one place: what nobody knows, of the same kind. */
function strange(quads: readonly Quad[], changed: Quad): Quad[] {
  const { subject, predicate, object } = changed
  const other =
    object.termType === 'Literal'
      ? literal('Seltsam 1 2', object.language === '' ? object.datatype : object.language)
      : namedNode('https://example.org/seltsam')
  return quads.map((one) => (one === changed ? quad(subject, predicate, other) : one))
}

test
  .runIf(isHere)
  .each([
    ['catalogues/ogdch-harvest-catalog.rdf.xml'],
    ['catalogues/ogdch-bfs-1901.rdf.xml'],
    ['catalogues/opendata-swiss-bfs-dataset-36503351.ttl'],
  ])('%s: whatever is said otherwise goes out as it is said, or is named in the report', async (path) => {
  const { quads } = await readShared(path)
  const classes = ['dcat:Dataset', 'dcat:Distribution'] as const
  const changes = classes.flatMap((ofClass) => {
    const isOne = (subject: Quad['subject']) =>
      quads.some((one) => one.subject.equals(subject) && one.object.value === expand(ofClass))
    return namedByProfile(ofClass).flatMap((property) => {
      if (property === expand('dct:identifier') || property === expand('dcat:distribution')) return []
      return (
        quads.find(
          (one) => one.predicate.value === property && one.object.termType !== 'BlankNode' && isOne(one.subject),
        ) ?? []
      )
    })
  })
  expect(changes.length).toBeGreaterThan(15)
  const silent = changes.flatMap((changed) => {
    const said = strange(quads, changed)
    const page = readCatalogue(said, defaults)
    const isReported = page.dataSets.some(({ findings }) => findings.some(({ value }) => /seltsam/i.test(value)))
    const isRefused = page.dataSets.some(({ metadata }) => !metadata)
    return isReported || isRefused ? [] : lossesBetween(said, sentOn(page))
  })
  expect(silent).toEqual([])
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
