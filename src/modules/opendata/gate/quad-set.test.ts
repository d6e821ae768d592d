import fc from 'fast-check'
import { DataFactory, Store } from 'n3'
import { expect, test } from 'vitest'
import { QuadSet } from './quad-set.ts'

const { namedNode, blankNode, literal, quad } = DataFactory
const named = fc.constantFrom('a', 'b', 'c').map((name) => namedNode(`https://example.org/${name}`))
const blank = fc.constantFrom('a', 'b').map((name) => blankNode(name))
const value = fc.constantFrom('', 'a', 'https://example.org/a', '1')
const text = fc.oneof(
  value.map((one) => literal(one)),
  fc.tuple(value, fc.constantFrom('de', 'fr')).map(([one, language]) => literal(one, language)),
  value.map((one) => literal(one, namedNode('http://www.w3.org/2001/XMLSchema#integer'))),
)
const [subject, object] = [fc.oneof(named, blank), fc.oneof(named, blank, text)]
const one = fc.tuple(subject, named, object).map(([s, p, o]) => quad(s, p, o))
const asked = <T>(term: fc.Arbitrary<T>) => fc.option(term, { nil: null })
const sorted = (quads: Iterable<object>) => [...quads].map((each) => JSON.stringify(each)).toSorted()

test('triples are found as a store of them finds them, also after some were taken out', () => {
  fc.assert(
    fc.property(
      ...[fc.array(one, { maxLength: 40 }), fc.array(one, { maxLength: 10 })],
      ...[asked(subject), asked(named), asked(object)],
      (all, gone, s, p, o) => {
        const [ours, theirs] = [new QuadSet(all), new Store(all)]
        for (const each of gone) {
          ours.delete(each)
          theirs.delete(each)
        }
        expect(ours.size).toBe(theirs.size)
        for (const each of all) expect(ours.has(each)).toBe(theirs.has(each))
        expect(sorted(ours.match(s, p, o))).toEqual(sorted(theirs.match(s, p, o)))
      },
    ),
    { numRuns: 300 },
  )
})
