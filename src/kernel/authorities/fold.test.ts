import { expect, test } from 'vitest'
import { fold } from './fold.ts'

test('umlauts are found however they were typed', () => {
  for (const typed of ['Römerswil', 'ROEMERSWIL', 'Romerswil', ' römerswil ', 'Ro\u0308merswil']) {
    expect(fold(typed)).toBe('romerswil')
  }
})

test('punctuation separates words and nothing else', () => {
  expect(fold('Hergiswil b. Willisau')).toBe('hergiswil b willisau')
  expect(fold('Escholzmatt-Marbach')).toBe('escholzmatt marbach')
  expect(fold("%_'")).toBe('')
})
