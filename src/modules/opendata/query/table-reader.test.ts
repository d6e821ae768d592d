import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { TableVersion } from '../tables/table-version.ts'
import { createTableReader } from './create-table-reader.ts'
import { QueryError } from './query-errors.ts'
import type { Cell, RowQuery, TableReader } from './table-reader.ts'
import { type Dogs, openDogs, point, rows, titled } from './test-dogs.ts'

let folder: string
let reader: TableReader
let version: TableVersion
let build: Dogs['build']
let close: Dogs['close']

beforeAll(async () => {
  ;({ folder, reader, version, build, close } = await openDogs())
})
afterAll(() => close())

const dogs = async (query: Partial<RowQuery>) => {
  const page = await reader.rows(version, { limit: 10, columns: ['dog'], ...query })
  return page.rows.map(([dog]) => dog)
}

test('every type comes back as it went in', async () => {
  const page = await reader.rows(version, { limit: 10, counts: true })
  expect(page.total).toBe(5)
  expect(page.next).toBe(null)
  expect(page.rows).toEqual([
    ['Bello', 12.5, '2020-02-29', '9007199254740993', '2026-11-26T08:00:00Z', true, point],
    ['Ämmi, "die Grosse"', null, '2021-01-01', 5, null, false, null],
    ['=1+1', -3, null, 5, '2026-11-26T08:00:00Z', null, null],
    ['', 0.1, '2020-02-29', null, null, true, null],
    [null, 7, '2019-12-31', -5, null, true, null],
  ])
})

test.each([
  ['as they lie', {}],
  ['by a column that holds nothing here and there', { sort: [{ column: 'chip', descending: true }] }],
  [
    'by two columns',
    {
      sort: [
        { column: 'born', descending: false },
        { column: 'weight', descending: true },
      ],
    },
  ],
  ['filtered', { filters: [{ column: 'dog', operator: 'filled' as const, values: [] }] }],
])('pages lead back as they led on: %s', async (_name, query) => {
  const first = await reader.rows(version, { limit: 2, ...query })
  const second = await reader.rows(version, { limit: 2, ...query, after: first.next ?? '' })
  const back = await reader.rows(version, { limit: 2, ...query, before: second.previous ?? '' })
  expect([first.previous, back.previous]).toEqual([null, null])
  expect(back.rows).toEqual(first.rows)
  const on = await reader.rows(version, { limit: 2, ...query, after: back.next ?? '' })
  expect(on.rows).toEqual(second.rows)
  const one = await reader.rows(version, { limit: 1, ...query, before: second.previous ?? '' })
  expect(one.rows).toEqual(first.rows.slice(1))
  expect(one.previous).not.toBeNull()
})

describe('filters', () => {
  const by = (
    column: string,
    operator: 'eq' | 'ne' | 'lt' | 'ge' | 'in' | 'contains' | 'starts' | 'empty' | 'filled',
    ...values: string[]
  ) => ({
    filters: [{ column, operator, values }],
  })
  test.each([
    ['eq', by('born', 'eq', '2020-02-29'), ['Bello', '']],
    ['ne with nothing', by('dog', 'ne', 'Bello'), ['Ämmi, "die Grosse"', '=1+1', '', null]],
    ['lt', by('weight', 'lt', '0.5'), ['=1+1', '']],
    ['ge of instants in any zone', by('seen', 'ge', '2026-11-26T10:00:00+02:00'), ['Bello', '=1+1']],
    ['in', by('chip', 'in', '5', '9007199254740993'), ['Bello', 'Ämmi, "die Grosse"', '=1+1']],
    ['in nothing', by('chip', 'in'), []],
    ['contains', by('dog', 'contains', 'GROSSE'), ['Ämmi, "die Grosse"']],
    ['starts', by('dog', 'starts', 'be'), ['Bello']],
    ['empty', by('dog', 'empty'), ['', null]],
    ['filled', by('dog', 'filled'), ['Bello', 'Ämmi, "die Grosse"', '=1+1']],
    ['row number', by('_id', 'ge', '5'), [null]],
    ['quotes stay a value', by('dog', 'eq', `' or true --`), []],
    ['words', { search: 'die ämmi' }, ['Ämmi, "die Grosse"']],
  ])('%s', async (_name, query, expected) => {
    expect(await dogs(query)).toEqual(expected)
    expect((await reader.rows(version, { limit: 1, counts: true, ...query })).total).toBe(expected.length)
  })

  test.each([
    ['column', by('dog"; drop table data; --', 'eq', '1')],
    ['value', by('born', 'eq', '2020-02-31x')],
    ['value', by('chip', 'eq', '1 or 1=1')],
    ['value', by('chip', 'eq', '1', '2')],
    ['column', { sort: [{ column: 'data', descending: true }] }],
    ['place', { after: 'nowhere' }],
    ['limit', { limit: -1 }],
    ['limit', { limit: 1e9 }],
  ])('refuses a wrong %s', async (problem, query) => {
    const asked = reader.rows(version, { limit: 1, ...query })
    await expect(asked).rejects.toBeInstanceOf(QueryError)
    await expect(asked).rejects.toMatchObject({ userMessage: `opendata.query.bad_${problem}`, status: 400 })
  })
})

