import { type Language, languages } from '#kernel/i18n/language.ts'

/** Words of linked data by their short names; every predicate and class here is written with one of them. */
export const prefixes = {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  adms: 'http://www.w3.org/ns/adms#',
  dcat: 'http://www.w3.org/ns/dcat#',
  dcatap: 'http://data.europa.eu/r5r/',
  dct: 'http://purl.org/dc/terms/',
  eli: 'http://data.europa.eu/eli/ontology#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  hydra: 'http://www.w3.org/ns/hydra/core#',
  locn: 'http://www.w3.org/ns/locn#',
  prov: 'http://www.w3.org/ns/prov#',
  schema: 'http://schema.org/',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  time: 'http://www.w3.org/2006/time#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
} as const
type Prefix = keyof typeof prefixes
export type Term = `${Prefix}:${string}`

/** Texts of others may be in Romansh, which ours are not. */
export type Literal = { readonly text: string; readonly language?: Language | 'rm'; readonly datatype?: Term }
/** Something described, with an address of its own or without one, and what is said of it in this place. */
export type Resource = {
  readonly iri?: string
  readonly types: readonly Term[]
  readonly properties: readonly (readonly [Term, Literal | Resource])[]
}
export type Property = Resource['properties'][number]

export const isLiteral = (value: Literal | Resource): value is Literal => 'text' in value

const expanded = new Map<Term, string>()

/** The whole address that a short name stands for. */
export function expand(term: Term): string {
  const known = expanded.get(term)
  if (known !== undefined) return known
  const mark = term.indexOf(':')
  const prefix = Object.entries(prefixes).find(([name]) => name === term.slice(0, mark))
  if (!prefix) throw new TypeError(`no prefix for ${term}`)
  const iri = prefix[1] + term.slice(mark + 1)
  expanded.set(term, iri)
  return iri
}

/** `dct:title` for the long address; an address of no known vocabulary as it is. */
export function shortName(address: string): string {
  const found = Object.entries(prefixes).find(([, one]) => address.startsWith(one))
  return found ? `${found[0]}:${address.slice(found[1].length)}` : address
}

export const isTerm = (text: string): text is Term => Object.hasOwn(prefixes, text.split(':')[0] ?? '')

/** A thing by its address alone, or with what it is. */
export const link = (iri: string, ...types: Term[]): Resource => ({ iri, types, properties: [] })

/** A property per language that a text has. */
export const inLanguages = (term: Term, text: { readonly [language in Language]?: string | undefined }): Property[] =>
  languages.flatMap((language): Property[] => {
    const own = text[language]
    return own === undefined ? [] : [[term, { text: own, language }]]
  })

/** A day as `xsd:date`. */
export const dayValue = (day: string): Literal => ({ text: day, datatype: 'xsd:date' })

/** A day, or the instant of it as it was said where it was harvested (`xsd:dateTime`). */
export const saidValue = (day: string, instant: string | undefined): Literal =>
  instant === undefined ? dayValue(day) : { text: instant, datatype: 'xsd:dateTime' }

/** An instant as `xsd:dateTime` in UTC, whole seconds. */
export const instantValue = (at: Date): Literal => ({
  text: `${at.toISOString().slice(0, 19)}Z`,
  datatype: 'xsd:dateTime',
})

/** An address as it may stand in an IRI: what the standard (RFC 3987) forbids is escaped. */
export function iriOf(url: string): string {
  const safe = url.replace(/[\s<>"{}|\\^`[\]]|%(?![0-9A-Fa-f]{2})/g, encodeURIComponent)
  const fragment = safe.indexOf('#') + 1
  const whole = fragment === 0 ? safe : safe.slice(0, fragment) + safe.slice(fragment).replaceAll('#', '%23')
  // Readers resolve `.` and `..` as they please; nobody is left to differ.
  return /\/\.{1,2}(?:[/?#]|$)/.test(whole) && URL.canParse(whole) ? new URL(whole).href : whole
}
