import type { IsoDate } from '#kernel/i18n/format.ts'
import { type Evidence, evidenceBetween, keyed, type Surroundings } from './evidence.ts'
import { createReader } from './german.ts'
import { kindsOf, type SynergyKind } from './kind.ts'
import { type Facet, facets, isOver, type Profile } from './profile.ts'
import { chance } from './weights.ts'
import { rarity, weighWords } from './word-weights.ts'

/** Two projects that could gain from each other: why, how, and how likely (0 to 1) somebody who knows both would agree. */
export type Suggestion = {
  readonly one: string
  readonly other: string
  readonly kinds: readonly [SynergyKind, ...SynergyKind[]]
  readonly evidence: readonly Evidence[]
  readonly chance: number
}

export type FinderInput = {
  readonly profiles: readonly Profile[]
  readonly today: IsoDate
  readonly trustIn?: Surroundings['trustIn']
  /** Below this, nothing is suggested. */
  readonly leastChance?: number
}

/** Set on the tuning half of the pairs judged by hand. */
export const leastChance = 0.3
const mostPerProject = 20

/** What the finder looks at besides two projects, for a whole portfolio. */
export function surroundingsOf({ profiles, today, trustIn = () => 1 }: FinderInput): Surroundings {
  const counts = new Map<string, number>()
  for (const { terms } of profiles)
    for (const facet of facets)
      for (const key of keyed(terms[facet]).keys())
        counts.set(`${facet}:${key}`, (counts.get(`${facet}:${key}`) ?? 0) + 1)
  const reader = createReader()
  return {
    today,
    words: weighWords(profiles, reader),
    titles: weighWords(
      profiles.map((profile) => ({ ...profile, text: '', terms: {} })),
      reader,
    ),
    countOf: (facet, key) => counts.get(`${facet}:${key}`) ?? 0,
    size: profiles.length,
    trustIn,
  }
}

/**
 * Synergies in a portfolio, the likeliest first. Pairs are taken from inverted indexes of terms and telling words, never all against all; what
 * many projects share brings no pair together on its own.
 */
export function findSynergies(input: FinderInput): Suggestion[] {
  const around = surroundingsOf(input)
  const byId = new Map(input.profiles.map((profile) => [profile.id, profile]))
  const found: Suggestion[] = []
  for (const [one, others] of candidates(input.profiles, around)) {
    for (const other of others) {
      const [left, right] = [byId.get(one), byId.get(other)]
      if (!left || !right || (isOver(left) && isOver(right))) continue
      const evidence = evidenceBetween(left, right, around)
      const likely = chance(evidence)
      if (likely >= (input.leastChance ?? leastChance))
        found.push({ one, other, kinds: kindsOf(left, right, evidence), evidence, chance: likely })
    }
  }
  return found.sort((a, b) => b.chance - a.chance || compare(a.one, b.one) || compare(a.other, b.other))
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** How long a list of projects may be that share one term or word: beyond, it says too little to bring two together. */
const longestList = (size: number) => Math.max(20, Math.ceil(size * 0.03))

/** Per project those it may have something in common with, each pair once (under the smaller id); the most promising `mostPerProject`. */
function candidates(profiles: readonly Profile[], { words, size }: Surroundings): Map<string, readonly string[]> {
  const lists = [...termLists(profiles), ...words.having.values()].filter(
    (list) => list.length > 1 && list.length <= longestList(size),
  )
  const scores = new Map<string, Map<string, number>>()
  for (const list of lists) {
    const worth = rarity(list.length, size)
    for (const one of list) {
      const row = scores.get(one) ?? new Map<string, number>()
      scores.set(one, row)
      for (const other of list) if (other !== one) row.set(other, (row.get(other) ?? 0) + worth)
    }
  }
  const pairs = new Map<string, Set<string>>()
  for (const [one, row] of scores) {
    const best = [...row].sort(([, a], [, b]) => b - a).slice(0, mostPerProject)
    for (const [other] of best) {
      const [small, large] = one < other ? [one, other] : [other, one]
      pairs.set(small, (pairs.get(small) ?? new Set()).add(large))
    }
  }
  return new Map([...pairs].map(([one, others]) => [one, [...others]]))
}

/** Facets that meet each other: what one needs another gives, what one buys another has. */
const meeting: Readonly<Partial<Record<Facet, Facet>>> = { needs: 'gives', procures: 'products', lowers: 'raises' }

function termLists(profiles: readonly Profile[]): string[][] {
  const lists = new Map<string, Set<string>>()
  for (const { id, terms } of profiles)
    for (const facet of facets)
      for (const term of keyed(terms[facet]).keys()) {
        const key = `${meeting[facet] ?? facet}:${term}`
        lists.set(key, (lists.get(key) ?? new Set()).add(id))
      }
  return [...lists.values()].map((ids) => [...ids])
}
