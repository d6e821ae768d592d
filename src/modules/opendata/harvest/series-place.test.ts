import { expect, test } from 'vitest'
import { chainOf } from './series-place.ts'

const place = (key: string, { previous = [], next = [] }: { previous?: string[]; next?: string[] } = {}) => ({
  key,
  previous,
  next,
})

test.each([
  ['what came before is said', [place('c', { previous: ['b'] }), place('b', { previous: ['a'] }), place('a')], 'abc'],
  ['what comes after is said', [place('b', { next: ['c'] }), place('a', { next: ['b'] }), place('c')], 'abc'],
  ['both', [place('b', { previous: ['a'], next: ['c'] }), place('c'), place('a')], 'abc'],
  ['of one nothing is said', [place('x'), place('b', { previous: ['a'] }), place('a')], 'xab'],
  ['another catalogue is spoken of', [place('b', { previous: ['elsewhere', 'a'] }), place('a')], 'ab'],
  ['a circle', [place('a', { previous: ['b'] }), place('b', { previous: ['a'] })], 'ab'],
])('data sets follow each other where %s', (_, places, wanted) => {
  expect(chainOf(places)).toEqual({ ordered: [...wanted], isOrdered: true })
})

test('without a word of it there is no order, and they stay as they were met', () => {
  expect(chainOf([place('b'), place('a', { previous: ['elsewhere'] })])).toEqual({
    ordered: ['b', 'a'],
    isOrdered: false,
  })
})
