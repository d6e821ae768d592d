/** Text as it may be kept, or what is wrong with it. */
export type CleanText = { ok: true; text: string } | { ok: false; key: 'characters' | 'line_breaks' }

// Control characters, signs that turn the reading direction round (they disguise names), and code points that are no characters.
const refused = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029\p{Noncharacter_Code_Point}]/u

/**
 * Brings typed text into the one form we keep: NFC, trimmed, `\n` for line ends. Refuses half surrogate pairs, control
 * characters and direction overrides; line breaks only where `lines` allows them.
 */
export function cleanText(raw: string, { lines }: { lines: boolean }): CleanText {
  if (!raw.isWellFormed()) return { ok: false, key: 'characters' }
  const text = raw.normalize('NFC').replaceAll('\r\n', '\n').replaceAll('\r', '\n').trim()
  if (!lines && text.includes('\n')) return { ok: false, key: 'line_breaks' }
  return refused.test(text.replace(/[\n\t]/g, '')) ? { ok: false, key: 'characters' } : { ok: true, text }
}

/** How long a text is in characters as JSON Schema counts them (code points). */
export function lengthOf(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}
