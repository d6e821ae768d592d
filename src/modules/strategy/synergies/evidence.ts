import type { IsoDate } from '#kernel/i18n/format.ts'
import { isNoun } from './german.ts'
import { type Facet, isOver, type Profile, runTogether } from './profile.ts'
import { likeness, rarity, type WordWeights } from './word-weights.ts'

/**
 * What speaks for (or, `apart`, against) two projects having something to gain from each other. `flow`: one needs data the other gives;
 * `purchase`: both buy the same and neither has called for tenders; `built`: one has or builds what the other is about to buy; `aims`: one
 * wants more of what the other wants less of; `several`: they share more than one telling word, so that a word with two meanings (`Netz`) does
 * not bring them together alone; `apart`: both name services, products or places, and not the same.
 */
export const evidenceTypes = [
  'service',
  'process',
  'flow',
  'data',
  'group',
  'product',
  'purchase',
  'built',
  'law',
  'place',
  'skill',
  'aims',
  'title',
  'words',
  'several',
  'apart',
] as const
export type EvidenceType = (typeof evidenceTypes)[number]

/** One piece of evidence: how strong, 0 to 1, and what it rests on (terms, or words as they stand in the text). */
export type Evidence = { readonly type: EvidenceType; readonly strength: number; readonly terms: readonly string[] }

/** What is looked at besides the two projects: the portfolio's words and terms, the day, and what rejections have taught. */
export type Surroundings = {
  readonly today: IsoDate
  readonly words: WordWeights
  readonly titles: WordWeights
  /** How many projects name a term in a facet. */
  readonly countOf: (facet: Facet, term: string) => number
  readonly size: number
  /** 1 for what has never misled, less for what has. */
  readonly trustIn: (type: EvidenceType, term: string) => number
}

const longestTender = 18
const mostShownWords = 5

/** All the evidence between two projects, also what is weak. */
export function evidenceBetween(one: Profile, other: Profile, around: Surroundings): Evidence[] {
  const shared = (facet: Facet, theirs: Facet = facet) => sharedTerms(one, facet, other, theirs)
  const rated = (type: EvidenceType, terms: readonly string[], facet: Facet): Evidence[] =>
    rate(type, terms, (term) => around.trustIn(type, term) * rarityOf(around, facet, term))
  return [
    ...rated('service', shared('services'), 'services'),
    ...rated('process', shared('processes'), 'processes'),
    ...rated('flow', [...shared('needs', 'gives'), ...shared('gives', 'needs')], 'gives'),
    ...rated('data', [...shared('gives'), ...shared('needs')], 'gives'),
    ...rated('group', shared('groups'), 'groups'),
    ...rated('product', shared('products'), 'products'),
    ...rated('purchase', buyTogether(one, other, around.today) ? shared('procures') : [], 'procures'),
    ...rated('built', builtFor(one, other, around.today), 'procures'),
    ...rated('law', shared('laws'), 'laws'),
    ...rated('place', runTogether(one, other, around.today) ? shared('places').filter(isSpot) : [], 'places'),
    ...rated('skill', areBusy(one, other, around.today) ? shared('skills') : [], 'skills'),
    ...rated('aims', [...shared('raises', 'lowers'), ...shared('lowers', 'raises')], 'raises'),
    ...likenessOf('title', around.titles, one, other, around),
    ...likenessOf('words', around.words, one, other, around),
    ...(areApart(one, other) ? [{ type: 'apart' as const, strength: 1, terms: [] }] : []),
  ]
}

/** Terms are the same however they are written: with capitals, umlauts written out, or a space more. */
export const termKey = (term: string) => term.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim()

const keysOf = new WeakMap<readonly string[], ReadonlyMap<string, string>>()
const noTerms: ReadonlyMap<string, string> = new Map()

/** Terms by their key; made once for each list. */
export function keyed(terms: readonly string[] | undefined): ReadonlyMap<string, string> {
  if (!terms || terms.length === 0) return noTerms
  const known = keysOf.get(terms)
  if (known) return known
  const made = new Map(terms.map((term) => [termKey(term), term]))
  keysOf.set(terms, made)
  return made
}

function sharedTerms(one: Profile, facet: Facet, other: Profile, theirs: Facet): string[] {
  const [mine, others] = [keyed(one.terms[facet]), keyed(other.terms[theirs])]
  if (mine.size === 0 || others.size === 0) return []
  return [...mine].flatMap(([key, term]) => (others.has(key) ? [term] : []))
}

