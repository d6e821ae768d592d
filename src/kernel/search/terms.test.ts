import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSynonyms } from './synonyms.ts'
import { termsOf } from './terms.ts'

const none = createSynonyms([])

test('a word is looked for in both spellings, and by its parts', () => {
  const [term] = termsOf('Zuegeln', none)
  expect(term).toMatchObject({
    position: 0,
    factor: 1,
    anywhere: "'zuegeln' | 'zugeln'",
    in_title: "'zuegeln':A | 'zugeln':A",
    near: 'zugeln',
  })
  expect(term?.parts).toEqual(['zuge', 'geln', 'zugel', 'ugeln'])
  expect(term?.swapped).toEqual(['uzgeln', 'zgueln', 'zuegln', 'zuglen', 'zugenl'])
})

test('synonyms count a little less; a phrase keeps its order', () => {
  const synonyms = createSynonyms([{ mean: ['Adresse ändern'], words: ['zügeln'] }])
  expect(termsOf('zügeln', synonyms)[1]).toMatchObject({
    position: 0,
    factor: 0.85,
    anywhere: "('adresse' <-> 'andern')",
    in_keywords: "('adresse':AB <-> 'andern':AB)",
    near: null,
  })
})

test('while typing, the last word is a beginning', () => {
  const terms = termsOf('neue adr', none, { isTyping: true })
  expect(terms.map((term) => [term.as_typed, term.in_title])).toEqual([
    [false, "'neue':A | 'neu':A"],
    [false, "'adr':A"],
    [true, "'adr':*A"],
  ])
})

test('operators and quotes of the question are gone; long questions are cut', () => {
  expect(termsOf(`a'b & | ! <-> :* (`, none).map((term) => term.anywhere)).toEqual(["'a'", "'b'"])
  expect(termsOf('wort '.repeat(3000), none)).toHaveLength(12)
  expect(termsOf('x'.repeat(10_000), none)[0]?.near).toHaveLength(40)
})

test('whatever is typed, operands are quoted letters and digits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      for (const term of termsOf(text, none)) expect(term.anywhere).toMatch(/^'[\p{L}\p{N}]+'( \| '[\p{L}\p{N}]+')*$/u)
    }),
  )
})
