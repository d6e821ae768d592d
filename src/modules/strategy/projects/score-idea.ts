/**
 * What an idea is classified by, each from 1 (little) to 4 (very much): its effects, and what it adds to the goals of the term.
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
  /** A strategic project is of class A; the source names no other class, and no line from which one is. */
  readonly isStrategic?: boolean | undefined
}

export type Priority = {
  /** In hundredths, from 100 to 400. */
  readonly value: number
  /** The same with its numbers, as it was computed. */
  readonly formula: string
  readonly class: 'A' | undefined
}

/** How the three parts of a priority weigh. The city names the parts and no weights: these are the platform's own, and pages say so. */
export const weights = { classification: 0.5, urgency: 0.3, risk: 0.2 } as const

/** The criteria an idea was scored by; undefined where one is missing, as a gap would be better than a low score. */
function classificationOf(scores: Scores): readonly number[] | undefined {
  const given = criteria.flatMap((name) => scores[name] ?? [])
  return given.length === criteria.length ? given : undefined
}

const meanOf = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0) / list.length

/** The mean of the criteria, from 1 to 4; undefined until all are scored. */
export function benefitOf(scores: Scores): number | undefined {
  const given = classificationOf(scores)
  return given && meanOf(given)
}

/**
 * The priority of an idea from its classification (the mean of its criteria), its urgency and its degree of risk (5 less the degree), as these
 * weigh. Undefined until all are known. Source: «Priorisierungswert aus Klassifizierung, Risikograd und Dringlichkeit»
 * (https://stadtluzern-v-2-2.profipm.ch/framework/internas/klassifizierung-und-priorisierung/, read on 2026-11-22).
 */
export function priorityOf(scores: Scores): Priority | undefined {
  const given = classificationOf(scores)
  const { urgency, riskDegree, isStrategic } = scores
  if (!given || urgency === undefined || riskDegree === undefined) return undefined
  const { classification, urgency: urgent, risk } = weights
  const value = Math.round((classification * meanOf(given) + urgent * urgency + risk * (5 - riskDegree)) * 100)
  const mean = `(${given.join(' + ')}) / ${given.length}`
  return {
    value,
    formula: `${classification} × ${mean} + ${urgent} × ${urgency} + ${risk} × (5 − ${riskDegree}) = ${(value / 100).toFixed(2)}`,
    class: isStrategic ? 'A' : undefined,
  }
}
