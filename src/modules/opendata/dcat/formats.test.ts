import { expect, test } from 'vitest'
import { isKnown, preferredFormat } from './formats.ts'

test.each([
  ['application/rdf+xml', 'rdf'],
  ['text/turtle, application/rdf+xml;q=0.9', 'ttl'],
  ['application/ld+json', 'jsonld'],
  ['application/rdf+xml;q=0.5, text/html;q=0.2', 'rdf'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', undefined],
  ['*/*', undefined],
  [undefined, undefined],
  ['text/html, text/turtle', undefined],
  ['text/turtle;q=0', undefined],
])('who asks for %s gets %s', (accept, ending) => {
  expect(preferredFormat(accept)?.ending).toBe(ending)
})

test('a tag is known whether or not it was marked as weak', () => {
  expect(isKnown('"a", W/"b"', 'b')).toBe(true)
  expect(isKnown('*', 'b')).toBe(true)
  expect(isKnown('"a"', 'b')).toBe(false)
  expect(isKnown(undefined, 'b')).toBe(false)
})
