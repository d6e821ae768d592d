import { type Language, languages, textIn } from '#kernel/i18n/language.ts'
import type { SearchDocument } from '#kernel/search/search-documents.ts'
import { isRecord } from '../forms/form.ts'
import { allFields } from '../forms/view-form.ts'
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
    body: [
      textIn(definition.forWhom, language),
      textIn(definition.result, language),
      ...choicesOf(definition, language),
    ].join('\n'),
    facets,
  }))
}

/** By what a service can be filtered in the search. */
function facetsOf(wanted: { lifeSituations?: readonly string[]; audience?: readonly string[] }): string[] {
  return [
    ...(wanted.lifeSituations ?? []).map((id) => `life:${id}`),
    ...(wanted.audience ?? []).map((id) => `audience:${id}`),
  ]
}

/** What can be chosen in the form: the things that people come for by name, such as a tree or a full bin. */
function choicesOf({ form }: ServiceDefinition, language: Language): string[] {
  return allFields(form).flatMap((field) => {
    const options = 'options' in field && Array.isArray(field.options) ? field.options : []
    return options.flatMap((option) => {
      const label = isRecord(option) && isRecord(option.label) ? option.label[language] : undefined
      return typeof label === 'string' ? [label] : []
    })
  })
}