test('pages by key go through every order of rows once, forwards and backwards, nothing last', async () => {
  const orders = ['dog', 'weight', 'born', 'chip', 'seen', 'is_tame'].flatMap((column) => [
    [{ column, descending: false }],
    [
      { column, descending: true },
      { column: 'born', descending: false },
    ],
  ])
  for (const sort of [[], ...orders]) {
    const whole = await reader.rows(version, { limit: 10, columns: ['_id'], sort })
    const walked: Cell[] = []
    let after: string | undefined
    do {
      const page = await reader.rows(version, { limit: 2, columns: ['_id'], sort, ...(after && { after }) })
      walked.push(...page.rows.map(([id]) => id ?? null))
      after = page.next ?? undefined
    } while (after)
    expect(walked, JSON.stringify(sort)).toEqual(whole.rows.map(([id]) => id))
    expect(new Set(walked).size).toBe(5)
  }
  expect(await dogs({ sort: [{ column: 'weight', descending: true }] })).toEqual([
    'Bello',
    null,
    '',
    '=1+1',
    'Ämmi, "die Grosse"',
  ])
})

test('different values of a column are paged', async () => {
  const first = await reader.rows(version, { columns: ['born'], isDistinct: true, limit: 2, counts: true })
  expect(first).toMatchObject({ total: 4, rows: [['2019-12-31'], ['2020-02-29']] })
  const second = await reader.rows(version, {
    columns: ['born'],
    isDistinct: true,
    limit: 2,
    ...(first.next && { after: first.next }),
  })
  expect(second).toMatchObject({ rows: [['2021-01-01'], [null]], next: null })
})

test('a profile says what is in each column', async () => {
  const profile = await reader.profile(version)
  expect(profile.map(({ column, filled, distinct }) => [column.name, filled, distinct]).slice(0, 4)).toEqual([
    ['dog', 4, 4],
    ['weight', 4, 4],
    ['born', 4, 3],
    ['chip', 4, 3],
  ])
  expect(profile[1]).toMatchObject({ min: -3, max: 12.5, mean: 4.15 })
  expect(profile[2]?.bars[0]).toEqual({ from: '2020-02-29', count: 2 })
})

/** Rows with long words, no two the same; written by DuckDB itself, as there are many. */
async function wordy(name: string, count: number, letters: number): Promise<TableVersion> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const select = `select i + 1 as _id, repeat('x', ${letters}) || i as word from range(${count}) t(i)`
  await connection.run(
    `copy (${select}) to '${join(folder, name)}' (format parquet, compression zstd, row_group_size 20000)`,
  )
  connection.closeSync()
  return {
    ...version,
    file: name,
    sha256: name,
    rows: count,
    columns: [{ name: 'word', title: titled('word'), type: 'string' }],
  }
}

test('a question of ours that takes more memory than one may is told to be too large, and the next one is answered', async () => {
  const heavy = await wordy('heavy', 200_000, 2_500)
  const asked = reader.group(heavy, { by: ['word'], measures: [{ aggregate: 'count' }], limit: 1 })
  await expect(asked).rejects.toMatchObject({ status: 413, userMessage: 'opendata.query.too_heavy' })
  expect((await reader.rows(heavy, { limit: 1 })).rows).toHaveLength(1)
}, 30_000)

test('a whole file comes to its end whatever becomes of the processes of pages and of chosen rows', async () => {
  const own = createTableReader(async ({ file }) => join(folder, file))
  onTestFinished(() => own.close())
  const long = await wordy('long', 40_000, 200)
  await own.rows(long, { limit: 1 })
  const chosen = await own.download(long, 'csv', { sort: [{ column: 'word', descending: true }] })
  const others = own.pids()
  const file = await own.download(long, 'csv')
  for (const pid of others) process.kill(pid, 'SIGKILL')
  await expect(text(chosen)).rejects.toMatchObject({ status: 503 })
  expect((await text(file)).match(/\n/g)).toHaveLength(40_001)
  expect((await own.rows(long, { limit: 1 })).rows).toHaveLength(1)
})

test('a version without rows has pages, groups and files', async () => {
  const none = await build('none', [])
  expect(await reader.rows(none, { limit: 10, counts: true })).toMatchObject({ rows: [], total: 0, next: null })
  expect((await reader.profile(none))[0]).toMatchObject({ filled: 0, bars: [] })
  expect(JSON.parse(await text(await reader.download(none, 'json')))).toEqual([])
})

test('what changed between two versions is listed page by page', async () => {
  const later = await build('later', [
    rows[0] ?? [],
    ['=1+1', 4, null, 5, null, null, null],
    ['Rex', 1, null, null, null, null, null],
    [null, 7, '2019-12-31', -5, null, true, null],
  ])
  const first = await reader.changes(version, later, { limit: 3 })
  expect(first.changes).toEqual([
    { kind: 'removed', before: 2, after: null },
    { kind: 'removed', before: 4, after: null },
    { kind: 'changed', before: 3, after: 2 },
  ])
  const second = await reader.changes(version, later, { limit: 3, ...(first.next && { after: first.next }) })
  expect(second).toEqual({ changes: [{ kind: 'added', before: null, after: 3 }], next: null })
})

test('a file that is put back is read again', async () => {
  const moved = { ...version, file: 'moved', sha256: 'moved' }
  await expect(reader.rows(moved, { limit: 1 })).rejects.toMatchObject({ status: 503 })
  await copyFile(join(folder, version.file), join(folder, 'moved'))
  expect((await reader.rows(moved, { limit: 1 })).rows).toHaveLength(1)
})
