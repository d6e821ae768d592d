import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomFrom } from '#test/bench/opendata/generate-rows.ts'
import { Layouts } from '../tables/layouts.ts'
import { TableCache } from '../tables/table-cache.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { createTableReader } from './create-table-reader.ts'
import { writePlace } from './page-place.ts'
import type { Filter, RowQuery, TableReader } from './table-reader.ts'
import { type Dogs, openDogs, point, rows } from './test-dogs.ts'

let folder: string
let reader: TableReader
let build: Dogs['build']
let close: Dogs['close']

beforeAll(async () => {
  ;({ folder, reader, build, close } = await openDogs())
})
afterAll(() => close())

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
