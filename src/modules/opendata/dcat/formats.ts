import { type Answer, noContent, text } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import { writeTurtle } from './quads.ts'
import type { Resource } from './resource.ts'
import { writeJsonLd } from './write-json-ld.ts'
import { writeRdfXml } from './write-rdf-xml.ts'

/** What linked data is written in, best first: the national harvester asks for RDF/XML. */
export const linkedDataFormats = [
  { ending: 'rdf', mediaType: 'application/rdf+xml', also: ['application/xml', 'text/xml'], write: writeRdfXml },
  { ending: 'ttl', mediaType: 'text/turtle', also: ['application/x-turtle'], write: writeTurtle },
  { ending: 'jsonld', mediaType: 'application/ld+json', also: ['application/json'], write: writeJsonLd },
] as const
export type LinkedDataFormat = (typeof linkedDataFormats)[number]

/** How much an Accept header (RFC 9110, 12.5.1) wants the best of some media types, from 0 to 1; what it names only by `*` counts nothing. */
export function qualityOf(accept: string | undefined): (...types: string[]) => number {
  const wishes = (accept ?? '')
    .slice(0, 1_000)
    .split(',')
    .map((part) => {
      const [type = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.map((one) => /^\s*q=([0-9.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined)
      return { type: type.trim(), quality: quality === undefined ? 1 : Number(quality) }
    })
  return (...types) => Math.max(0, ...wishes.filter(({ type }) => types.includes(type)).map(({ quality }) => quality))
}

/**
 * The format that an Accept header prefers to a page; undefined where a page is wanted as much. Whoever takes everything gets the page.
 */
export function preferredFormat(accept: string | undefined): LinkedDataFormat | undefined {
  const wishFor = qualityOf(accept)
  const page = wishFor('text/html', 'application/xhtml+xml')
  const [best] = linkedDataFormats
    .map((format) => ({ format, quality: wishFor(format.mediaType, ...format.also) }))
    .filter(({ quality }) => quality > page)
    .sort((a, b) => b.quality - a.quality)
  return best?.format
}

/** Resources in a format, or 304 where the asker has just this. `etag` stands for what they say. */
export function answerLinkedData(
  request: Request,
  format: LinkedDataFormat,
  etag: string,
  resources: () => readonly Resource[],
): Answer {
  const headers = { etag: `"${etag}"` }
  if (isKnown(request.header('if-none-match'), etag)) return noContent({ status: 304, headers })
  return text(format.write(resources()), `${format.mediaType}; charset=utf-8`, { headers })
}

/** Weak comparison (RFC 9110, 8.8.3.2): a proxy that packs an answer may have marked its tag as weak. */
export function isKnown(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${etag}"` || tag.trim() === '*')
}
