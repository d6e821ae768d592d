import { afterAll, beforeAll, expect, test } from 'vitest'
import { slug, uuid } from '#kernel/ids.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { readMetadata } from '../catalogue/queries.ts'
import { dataSetResource } from '../dcat/data-set-resource.ts'
import { back, beginDataSet, idOf } from './test-bench.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

test('a steward names a service and where it describes itself; both go out as linked data', async () => {
  const david = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  const begun = await beginDataSet(town, david, 'karten')
  const form = await begun.follow('Daten hinzufügen')
  const filled = { 'Was fügen Sie hinzu?': 'Schnittstelle', Kurzname: 'wms', 'Titel › Deutsch': 'Karten' }
  const wrong = await form
    .fill({ ...filled, Adresse: 'https://kriens.example/wms', 'Beschreibung der Schnittstelle': 'irgendwo' })
    .submit('Speichern')
  expect(wrong.status).toBe(422)
  const description = 'https://kriens.example/wms?request=GetCapabilities'
  const added = await wrong.fill({ 'Beschreibung der Schnittstelle': description }).submit('Speichern')
  expect(added.document.querySelector('#endpoint_description')?.getAttribute('value')).toBe(description)
  const id = idOf(await back(added))
  const [row] = await town.query<{ metadata: Parameters<typeof readMetadata>[0] }>(
    'select metadata from opendata.data_sets where id = $1',
    [id],
  )
  if (!row) throw new Error('no data set')
  const written = JSON.stringify(
    dataSetResource(
      {
        ...{ authorityId: slug('kriens'), id: uuid(id), slug: 'karten', origin: 'steward', withdrawnAt: null },
        ...{ metadata: readMetadata(row.metadata, id), publishedAt: new Date(), changedAt: new Date() },
      },
      {
        origin: 'https://daten.example',
        publisherOf: () => undefined,
        rowsChangedAt: new Map(),
        memberships: new Map(),
      },
    ),
  )
  expect(written).toContain(`["dcat:endpointURL",{"iri":"https://kriens.example/wms"`)
  expect(written).toContain(`["dcat:endpointDescription",{"iri":"${description}"`)
})
