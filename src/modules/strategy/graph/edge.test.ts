import { expect, test } from 'vitest'
import { dayOf } from '../roadmap/days.ts'
import { sinceOf } from './edge.ts'

const since = dayOf(20_779)

test.for([
  ['the day of its source', { date: since, readOn: since }, 'said', since],
  ['the day on which a source without a date was read', { readOn: since }, 'read', since],
  ['the day of reading, though the source bears a year', { date: '2011', readOn: since }, 'read', since],
  ['what an office says', {}, 'said', since],
] as const)('a connection begins on %s', ([, source, is, period]) => {
  expect(sinceOf({ since, source: { title: 'Quelle', ...source } })).toEqual({ is, period })
})

test('where a source tells a year or a month, no day of it is said', () => {
  expect(sinceOf({ since: dayOf(18_628), source: { title: 'Quelle', date: '2021' } }).period).toBe('2021')
  expect(sinceOf({ since: dayOf(18_932), source: { title: 'Quelle', date: '2021-11' } }).period).toBe('2021-11')
})
