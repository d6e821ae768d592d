import { DataFactory, type Quad, Writer } from 'n3'
import { expand, isLiteral, type Literal, prefixes, type Resource, type Term } from './resource.ts'

const { namedNode, blankNode, literal, quad } = DataFactory

/** Resources as triples; those without an address become blank nodes, numbered from 0. */
export function quadsOf(resources: readonly Resource[]): Quad[] {
  const quads: Quad[] = []
  const terms = new Map<Term, ReturnType<typeof namedNode>>()
  let blanks = 0
  const nameOf = (term: Term) => {
    const known = terms.get(term) ?? namedNode(expand(term))
    terms.set(term, known)
    return known
  }
  const asLiteral = ({ text, language, datatype }: Literal) =>
    literal(text, language ?? (datatype ? nameOf(datatype) : undefined))
  const type = nameOf('rdf:type')
  const add = (resource: Resource) => {
    const subject = resource.iri === undefined ? blankNode(`b${blanks++}`) : namedNode(resource.iri)
    for (const one of resource.types) quads.push(quad(subject, type, nameOf(one)))
    for (const [term, value] of resource.properties)
      quads.push(quad(subject, nameOf(term), isLiteral(value) ? asLiteral(value) : add(value)))
    return subject
  }
  for (const resource of resources) add(resource)
  return quads
}

/** Resources as Turtle. */
export function writeTurtle(resources: readonly Resource[]): string {
  const writer = new Writer({ prefixes })
  writer.addQuads(quadsOf(resources))
  let written = ''
  writer.end((error, text: string) => {
    if (error) throw error
    written = text
  })
  return written
}
