import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { slug, uuid } from '#kernel/ids.ts'
import { randomFrom } from '#test/bench/opendata/generate-rows.ts'
import { guarded } from '../downloads/inside/guarded.ts'
import { storedLines } from '../downloads/line-sql.ts'
import { buildTable } from '../tables/build-table.ts'
import type { Column } from '../tables/column.ts'
import { Layouts } from '../tables/layouts.ts'
import { TableCache } from '../tables/table-cache.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { writeRows } from '../tables/write-rows.ts'
import { storedTypes } from './cell-sql.ts'
import { createTableReader } from './create-table-reader.ts'
import { writePlace } from './page-place.ts'
import { QueryError } from './query-errors.ts'
import type { Cell, Filter, GroupPage, RowQuery, Sort, TableReader } from './table-reader.ts'

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

describe('laid out for questions', () => {
  const texts = ['Bello', 'bello 12', 'Ämmi', 'ämmi bello', '', 'Zoé 😀', '\uffee', null, 'a', 'Mira; die 3.']
  let many: TableVersion
  let layouts: Layouts
  let laidOut: TableReader
  beforeAll(async () => {
    many = await build(
      'many',
      Array.from({ length: 600 }, (_, at) => [
        texts[(at * 31) % 97] ?? `hund ${(at * 37) % 211}`,
        at % 11 === 0 ? null : ((at * 13) % 80) / 2 - 7,
        at % 13 === 0 ? null : `2026-01-${String(1 + ((at * 17) % 26)).padStart(2, '0')}`,
        at % 5 === 0 ? null : at % 9 === 0 ? '9007199254740993' : (at * 7) % 4,
        at % 3 === 0 ? null : `2026-11-26T0${at % 4}:00:00${at % 7 === 0 ? '.25' : ''}Z`,
        at % 17 === 0 ? null : at % 2 === 0,
        at % 50 === 0 ? point : null,
      ]),
    )
    const fileOf = async () => join(folder, many.file)
    const laid = join(folder, 'laid')
    layouts = new Layouts(new TableCache(laid, 1e9), fileOf, { fewest: 1 })
    laidOut = createTableReader(fileOf, { findLayout: layouts.find, folder: laid })
    await laidOut.rows(many, { limit: 1 })
    await laidOut.group(many, { by: [], measures: [{ aggregate: 'count' }], limit: 1 })
    await layouts.settled()
    expect((await readdir(laid)).toSorted()).toEqual(['many.duckdb', 'many.ranks'])
  })
  afterAll(async () => {
    await layouts.close()
    await laidOut.close()
  })

  /** All pages from one on, each reader going by its own places: those of the one are places of the other. */
  const expectSame = async (query: RowQuery) => {
    let places: { own?: string | null; other?: string | null } = {}
    for (let turn = 0; turn < 4; turn += 1) {
      const [one, two] = turn % 2 === 0 ? [places.own, places.other] : [places.other, places.own]
      const asked = (after: string | null | undefined): RowQuery => ({ ...query, ...(after && { after }) })
      const [page, expected] = await Promise.all([laidOut.rows(many, asked(one)), reader.rows(many, asked(two))])
      const about = JSON.stringify([turn, query])
      expect(page.rows, about).toEqual(expected.rows)
      expect([page.total, page.next === null], about).toEqual([expected.total, expected.next === null])
      places = { own: page.next, other: expected.next }
      if (page.next === null) return
    }
  }

  test('a table gives the same pages and counts, whatever is asked', async () => {
    const random = randomFrom(20_261_126)
    const one = <Value>(values: readonly Value[]): Value | undefined => values[random(values.length)]
    const values: Readonly<Record<string, readonly string[]>> = {
      dog: ['Bello', 'hund 7', '', 'Ämmi', 'zzz', 'Zoé 😀', 'hund'],
      weight: ['-7', '0', '3.5', '12.25', '1e9', '+4', '.5'],
      born: ['2026-01-05', '2025-12-31', '2026-01-26', '2027-01-01'],
      chip: ['2', '9007199254740993', '-1', '+3', '007'],
      seen: ['2026-11-26T01:00:00Z', '2026-11-26T01:00:00.25Z', '2026-11-26', '2026-11-26T04:00:00+02:00'],
      is_tame: ['true', 'false'],
      _id: ['1', '77', '600', '0', '999'],
    }
    const operators = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in', 'empty', 'filled'] as const
    const filterOf = (): Filter => {
      const column = one(Object.keys(values)) ?? 'dog'
      const known = values[column] ?? []
      if (column === 'dog' && random(3) === 0)
        return {
          column,
          operator: one(['contains', 'starts']) ?? 'contains',
          values: [one(['BELLO', 'hund 1', 'ä', 'äm', 'e 3.', '😀', '12', '']) ?? ''],
        }
      const operator = one(operators) ?? 'eq'
      const count = operator === 'in' ? random(4) : operator === 'empty' || operator === 'filled' ? 0 : 1
      return { column, operator, values: Array.from({ length: count }, () => one(known) ?? '1') }
    }
    for (let turn = 0; turn < 120; turn += 1) {
      const column = one(['dog', 'weight', 'born', 'chip', 'seen', 'is_tame', 'place', '_id'])
      await expectSame({
        limit: one([0, 1, 7, 60, 1_000]) ?? 1,
        counts: random(4) > 0,
        filters: Array.from({ length: random(4) }, filterOf),
        ...(random(3) > 0 && column && { sort: [{ column, descending: column !== '_id' && random(2) === 1 }] }),
        ...(random(4) === 0 && { offset: random(300) }),
        ...(random(4) === 0 && { columns: ['_id', 'weight', 'dog'] }),
      })
    }
  })

  test('a page goes on where one ended whose last row is not there any more', async () => {
    for (const descending of [true, false])
      for (const value of ['-100', '0.25', '100', null]) {
        const sort = [{ column: 'weight', descending }]
        const after = writePlace([...sort, { column: '_id', descending: false }], { values: [value, '17'] })
        for (const filters of [[], [{ column: 'chip', operator: 'eq' as const, values: ['9007199254740993'] }]])
          await expectSame({ limit: 9, sort, after, filters })
      }
  })

  test('days that do not lie in the order of their texts are left to DuckDB', async () => {
    const odd = await build('odd', [...rows, ['Urax', 1, '12026-01-01', 1, null, true, null]])
    const fileOf = async () => join(folder, odd.file)
    const oddLayouts = new Layouts(new TableCache(join(folder, 'laid'), 1e9), fileOf, { fewest: 1 })
    const oddReader = createTableReader(fileOf, { findLayout: oddLayouts.find, folder: join(folder, 'laid') })
    try {
      await oddReader.rows(odd, { limit: 1 })
      await oddLayouts.settled()
      for (const column of ['born', 'weight'])
        for (const shown of [['born', 'dog'], ['dog']]) {
          const query = { limit: 10, columns: shown, sort: [{ column, descending: true }], counts: true }
          expect(await oddReader.rows(odd, query)).toMatchObject({
            rows: (await reader.rows(odd, query)).rows,
            total: 6,
          })
        }
    } finally {
      await oddLayouts.close()
      await oddReader.close()
    }
  })

  test('groups and files are the same', async () => {
    const groups = { by: ['dog'], measures: [{ aggregate: 'sum' as const, column: 'weight' }], limit: 1_000 }
    expect(await laidOut.group(many, groups)).toEqual(await reader.group(many, groups))
    expect(await text(await laidOut.download(many, 'csv'))).toBe(await text(await reader.download(many, 'csv')))
  })
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

test('instants are grouped by the days, months and years they have in Switzerland', async () => {
  const seen = [
    ...['2026-11-25T22:59:59Z', '2026-11-25T23:30:00Z', '2026-11-26T22:59:59Z', '2026-11-30T23:00:00Z'],
    ...['2026-12-31T23:00:00Z', '2026-07-01T21:59:59Z', '2026-07-01T22:00:00Z'],
    // Either side of the hour that spring leaves out, and the one that autumn has twice.
    ...['2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z', '2026-10-25T00:30:00Z', '2026-10-25T22:59:59Z', null],
  ]
  const table = await build(
    'instants',
    seen.map((at, index) => [`${index}`, null, null, null, at, null, null]),
  )
  const by = async (step: 'day' | 'month' | 'year') =>
    (
      await reader.group(table, {
        by: ['seen'],
        steps: { seen: step },
        measures: [{ aggregate: 'count' }],
        filters: [{ column: 'seen', operator: 'filled', values: [] }],
        limit: 20,
      })
    ).rows
  expect(await by('day')).toEqual([
    ['2026-03-29', 2],
    ['2026-07-01', 1],
    ['2026-07-02', 1],
    ['2026-10-25', 2],
    ['2026-11-25', 1],
    ['2026-11-26', 2],
    ['2026-12-01', 1],
    ['2027-01-01', 1],
  ])
  expect(await by('month')).toEqual([
    ['2026-03-01', 2],
    ['2026-07-01', 2],
    ['2026-10-01', 2],
    ['2026-11-01', 3],
    ['2026-12-01', 1],
    ['2027-01-01', 1],
  ])
  expect(await by('year')).toEqual([
    ['2026-01-01', 10],
    ['2027-01-01', 1],
  ])
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
    total: null,
    next: expect.any(String),
  })
  await expect(
    reader.group(version, { by: [], measures: [{ aggregate: 'sum', column: 'dog' }], limit: 1 }),
  ).rejects.toMatchObject({ userMessage: 'opendata.query.bad_measure' })
})

