import type { Synonyms } from './synonyms.ts'
import { withoutDigraphs, wordsOf } from './tokens.ts'

/** One way to look for a word of the question. `factor` is what a match counts, 1 for the word itself. */
export type Term = {
  /** Which word of the question. */
  position: number
  factor: number
  /** A beginning, compared as typed, without stems and stop words: what is still being typed is no word yet. */
  as_typed: boolean
  /** Queries for `to_tsquery`: anywhere, and only in the better places (title; keywords; summary). */
  anywhere: string
  in_title: string
  in_keywords: string
  in_summary: string
  /** The plain word where similar words and compounds count as well; null for synonyms and short words. */
  near: string | null
  /** Beginnings and ends of the word, for the parts of a compound. */
  parts: string[]
  /** The word with two neighbouring letters swapped back, each pair once: typing in a hurry. */
  swapped: string[]
}

const longestText = 200
const mostWords = 12
const longestWord = 40
const shortestPart = 4
const synonymFactor = 0.85

/**
 * What to look for, given any text whatsoever: the operands hold letters and digits only, so that nothing typed can become an operator.
 * With `isTyping` the last word counts as a beginning.
 */
export function termsOf(text: string, synonyms: Synonyms, { isTyping = false } = {}): Term[] {
  const words = wordsOf(cut(text, longestText))
    .map((word) => cut(word, longestWord))
    .slice(0, mostWords)
  return words.flatMap((word, position) => {
    const spellings = [...new Set([word, withoutDigraphs(word)])].map((spelling) => [spelling])
    const alternatives = synonyms(words, position)
    const isBeginning = isTyping && position === words.length - 1
    const isLongEnough = word.length >= shortestPart
    return [
      {
        ...makeTerm(position, 1, spellings),
        near: isLongEnough ? withoutDigraphs(word) : null,
        parts: isLongEnough ? partsOf(withoutDigraphs(word)) : [],
        swapped: isLongEnough ? swapsOf(withoutDigraphs(word)) : [],
      },
      ...(isBeginning ? [makeTerm(position, 1, spellings, isBeginning)] : []),
      ...(alternatives.length > 0 ? [makeTerm(position, synonymFactor, alternatives)] : []),
    ]
  })
}

function makeTerm(
  position: number,
  factor: number,
  phrases: readonly (readonly string[])[],
  isBeginning = false,
): Term {
  const query = (weights: string) => phrases.map((phrase) => operand(phrase, weights, isBeginning)).join(' | ')
  return {
    position,
    factor,
    as_typed: isBeginning,
    anywhere: query(''),
    in_title: query('A'),
    in_keywords: query('AB'),
    in_summary: query('ABC'),
    near: null,
    parts: [],
    swapped: [],
  }
}

function operand(phrase: readonly string[], weights: string, isBeginning: boolean): string {
  const marks = `${isBeginning ? '*' : ''}${weights}`
  const lexemes = phrase.map((word) => (marks === '' ? `'${word}'` : `'${word}':${marks}`))
  return lexemes.length === 1 ? lexemes.join('') : `(${lexemes.join(' <-> ')})`
}

/** Beginnings and ends of a word, without the word itself: one of them is the part of the compound that we may know. */
function partsOf(word: string): string[] {
  const letters = [...word]
  const lengths = Array.from({ length: Math.max(0, letters.length - shortestPart) }, (_, index) => index + shortestPart)
  const parts = lengths.flatMap((length) => [letters.slice(0, length), letters.slice(-length)])
  return [...new Set(parts.map((part) => part.join('')))]
}

function swapsOf(word: string): string[] {
  const letters = [...word]
  const swaps = letters.slice(1).map((letter, index) => letters.toSpliced(index, 2, letter, letters[index] ?? ''))
  return [...new Set(swaps.map((swap) => swap.join('')))].filter((swap) => swap !== word)
}

/** The beginning of a text, by whole characters: half of one (a lone surrogate) is nothing that PostgreSQL could read. */
function cut(text: string, length: number): string {
  return [...text.slice(0, 2 * length)].slice(0, length).join('')
}
