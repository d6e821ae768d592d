import { expand, isLiteral, type Property, prefixes, type Resource } from './resource.ts'

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' }
/** All that XML 1.0 can hold, and line ends that would not come back as they were. */
const harmless = /^[\t\n\u0020!#-%'-;=?-\ud7ff\ue000-\ufffd]*$/

/** Text as it stands in XML 1.0; characters that it cannot hold become the mark for what is unreadable. */
function escaped(text: string): string {
  if (harmless.test(text)) return text
  let safe = ''
  for (const character of text) safe += marks[character] ?? (isXml(character) ? character : '\ufffd')
  return safe
}

/** The production «Char» of XML 1.0 (fifth edition, 2.2). */
function isXml(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return code === 0x9 || code === 0xa
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000
}

function property([term, value]: Property): string {
  if (isLiteral(value)) {
    const tag = value.language
      ? ` xml:lang="${value.language}"`
      : value.datatype
        ? ` rdf:datatype="${expand(value.datatype)}"`
        : ''
    return `<${term}${tag}>${escaped(value.text)}</${term}>\n`
  }
  if (value.iri !== undefined && value.types.length === 0 && value.properties.length === 0)
    return `<${term} rdf:resource="${escaped(value.iri)}"/>\n`
  return `<${term}>\n${node(value)}</${term}>\n`
}

function node({ iri, types, properties }: Resource): string {
  const [type = 'rdf:Description', ...others] = types
  const open = iri === undefined ? type : `${type} rdf:about="${escaped(iri)}"`
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
