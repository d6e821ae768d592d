import { expect, test } from 'vitest'
import { slug, uuid } from '#kernel/ids.ts'
import { treeMetadata } from '#test/support/data-sets.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { croissantOf } from './croissant.ts'

const [table] = treeMetadata.distributions
if (!table) throw new Error('the trees have no table')
const trees: PublishedDataSet = {
  authorityId: slug('kriens'),
  id: uuid('0199c000-0000-7000-8000-0000000000a0'),
  slug: 'baeume',
  origin: 'steward',
  metadata: {
    ...treeMetadata,
    distributions: [table, { ...table, slug: 'plan', kind: 'link', url: 'https://kriens.example/plan.pdf' }],
  },
  publishedAt: new Date('2026-01-15T08:00:00Z'),
  changedAt: new Date('2026-02-15T08:00:00Z'),
  withdrawnAt: null,
}
const origin = 'https://daten.example'
const described = croissantOf(
  trees,
  { origin, publisherOf: () => undefined, rowsChangedAt: new Map(), memberships: new Map() },
  'de',
)

// As mlcroissant demands: a file has a checksum, or the data set says of itself that its files change.
test('whoever loads a data set is told that its files change, under a word that the context knows', () => {
  expect(described).toMatchObject({
    '@context': { cr: 'http://mlcommons.org/croissant/', isLiveDataset: 'cr:isLiveDataset' },
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    name: 'Bäume',
    isLiveDataset: true,
  })
})

test('each table is a file with its format and address, and nothing else is', () => {
  expect(described.distribution).toEqual([
    {
      '@type': 'cr:FileObject',
      '@id': 'liste.csv',
      name: 'liste.csv',
      description: 'Liste der Bäume',
      encodingFormat: 'text/csv',
      contentUrl: `${origin}/opendata/kriens/baeume/liste.csv`,
    },
  ])
})

test('each column is a field that is read from the file of its table, and the key is named', () => {
  const [records] = described.recordSet
  expect(described.recordSet).toHaveLength(1)
  expect(records).toMatchObject({ '@type': 'cr:RecordSet', '@id': 'liste', key: [{ '@id': 'liste/nr' }] })
  expect(records?.field.map((one) => [one['@id'], one.dataType, one.source])).toEqual(
    [
      ['nr', 'sc:Integer'],
      ['species', 'sc:Text'],
      ['height', 'sc:Float'],
      ['planted', 'sc:Date'],
      ['checked', 'sc:DateTime'],
      ['is_protected', 'sc:Boolean'],
      ['place', 'sc:Text'],
    ].map(([name, type]) => [`liste/${name}`, type, { fileObject: { '@id': 'liste.csv' }, extract: { column: name } }]),
  )
})
