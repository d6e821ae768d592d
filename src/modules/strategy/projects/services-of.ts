import type { Scope } from '#kernel/db/scope.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import { findServices } from '#modules/egovernment/public.ts'

/** The services of the platform's catalogue, all of which is in memory: their names by id. */
export async function serviceNames(scope: Scope, language: Language): Promise<ReadonlyMap<string, string>> {
  const { catalogue } = await findServices(scope, { text: '', language, limit: 1 })
  return new Map(catalogue.services.map(({ definition }) => [definition.id, textIn(definition.title, language)]))
}

/** Services of the catalogue for a word, the best first; none for no word. */
export async function findServicesLike(scope: Scope, language: Language, word: string) {
  if (word === '') return []
  const { items } = await findServices(scope, { text: word, language, limit: 12 })
  return items.map(({ id, title }) => ({ id, name: textIn(title, language) }))
}
