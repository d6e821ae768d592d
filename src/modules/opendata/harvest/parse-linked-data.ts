import { JsonLdParser } from 'jsonld-streaming-parser'
import { Parser, type Quad } from 'n3'
import { RdfXmlParser } from 'rdfxml-streaming-parser'
import type { linkedDataFormats } from '../dcat/formats.ts'

type Ending = (typeof linkedDataFormats)[number]['ending']

/** Where a text stops being linked data, counted from 1. */
export class LinkedDataSyntaxError extends Error {
  override name = 'LinkedDataSyntaxError'
  readonly line: number | undefined
  readonly column: number | undefined
  constructor(about: string, place: { readonly line?: number | undefined; readonly column?: number | undefined } = {}) {
    super(about)
    this.line = place.line
    this.column = place.column
  }
}

/**
 * A catalogue as triples: RDF/XML, Turtle or JSON-LD. `base` is the address it came from. A JSON-LD context elsewhere is not fetched. Throws
 * `LinkedDataSyntaxError`.
 */
export function parseLinkedData(text: string, ending: Ending, base: string): Promise<Quad[]> {
  switch (ending) {
    case 'rdf':
      return parseRdfXml(text, base)
    case 'ttl':
      return parseTurtle(text, base)
    case 'jsonld':
      return parseJsonLd(text, base)
  }
}

async function parseTurtle(text: string, base: string): Promise<Quad[]> {
  try {
    return new Parser({ baseIRI: base }).parse(text)
  } catch (error) {
    const line = /on line (\d+)/.exec(wordsOf(error))?.[1]
    throw new LinkedDataSyntaxError(wordsOf(error), { line: line === undefined ? undefined : Number(line) })
  }
}

async function parseRdfXml(text: string, base: string): Promise<Quad[]> {
  try {
    return await collect(new RdfXmlParser({ baseIRI: base, trackPosition: true }), text)
  } catch (error) {
    // «3:8: unexpected close tag.» where it is no XML, «Line 3 column 4: …» where it is no RDF.
    const [, line, column] = /^(?:Line )?(\d+)(?::| column )(\d+):/.exec(wordsOf(error)) ?? []
    throw new LinkedDataSyntaxError(
      wordsOf(error),
      line === undefined ? {} : { line: Number(line), column: Number(column) },
    )
  }
}

async function parseJsonLd(text: string, base: string): Promise<Quad[]> {
  try {
    JSON.parse(text)
  } catch (error) {
    throw new LinkedDataSyntaxError(wordsOf(error), placeIn(text, wordsOf(error)))
  }
  const documentLoader = {
    load: (url: string) => Promise.reject(new Error(`the context ${url} lies elsewhere and is not fetched`)),
  }
  try {
    return await collect(new JsonLdParser({ baseIRI: base, documentLoader }), text)
  } catch (error) {
    throw new LinkedDataSyntaxError(wordsOf(error))
  }
}

/** «… at position 11», as V8 says it, or at the end where the text is over too soon. */
function placeIn(text: string, about: string): { line: number; column: number } {
  const position = Number(/at position (\d+)/.exec(about)?.[1] ?? text.length)
  const before = text.slice(0, position).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

type QuadStream = {
  on(event: 'data', listener: (quad: Quad) => void): unknown
  on(event: 'end', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  end(text: string): unknown
}

function collect(parser: QuadStream, text: string): Promise<Quad[]> {
  return new Promise((resolve, reject) => {
    const quads: Quad[] = []
    parser.on('data', (quad) => quads.push(quad))
    parser.on('end', () => resolve(quads))
    parser.on('error', reject)
    parser.end(text)
  })
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
