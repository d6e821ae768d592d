import type { Quad, Quad_Object, Term as RdfTerm } from 'n3'
import { expand, type Term } from '../dcat/resource.ts'
import { storable } from './storable.ts'

/** A value of a property: a thing by its key, or a text with its language or type. */
export type GraphValue =
  | { readonly kind: 'thing'; readonly key: string; readonly iri: string | undefined }
  | { readonly kind: 'text'; readonly text: string; readonly language: string; readonly datatype: string }

/** Triples by subject and property, their texts and addresses as they can be stored. A subject is known by its key: its address, or `_:` and a name of no meaning outside. */
export class Graph {
  readonly #about = new Map<string, Map<string, GraphValue[]>>()

  constructor(quads: readonly Quad[]) {
    for (const { subject, predicate, object } of quads) {
      const properties = this.#about.get(keyOf(subject)) ?? new Map<string, GraphValue[]>()
      this.#about.set(keyOf(subject), properties)
      const values = properties.get(predicate.value) ?? []
      properties.set(predicate.value, values)
      values.push(graphValue(object))
    }
  }

  /** Subjects that are of a class, in the order they were met. */
  ofType(type: Term): string[] {
    const wanted = expand(type)
    return [...this.#about].flatMap(([key, properties]) =>
      (properties.get(expand('rdf:type')) ?? []).some((value) => value.kind === 'thing' && value.iri === wanted)
        ? [key]
        : [],
    )
  }

  /** Values of the first of these properties that has any. */
  values(subject: string, ...properties: readonly Term[]): readonly GraphValue[] {
    const about = this.#about.get(subject)
    for (const property of properties) {
      const found = about?.get(expand(property))
      if (found) return found
    }
    return []
  }

  /** Values of one property by its whole address. */
  all(subject: string, property: string): readonly GraphValue[] {
    return this.#about.get(subject)?.get(property) ?? []
  }

  /** Addresses of all properties that are said of a subject. */
  propertiesOf(subject: string): string[] {
    return [...(this.#about.get(subject)?.keys() ?? [])]
  }
}

const keyOf = (term: RdfTerm): string => (term.termType === 'BlankNode' ? `_:${term.value}` : storable(term.value))

function graphValue(object: Quad_Object): GraphValue {
  if (object.termType === 'Literal')
    return { kind: 'text', text: storable(object.value), language: object.language, datatype: object.datatype.value }
  const key = keyOf(object)
  return { kind: 'thing', key, iri: object.termType === 'NamedNode' ? key : undefined }
}

/** An address or text as a plain text, as catalogues mix the two. */
export function plain(value: GraphValue | undefined): string | undefined {
  return value?.kind === 'text' ? value.text.trim() : value?.iri
}
