import fc from 'fast-check'
import { expect, test } from 'vitest'
import { indexTokens, prefixRange, queryTokens, wordsOf } from './tokens.ts'

test('words lose case, accents and punctuation', () => {
  expect(wordsOf('  Röm. Straße 3a, d’Évian/Œuf')).toEqual(['rom', 'strasse', '3a', 'd', 'evian', 'oeuf'])
  expect(wordsOf('…!?\u0000')).toEqual([])
})

test.each([
  ['Müller', 'Müller'],
  ['Müller', 'muller'],
  ['Müller', 'MUELLER'],
  ['Mu\u0308ller', 'müller'],
  ['Mueller', 'Müller'],
  ['Mueller', 'Mueller'],
  ['Michael', 'michael'],
  ['Gähwiler-Öhri', 'oehri'],
])('%s is found by %s', (name, typed) => {
  const tokens = indexTokens(name)
  for (const token of queryTokens(typed)) expect(tokens).toContain(token)
})

test('a different name is not found', () => {
  expect(indexTokens('Muller')).not.toContain('mueller')
})

test('a prefix range holds what begins with the prefix and nothing else', () => {
  const { from, to } = prefixRange('mul')
  const bytes = (text: string) => Buffer.from(text)
  const isInside = (token: string) =>
    Buffer.compare(bytes(token), bytes(from)) >= 0 && Buffer.compare(bytes(token), bytes(to)) < 0
  expect(['mul', 'muller', 'mulé'].every(isInside)).toBe(true)
  expect(['mu', 'mum', 'amul'].some(isInside)).toBe(false)
})

test('any text has tokens of letters and digits, and finds itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const tokens = indexTokens(text)
      for (const token of tokens) expect(token).toMatch(/^[\p{L}\p{N}]+$/u)
      for (const token of queryTokens(text)) expect(tokens).toContain(token)
    }),
  )
})
