import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guarded } from '../downloads/inside/guarded.ts'
import { storedLines } from '../downloads/line-sql.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { QueryError } from './query-errors.ts'
import type { RowQuery, TableReader } from './table-reader.ts'
import { type Dogs, openDogs, point } from './test-dogs.ts'

let reader: TableReader
let version: TableVersion
let build: Dogs['build']
let close: Dogs['close']

beforeAll(async () => {
  ;({ reader, version, build, close } = await openDogs())
})
afterAll(() => close())

const dogs = async (query: Partial<RowQuery>) => {
  const page = await reader.rows(version, { limit: 10, columns: ['dog'], ...query })
  return page.rows.map(([dog]) => dog)
}

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
