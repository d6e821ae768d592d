import { expect, test } from 'vitest'
import { isSameState, readByteRange } from './byte-range.ts'

test.each([
  [undefined, undefined],
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=3-', { start: 3, end: 9 }],
  ['bytes=3-99', { start: 3, end: 9 }],
  ['bytes=-4', { start: 6, end: 9 }],
  ['bytes=-40', { start: 0, end: 9 }],
  ['bytes=10-', 'none'],
  ['bytes=-0', 'none'],
  ['bytes=5-3', undefined],
  ['bytes=0-1,4-5', undefined],
  ['rows=0-1', undefined],
  ['bytes=a-b', undefined],
])('of ten bytes, %s is %o', (header, expected) => {
  expect(readByteRange(header, 10)).toEqual(expected)
})

test('an empty file has no part', () => {
  expect(readByteRange('bytes=0-', 0)).toBe('none')
  expect(readByteRange('bytes=-5', 0)).toBe('none')
})

test('a part is given only of the state that the asker has', () => {
  expect(isSameState(undefined, 'a')).toBe(true)
  expect(isSameState('"a"', 'a')).toBe(true)
  expect(isSameState('W/"a"', 'a')).toBe(false)
  expect(isSameState('Thu, 26 Nov 2026 10:00:00 GMT', 'a')).toBe(false)
})
