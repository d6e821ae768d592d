import { isNoun, partsOf, type Reader } from './german.ts'
import { facets, type Profile } from './profile.ts'

/** How much each word counts in one project, and the length of that as a vector. */
export type Vector = { readonly weights: ReadonlyMap<string, number>; readonly length: number }

/** The words of a portfolio: per project its vector, per word who has it, and how it is written. */
export type WordWeights = {
  readonly vectorOf: (id: string) => Vector
  readonly having: ReadonlyMap<string, readonly string[]>
  readonly shown: ReadonlyMap<string, string>
}

const titleCounts = 2
const termCounts = 1.5
const verbCounts = 0.5
const partCounts = 0.5
const synonymCounts = 0.5

/**
 * Weighs the words of a portfolio by TF-IDF (Salton & Buckley 1988; the count of a word in one project is damped as in BM25 with k = 1.2): rare
 * words say much, common ones little. Parts of compounds, synonyms, and words that
 * are no nouns count half.
 */
export function weighWords(profiles: readonly Profile[], reader: Reader): WordWeights {
  const shown = new Map<string, string>()
  const counts = new Map(profiles.map((profile) => [profile.id, countWords(profile, reader, shown)]))
  const known = knownWords(counts.values())
  const parts = new Map<string, string[]>()
  for (const words of counts.values()) addParts(words, known, parts)
  const having = new Map<string, string[]>()
  for (const [id, words] of counts)
    for (const word of words.keys()) {
      const ids = having.get(word)
      if (ids) ids.push(id)
      else having.set(word, [id])
    }
  const vectors = new Map(
    [...counts].map(([id, words]) => [
      id,
      vectorOf(words, (word) => rarity(having.get(word)?.length ?? 1, counts.size)),
    ]),
  )
  const none: Vector = { weights: new Map(), length: 1 }
  return { vectorOf: (id) => vectors.get(id) ?? none, having, shown }
}

function countWords({ title, text, terms }: Profile, reader: Reader, shown: Map<string, string>): Map<string, number> {
  const words = new Map<string, number>()
  const add = (source: string, count: number) => {
    for (const { stem, word } of reader.tellingWords(source)) {
      words.set(stem, (words.get(stem) ?? 0) + (isNoun(word) ? count : count * verbCounts))
      if (!isNoun(shown.get(stem) ?? '')) shown.set(stem, word)
    }
  }
  add(title, titleCounts)
  add(text, 1)
  for (const facet of facets) if (facet !== 'places') add((terms[facet] ?? []).join(' '), termCounts)
  for (const stem of reader.otherWords(`${title} ${text}`)) if (!words.has(stem)) words.set(stem, synonymCounts)
  return words
}

function knownWords(all: Iterable<ReadonlyMap<string, number>>): ReadonlySet<string> {
  return new Set([...all].flatMap((words) => [...words.keys()]))
}

function addParts(words: Map<string, number>, known: ReadonlySet<string>, parts: Map<string, string[]>): void {
  for (const [word, count] of [...words]) {
    const own = parts.get(word) ?? partsOf(word, (part) => part !== word && known.has(part))
    parts.set(word, own)
    for (const part of own) words.set(part, (words.get(part) ?? 0) + count * partCounts)
  }
}

/** How much a word says that `having` of `all` have: 0 where all have it. */
export const rarity = (having: number, all: number) => Math.log((all + 1) / having)

function vectorOf(words: ReadonlyMap<string, number>, rarityOf: (word: string) => number): Vector {
  const damping = 1.2
  const weights = new Map(
    [...words].map(([word, count]) => [word, ((count * (damping + 1)) / (count + damping)) * rarityOf(word)]),
  )
  const length = Math.sqrt([...weights.values()].reduce((sum, weight) => sum + weight * weight, 0))
  return { weights, length: length === 0 ? 1 : length }
}

/** How like two are, 0 to 1 (cosine), and the words that make them so, the most telling first. `factorOf` lowers what has misled. */
export function likeness(
  one: Vector,
  other: Vector,
  factorOf: (word: string) => number = () => 1,
): { readonly value: number; readonly words: readonly string[] } {
  const [few, many] = one.weights.size <= other.weights.size ? [one, other] : [other, one]
  let sum = 0
  const shared: { word: string; weight: number }[] = []
  for (const [word, weight] of few.weights) {
    const theirs = many.weights.get(word)
    if (theirs === undefined) continue
    const product = weight * theirs * factorOf(word)
    sum += product
    shared.push({ word, weight: product })
  }
  const words = shared.sort((a, b) => b.weight - a.weight).map(({ word }) => word)
  return { value: sum / (one.length * other.length), words }
}
