import { fold } from '#kernel/authorities/fold.ts'

/** The words by which a case is found at the desk: those of the name, and the mail address, folded. */
export function searchTokens(name: string, email?: string): string[] {
  const words = name.split(/[\s,;/()]+/).map(fold)
  return [...new Set([...words, email === undefined ? '' : email.trim().toLowerCase()])]
    .filter((token) => token.length > 1)
    .map((token) => token.slice(0, 100))
}
