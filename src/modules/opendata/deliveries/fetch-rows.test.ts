import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { systemActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { publishExample, treeMetadata, treeRows, treesId } from '#test/support/data-sets.ts'
import { testHost } from '#test/support/furnished.ts'
import { type SourceAnswer, type SourceServer, serveSource } from '#test/support/source-server.ts'
import { testNow } from '#test/support/test-database.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { publishDataSet } from '../catalogue/publish-data-set.ts'
import { createDataSet } from '../catalogue/workbench.ts'
import { gateOf } from '../gate/check-data-set.ts'
import type { Column } from '../tables/column.ts'
import { askFetch, listDueSources } from './source.ts'

let town: Town
let server: SourceServer
let origin: string
/** What the address answers, by path. */
let answers: Record<string, SourceAnswer>

beforeAll(async () => {
  server = await serveSource((path) => answers[path])
  origin = `http://${server.host}`
  town = await openTown(fixedClock(testNow), testHost, { WEGWEISER_OUTSIDE_HOSTS: server.host })
})
afterAll(async () => {
  server.close()
  await town.close()
})
beforeEach(() => {
  answers = {}
})

const kriens = slug<'authority'>('kriens')

test('rows of a table are fetched on schedule: the same make no version, faults change nothing and are told once', async () => {
  const [table] = treeMetadata.distributions
  if (!table) throw new Error('no table')
  const columns = (table.columns ?? []).slice(0, 2)
  const metadata = { ...treeMetadata, distributions: [{ ...table, columns }] }
  await publishExample(town.house.kernel, { metadata, rows: treeRows(3).map((row) => row.slice(0, 2)) })
  await town.query(`update opendata.data_sets set origin = 'steward' where slug = 'baeume'`)
  const [{ id = '' } = {}] = await town.query<{ id: string }>(`select id from opendata.data_sets where slug = 'baeume'`)
  const path = `/desk/opendata/${id}/distributions/${treesId}`
  const steward = await town.signIn({ role: 'data_steward', authority: 'kriens' })

  const wrong = await (await steward.open(path))
    .fill({ 'Adresse der Datei': 'ftp://x' })
    .submit('Speichern und abrufen')
  expect(wrong.status).toBe(422)
  answers['/baeume'] = { type: 'text/csv', text: 'nr;species\n1;Linde\n7;Eibe\n', etag: '"1"' }
  const set = await wrong.fill({ 'Adresse der Datei': `${origin}/baeume` }).submit('Speichern und abrufen')
  expect(set.text).toContain('werden jetzt zum ersten Mal abgerufen')
  await town.jobs.drain()
  const rounds = async () => {
    await town.query('update opendata.table_sources set next_run_at = $1', [testNow])
    await town.house.kernel.database.write(systemActor('opendata'), async (scope) => {
      for (const source of await listDueSources(scope, 5)) askFetch(scope, source, false)
    })
    await town.jobs.drain()
    return (await steward.open(path)).text
  }
  const shown = async () =>
    (await town.visitor().open(`/api/v1/opendata/datasets/kriens/baeume/liste`)).html.replace(
      /.*"number":(\d+).*?"rows":(\d+).*/s,
      '$1 $2',
    )
  expect(await shown()).toBe('2 2')
  expect((await steward.open(path)).text).toContain('Version 2 mit 2 Zeilen.')
  expect(await rounds()).toContain('Dieselben Zeilen wie vorher')
  expect((await town.visitor().open('/opendata/kriens/baeume')).text).toContain('automatisch abgerufen: Jeden Tag')

  answers['/baeume'] = { type: 'text/csv', text: 'nr;species\n1;Linde\n1;Eibe\nzwei;Ahorn\n' }
  const faulty = await rounds()
  expect(faulty).toContain('wurde nicht übernommen')
  expect(faulty).toMatch(/3\s*nr\s*.*1.*4\s*nr\s*«zwei» ist keine ganze Zahl/s)
  answers['/baeume'] = { status: 500, text: '' }
  expect(await rounds()).toContain('Die Adresse antwortet mit 500')
  expect(await shown()).toBe('2 2')
  const told = await town.query<{ to_address: string }>(`select to_address from kernel.mails where key like 'fetch/%'`)
  expect(told.length).toBeGreaterThan(0)
  expect(new Set(told.map(({ to_address }) => to_address)).size).toBe(told.length)

  answers['/baeume'] = { type: 'text/csv', text: 'nr;species\n1;Linde\n' }
  await rounds()
  expect(await shown()).toBe('3 1')
  const ended = await (await steward.open(path)).submit('Nicht mehr abrufen')
  expect(ended.text).toContain('Die Zeilen bleiben')
  expect(await rounds()).not.toContain('Nächster Abruf')
  const stranger = await town.signIn({ role: 'data_steward', authority: 'luzern' })
  expect((await stranger.open(path)).status).toBe(404)
})

test('rows on persons that are fetched are protected each time; what cannot be is held back and told, and what was public stays', async () => {
  const tableId = uuid<'distribution'>('0199c000-0000-7000-8000-0000000000c7')
  const columns: Column[] = [
    { name: 'nr', title: { de: 'Nr' }, type: 'string', role: 'identifier' },
    {
      name: 'age',
      title: { de: 'Alter' },
      type: 'integer',
      role: 'quasi-identifier',
      coarsen: { to: 'band', width: 10 },
    },
  ]
  const title = { de: 'Liste' }
  const metadata = {
    ...treeMetadata,
    distributions: [{ id: tableId, slug: 'liste', kind: 'table' as const, title, columns }],
  }
  const { kernel } = town.house
  const platform = systemActor('opendata')
  const authorityId = kriens
  const id = await kernel.database.write(platform, (scope) =>
    createDataSet(scope, { authorityId, slug: 'personen', metadata }),
  )
  await town.query(
    `insert into opendata.table_sources (authority_id, table_id, data_set_id, url, every_hours, set_at) values ('kriens', $1, $2, $3, 24, now())`,
    [tableId, id, `${origin}/personen`],
  )
  const fetch = async (ages: readonly number[]) => {
    const text = ['Nr;Alter', ...ages.map((age, at) => `geheim-${at};${age}`)].join('\n')
    answers['/personen'] = { type: 'text/csv', text }
    const key = { authorityId, dataSetId: id, tableId }
    await kernel.database.write(platform, async (scope) => askFetch(scope, key))
    await town.jobs.drain()
    const made = await town.query(
      'select number, rows from opendata.table_versions where table_id = $1 order by number',
      [tableId],
    )
    return made.map(({ number, rows }) => [number, Number(rows)])
  }
  const thirties = Array.from({ length: 12 }, (_, at) => 30 + (at % 10))
  expect(await fetch(thirties)).toEqual([[1, 12]])
  await kernel.database.write(platform, async (scope) => {
    await gateOf(kernel)(scope, { authorityId, id })
    await publishDataSet(scope, { authorityId, id })
  })
  expect(await fetch([...thirties, 41, 42, 43])).toEqual([[1, 12]])
  expect(await fetch([...thirties, ...thirties.map((age) => age + 10)])).toEqual([
    [1, 12],
    [2, 24],
  ])
  expect(await fetch(thirties.map((_, at) => at * 10))).toHaveLength(2)
  const told = `select outcome, reason, said ->> 'fr' as said from opendata.deliveries where table_id = $1 order by id desc limit 1`
  expect(await town.query(told, [tableId])).toEqual([
    { outcome: 'refused', reason: 'unprotected', said: expect.stringContaining('lignes') },
  ])
  expect(
    (await town.query(`select 1 from kernel.mails where key like $1`, [`fetch/${tableId}/%`])).length,
  ).toBeGreaterThan(0)
  const rows = await town.visitor().open('/api/v1/opendata/datasets/kriens/personen/liste/rows?limit=100')
  expect(rows.html).not.toContain('geheim')
  expect(rows.html).toContain('"total":24')
})
