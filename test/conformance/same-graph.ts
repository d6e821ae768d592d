import { JsonLdParser } from 'jsonld-streaming-parser'
import type { Quad } from 'n3'

/** JSON-LD as triples. */
export async function parseJsonLd(text: string): Promise<Quad[]> {
  const parser = new JsonLdParser()
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

/** Triples as sorted lines; blank nodes by what is said of them, as ours hang on one another like a tree. */
export function linesOf(quads: readonly Quad[]): string[] {
  const about = Map.groupBy(quads, ({ subject }) => subject.value)
  const named = (term: Quad['object'] | Quad['subject']): string => {
    if (term.termType === 'BlankNode')
      return `[${(about.get(term.value) ?? [])
        .map((one) => `${one.predicate.value} ${named(one.object)}`)
        .sort()
        .join('; ')}]`
    return term.termType === 'Literal'
      ? `${JSON.stringify(term.value)}@${term.language}^${term.datatype.value}`
      : term.value
  }
  return [...new Set(quads.map((one) => `${named(one.subject)} ${one.predicate.value} ${named(one.object)}`))].sort()
}
