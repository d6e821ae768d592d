import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TableVersion } from '../tables/table-version.ts'
import { writePlace } from './page-place.ts'
import { QueryError } from './query-errors.ts'
import type { Cell, GroupPage, Sort, TableReader } from './table-reader.ts'
import { type Dogs, openDogs } from './test-dogs.ts'

let reader: TableReader
let version: TableVersion
let build: Dogs['build']
let close: Dogs['close']

beforeAll(async () => {
  ;({ reader, version, build, close } = await openDogs())
})
afterAll(() => close())

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
