import { expand, isLiteral, type Property, prefixes, type Resource } from './resource.ts'
import { xmlText } from './xml-text.ts'

/** Collects the text in the order it stands: pieces within pieces would be copied again and again. */
class RdfXmlWriter {
  text = ''

  property([term, value]: Property): void {
    if (isLiteral(value)) {
      const tag = value.language
        ? ` xml:lang="${value.language}"`
        : value.datatype
          ? ` rdf:datatype="${expand(value.datatype)}"`
          : ''
      this.text += `<${term}${tag}>${xmlText(value.text)}</${term}>\n`
    } else if (value.iri !== undefined && value.types.length === 0 && value.properties.length === 0)
      this.text += `<${term} rdf:resource="${xmlText(value.iri)}"/>\n`
    else {
      this.text += `<${term}>\n`
      this.node(value)
      this.text += `</${term}>\n`
    }
  }

  node({ iri, types, properties }: Resource): void {
    const [type = 'rdf:Description', ...others] = types
    const open = iri === undefined ? type : `${type} rdf:about="${xmlText(iri)}"`
    if (others.length === 0 && properties.length === 0) {
      this.text += `<${open}/>\n`
      return
    }
    this.text += `<${open}>\n`
    for (const other of others) this.text += `<rdf:type rdf:resource="${expand(other)}"/>\n`
    for (const one of properties) this.property(one)
    this.text += `</${type}>\n`
  }
}

/**
 * Resources as RDF/XML (W3C Recommendation «RDF 1.1 XML Syntax», 2014), each within the one that speaks of it, as catalogues are usually
 * written and harvesters expect.
 */
export function writeRdfXml(resources: readonly Resource[]): string {
  const names = Object.entries(prefixes).map(([prefix, iri]) => ` xmlns:${prefix}="${iri}"`)
  const writer = new RdfXmlWriter()
  for (const one of resources) writer.node(one)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF${names.join('')}>\n${writer.text}</rdf:RDF>\n`
}