function rate(type: EvidenceType, terms: readonly string[], rateOf: (term: string) => number): Evidence[] {
  const distinct = [...new Map(terms.map((term) => [termKey(term), term])).values()]
  const rates = distinct.map(rateOf).sort((a, b) => b - a)
  const [best, ...others] = rates
  if (best === undefined) return []
  const strength = Math.min(1, best + 0.25 * others.reduce((sum, rate) => sum + rate, 0))
  return [{ type, strength, terms: distinct }]
}

/** 1 for a term that only these two have, towards 0 for one that half of the portfolio has. */
function rarityOf({ countOf, size }: Surroundings, facet: Facet, term: string): number {
  const least = 2
  const count = Math.max(least, countOf(facet, termKey(term)))
  return Math.max(0, Math.min(1, rarity(count, Math.max(size, count)) / rarity(least, Math.max(size, least))))
}

const isSpot = (place: string) => place.includes('/')

const areBusy = (one: Profile, other: Profile, today: IsoDate) =>
  !isOver(one) && !isOver(other) && runTogether(one, other, today)

/** Both still to call for tenders, and one has begun before the other calls: until then they can do it together. */
export function buyTogether(one: Profile, other: Profile, today: IsoDate): boolean {
  if (isOver(one) || isOver(other)) return false
  const [first, second] = [one.tenderOn, other.tenderOn]
  if (first === undefined || second === undefined || first < today || second < today) return false
  const [earlier, later] = first <= second ? [first, second] : [second, first]
  const laterBegins = (first <= second ? other : one).beginsOn
  return monthsBetween(earlier, later) <= longestTender && (laterBegins === undefined || laterBegins <= earlier)
}

/** What one buys and the other has, builds, or has bought already. */
function builtFor(one: Profile, other: Profile, today: IsoDate): string[] {
  const isBought = ({ tenderOn }: Profile) => tenderOn !== undefined && tenderOn < today
  const boughtBefore = isBought(one) !== isBought(other) ? sharedTerms(one, 'procures', other, 'procures') : []
  return [
    ...sharedTerms(one, 'procures', other, 'products'),
    ...sharedTerms(one, 'products', other, 'procures'),
    ...boughtBefore,
  ]
}

function monthsBetween(from: IsoDate, to: IsoDate): number {
  const months = (day: IsoDate) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  return months(to) - months(from)
}

const named = ['services', 'products'] as const satisfies readonly Facet[]

/** Both say which service or product it is about, and it is not the same. */
function areApart(one: Profile, other: Profile): boolean {
  return named.some(
    (facet) =>
      (one.terms[facet] ?? []).length > 0 &&
      (other.terms[facet] ?? []).length > 0 &&
      sharedTerms(one, facet, other, facet).length === 0,
  )
}

function likenessOf(
  type: 'title' | 'words',
  weights: WordWeights,
  one: Profile,
  other: Profile,
  around: Surroundings,
): Evidence[] {
  const { value, words } = likeness(weights.vectorOf(one.id), weights.vectorOf(other.id), (word) =>
    around.trustIn(type, word),
  )
  if (value === 0) return []
  const like: Evidence = { type, strength: value, terms: shownWords(words, weights) }
  return type === 'words' ? [like, ...severalWords(words, around)] : [like]
}

const shownWords = (words: readonly string[], { shown }: WordWeights) =>
  words.slice(0, mostShownWords).map((word) => shown.get(word) ?? word)

const mostWordsWeighed = 8

/** Nouns that both have, each a word of its own: `Sammelstelle` beside `Stelle` is not a second one. */
function severalWords(shared: readonly string[], { words, size, trustIn }: Surroundings): Evidence[] {
  const nouns = shared.filter((word) => isNoun(words.shown.get(word) ?? '')).slice(0, mostWordsWeighed)
  const own = nouns.filter((word) => !nouns.some((longer) => longer.length > word.length && longer.includes(word)))
  const rates = own
    .map((word) => (trustIn('words', word) * rarity(words.having.get(word)?.length ?? 1, size)) / rarity(2, size))
    .sort((a, b) => b - a)
  const further = rates.slice(1).reduce((sum, rate) => sum + Math.min(1, rate), 0)
  return further === 0 ? [] : [{ type: 'several', strength: Math.min(1, further / 3), terms: shownWords(own, words) }]
}
