import { isLiteral, type Literal, prefixes, type Resource } from './resource.ts'

type Json = string | { [key: string]: Json | Json[] }

function literalOf({ text, language, datatype }: Literal): Json {
  if (language) return { '@value': text, '@language': language }
  return datatype ? { '@value': text, '@type': datatype } : { '@value': text }
}

/** Writes nodes; one of which nothing is said gets a label, as readers leave out an empty one. */
function nodeWriter(): (resource: Resource) => { [key: string]: Json | Json[] } {
  let labels = 0
  return function nodeOf({ iri, types, properties }) {
    const node: { [key: string]: Json | Json[] } = {}
    if (iri !== undefined) node['@id'] = iri
    else if (types.length === 0 && properties.length === 0) node['@id'] = `_:e${labels++}`
    if (types.length > 0) node['@type'] = [...types]
    for (const [term, value] of properties) {
      const written = isLiteral(value) ? literalOf(value) : nodeOf(value)
      const known = node[term]
      node[term] = known === undefined ? [written] : Array.isArray(known) ? [...known, written] : [known, written]
    }
    return node
  }
}

/** Resources as JSON-LD 1.1 with a context of short names that is inside, so that nobody has to fetch one. */
export function writeJsonLd(resources: readonly Resource[]): string {
  return JSON.stringify({ '@context': prefixes, '@graph': resources.map(nodeWriter()) })
}
