import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contentSynonyms, createSynonyms, loadSynonyms, SynonymsFileError } from './synonyms.ts'
import { wordsOf } from './tokens.ts'

const synonyms = createSynonyms([
  { mean: ['Umzug', 'umziehen'], words: ['zügel*', 'neue Adresse', "changer d'adresse"] },
  { mean: ['Motorrad'], words: ['Töff'] },
])

function meanings(text: string): string[] {
  const words = wordsOf(text)
  return words.flatMap((_, position) => synonyms(words, position).map((phrase) => phrase.join(' ')))
}

test.each(['zügeln', 'zuegelte', 'ZUGELT'])('%s means moving, however the umlaut is typed', (text) => {
  expect(meanings(text)).toEqual(['umzug', 'umziehen'])
})

test('a phrase counts as a whole, anywhere in the question', () => {
  expect(meanings('ich habe eine neue Adresse')).toContain('umzug')
  expect(meanings("je veux changer d'adresse")).toContain('umzug')
  expect(meanings('neue Katze')).toEqual([])
})

test('the words of the meaning lead to each other; a beginning needs its mark', () => {
  expect(meanings('Umzug')).toEqual(['umzug', 'umziehen'])
  expect(meanings('Töffli')).toEqual([])
  expect(meanings('Toeff')).toEqual(['motorrad'])
})

test('words that are names of inherited properties mean nothing', () => {
  expect(meanings('constructor __proto__ toString')).toEqual([])
})

test('the synonyms of the content can be read', () => {
  expect(contentSynonyms()(['deménager'.normalize('NFD').replace(/\p{M}/gu, '')], 0)).toContainEqual(['umzug'])
})

test('a faulty file is named with its entry', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'synonyms-')), 'synonyms.yaml')
  writeFileSync(file, '- { mean: [Umzug], words: [zügeln] }\n- { mean: [Hund] }\n')
  expect(() => loadSynonyms(file)).toThrow(SynonymsFileError)
  expect(() => loadSynonyms(file)).toThrow(/entry 2/)
})
