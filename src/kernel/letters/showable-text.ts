import type { Covers } from './font-coverage.ts'

/** Makes any text one that a letter can show. */
export type MakeShowable = (text: string) => string

const lineBreaks = /\r\n?|[\v\f\u0085\u2028\u2029]/g
const blanks = /[\t\u2000-\u200a\u3000]/g
// Invisible and without meaning for a reader: soft hyphen, zero-width space, byte order mark.
const invisible = /[\u00ad\u200b\ufeff]/g
// Never set: controls, marks that turn the reading direction around, private and unassigned code points.
const unsafe = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/u
// Persian and the Indic scripts spell with these two.
const joiner = /[\u200c\u200d]/
const mark = /[\p{M}\u200c\u200d]/u
const plain = /^[\n\x20-\x7e]*$/

/**
 * PDF/UA and PDF/A refuse a file with a character that no font has: one emoji in an answer, and the letter could never
 * be made. So what cannot be shown becomes its code, `‹U+1F389›`: nothing is dropped silently, and nothing fails.
 * A cluster (a letter with its marks) is kept only when one family has all of it, as it is set in one font.
 */
export function createMakeShowable(families: readonly Covers[]): MakeShowable {
  const segmenter = new Intl.Segmenter('de', { granularity: 'grapheme' })
  const fits = (characters: readonly string[]): boolean =>
    characters.every((character) => !unsafe.test(character) || joiner.test(character)) &&
    families.some((covers) => characters.every((character) => covers(codePointOf(character))))

  const show = (cluster: string): string => {
    const characters = [...cluster]
    if (cluster === '\n' || fits(characters)) return cluster
    return characters.map((each) => (fits([each]) && !mark.test(each) ? each : showCode(each))).join('')
  }
  return (text) => {
    const clean = text
      .toWellFormed()
      .normalize('NFC')
      .replace(lineBreaks, '\n')
      .replace(blanks, ' ')
      .replace(invisible, '')
    if (plain.test(clean)) return clean
    return Array.from(segmenter.segment(clean), ({ segment }) => show(segment)).join('')
  }
}

function codePointOf(character: string): number {
  return character.codePointAt(0) ?? 0
}

function showCode(character: string): string {
  return `‹U+${codePointOf(character).toString(16).toUpperCase().padStart(4, '0')}›`
}
