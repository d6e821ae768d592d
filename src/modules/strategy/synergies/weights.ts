import { type Evidence, type EvidenceType, evidenceTypes } from './evidence.ts'

/** How far a piece of evidence of full strength shifts the log-odds that somebody who knows both projects would agree. */
export type Weights = Readonly<Record<EvidenceType, number>> & { readonly base: number }

/** What we thought before looking at any pair; learning starts here, and stays here for what the pairs say nothing of. */
export const expected: Weights = {
  base: -4,
  service: 4,
  process: 3,
  flow: 5,
  data: 3.5,
  group: 0.5,
  product: 4,
  purchase: 6,
  built: 4,
  law: 0.5,
  place: 5,
  skill: 3.5,
  aims: 5,
  title: 4,
  words: 8,
  several: 2,
  apart: -1.5,
}

/** Learnt from the pairs judged by hand (`content/strategies/synergies-tuning.yaml`) by logistic regression; a test learns them again. */
export const learnt: Weights = {
  base: -4.88,
  service: 5.9,
  process: 3.44,
  flow: 5.81,
  data: 3.65,
  group: 0.9,
  product: 4.01,
  purchase: 6.29,
  built: 4,
  law: 1.6,
  place: 5.76,
  skill: 5.55,
  aims: 5,
  title: 3.18,
  words: 8.59,
  several: 3.28,
  apart: -0.31,
}

/** What each piece of evidence adds to the log-odds. */
export const contribution = ({ type, strength }: Evidence, weights: Weights = learnt) => weights[type] * strength

/** How likely it is that the two gain from each other, 0 to 1. */
export function chance(evidence: readonly Evidence[], weights: Weights = learnt): number {
  const logOdds = evidence.reduce((sum, piece) => sum + contribution(piece, weights), weights.base)
  return 1 / (1 + Math.exp(-logOdds))
}

/** The strengths by type, in the order of `evidenceTypes`, 0 where there is none. */
export const strengthsOf = (evidence: readonly Evidence[]) =>
  evidenceTypes.map((type) => evidence.find((piece) => piece.type === type)?.strength ?? 0)
