import { expect, test } from 'vitest'
import { slug, uuid } from '#kernel/ids.ts'
import {
  inOrder,
  membershipOf,
  moved,
  newestFirst,
  type PublishedSeries,
  periodOf,
  type SeriesMember,
} from './series.ts'

const id = (number: number) => uuid<'data-set'>(`0199c000-0000-7000-8000-${String(number).padStart(12, '0')}`)

const member = (number: number, more: Partial<SeriesMember> = {}): SeriesMember => ({
  authorityId: slug('kriens'),
  id: id(number),
  slug: `satz-${number}`,
  title: { de: `Satz ${number}` },
  issued: '2026-01-01',
  temporal: [],
  uri: undefined,
  changedAt: new Date('2026-11-01T00:00:00Z'),
  ...more,
})

const seriesWith = (
  order: PublishedSeries['metadata']['order'],
  members: readonly SeriesMember[],
): PublishedSeries => ({
  authorityId: slug('kriens'),
  id: uuid('0199c000-0000-7000-8000-0000000000f1'),
  slug: 'rechnung',
  origin: 'steward',
  metadata: {
    title: { de: 'Rechnung' },
    description: { de: 'Jahr für Jahr' },
    themes: ['ECON'],
    frequency: 'ANNUAL',
    contact: { name: { de: 'Finanzen' }, email: 'finanzen@kriens.example' },
    order,
  },
  publishedAt: new Date('2026-11-01T00:00:00Z'),
  changedAt: new Date('2026-11-01T00:00:00Z'),
  withdrawnAt: null,
  withdrawalReason: null,
  members: inOrder(members, order),
})

const year = (number: number, of: number) => member(number, { temporal: [{ from: `${of}-01-01`, to: `${of}-12-31` }] })
const ids = (members: readonly SeriesMember[]) => members.map((one) => one.id)

test('time decides by the first day that data is about, then by the last; without one by the day it was published', () => {
  const quarter = member(4, { temporal: [{ from: '2024-01-01', to: '2024-03-31' }] })
  const undated = member(5, { issued: '2023-06-01' })
  const all = [year(1, 2025), year(2, 2023), year(3, 2024), quarter, undated]
  expect(ids(inOrder(all, 'temporal'))).toEqual([id(2), id(5), id(4), id(3), id(1)])
  expect(ids(inOrder(all, 'chosen'))).toEqual(ids(all))
})

test('a data set knows what comes before and after it, and nothing does at the ends or without an order', () => {
  const all = [year(1, 2025), year(2, 2023), year(3, 2024)]
  const around = (order: 'temporal' | 'chosen' | 'none', number: number) => {
    const found = membershipOf(seriesWith(order, all), id(number))
    return [found?.previous?.slug, found?.next?.slug]
  }
  expect(around('temporal', 3)).toEqual(['satz-2', 'satz-1'])
  expect(around('temporal', 2)).toEqual([undefined, 'satz-3'])
  expect(around('temporal', 1)).toEqual(['satz-3', undefined])
  expect(around('chosen', 2)).toEqual(['satz-1', 'satz-3'])
  expect(around('none', 2)).toEqual([undefined, undefined])
  expect(membershipOf(seriesWith('chosen', all), id(9))).toBeUndefined()
})

test('people read the newest first; without an order as it was chosen', () => {
  const all = [year(1, 2025), year(2, 2023)]
  expect(ids(newestFirst(seriesWith('temporal', all)))).toEqual([id(1), id(2)])
  expect(ids(newestFirst(seriesWith('chosen', all)))).toEqual([id(2), id(1)])
  expect(ids(newestFirst(seriesWith('none', all)))).toEqual([id(1), id(2)])
})

test('a series is about the time of all its data sets, without an end while one lasts', () => {
  expect(periodOf([year(1, 2023), year(2, 2025)])).toEqual({ from: '2023-01-01', to: '2025-12-31' })
  expect(periodOf([year(1, 2023), member(2, { temporal: [{ from: '2024-01-01' }] })])).toEqual({ from: '2023-01-01' })
  expect(periodOf([member(1)])).toBeUndefined()
})

test('a data set moves one place, and stays at the ends', () => {
  expect(moved(['a', 'b', 'c'], 'c', 'up')).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], 'a', 'down')).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 'a', 'up')).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 'c', 'down')).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 'x', 'up')).toEqual(['a', 'b', 'c'])
})
