import type SHACLValidator from 'rdf-validate-shacl'

/** What the engine of the shapes takes and makes: a `DatasetCore` of RDF/JS. */
type Dataset = ConstructorParameters<typeof SHACLValidator>[0]
type Quad = Parameters<Dataset['add']>[0]
export type Term = NonNullable<Parameters<Dataset['match']>[0]>
type Asked = Term | null

/**
 * Triples, found by subject, predicate or object, as https://rdf.js.org/dataset-spec/#datasetcore-interface asks for it. The stores of the usual packages number
 * all terms and keep an array from the first to the last number for each pair; with a thousand shapes that is 22 MB, which stay for good. This is
 * for hundreds of triples of one graph: what is asked for with several terms is sought in the shortest list of one of them.
 */
export class QuadSet implements Dataset {
  readonly #all = new Map<string, Quad>()
  readonly #by = {
    subject: new Map<string, Quad[]>(),
    predicate: new Map<string, Quad[]>(),
    object: new Map<string, Quad[]>(),
  }

  constructor(quads: Iterable<Quad> = []) {
    for (const quad of quads) this.add(quad)
  }

  get size(): number {
    return this.#all.size
  }

  add(quad: Quad): this {
    const key = keyOfQuad(quad)
    if (this.#all.has(key)) return this
    this.#all.set(key, quad)
    for (const place of places) {
      const term = keyOf(quad[place])
      const known = this.#by[place].get(term)
      if (known) known.push(quad)
      else this.#by[place].set(term, [quad])
    }
    return this
  }

  delete(quad: Quad): this {
    const known = this.#all.get(keyOfQuad(quad))
    if (!known) return this
    this.#all.delete(keyOfQuad(quad))
    for (const place of places) {
      const term = keyOf(quad[place])
      this.#by[place].set(
        term,
        (this.#by[place].get(term) ?? []).filter((one) => one !== known),
      )
    }
    return this
  }

  has(quad: Quad): boolean {
    return this.#all.has(keyOfQuad(quad))
  }

  match(subject: Asked = null, predicate: Asked = null, object: Asked = null, graph: Asked = null): QuadSet {
    const asked = { subject, predicate, object }
    const lists = places.flatMap((place) => {
      const term = asked[place]
      return term ? [this.#by[place].get(keyOf(term)) ?? []] : []
    })
    const shortest = lists.toSorted((one, other) => one.length - other.length)[0] ?? [...this.#all.values()]
    return new QuadSet(
      shortest.filter(
        (quad) =>
          places.every((place) => asked[place]?.equals(quad[place]) ?? true) && (graph?.equals(quad.graph) ?? true),
      ),
    )
  }

  [Symbol.iterator](): Iterator<Quad> {
    return this.#all.values()
  }
}

const places = ['subject', 'predicate', 'object'] as const

/** Different for different terms: kind, value, and for texts language and datatype, apart by a sign that none of them has. */
function keyOf(term: Term): string {
  switch (term.termType) {
    case 'Literal':
      return ['Literal', term.language, term.datatype.value, term.value].join('\u0000')
    default:
      return `${term.termType}\u0000${term.value}`
  }
}

const keyOfQuad = ({ subject, predicate, object, graph }: Quad): string =>
  [subject, predicate, object, graph].map(keyOf).join('\u0001')
