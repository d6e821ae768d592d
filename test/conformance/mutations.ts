import { DataFactory, type Quad } from 'n3'
import { expand, prefixes, shortName } from '#modules/opendata/dcat/resource.ts'

const { blankNode, literal, namedNode, quad } = DataFactory
const xsd = (name: string) => namedNode(`${prefixes.xsd}${name}`)
const type = expand('rdf:type')

/** One fault in linked data, by what was done to it. */
export type Mutation = {
  readonly name: string
  readonly apply: (quads: readonly Quad[]) => Quad[]
  /** Of a word that others use too: such a fault shows only in a graph of its own. */
  readonly isShared: boolean
}

/** What stands in the place of any value, and in the place of a date. */
const strangers: Readonly<Record<string, Quad['object']>> = {
  'a bare text': literal('etwas'),
  'another address': namedNode('https://anderswo.example/etwas'),
  'something without an address': blankNode('anything'),
}
const strangeDates: Readonly<Record<string, Quad['object']>> = {
  'a year': literal('2025', xsd('gYear')),
  'a month': literal('2025-03', xsd('gYearMonth')),
  'a day that cannot be read': literal('2025-2-3', xsd('date')),
  'words that say to be a day': literal('gestern', xsd('date')),
  'words that say to be an instant': literal('gestern', xsd('dateTime')),
  'a day without its type': literal('2025-03-01'),
}
const strangeTexts: Readonly<Record<string, Quad['object']>> = {
  'an empty text': literal(''),
  'a text of another language': literal('algo', 'es'),
}

function strangersFor({ object }: Quad): Readonly<Record<string, Quad['object']>> {
  if (object.termType !== 'Literal') return strangers
  return { ...strangers, ...(/date/i.test(object.datatype.value) ? strangeDates : strangeTexts) }
}

const isSame = (one: Quad, other: Quad) =>
  one.subject.equals(other.subject) && one.predicate.equals(other.predicate) && one.object.equals(other.object)

function second({ subject, predicate, object }: Quad): Quad {
  if (object.termType !== 'Literal') return quad(subject, predicate, namedNode('https://anderswo.example/zweites'))
  return quad(subject, predicate, literal(`${object.value.slice(0, -1)}9`, object.language || object.datatype))
}

/** The faults that the first value of one property can have, by what they are. */
function faultsOf(first: Quad): Readonly<Record<string, Mutation['apply']>> {
  const isTheirs = (one: Quad) => one.subject.equals(first.subject) && one.predicate.equals(first.predicate)
  const replaced = Object.entries(strangersFor(first)).map(([name, object]): [string, Mutation['apply']] => [
    name,
    (quads) => quads.map((one) => (isSame(one, first) ? quad(one.subject, one.predicate, object) : one)),
  ])
  return {
    nothing: (quads) => quads.filter((one) => !isTheirs(one)),
    'a second one': (quads) => [...quads, second(first)],
    ...Object.fromEntries(replaced),
  }
}

/** Everything that can be wrong with the first value of each property that is said of each class, but for what is said in `known` as well. */
export function mutationsOf(base: readonly Quad[], known: readonly Quad[] = []): Mutation[] {
  const before = firstsOf(known)
  return [...firstsOf(base)].flatMap(([at, first]) => (before.has(at) ? [] : mutationsAt(at, first, base)))
}

function firstsOf(base: readonly Quad[]): ReadonlyMap<string, Quad> {
  const classes = new Map(
    base.flatMap((one) => (one.predicate.value === type ? [[one.subject.value, shortName(one.object.value)]] : [])),
  )
  const firsts = new Map<string, Quad>()
  for (const one of base) {
    const at = `${classes.get(one.subject.value) ?? 'something'} ${shortName(one.predicate.value)}`
    if (one.predicate.value !== type && classes.has(one.subject.value) && !firsts.has(at)) firsts.set(at, one)
  }
  return firsts
}

function mutationsAt(at: string, first: Quad, base: readonly Quad[]): Mutation[] {
  const isDescribed = base.some((one) => one.subject.equals(first.object) && one.predicate.value === type)
  return [
    ...Object.entries(faultsOf(first)).map(([name, apply]) => ({ name: `${at}: ${name}`, apply, isShared: false })),
    ...(isDescribed ? [classless(at, first)] : []),
  ]
}

function classless(at: string, { object }: Quad): Mutation {
  return {
    name: `${at}: something of no class`,
    apply: (quads) => quads.filter((one) => !(one.subject.equals(object) && one.predicate.value === type)),
    isShared: vocabularies.test(object.value),
  }
}

/** Words that everybody uses. */
const vocabularies =
  /^https?:\/\/(?:publications\.europa\.eu|dcat-ap\.ch|www\.iana\.org|creativecommons\.org|ld\.admin\.ch)\//

/** The same of something else, so that several lie in one graph apart from one another: all that is described has another name. */
export function renamed(quads: readonly Quad[], mark: string): Quad[] {
  const described = new Set(quads.map(({ subject }) => subject.value))
  const rename = (term: Quad['object']) => {
    if (term.termType === 'BlankNode') return blankNode(`${mark}-${term.value}`)
    const isOwn = term.termType === 'NamedNode' && described.has(term.value) && !vocabularies.test(term.value)
    return isOwn ? namedNode(`${term.value}/${mark}`) : term
  }
  return quads.map(({ subject, predicate, object }) => {
    const about = rename(subject)
    return about.termType === 'Literal' ? quad(subject, predicate, object) : quad(about, predicate, rename(object))
  })
}
