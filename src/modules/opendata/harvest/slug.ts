import { createHash } from 'node:crypto'

const longest = 64

/** The name of a data set in our addresses, from its identifier elsewhere: what is before the `@`, in small letters. The same identifier gives the same. */
export function slugOf(identifier: string): string {
  const [local = ''] = identifier.split('@')
  const word = local
    .replace(/^https?:\/\//, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  if (word !== '' && word.length <= longest) return word
  return markedSlug(word, identifier)
}

/** A name, shortened where it must be, with a mark that is only this identifier's. */
export function markedSlug(word: string, identifier: string): string {
  const mark = createHash('sha256').update(identifier).digest('hex').slice(0, 8)
  return `${word.slice(0, longest - 9).replace(/-+$/, '') || 'datensatz'}-${mark}`
}
