import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { slug, uuid } from '#kernel/ids.ts'
import { buildTable } from '../tables/build-table.ts'
import type { Column } from '../tables/column.ts'
import { Layouts } from '../tables/layouts.ts'
import { TableCache } from '../tables/table-cache.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { writeRows } from '../tables/write-rows.ts'
import { storedTypes } from './cell-sql.ts'
import { createTableReader } from './create-table-reader.ts'
import { QueryError } from './query-errors.ts'
import { readSort } from './read-row-wish.ts'
import type { Cell, RowQuery, TableReader } from './table-reader.ts'

const titled = (name: string) => ({ de: name, fr: name, it: name, en: name })
const columns: Column[] = [
  { name: 'dog', title: titled('dog'), type: 'string', isKey: true },
  { name: 'weight', title: titled('weight'), type: 'number' },
  { name: 'born', title: titled('born'), type: 'date' },
  { name: 'chip', title: titled('chip'), type: 'integer' },
  { name: 'seen', title: titled('seen'), type: 'datetime' },
  { name: 'is_tame', title: titled('is_tame'), type: 'boolean' },
  { name: 'place', title: titled('place'), type: 'geometry' },
]
const point = { type: 'Point', coordinates: [8.3, 47.05] }
const rows: Cell[][] = [
  ['Bello', 12.5, '2020-02-29', '9007199254740993', '2026-11-26T08:00:00Z', true, point],
  ['Ämmi, "die Grosse"', null, '2021-01-01', 5, null, false, null],
  ['=1+1', -3, null, 5, '2026-11-26T09:00:00+01:00', null, null],
  ['', 0.1, '2020-02-29', null, null, true, null],
  [null, 7, '2019-12-31', -5, null, true, null],
]

let folder: string
let reader: TableReader
let version: TableVersion

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wegweiser-reader-'))
  reader = createTableReader(async ({ file }) => join(folder, file))
  version = await build('dogs', rows)
})
afterAll(async () => {
  await reader.close()
  await rm(folder, { recursive: true, force: true })
})

async function build(name: string, content: Cell[][]): Promise<TableVersion> {
  const path = join(folder, `${name}.csv`)
  await writeRows(content, columns, path)
  const made = await buildTable({
    source: { path, format: 'csv' },
    columns: columns.map((one) => ({ name: one.name, type: storedTypes[one.type], isJson: one.type === 'geometry' })),
    folder,
    target: join(folder, name),
  })
  return {
    authorityId: slug('kriens'),
    dataSetId: uuid('00000000-0000-7000-8000-000000000001'),
    tableId: uuid('00000000-0000-7000-8000-000000000002'),
    number: 1,
    file: name,
    sha256: name,
    bytes: 1,
    rows: made.rows,
    columns,
    changes: null,
    note: null,
    madeAt: new Date(0),
    publishedAt: null,
  }
}

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

