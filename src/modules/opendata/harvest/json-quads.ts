import { DataFactory, type Quad } from 'n3'
import { expand, type Term } from '../dcat/resource.ts'

/** A JSON value of a stranger. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const objects = (value: Json | undefined): { readonly [key: string]: Json }[] =>
  Array.isArray(value) ? value.filter(isObject) : []

/** A text, trimmed; a number as text; undefined for anything else and for nothing. */
export function textIn(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

const { blankNode, literal, namedNode, quad } = DataFactory

/** Says in linked data what another catalogue says in JSON, so that one reader understands them all. */
export class Sayer {
  readonly quads: Quad[] = []
  #things = 0
  readonly #addresses = new Map<string, string>()

  /** Something of a class. With an address it is the same as what has that address elsewhere. */
  thing(type: Term, iri?: string): string {
    this.#things += 1
    const key = `j${this.#things}`
    if (iri !== undefined) this.#addresses.set(key, iri)
    this.quads.push(quad(this.#nodeOf(key), namedNode(expand('rdf:type')), namedNode(expand(type))))
    return key
  }

  /** That it has to do with something elsewhere. */
  link(key: string, property: Term, iri: string): void {
    this.#say(key, property, namedNode(iri))
  }

  /** A text; in each language where it is told apart by them (`{ de: …, fr: … }`). Nothing is said of nothing. */
  text(key: string, property: Term, value: Json | undefined): void {
    if (isObject(value)) {
      for (const [language, one] of Object.entries(value)) {
        const text = textIn(one)
        if (text && /^[a-z]{2}$/.test(language)) this.#say(key, property, literal(text, language))
      }
      return
    }
    const text = textIn(value)
    if (text) this.#say(key, property, literal(text))
  }

  /** A text as it is, of no language. */
  code(key: string, property: Term, value: Json | undefined): void {
    const text = textIn(value)
    if (text) this.#say(key, property, literal(text))
  }

  part(key: string, property: Term, type: Term): string {
    const part = this.thing(type)
    this.#say(key, property, this.#nodeOf(part))
    return part
  }

  #say(key: string, property: Term, object: Quad['object']): void {
    this.quads.push(quad(this.#nodeOf(key), namedNode(expand(property)), object))
  }

  #nodeOf(key: string): ReturnType<typeof namedNode> | ReturnType<typeof blankNode> {
    const iri = this.#addresses.get(key)
    return iri === undefined ? blankNode(key) : namedNode(iri)
  }
}
