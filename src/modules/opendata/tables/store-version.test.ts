import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { readArchive, readSums, sumsEntry } from '#kernel/backup/archive.ts'
import { backUp, storedFilesOf } from '#kernel/backup/back-up.ts'
import { systemActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { childrenOf } from '#test/support/children-of.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { modules } from '../../../app.ts'
import type { Cell } from '../query/table-reader.ts'
import type { Column } from './column.ts'
import { publishVersion } from './publish-version.ts'
import { findCurrentVersion, findVersionAsOf } from './queries.ts'
import { type NewVersion, type RowSource, storeVersion } from './store-version.ts'
import { tablesOf } from './tables.ts'

let town: Town
const actor = systemActor('opendata')
const dataSetId = uuid<'data-set'>('00000000-0000-7000-8000-000000000001')
const titled = (name: string) => ({ de: name, fr: name, it: name, en: name })
const columns: Column[] = [
  { name: 'year', title: titled('year'), type: 'year', isKey: true },
  { name: 'dogs', title: titled('dogs'), type: 'integer' },
]

beforeAll(async () => {
  town = await openTown()
  await town.query(
    `insert into opendata.data_sets (authority_id, id, slug, origin, state, title, metadata, created_at, changed_at)
     values ('kriens', $1, 'dogs', 'steward', 'draft', 'Dogs', '{}', now(), now())`,
    [dataSetId],
  )
})
afterAll(() => town.close())

const tableOf = (last: string) => uuid<'distribution'>(`00000000-0000-7000-8000-0000000000${last}`)
const store = (last: string, source: RowSource, more: Partial<NewVersion> = {}) =>
  storeVersion(town.house.kernel, actor, {
    authorityId: slug('kriens'),
    dataSetId,
    tableId: tableOf(last),
    columns,
    source,
    ...more,
  })
const rows = (...given: Cell[][]): RowSource => ({ kind: 'rows', rows: given })

test('versions say what changed, and the same rows make none', async () => {
  const first = await store('a1', rows([2024, 10], [2025, 11], [2026, 12]), { note: 'first count' })
  expect(first).toMatchObject({ isNew: true, version: { number: 1, rows: 3, changes: null, note: 'first count' } })
  expect(first.version.sha256).toMatch(/^[0-9a-f]{64}$/)
  expect(await store('a1', rows([2024, 10], [2025, 11], [2026, 12]))).toMatchObject({
    isNew: false,
    version: { number: 1 },
  })
  const second = await store('a1', rows([2025, 11], [2026, 13], [2027, 1], [2028, 1]))
  expect(second).toMatchObject({ isNew: true, version: { number: 2, changes: { added: 2, changed: 1, removed: 1 } } })
})

test('without keys whole rows are compared, each as often as it comes', async () => {
  const bare = { columns: columns.map(({ isKey: _, ...one }) => one) }
  await store('a2', rows([2024, 1], [2024, 1], [2025, 2]), bare)
  const { version } = await store('a2', rows([2024, 1], [2025, 3], [2025, null], [2025, null]), bare)
  expect(version.changes).toEqual({ added: 3, changed: 0, removed: 2 })
  const keyed = await store('a2', rows([2024, 1]))
  expect(keyed.version.changes).toEqual({ added: 0, changed: 0, removed: 3 })
})

test.each([
  ['csv', 'b1', 'year,dogs\n2024,5\n2025,\n'],
  ['ndjson', 'b2', '{"year":2024,"dogs":5}\n{"dogs":null,"year":2025}\n'],
] as const)('rows come from a file of %s', async (format, last, content) => {
  const path = join(town.folder, `rows.${format}`)
  await writeFile(path, content)
  const { version } = await store(last, { kind: 'file', path, format })
  expect((await tablesOf(town.house.kernel).reader.rows(version, { limit: 5 })).rows).toEqual([
    [2024, 5],
    [2025, null],
  ])
})

test('rows that do not fit are refused in words, and nothing is kept', async () => {
  await expect(store('c1', rows([2024, 'many']))).rejects.toMatchObject({
    status: 422,
    userMessage: 'opendata.tables.unreadable',
  })
  expect(await town.query('select from opendata.table_versions where table_id = $1', [tableOf('c1')])).toEqual([])
})

test('a process killed while it makes a version, and a store that is full: the last good version stays, nothing of the next one, and then it goes on', async () => {
  const { kernel } = town.house
  const { version } = await store('c2', rows([2024, 1]))
  await kernel.database.write(actor, async (scope) => publishVersion(scope, version))
  const seen = () => kernel.database.read({ kind: 'public' }, (scope) => findCurrentVersion(scope, version.tableId))
  const many: Cell[][] = Array.from({ length: 20_000 }, (_, at) => [2025, at])
  const bare = { columns: columns.map(({ isKey: _, ...one }) => one) }
  const builders = () => childrenOf(process.pid, 'build-process')
  const killBuilder = async () => {
    await expect.poll(builders, { interval: 1, timeout: 20_000 }).not.toEqual([])
    for (const pid of builders()) process.kill(pid, 'SIGKILL')
  }
  // The one that waits for another order is killed too, and nobody notices: the next order begins one of its own.
  await killBuilder()
  await expect.poll(builders, { interval: 1, timeout: 20_000 }).toEqual([])
  const cut = expect(store('c2', rows(...many), bare)).rejects.toThrow()
  await killBuilder()
  await cut
  const whole = kernel.files.put
  onTestFinished(() => {
    kernel.files.put = whole
  })
  kernel.files.put = async (name) => {
    await whole.call(kernel.files, name, Buffer.from('half'))
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  }
  await expect(store('c2', rows([2024, 2]))).rejects.toThrow('no space left')
  kernel.files.put = whole
  const kept = () => town.query('select number from opendata.table_versions where table_id = $1', [tableOf('c2')])
  expect(await kept()).toEqual([{ number: 1 }])
  expect(await seen()).toMatchObject({ number: 1, rows: 1 })
  expect((await tablesOf(kernel).reader.rows(version, { limit: 5 })).rows).toEqual([[2024, 1]])
  expect((await store('c2', rows([2024, 2]))).version.number).toBe(2)
})

test('what is published is seen by everybody, what was at a day stays findable', async () => {
  const { database } = town.house.kernel
  const { version } = await store('d1', rows([2024, 1]))
  const seen = () => database.read({ kind: 'public' }, (scope) => findCurrentVersion(scope, version.tableId))
  expect(await seen()).toBeUndefined()
  await database.write(actor, async (scope) => publishVersion(scope, version))
  expect(await seen()).toMatchObject({ number: 1 })
  const asOf = (at: Date) => database.read({ kind: 'public' }, (scope) => findVersionAsOf(scope, version.tableId, at))
  expect(await asOf(town.clock.now())).toMatchObject({ number: 1 })
  expect(await asOf(new Date('2020-01-01'))).toBeUndefined()
})

test('a table that lies in the store only is fetched and compared with its checksum', async () => {
  const { kernel } = town.house
  const { version } = await store('e1', rows([2024, 77]))
  const cache = tablesOf(kernel)
  const away = { ...version, sha256: 'f'.repeat(64) }
  await expect(cache.fileOf(away)).rejects.toThrow('not what its checksum')
  await expect(cache.fileOf({ ...away, file: 'od-nothing-here' })).rejects.toThrow('not in the store')
})

test('an archive holds the tables', async () => {
  const { version } = await store('f1', rows([2024, 5]))
  const file = join(town.folder, 'archive.tar.gz')
  const { ownerUrl } = town.urls
  const { files } = town.house.kernel
  await backUp({ ownerUrl, files, clock: town.clock, storedFiles: storedFilesOf(modules) }, file)
  let sum: string | undefined
  for await (const { name, content } of readArchive(file)) {
    const chunks: Uint8Array[] = []
    for await (const chunk of content) chunks.push(chunk)
    if (name === sumsEntry) sum = readSums(Buffer.concat(chunks)).entries[`files/${version.file}`]
  }
  expect(sum).toBe(version.sha256)
})
