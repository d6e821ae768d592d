import { createHash, randomBytes } from 'node:crypto'

const tokenForm = /^[\w-]{43}$/

/** A secret that nobody guesses: 256 random bits in base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * What is stored instead of a token. Looking a token up by its hash gives nothing away by its timing: nobody can choose the beginning of
 * a SHA-256, so a comparison that stops at the first difference teaches nothing about the token.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

export function isToken(text: string | undefined): text is string {
  return text !== undefined && tokenForm.test(text)
}
