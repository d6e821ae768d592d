import { expect, test } from 'vitest'
import { parseForm } from '#kernel/http/form-body.ts'
import { meets } from '../tables/geometry-box.ts'
import { readBox, readItemsQuery, readTime } from './read-items-query.ts'

// Requirements are those of OGC API – Features, Part 1: Core (17-069r4), where Part 2 (18-058r1) is not named.

const titled = { de: 'x' }
const day = { name: 'planted', title: titled, type: 'date' } as const

test('requirement 22: a box has four numbers, or six with heights', () => {
  const box = { west: 8.1, south: 46.9, east: 8.4, north: 47.2 }
  expect(readBox('8.1,46.9,8.4,47.2')).toEqual(box)
  expect(readBox('8.1, 46.9, 400, 8.4, 47.2, 900')).toEqual(box)
  expect(readBox('170,-20,-170,20')).toMatchObject({ west: 170, east: -170 })
})

test.each([
  '',
  '1,2,3',
  '1,2,3,4,5',
  '1,2,3,4,5,6,7',
  'a,b,c,d',
  '8,47,9,46',
  '8,46,900,9,47,400',
  '-181,0,1,1',
  '0,-91,1,1',
  'NaN,0,1,1',
  '1e999,0,1,1',
])('requirements 9 and 23 F: «%s» is no box', (text) => expect(() => readBox(text)).toThrow('parameter bbox'))

test.each([
  ['2018-02-12', ['2018-02-12', '2018-02-12']],
  ['2018-02-12T23:20:52Z', ['2018-02-12', '2018-02-12']],
  ['2018-02-12T00:00:00Z/2018-03-18T12:31:12Z', ['2018-02-12', '2018-03-18']],
  ['../2018-03-18', [undefined, '2018-03-18']],
  ['/2018-03-18', [undefined, '2018-03-18']],
  ['2018-02-12/..', ['2018-02-12', undefined]],
  ['2018-02-12/', ['2018-02-12', undefined]],
])('requirement 25 D to F: %s is from and to %o', (text, [from, to]) => {
  const filters = readTime(text, day)
  expect(filters.find(({ operator }) => operator === 'ge')?.values[0]).toBe(from)
  expect(filters.find(({ operator }) => operator === 'le')?.values[0]).toBe(to)
  expect(readTime(text, undefined)).toEqual([])
})

test('an instant is that instant, a day all of it', () => {
  const at = { name: 'at', title: titled, type: 'datetime' } as const
  const values = (text: string) => readTime(text, at).map((one) => one.values[0])
  expect(values('2026-11-03T09:00:00+01:00')).toEqual(['2026-11-03T08:00:00.000Z', '2026-11-03T08:00:00.000Z'])
  expect(values('2026-11-03')).toEqual(['2026-11-03T00:00:00.000Z', '2026-11-03T23:59:59.999Z'])
  const year = { name: 'year', title: titled, type: 'year' } as const
  expect(readTime('2019-05-01/2021-01-01', year).map((one) => one.values[0])).toEqual(['2019', '2021'])
})

test.each([
  '',
  '..',
  '../..',
  '/',
  '2018',
  '2018-02-30',
  '2018-02-12T23:20',
  '2018-03-01/2018-02-01',
  'a/b',
  '2018-01-01/2018-02-01/..',
  '2018-02-12 00:00:00Z',
])('requirement 9: «%s» is no time', (text) => {
  expect(() => readTime(text, day)).toThrow('parameter datetime')
  expect(() => readTime(text, undefined)).toThrow('parameter datetime')
})

test('requirements 8, 9, 20 and 21: limits, columns, and nothing else', () => {
  const columns = [day, { name: 'place', title: titled, type: 'geometry' } as const]
  const read = (query: string) => readItemsQuery(parseForm(query), { columns, time: day })
  expect(read('')).toEqual({ limit: 10, system: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84' })
  expect(read('limit=3')).toMatchObject({ limit: 3 })
  expect(read('limit=99999')).toMatchObject({ limit: 10_000 })
  expect(read('planted=2020-01-01&planted[lt]=2021-01-01').filters).toHaveLength(2)
  for (const refused of [
    'limit=0',
    'limit=-1',
    'limit=x',
    'limit=',
    'limit=1&limit=2',
    'wrong=1',
    'place=1',
    '_id=1',
    'q=x',
    'sort=planted',
    'crs=x',
  ])
    expect(() => read(refused), refused).toThrow('parameter')
})

const square = (west: number, south: number, size: number) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
]

test('requirement 23 A: what meets a box is found by its own lines, not by the box around it', () => {
  const box = { west: 1, south: 1, east: 2, north: 2 }
  const diagonal = {
    type: 'LineString',
    coordinates: [
      [0, 3.5],
      [3.5, 0],
    ],
  }
  expect(meets(diagonal, { ...box, east: 1.2, north: 1.2 })).toBe(false)
  expect(meets(diagonal, box)).toBe(true)
  expect(meets({ type: 'Polygon', coordinates: [square(0, 0, 9)] }, box)).toBe(true)
  expect(meets({ type: 'Polygon', coordinates: [square(0, 0, 9), square(0.5, 0.5, 8)] }, box)).toBe(false)
  expect(meets({ type: 'MultiPolygon', coordinates: [[square(5, 5, 1)], [square(1.5, 1.5, 9)]] }, box)).toBe(true)
  expect(meets({ type: 'Point', coordinates: [2, 2, 440] }, box)).toBe(true)
  expect(
    meets(
      {
        type: 'MultiPoint',
        coordinates: [
          [0, 0],
          [3, 3],
        ],
      },
      box,
    ),
  ).toBe(false)
  const all = { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [1.5, 1.5] }] }
  expect(meets(all, box)).toBe(true)
  const pacific = { west: 179, south: 0, east: -179, north: 1 }
  expect(meets({ type: 'Point', coordinates: [-179.5, 0.5] }, pacific)).toBe(true)
  expect(meets({ type: 'Point', coordinates: [0, 0.5] }, pacific)).toBe(false)
})
