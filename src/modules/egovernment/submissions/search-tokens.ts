import { fold } from '#kernel/authorities/fold.ts'

/** The words by which a name is found, folded: each part of `Müller-Meier` and of `O’Neill` is one. */
export function nameWords(text: string): string[] {
  return fold(text)
    .split(' ')
    .filter((word) => word.length > 1)
}

/** The words by which a case is found at the desk: those of the name, and the mail address. */
export function searchTokens(name: string, email?: string): string[] {
  const address = email?.trim().toLowerCase() ?? ''
  return [...new Set([...nameWords(name), ...(address.length > 1 ? [address] : [])])].map((token) =>
    token.slice(0, 100),
  )
}