describe('groups page by page', () => {
  const random = (at: number, most: number) => (at * 7919 + 104_729) % most
  const orders: readonly (readonly [name: string, sort: readonly Sort[]])[] = [
    ['by what they are grouped by', []],
    ['by how many they are', [{ column: 'count', descending: true }]],
    ['by an added number', [{ column: 'sum_chip', descending: false }]],
    ['by the earliest', [{ column: 'min_seen', descending: true }]],
    [
      'by two',
      [
        { column: 'max_is_tame', descending: true },
        { column: 'born', descending: true },
      ],
    ],
  ]
  let many: TableVersion
  beforeAll(async () => {
    many = await build(
      'grouped',
      Array.from({ length: 200 }, (_, at) => [
        at % 11 === 0 ? null : `dog ${random(at, 13)}`,
        null,
        at % 5 === 0 ? null : `2020-02-0${1 + random(at, 3)}`,
        at % 3 === 0 ? null : '900000000000000000',
        at % 4 === 0 ? null : `2026-11-26T08:00:0${random(at, 7)}${at % 2 === 0 ? '.500' : ''}Z`,
        at % 7 === 0 ? null : at % 2 === 0,
        null,
      ]),
    )
  })

  const groups = {
    by: ['born', 'dog'],
    measures: [
      { aggregate: 'count' as const },
      { aggregate: 'sum' as const, column: 'chip' },
      { aggregate: 'min' as const, column: 'seen' },
      { aggregate: 'max' as const, column: 'is_tame' },
      { aggregate: 'sum' as const, column: 'weight' },
    ],
  }
  const placeIn = (next: string | null): unknown => JSON.parse(Buffer.from(next ?? '', 'base64url').toString())

  test.each(orders)(
    '%s: each comes once, those with nothing as well, from the values of the last one on',
    async (_, sort) => {
      const all = await reader.group(many, { ...groups, sort, limit: 1_000 })
      expect(all.rows.length).toBeGreaterThan(30)
      const paged: (readonly Cell[])[] = []
      let after: string | null = null
      do {
        const page: GroupPage = await reader.group(many, {
          ...groups,
          sort,
          limit: 7,
          ...(after !== null && { after }),
        })
        paged.push(...page.rows)
        after = page.next
        if (after !== null) expect(placeIn(after)).toMatchObject({ values: expect.any(Array) })
      } while (after !== null)
      expect(paged).toEqual(all.rows)
    },
  )

  test('places by number, as they were given out before, still hold; sums of decimals go on by them', async () => {
    const all = await reader.group(many, { ...groups, limit: 1_000 })
    const sort = [...groups.by.map((column) => ({ column, descending: false }))]
    const later = await reader.group(many, { ...groups, limit: 5, after: writePlace(sort, { offset: 20 }) })
    expect(later.rows).toEqual(all.rows.slice(20, 25))
    const bySum = [{ column: 'sum_weight', descending: true }]
    const first = await reader.group(many, { ...groups, sort: bySum, limit: 5 })
    expect(placeIn(first.next)).toMatchObject({ offset: 5 })
    const forged = writePlace([...bySum, ...sort], { values: [null, null, null] })
    await expect(reader.group(many, { ...groups, sort: bySum, limit: 5, after: forged })).rejects.toThrow(QueryError)
    const odd = writePlace([{ column: 'count', descending: false }, ...sort], { values: ['1; select', null, null] })
    const byCount = { ...groups, sort: [{ column: 'count', descending: false }], limit: 5 }
    await expect(reader.group(many, { ...byCount, after: odd })).rejects.toThrow(QueryError)
  })
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

  test('CSV guards the same texts as a workbook, and for programs none', async () => {
    const near = fc.string({ unit: fc.constantFrom(...`+-=@\t 0123456789.%eE'’"(*Aé`), maxLength: 8 })
    const texts = [
      ...[
        '+41 41 228 51 11',
        '-',
        '-5 %',
        '-1+1',
        '\t=1',
        '\r=1',
        '\n=1',
        '-5\n',
        "+1'000",
        '-1\u00a0000,5',
        '-1e5',
        '@x',
      ],
      ...fc.sample(near, { numRuns: 300, seed: 5 }).filter((one) => one !== ''),
    ]
    const table = await build('signs', [...texts.map((one) => [one, null, null, null, null, null, null])])
    const cellOf = (one: string) => (/[",\n\r]/.test(one) ? `"${one.replaceAll('"', '""')}"` : one)
    const read = async (format: 'csv' | ReturnType<typeof storedLines>) =>
      text(await reader.download(table, format, { columns: ['dog'] }))
    const fileOf = (all: readonly string[]) => ['dog', ...all.map(cellOf), ''].join('\r\n')
    expect(await read('csv')).toBe(fileOf(texts.map(guarded)))
    expect(await read(storedLines(','))).toBe(fileOf(texts))
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
