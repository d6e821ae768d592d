import { randomInt } from 'node:crypto'

// Crockford's alphabet: no letter that is mistaken for a digit on the phone.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A short reference such as `7KQ2-M9XD`, for log lines and for people who ask about a fault. */
export function newReference(): string {
  const part = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return `${part()}-${part()}`
}
