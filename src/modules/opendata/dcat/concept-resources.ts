import { euVocabulary, type Theme, themeLabels } from '../catalogue/vocabularies.ts'
import { inLanguages, link, type Resource } from './resource.ts'

/** That data is for everybody (EU vocabulary «access-right»). */
export const publicAccess = `${euVocabulary}/access-right/PUBLIC`

/** What is said once in a document of the codes that its data sets and series are described with: readers need not fetch the vocabularies. */
export function conceptResources(
  described: readonly { readonly metadata: { readonly themes: readonly Theme[] } }[],
): Resource[] {
  const used = new Set(described.flatMap(({ metadata }) => metadata.themes))
  const themes = [...used].sort().map(
    (theme): Resource => ({
      iri: `${euVocabulary}/data-theme/${theme}`,
      types: ['skos:Concept'],
      properties: [
        ...inLanguages('skos:prefLabel', themeLabels[theme]),
        ['skos:inScheme', link(`${euVocabulary}/data-theme`)],
      ],
    }),
  )
  return [
    ...themes,
    { iri: publicAccess, types: [], properties: [['skos:inScheme', link(`${euVocabulary}/access-right`)]] },
  ]
}
