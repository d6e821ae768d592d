import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readFontCoverage } from './font-coverage.ts'
import { fontFiles, readFamilies } from './fonts.ts'

const codePoints = (text: string): number[] => [...text].map((character) => character.codePointAt(0) ?? 0)

test('the letter font knows what it can show', () => {
  const covers = readFontCoverage(readFileSync(fontFiles[0] ?? ''))
  expect(codePoints("Grüsse «à l'été» Žofia Łącka Ș – CHF 1'250.00").every(covers)).toBe(true)
  expect(codePoints('אЖ你🎉\uffff').some(covers)).toBe(false)
})

test('the fonts together show every Latin letter with marks, Greek, Cyrillic, Hebrew and Arabic', () => {
  const families = readFamilies()
  const isCovered = (codePoint: number): boolean => families.some((covers) => covers(codePoint))
  const latin = Array.from({ length: 0x24f - 0xa0 }, (_, index) => 0xa1 + index).concat(
    Array.from({ length: 0x1ef9 - 0x1e00 + 1 }, (_, index) => 0x1e00 + index),
  )
  expect(latin.filter((codePoint) => !isCovered(codePoint)).map((codePoint) => codePoint.toString(16))).toEqual([])
  expect(codePoints('ΑΩάёїЖҐשלוםمرحبا✓→').filter((codePoint) => !isCovered(codePoint))).toEqual([])
})

test('a file that is no font is refused', () => {
  expect(() => readFontCoverage(new Uint8Array(64))).toThrow('no table cmap')
})
