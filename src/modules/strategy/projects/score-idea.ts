/**
 * What an idea is scored by, each from 1 (little) to 4 (very much): four criteria of effect, and what it adds to the goals of the term.
 * Source: Projekt-Governance der Stadt Luzern, «Klassifizierung» (https://stadtluzern-v-2-2.profipm.ch/framework/pm-governance/klassifizierung, read on 2026-11-22).
 */
export const criteria = [
  'future_value',
  'internal_benefit',
  'resource_efficiency',
  'risk_reduction',
  'legislature',
] as const
export type Criterion = (typeof criteria)[number]

export type Scores = { readonly [Name in Criterion]?: number | undefined } & {
  /** How urgent it is, and how risky to carry out: 1 to 4. */
  readonly urgency?: number | undefined
  readonly riskDegree?: number | undefined
}

export type Priority = {
  /** In hundredths, from 100 to 400. */
  readonly value: number
  /** The same with its numbers, as it was computed. */
  readonly formula: string
  readonly class: 'A' | 'B' | 'C'
}

/**
 * The priority of an idea from its class, its risk and its urgency: the mean of the criteria that were scored counts half, urgency three
 * tenths, and low risk (5 less the degree) two tenths. The city names these three and no weights; the weights are ours. Undefined until all
 * three are known.
 */
export function priorityOf(scores: Scores): Priority | undefined {
  const effects = criteria.flatMap((name) => scores[name] ?? [])
  const { urgency, riskDegree } = scores
  if (effects.length === 0 || urgency === undefined || riskDegree === undefined) return undefined
  const effect = effects.reduce((sum, one) => sum + one, 0) / effects.length
  const value = Math.round((0.5 * effect + 0.3 * urgency + 0.2 * (5 - riskDegree)) * 100)
  const mean = `(${effects.join(' + ')}) / ${effects.length}`
  return {
    value,
    formula: `0.5 × ${mean} + 0.3 × ${urgency} + 0.2 × (5 − ${riskDegree}) = ${(value / 100).toFixed(2)}`,
    class: value >= 300 ? 'A' : value >= 200 ? 'B' : 'C',
  }
}
