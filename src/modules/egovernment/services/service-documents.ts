import { languages, textIn } from '#kernel/i18n/language.ts'
import type { SearchDocument } from '#kernel/search/search-documents.ts'
import type { ServiceDefinition } from './definition/service-definition.ts'

/** The kind of services in the search. */
export const serviceKind = 'service'

/** A service as people find it, one document per language. */
export function serviceDocuments(definition: ServiceDefinition): SearchDocument[] {
  const facets = facetsOf(definition)
  return languages.map((language) => ({
    kind: serviceKind,
    id: definition.id,
    authorityId: null,
    language,
    title: textIn(definition.title, language),
    summary: textIn(definition.summary, language),
    keywords: definition.keywords[language],
    body: [definition.forWhom, definition.result, ...definition.documents.map((document) => document.text)]
      .map((text) => textIn(text, language))
      .join('\n'),
    facets,
  }))
}

/** By what a service can be filtered in the search. */
export function facetsOf(wanted: { lifeSituations?: readonly string[]; audience?: readonly string[] }): string[] {
  return [
    ...(wanted.lifeSituations ?? []).map((id) => `life:${id}`),
    ...(wanted.audience ?? []).map((id) => `audience:${id}`),
  ]
}
