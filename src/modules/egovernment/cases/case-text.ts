import { UnprocessableError } from '#kernel/http/errors.ts'
import { cleanText } from '../forms/clean-text.ts'

/** Longest message, note or reason in characters. */
export const mostText = 10_000

/** Text that people write on a case, in the one form we keep. Throws 422 for an empty, too long or unreadable one. */
export function readSealable(raw: string): string {
  const clean = cleanText(raw, { lines: true })
  if (!clean.ok)
    throw new UnprocessableError('unreadable text', { userMessage: 'egovernment.cases.error.text_characters' })
  if (clean.text === '')
    throw new UnprocessableError('no text', { userMessage: 'egovernment.cases.error.text_missing' })
  if (clean.text.length > mostText)
    throw new UnprocessableError('too long', {
      userMessage: 'egovernment.cases.error.text_long',
      values: { most: mostText },
    })
  return clean.text
}

/** The same for a text that may be left out. */
export function readOptional(raw: string | undefined): string | undefined {
  return raw === undefined || raw.trim() === '' ? undefined : readSealable(raw)
}
