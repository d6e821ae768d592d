import type { Statement } from '../catalogue/statement.ts'
import { expand, isTerm, shortName, type Term } from '../dcat/resource.ts'
import type { Findings } from './finding.ts'
import { type Graph, type GraphValue, plain } from './graph.ts'
import { readUrl } from './read-link.ts'
import { isRomansh, languageOf } from './read-text.ts'
import { storable } from './storable.ts'

/** How something is kept that ours has no field for: a text, with its type; or a thing, with its class and what must be said of it. */
type Rule =
  | { readonly kind: 'text'; readonly datatype?: Term }
  | { readonly kind: 'thing'; readonly types: readonly Term[]; readonly needs?: readonly Term[] }

const thing = (...types: Term[]): Rule => ({ kind: 'thing', types })
const anyText: Rule = { kind: 'text' }

/** What DCAT-AP CH names of data sets besides what is read one by one. */
export const moreOfDataSets: Readonly<Partial<Record<Term, Rule>>> = {
  'dcat:qualifiedRelation': {
    kind: 'thing',
    types: ['dcat:Relationship'],
    needs: ['dct:relation', 'dcat:hadRole'],
  },
  'dct:coverage': anyText,
  'dct:isReferencedBy': thing(),
  'prov:qualifiedAttribution': thing('prov:Attribution'),
  'schema:image': thing(),
}

/** And of distributions; without checksums, whose method the shapes of version 2 and 3 of DCAT-AP name by two addresses that exclude each other. */
export const moreOfDistributions: Readonly<Partial<Record<Term, Rule>>> = {
  'dcat:accessService': thing('dcat:DataService'),
  'dcat:packageFormat': thing('dct:MediaType', 'dct:MediaTypeOrExtent'),
  'dcat:temporalResolution': { kind: 'text', datatype: 'xsd:duration' },
  'dcatap:availability': thing(),
  'dct:conformsTo': thing('dct:Standard'),
  'dct:coverage': anyText,
  'foaf:page': thing('foaf:Document'),
  'schema:image': thing(),
}

/** Of which class things are that are spoken of within these. */
const inner: Readonly<Partial<Record<Term, Rule>>> = {
  'dcat:contactPoint': thing('vcard:Kind'),
  'dcat:endpointDescription': thing('rdfs:Resource'),
  'dcat:endpointURL': thing('rdfs:Resource'),
  'dcat:hadRole': thing('dcat:Role'),
  'dct:license': thing('dct:LicenseDocument'),
  'dct:publisher': thing('foaf:Agent'),
  'foaf:page': thing('foaf:Document'),
}

const ruleIn = (rules: Readonly<Partial<Record<string, Rule>>>, property: string): Rule | undefined =>
  Object.hasOwn(rules, property) ? rules[property] : undefined

const [most, mostInside, deepest] = [40, 10, 3]
const [longestAddress, longestText] = [1_000, 2_000]
/** Letters of all statements about one thing together, as JSON. */
const mostLetters = 50_000

/** All that is said of a subject with these words, as it stands there. What cannot be meant by them is reported and left out. */
export function readMore(
  graph: Graph,
  key: string,
  { rules, findings }: { rules: Readonly<Partial<Record<Term, Rule>>>; findings: Findings },
): Statement[] {
  const found = graph.propertiesOf(key).flatMap((iri) => {
    const property = shortName(iri)
    const rule = ruleIn(rules, property)
    if (!rule) return []
    return graph.all(key, iri).flatMap((value) => {
      const statement = said(graph, property, value, { rule, depth: 1 })
      return statement ?? findings.add('warning', 'not_kept', property, plain(value)) ?? []
    })
  })
  return withinBounds(found, findings)
}

/** As many as may be kept; what is cut off is reported. */
function withinBounds(found: readonly Statement[], findings: Findings): Statement[] {
  let letters = 0
  return found.flatMap((one, index) => {
    letters += JSON.stringify(one).length
    if (index < most && letters <= mostLetters) return [one]
    return findings.add('warning', 'too_long', one.property) ?? []
  })
}

type At = { readonly rule: Rule | undefined; readonly depth: number }

function said(graph: Graph, property: string, value: GraphValue, { rule, depth }: At): Statement | undefined {
  if (value.kind === 'text' && rule?.kind !== 'thing') return saidText(property, value, rule?.datatype)
  if (rule?.kind === 'text') return undefined
  const iri = value.kind === 'text' ? readUrl(value.text) : value.iri
  if (value.kind === 'text' && iri === undefined) return undefined
  const about = value.kind === 'thing' && depth < deepest ? saidOf(graph, value.key, depth + 1) : []
  const types = value.kind === 'thing' ? graph.values(value.key, 'rdf:type').flatMap((one) => plain(one) ?? []) : []
  const all = [...new Set([...types.map(shortName).filter(isShort), ...(rule?.types ?? [])])].slice(0, 4)
  if (iri === undefined ? about.length === 0 : iri.length > longestAddress) return undefined
  if (rule?.needs?.some((need) => !about.some((one) => one.property === need))) return undefined
  return {
    property,
    ...(iri !== undefined && { iri }),
    ...(all.length > 0 && { types: all }),
    ...(about.length > 0 && { says: about }),
  }
}

function saidOf(graph: Graph, key: string, depth: number): Statement[] {
  const found = graph.propertiesOf(key).flatMap((iri) => {
    const property = shortName(iri)
    if (!isShort(property) || iri === expand('rdf:type')) return []
    const rule = ruleIn(inner, property)
    return graph.all(key, iri).flatMap((value) => said(graph, property, value, { rule, depth }) ?? [])
  })
  return found.slice(0, mostInside)
}

function saidText(
  property: string,
  { text, language, datatype }: Extract<GraphValue, { kind: 'text' }>,
  wanted: Term | undefined,
): Statement | undefined {
  if (wanted !== undefined && shortName(datatype) !== wanted) return undefined
  const tag = languageOf(language) ?? (isRomansh(language) ? 'rm' : undefined)
  const type = shortName(datatype)
  const isTyped = language === '' && isShort(type) && type !== 'xsd:string'
  return {
    property,
    text: storable(text, longestText),
    ...(tag && { language: tag }),
    ...(isTyped && { datatype: type }),
  }
}

const isShort = (name: string): boolean => isTerm(name) && /^[a-z]+:[A-Za-z]{1,60}$/.test(name)

/** Texts in the fourth language of the country, which our own texts do not have: DCAT-AP CH takes them. */
export function readRomansh(graph: Graph, key: string, properties: readonly Term[]): Statement[] {
  const found = properties.flatMap((property) =>
    graph
      .values(key, property)
      .flatMap((value) =>
        value.kind === 'text' && isRomansh(value.language) ? (saidText(property, value, undefined) ?? []) : [],
      ),
  )
  return found.slice(0, most)
}

/** A place that is none of our authorities: a name, another country, a box on the map. */
export function readOtherPlace(graph: Graph, value: GraphValue): Statement | undefined {
  if (value.kind === 'thing') return said(graph, 'dct:spatial', value, { rule: thing('dct:Location'), depth: 1 })
  const name = saidText('rdfs:label', { ...value, text: value.text.trim() }, undefined)
  return name && value.text.trim() !== ''
    ? { property: 'dct:spatial', types: ['dct:Location'], says: [name] }
    : undefined
}
