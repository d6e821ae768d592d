import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What proves that a case is one's own without an account: `7Q4K-M2XD-9ATB-3HNW`, 80 bits. Kept only as a hash. */
export type AccessCode = string & { readonly accessCode: unique symbol }

// Crockford's base 32: no I, L, O, U, so that nothing is misread and no word appears.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 16

export function newAccessCode(): AccessCode {
  // 256 is a multiple of 32: the lower five bits of a random byte are evenly spread.
  const letters = [...randomBytes(length)].map((byte) => alphabet[byte & 31]).join('')
  return asCode(letters)
}

/** Reads a code as typed: spaces, missing hyphens, lower case, `O` for `0`, `I` or `L` for `1`. Undefined for anything else. */
export function parseAccessCode(text: string): AccessCode | undefined {
  if (text.length > 60) return undefined
  const plain = text
    .toUpperCase()
    .replace(/[\s\-–—.]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  return plain.length === length && [...plain].every((letter) => alphabet.includes(letter)) ? asCode(plain) : undefined
}

/** With 80 random bits a plain hash is enough: there is nothing to guess from. */
export function hashAccessCode(code: AccessCode): Buffer {
  return createHash('sha256').update(`wegweiser access code\n${code}`).digest()
}

/** Compares in constant time. */
export function isAccessCode(code: AccessCode, hash: Uint8Array): boolean {
  const given = hashAccessCode(code)
  return given.length === hash.length && timingSafeEqual(given, hash)
}

function asCode(letters: string): AccessCode {
  const code = letters.match(/.{4}/g)?.join('-') ?? ''
  if (!isCode(code)) throw new TypeError('not an access code')
  return code
}

function isCode(text: string): text is AccessCode {
  return text.length === length + length / 4 - 1
}
