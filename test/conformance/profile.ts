import type { Quad } from 'n3'
import { swissDate } from '#kernel/i18n/format.ts'
import { expand, shortName } from '#modules/opendata/dcat/resource.ts'
import { readTurtle } from './shapes.ts'

const sh = (name: string) => `http://www.w3.org/ns/shacl#${name}`
const type = expand('rdf:type')
type Term = Quad['object'] | Quad['subject']

/** The properties of a class that DCAT-AP CH names, in the shapes of opendata.swiss and of its successor. */
export function namedByProfile(ofClass: 'dcat:Dataset' | 'dcat:Distribution'): readonly string[] {
  const named = ['ogdch.shacl.ttl', 'dcat-ap-ch.hub.shapes.ttl'].flatMap((file) => {
    const shapes = readTurtle(`shapes/dcat-ap-ch/${file}`)
    const values = (subject: Term, predicate: string) =>
      shapes.flatMap((one) => (one.subject.equals(subject) && one.predicate.value === predicate ? [one.object] : []))
    return shapes
      .filter(({ predicate, object }) => predicate.value === sh('targetClass') && shortName(object.value) === ofClass)
      .flatMap(({ subject }) => values(subject, sh('property')).flatMap((property) => values(property, sh('path'))))
      .flatMap((path) => (path.termType === 'NamedNode' ? [path.value] : []))
  })
  return [...new Set(named)].filter((property) => !Object.hasOwn(exempt, shortName(property)))
}

/** What no graph can say that is valid for both versions of DCAT-AP at once. */
const exempt: Readonly<Record<string, string>> = {
  'dcat:byteSize': 'a decimal in 2.1.1, a whole number in 3.0.1, one value in both',
  'spdx:checksum':
    'its algorithm is at http://spdx.org in the shapes of 2.1.1 and of opendata.swiss, at https://spdx.org in those of 3.0.1',
}

/** Licences were said as rights before version 2 of the profile. */
const asOne: readonly string[] = [expand('dct:license'), expand('dct:rights')]

class Said {
  readonly #quads: readonly Quad[]
  constructor(quads: readonly Quad[]) {
    this.#quads = quads
  }
  ofClass(iri: string): Quad['subject'][] {
    return this.#quads.flatMap((one) => (one.predicate.value === type && one.object.value === iri ? [one.subject] : []))
  }
  about(subject: Term): readonly Quad[] {
    return this.#quads.filter((one) => one.subject.equals(subject))
  }
  values(subject: Term, property: string): Quad['object'][] {
    const properties = asOne.includes(property) ? asOne : [property]
    return this.about(subject).flatMap((one) => (properties.includes(one.predicate.value) ? [one.object] : []))
  }
}

/** What stands in a catalogue about its data sets in words of the profile, and nowhere in what goes out: property and value. */
export function lossesBetween(before: readonly Quad[], after: readonly Quad[]): readonly string[] {
  const [source, out] = [new Said(before), new Said(after)]
  const dataSets = matched(source, out, expand('dcat:Dataset'))
  const distributions = matched(source, out, expand('dcat:Distribution'))
  return [
    ...dataSets.flatMap((pair) => lostOf(source, out, { ...pair, properties: namedByProfile('dcat:Dataset') })),
    ...distributions.flatMap((pair) =>
      lostOf(source, out, { ...pair, properties: namedByProfile('dcat:Distribution') }),
    ),
  ]
}

type Pair = { readonly from: Term; readonly to: Term | undefined }

/** The same things by their identifiers. */
function matched(source: Said, out: Said, ofClass: string): Pair[] {
  const nameOf = (said: Said, one: Term) => said.values(one, expand('dct:identifier'))[0]?.value
  const all = out.ofClass(ofClass)
  return source
    .ofClass(ofClass)
    .map((from) => ({ from, to: all.find((one) => nameOf(out, one) === nameOf(source, from)) }))
}

