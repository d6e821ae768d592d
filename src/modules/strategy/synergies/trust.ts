import { type EvidenceType, termKey } from './evidence.ts'
import { createReader, type Reader } from './german.ts'

/**
 * Why a suggestion was turned down. `other_meaning`: the same word for something else; `too_common`: what they share, many share; `not_now`:
 * the days do not fit; `no_gain` and `known_already` say nothing against the evidence.
 */
export const rejectionReasons = ['other_meaning', 'too_common', 'not_now', 'no_gain', 'known_already'] as const
export type RejectionReason = (typeof rejectionReasons)[number]

/** What somebody decided about a suggestion, and what it had rested on. */
export type Judgement = {
  readonly reason: RejectionReason | undefined
  readonly evidence: readonly { readonly type: EvidenceType; readonly terms: readonly string[] }[]
}

/** Which evidence a reason blames. */
const blamed: Readonly<Record<RejectionReason, readonly EvidenceType[]>> = {
  other_meaning: ['title', 'words', 'several', 'process', 'group', 'product'],
  too_common: ['group', 'law', 'process', 'skill', 'words', 'title', 'several'],
  not_now: ['purchase', 'place', 'skill'],
  no_gain: [],
  known_already: [],
}

/** As if that many had agreed before anybody rejected, so that one rejection does not decide. */
const patience = 3
/** However often it has misled, evidence keeps this share of its weight: rejections lower, they never silence. */
const leastTrust = 0.4

/**
 * How far evidence is still trusted, 0.4 to 1: the share of agreements among the decisions it has led to (Laplace's rule of succession, with
 * `patience`). Only terms that a rejection blames lose anything.
 */
export function trustFrom(judgements: readonly Judgement[]): (type: EvidenceType, term: string) => number {
  const reader = createReader()
  const keyOf = (type: EvidenceType, term: string) => keyIn(reader, type, term)
  const agreed = new Map<string, number>()
  const rejected = new Map<string, number>()
  const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const { reason, evidence } of judgements) {
    const blames = reason === undefined ? undefined : blamed[reason]
    const counts = blames ? rejected : agreed
    const pieces = evidence.filter(({ type }) => !blames || blames.includes(type))
    for (const key of new Set(pieces.flatMap(({ type, terms }) => terms.map((term) => keyOf(type, term)))))
      count(counts, key)
  }
  return (type, term) => {
    const key = keyOf(type, term)
    const [yes, no] = [agreed.get(key) ?? 0, rejected.get(key) ?? 0]
    return Math.max(leastTrust, (yes + patience) / (yes + no + patience))
  }
}

const wordTypes: readonly EvidenceType[] = ['title', 'words', 'several']

/** Words count the same in titles and texts, however they end. */
function keyIn(reader: Reader, type: EvidenceType, term: string): string {
  if (!wordTypes.includes(type)) return `${type}:${termKey(term)}`
  return `words:${reader.tellingWords(term)[0]?.stem ?? term}`
}
