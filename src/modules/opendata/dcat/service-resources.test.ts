import { expect, test } from 'vitest'
import { slug, uuid } from '#kernel/ids.ts'
import { treeMetadata } from '#test/support/data-sets.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import type { CataloguePage } from './catalogue-resource.ts'
import type { Publisher } from './data-set-resource.ts'
import { isLiteral, type Resource } from './resource.ts'
import { serviceProperties } from './service-resources.ts'

const origin = 'https://daten.example'
const canton: Publisher = { id: slug('kanton-luzern'), name: { de: 'Kanton Luzern' }, kind: 'canton', bfsNumber: 3 }
const [table] = treeMetadata.distributions
if (!table) throw new Error('the trees have no table')
const dataSet = (name: string, distributions: PublishedDataSet['metadata']['distributions']): PublishedDataSet => ({
  ...{ authorityId: slug('kriens'), id: uuid('0199c000-0000-7000-8000-0000000000a0'), slug: name, origin: 'steward' },
  metadata: { ...treeMetadata, distributions },
  publishedAt: new Date('2026-01-15T08:00:00Z'),
  changedAt: new Date('2026-02-15T08:00:00Z'),
  withdrawnAt: null,
})
const bare = { ...table, columns: (table.columns ?? []).filter(({ type }) => type !== 'geometry') }
const plan = {
  id: table.id,
  slug: 'plan',
  kind: 'link' as const,
  title: { de: 'Plan' },
  url: 'https://kriens.example/',
}

function servicesOf(...dataSets: PublishedDataSet[]): Resource[] {
  const page: CataloguePage = {
    ...{ title: { de: 'Katalog' }, description: { de: 'Alles' }, publisher: canton, dataSets },
    ...{ address: `${origin}/opendata/catalog.ttl`, homepage: `${origin}/opendata`, changedAt: new Date() },
    ...{ page: 1, pages: 1, pageSize: 100, total: dataSets.length },
  }
  const around = { origin, publisherOf: () => canton, rowsChangedAt: new Map(), memberships: new Map() }
  return serviceProperties(page, around).flatMap(([, value]) => (isLiteral(value) ? [] : [value]))
}

const addressesOf = ({ properties }: Resource, term: string) =>
  properties.flatMap(([said, value]) => (said === term && !isLiteral(value) ? [value.iri] : []))

test('the catalogue names the interfaces of the platform, where each is and describes itself, and which data sets of the page it serves', () => {
  const services = servicesOf(dataSet('baeume', [table]), dataSet('zahlen', [bare]), dataSet('plaene', [plan]))
  const [trees, figures] = [`${origin}/opendata/kriens/baeume`, `${origin}/opendata/kriens/zahlen`]
  expect(
    services.map((one) => [
      ...addressesOf(one, 'dcat:endpointURL'),
      ...addressesOf(one, 'dcat:endpointDescription'),
      ...addressesOf(one, 'dcat:servesDataset'),
    ]),
  ).toEqual([
    [`${origin}/api/v1/opendata/datasets`, `${origin}/api/openapi.json`, trees, figures],
    [`${origin}/api/3`, `${origin}/api/3/action/help_show?name=datastore_search`, trees, figures],
    [`${origin}/opendata/features`, `${origin}/opendata/features/api`, trees],
  ])
  expect(services.every(({ types }) => types.includes('dcat:DataService'))).toBe(true)
  expect(servicesOf(dataSet('plaene', [plan]))).toEqual([])
})
