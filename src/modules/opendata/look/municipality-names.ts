import type { AuthorityDirectory } from '#kernel/authorities/authority-directory.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { NameOfMunicipality } from './cell-text.ts'

const known = new WeakMap<object, ReadonlyMap<number, { readonly slug: string; readonly isClosed: boolean }>>()

/** Names of municipalities by their number, former ones included; where a number was used twice, of the one that is there today. */
export function nameOfMunicipality(directory: AuthorityDirectory, language: Language): NameOfMunicipality {
  const entries = directory.entries()
  const byNumber =
    known.get(entries) ??
    new Map(
      entries
        .filter(({ kind }) => kind === 'municipality')
        .toSorted((one, other) => Number(other.isClosed) - Number(one.isClosed))
        .map((entry) => [entry.bfsNumber, entry]),
    )
  known.set(entries, byNumber)
  return (bfsNumber) => {
    const entry = directory.find(byNumber.get(bfsNumber)?.slug ?? '')
    return entry && textIn(entry.name, language)
  }
}
