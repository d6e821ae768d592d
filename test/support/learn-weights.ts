import { evidenceTypes } from '#modules/strategy/synergies/evidence.ts'
import type { Weights } from '#modules/strategy/synergies/weights.ts'

export type Example = { readonly strengths: readonly number[]; readonly isRight: boolean; readonly counts: number }

const steps = 400
const pace = 0.5
const pull = 0.4

/**
 * Logistic regression by gradient ascent, drawn towards what was expected (a Gaussian prior, precision `pull`), so that evidence that no example
 * has keeps its weight. What speaks for two projects never gets a weight below 0, what speaks against them none above.
 */
export function learnWeights(examples: readonly Example[], expected: Weights): Weights {
  const prior = [...evidenceTypes.map((type) => expected[type]), expected.base]
  let weights = [...prior]
  const size = examples.reduce((sum, { counts }) => sum + counts, 0)
  const sparse = examples.map(({ strengths, isRight, counts }) => ({
    inputs: [...strengths, 1].map((value, index) => ({ value, index })).filter(({ value }) => value !== 0),
    target: isRight ? 1 : 0,
    counts,
  }))
  for (let step = 0; step < steps; step++) {
    const slope = weights.map((weight, index) => -pull * (weight - (prior[index] ?? 0)))
    for (const { inputs, target, counts } of sparse) {
      const logOdds = inputs.reduce((sum, { value, index }) => sum + value * (weights[index] ?? 0), 0)
      const miss = (target - 1 / (1 + Math.exp(-logOdds))) * counts
      for (const { value, index } of inputs) slope[index] = (slope[index] ?? 0) + miss * value
    }
    weights = weights.map((weight, index) => {
      const next = weight + (pace * (slope[index] ?? 0)) / Math.sqrt(size)
      const sign = Math.sign(prior[index] ?? 0)
      return index < evidenceTypes.length ? sign * Math.max(0, sign * next) : next
    })
  }
  const rounded = weights.map((weight) => Math.round(weight * 100) / 100)
  const byType = Object.fromEntries(evidenceTypes.map((type, index) => [type, rounded[index] ?? 0]))
  return { ...expected, ...byType, base: rounded.at(-1) ?? 0 }
}