function lostOf(source: Said, out: Said, { from, to, properties }: Pair & { properties: readonly string[] }): string[] {
  if (!to) return [`${from.value} is not there`]
  return properties.flatMap((property) => {
    const theirs = out.values(to, property)
    // What is a distribution is compared as one of its own.
    if (property === expand('dcat:distribution')) return []
    return source
      .values(from, property)
      .filter((value) => !theirs.some((one) => covers(source, out, { property, value, one })))
      .map((value) => `${shortName(property)} ${value.value}`)
  })
}

/** Whether a value says what another said, as far as that went. */
function covers(
  source: Said,
  out: Said,
  { property, value, one }: { property: string; value: Quad['object']; one: Quad['object'] },
): boolean {
  if (value.termType === 'Literal') {
    // Where the profile wants a thing, a bare name is the name of one.
    const names = one.termType === 'Literal' ? [one] : [one, ...out.values(one, expand('rdfs:label'))]
    return names.some((name) => isSameText(property, value, name))
  }
  const addresses = [one, ...out.values(one, expand('schema:url'))].map((each) => normal(property, each))
  if (value.termType === 'NamedNode' && !addresses.includes(normal(property, value))) return false
  return source
    .about(value)
    .filter(({ predicate }) => predicate.value !== type)
    .every(({ predicate, object }) =>
      out
        .values(one, predicate.value)
        .some((each) => covers(source, out, { property: predicate.value, value: object, one: each })),
    )
}

function isSameText(property: string, value: Quad['object'], one: Quad['object']): boolean {
  const isTongue = value.termType !== 'Literal' || one.termType !== 'Literal' || value.language === ''
  return (isTongue || value.language === one.language) && normal(property, value) === normal(property, one)
}

const languages: Readonly<Record<string, string>> = { de: 'DEU', fr: 'FRA', it: 'ITA', en: 'ENG' }
/** The statements of opendata.swiss before version 2 (its handbook, «dct:license»). */
const statements: Readonly<Record<string, string>> = {
  'NonCommercialAllowed-CommercialAllowed-ReferenceNotRequired': 'terms_open',
  'NonCommercialAllowed-CommercialAllowed-ReferenceRequired': 'terms_by',
  'NonCommercialAllowed-CommercialWithPermission-ReferenceNotRequired': 'terms_ask',
  'NonCommercialAllowed-CommercialWithPermission-ReferenceRequired': 'terms_by_ask',
}
let formerThemes: ReadonlyMap<string, string> | undefined

/** What themes of before are today, as the vocabulary of the profile says. */
function themeToday(code: string): string {
  formerThemes ??= new Map(
    readTurtle('vocab/dcat-ap-ch-themes-20231122.ttl').flatMap(({ subject, predicate, object }) =>
      predicate.value.endsWith('mappingRelation') && object.value.includes('/data-theme/')
        ? [[lastPart(subject.value), lastPart(object.value)] as const]
        : [],
    ),
  )
  return formerThemes.get(code) ?? code
}

const lastPart = (text: string) => text.split('/').at(-1) ?? text

/** A value as the vocabularies of today have it; instants by their day in Switzerland. */
function normal(property: string, term: Term): string {
  const text = term.value.trim()
  switch (shortName(property)) {
    case 'dct:language':
      return languages[text] ?? lastPart(text)
    case 'dcat:theme':
      return themeToday(lastPart(text))
    case 'dcat:mediaType':
      return text.replace(/^https?:\/\/www\.iana\.org\/assignments\/media-types\//, '')
    case 'dct:license':
    case 'dct:rights':
      return statements[text] ?? (text.includes('dcat-ap.ch') ? lastPart(text) : text)
    case 'vcard:hasEmail':
      return lastPart(text.replace(/^mailto:/, ''))
  }
  const isInstant = term.termType === 'Literal' && term.datatype.value === expand('xsd:dateTime')
  if (isInstant) return /Z|[+-]\d{2}:\d{2}$/.test(text) ? swissDate(new Date(text)) : text.slice(0, 10)
  return term.termType === 'NamedNode' && URL.canParse(text) ? new URL(text).href : text
}
