import { expand, isLiteral, type Property, prefixes, type Resource } from './resource.ts'
import { xmlText } from './xml-text.ts'

function property([term, value]: Property): string {
  if (isLiteral(value)) {
    const tag = value.language
      ? ` xml:lang="${value.language}"`
      : value.datatype
        ? ` rdf:datatype="${expand(value.datatype)}"`
        : ''
    return `<${term}${tag}>${xmlText(value.text)}</${term}>\n`
  }
  if (value.iri !== undefined && value.types.length === 0 && value.properties.length === 0)
    return `<${term} rdf:resource="${xmlText(value.iri)}"/>\n`
  return `<${term}>\n${node(value)}</${term}>\n`
}

function node({ iri, types, properties }: Resource): string {
  const [type = 'rdf:Description', ...others] = types
  const open = iri === undefined ? type : `${type} rdf:about="${xmlText(iri)}"`
  if (others.length === 0 && properties.length === 0) return `<${open}/>\n`
  let inside = ''
  for (const other of others) inside += `<rdf:type rdf:resource="${expand(other)}"/>\n`
  for (const one of properties) inside += property(one)
  return `<${open}>\n${inside}</${type}>\n`
}

/**
 * Resources as RDF/XML (W3C Recommendation «RDF 1.1 XML Syntax», 2014), each within the one that speaks of it, as catalogues are usually
 * written and harvesters expect.
 */
export function writeRdfXml(resources: readonly Resource[]): string {
  const names = Object.entries(prefixes).map(([prefix, iri]) => ` xmlns:${prefix}="${iri}"`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF${names.join('')}>\n${resources.map(node).join('')}</rdf:RDF>\n`
}
