import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Parser, type Quad, Store } from 'n3'
import SHACLValidator from 'rdf-validate-shacl'
import { RdfXmlParser } from 'rdfxml-streaming-parser'

export const sharedData = join(import.meta.dirname, '../../../shared/data/ogd')

export const readTurtle = (path: string): Quad[] => new Parser().parse(readFileSync(join(sharedData, path), 'utf8'))

/** RDF/XML as triples. */
export async function parseRdfXml(text: string, base = 'https://portal.example.ch/'): Promise<Quad[]> {
  const parser = new RdfXmlParser({ baseIRI: base })
  const quads: Quad[] = []
  parser.on('data', (one: Quad) => quads.push(one))
  const ended = new Promise<void>((resolve, reject) => {
    parser.on('end', resolve)
    parser.on('error', reject)
  })
  parser.end(text)
  await ended
  return quads
}

export type Violation = { severity: string; path: string; focus: string; value: string; message: string }

/** What a set of shapes says of data; `known` are vocabularies that it may look things up in. */
export async function validate(
  shapes: readonly Quad[],
  data: readonly Quad[],
  known: readonly Quad[] = [],
): Promise<Violation[]> {
  const validator = new SHACLValidator(new Store([...shapes]))
  const report = await validator.validate(new Store([...data, ...known]))
  return report.results.map((one) => ({
    severity: one.severity?.value.replace(/.*#/, '') ?? '',
    path: one.path?.value ?? '',
    focus: one.focusNode?.value ?? '',
    value: one.value?.value ?? '',
    message: one.message
      .map(({ value }) => value)
      .join(' ')
      .slice(0, 120),
  }))
}
