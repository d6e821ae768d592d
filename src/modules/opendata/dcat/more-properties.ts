import type { Statement } from '../catalogue/statement.ts'
import { iriOf, isTerm, link, type Property, type Resource } from './resource.ts'

/** What a catalogue of others says besides, as properties of what it says it of. */
export function moreProperties(statements: readonly Statement[] = []): Property[] {
  return statements.flatMap((statement): Property[] => {
    const { property } = statement
    if (!isTerm(property)) return []
    if (!('text' in statement))
      return [[property, property === 'foaf:page' ? asDocument(resourceOf(statement)) : resourceOf(statement)]]
    const { text, language, datatype } = statement
    return [
      [
        property,
        { text, ...(language && { language }), ...(datatype !== undefined && isTerm(datatype) && { datatype }) },
      ],
    ]
  })
}

function resourceOf({ iri, types = [], says }: Exclude<Statement, { readonly text: string }>): Resource {
  return {
    ...(iri !== undefined && { iri: iriOf(iri) }),
    types: types.filter(isTerm),
    properties: moreProperties(says),
  }
}

/** Without an address, as the checker of opendata.swiss asks of documents; the address is told inside. */
const asDocument = ({ iri, types, properties }: Resource): Resource => ({
  types,
  properties: iri === undefined ? properties : [...properties, ['schema:url', link(iri)]],
})
