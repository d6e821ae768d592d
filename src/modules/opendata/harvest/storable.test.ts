import fc from 'fast-check'
import { expect, test } from 'vitest'
import { storable } from './storable.ts'

test.each([
  ['a\0b', 10, 'ab'],
  ['Fest 🎉', 7, 'Fest 🎉'],
  ['Fest 🎉', 6, 'Fest '],
  ['halb \ud83c', 10, 'halb \ufffd'],
])('%j within %d', (text, longest, expected) => {
  expect(storable(text, longest)).toBe(expected)
})

test('whatever comes, what is kept is whole, short enough and the beginning of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, longest) => {
      const kept = storable(text, longest)
      expect([kept.isWellFormed(), kept.includes('\0'), kept.length <= longest]).toEqual([true, false, true])
      expect(text.replaceAll('\0', '').toWellFormed().startsWith(kept)).toBe(true)
    }),
  )
})
