import type { DataSetMetadata } from './data-set.ts'

/** What the areas are called that a data set covers: our authorities by `nameOf`, and places elsewhere as the catalogue calls them that it comes from. */
export function areaNames(
  { spatial = [], original }: Pick<DataSetMetadata, 'spatial' | 'original'>,
  nameOf: (authority: string) => string,
): readonly string[] {
  const elsewhere = (original?.more ?? []).flatMap((place) => {
    const labels = place.property === 'dct:spatial' && 'says' in place ? (place.says ?? []) : []
    return labels.flatMap((one) => (one.property === 'rdfs:label' && 'text' in one ? [one.text] : [])).slice(0, 1)
  })
  return [...spatial.map(nameOf), ...elsewhere]
}
