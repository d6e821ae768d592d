import { type Id, isSlug } from '#kernel/ids.ts'

/** A case's number as people say it: `KRI-0012-3456-789`. Unique in the canton, and no secret. */
export type CaseNumber = Id<'case-number'>

export type CaseNumberParts = {
  /** Three letters of the authority. */
  readonly code: string
  readonly serial: number
}

const modulus = 991
/**
 * What a letter of the code counts. 136 is the least for which none of the canton's codes weighs the same as another modulo 991, so that
 * the right digits behind the wrong authority are noticed; a test holds it against `content/authorities`.
 */
const letterBase = 136
const leastDigits = 8
const mostDigits = 12
const checkDigits = 3

/**
 * Builds the number of a case: the authority's code, a serial of eight digits or more, and three check digits. They are made as in
 * ISO 7064 (the whole number leaves 1), but modulo 991: every wrong character, every two exchanged characters and every other
 * authority's code is noticed.
 */
export function caseNumber({ code, serial }: CaseNumberParts): CaseNumber {
  if (!/^[A-Z]{3}$/.test(code)) throw new TypeError('a code has three capital letters')
  if (!Number.isSafeInteger(serial) || serial < 0 || serial >= 10 ** mostDigits) throw new RangeError('no serial')
  const digits = `${String(serial).padStart(leastDigits, '0')}${String(checkOf(code, serial)).padStart(checkDigits, '0')}`
  return asNumber(`${code}-${grouped(digits)}`)
}

/**
 * Reads a number as people type or dictate it: spaces, missing hyphens, lower case, `O` for `0`. Gives it in its one form, or undefined
 * when it cannot be a number of ours.
 */
export function parseCaseNumber(text: string): CaseNumber | undefined {
  if (text.length > 60) return undefined
  const plain = text.toUpperCase().replace(/[\s\-–—./_]/g, '')
  const code = plain.slice(0, 3).replaceAll('0', 'O').replaceAll('1', 'I')
  const digits = plain.slice(3).replaceAll('O', '0').replace(/[IL]/g, '1')
  if (!/^[A-Z]{3}$/.test(code) || !/^\d{11,15}$/.test(digits)) return undefined
  const serialDigits = digits.slice(0, -checkDigits)
  // Leading zeros fill up to eight digits and no further: each number has one form.
  if (serialDigits.length > leastDigits && serialDigits.startsWith('0')) return undefined
  const serial = Number(serialDigits)
  if (Number(digits.slice(-checkDigits)) !== checkOf(code, serial)) return undefined
  return asNumber(`${code}-${grouped(digits)}`)
}

/** The three letters that name the authority. */
export function codeOfNumber(number: CaseNumber): string {
  return number.slice(0, 3)
}

/** The three digits that make the whole leave 1 modulo 991. */
function checkOf(code: string, serial: number): number {
  const letters = [...code].reduce((sum, letter) => (sum * letterBase + letter.charCodeAt(0) - 64) % modulus, 0)
  const shift = 10 ** leastDigits % modulus
  const body = (letters * shift * shift + (serial % modulus)) % modulus
  return (((1 - body * 1000) % modulus) + modulus) % modulus
}

/** The check digits stand alone, the serial before them in groups of four from the right. */
function grouped(digits: string): string {
  const serial = digits.slice(0, -checkDigits).replace(/\B(?=(\d{4})+$)/g, '-')
  return `${serial}-${digits.slice(-checkDigits)}`
}

/** A number of our own rows; its form is checked, its check digits are not. Throws for anything else. */
export function asNumber(text: string): CaseNumber {
  if (!isCaseNumber(text)) throw new TypeError('not a case number')
  return text
}

function isCaseNumber(text: string): text is CaseNumber {
  return /^[A-Z]{3}(?:-\d{1,4}){3,4}$/.test(text) && isSlug(text.toLowerCase())
}