test('laid out for questions, a table gives the same pages, counts, groups and files', async () => {
  const many = await build(
    'many',
    Array.from({ length: 60 }, (_, at) => [
      at % 7 === 0 ? null : `dog ${(at * 31) % 9}`,
      at % 11 === 0 ? null : ((at * 13) % 8) / 2,
      `2026-01-${String(1 + ((at * 17) % 6)).padStart(2, '0')}`,
      at % 5 === 0 ? null : (at * 7) % 4,
      at % 3 === 0 ? null : `2026-11-26T0${at % 4}:00:00Z`,
      at % 2 === 0,
      null,
    ]),
  )
  const fileOf = async () => join(folder, many.file)
  const layouts = new Layouts(new TableCache(join(folder, 'laid'), 1e9), fileOf, { fewest: 1 })
  const laidOut = createTableReader(fileOf, layouts.find)
  try {
    const sorts = ['-weight', 'dog', '-seen', 'chip'].map(readSort)
    const filters = [{ column: 'chip', operator: 'le' as const, values: ['2'] }]
    const queries = [[], ...sorts].flatMap((sort) => [{ sort }, { sort, filters }])
    for (const query of queries) await laidOut.rows(many, { limit: 1, ...query })
    await layouts.settled()
    expect((await readdir(join(folder, 'laid'))).length).toBe(1 + sorts.length)
    for (const query of queries)
      for (let after: string | undefined, turn = 0; turn === 0 || after !== undefined; turn += 1) {
        const asked = { limit: 17, counts: true, ...query, ...(after !== undefined && { after }) }
        const page = await laidOut.rows(many, asked)
        expect(page, JSON.stringify(query)).toEqual(await reader.rows(many, asked))
        after = page.next ?? undefined
      }
    const jump = { limit: 5, offset: 23, sort: [{ column: 'weight', descending: true }] }
    expect(await laidOut.rows(many, jump)).toEqual(await reader.rows(many, jump))
    const groups = { by: ['dog'], measures: [{ aggregate: 'sum' as const, column: 'weight' }], limit: 100 }
    expect(await laidOut.group(many, groups)).toEqual(await reader.group(many, groups))
    expect(await text(await laidOut.download(many, 'csv'))).toBe(await text(await reader.download(many, 'csv')))
  } finally {
    await layouts.close()
    await laidOut.close()
  }
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

test('groups are counted, added up and sorted', async () => {
  const groups = await reader.group(version, {
    by: ['born'],
    measures: [{ aggregate: 'count' }, { aggregate: 'sum', column: 'weight' }, { aggregate: 'max', column: 'seen' }],
    sort: [{ column: 'count', descending: true }],
    limit: 2,
  })
  expect(groups).toEqual({
    columns: ['born', 'count', 'sum_weight', 'max_seen'],
    rows: [
      ['2020-02-29', 2, 12.6, '2026-11-26T08:00:00Z'],
      ['2019-12-31', 1, 7, null],
    ],
  })
  await expect(
    reader.group(version, { by: [], measures: [{ aggregate: 'sum', column: 'dog' }], limit: 1 }),
  ).rejects.toMatchObject({ userMessage: 'opendata.query.bad_measure' })
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

describe('files', () => {
  test('CSV keeps nothing apart from an empty text, and lets no text become a formula', async () => {
    const csv = await text(await reader.download(version, 'csv', { columns: ['dog', 'weight', 'is_tame', 'seen'] }))
    expect(csv.split('\r\n')).toEqual([
      'dog,weight,is_tame,seen',
      'Bello,12.5,true,2026-11-26T08:00:00Z',
      '"Ämmi, ""die Grosse""",,false,',
      `'=1+1,-3.0,,2026-11-26T08:00:00Z`,
      '"",0.1,true,',
      ',7.0,true,',
      '',
    ])
  })

  test('JSON and NDJSON are read by what reads JSON', async () => {
    const whole: unknown = JSON.parse(await text(await reader.download(version, 'json')))
    const lines = (await text(await reader.download(version, 'ndjson'))).trim().split('\n')
    const parsed: unknown[] = lines.map((line) => JSON.parse(line))
    expect(whole).toEqual(parsed)
    expect(parsed[0]).toEqual({
      dog: 'Bello',
      weight: 12.5,
      born: '2020-02-29',
      chip: '9007199254740993',
      seen: '2026-11-26T08:00:00Z',
      is_tame: true,
      place: point,
    })
  })

  test('GeoJSON has one feature a row', async () => {
    const map = JSON.parse(await text(await reader.download(version, 'geojson', { columns: ['dog', 'place'] })))
    expect(map).toMatchObject({ type: 'FeatureCollection' })
    expect(map.features[0]).toEqual({ type: 'Feature', id: 1, geometry: point, properties: { dog: 'Bello' } })
    expect(map.features).toHaveLength(5)
    await expect(reader.download(version, 'geojson', { columns: ['dog'] })).rejects.toBeInstanceOf(QueryError)
  })

  test('a reader that goes away leaves nothing behind', async () => {
    const file = await reader.download(version, 'xlsx')
    file.destroy()
    expect(await dogs({ limit: 1 })).toEqual(['Bello'])
  })
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
