import { expect, test } from 'vitest'
import { createReader, partsOf, stemOf } from './german.ts'

test('endings are taken off, but what means something else stays apart', () => {
  expect(stemOf('parkkarten')).toBe(stemOf('parkkarte'))
  expect(stemOf('reservieren')).toBe(stemOf('reservation'))
  expect(stemOf('steuerung')).not.toBe(stemOf('steuern'))
})

test('compounds are taken apart into words that are known, also over joining letters', () => {
  const known = new Set(['fasnacht', 'umzug', 'verwaltung', 'parkkart', 'wohnsitz', 'bestatigung'])
  const parts = (word: string) => partsOf(word, (part) => part !== word && known.has(part))
  expect(parts('fasnachtsumzug')).toEqual(['fasnacht', 'umzug'])
  expect(parts('parkkartenverwaltung')).toEqual(['parkkart', 'verwaltung'])
  expect(parts('wohnsitzbestatigung')).toEqual(['wohnsitz', 'bestatigung'])
  expect(parts('wassernetz')).toEqual([])
})

test('words of every project say nothing, and synonyms lead to the same word', () => {
  const { tellingWords, otherWords } = createReader()
  expect(tellingWords('Das Projekt der Gemeinde: Einführung digitaler Parkkarten').map(({ word }) => word)).toEqual([
    'Parkkarten',
  ])
  expect(otherWords('Access Points im Schulhaus')).toContain('wlan')
})
