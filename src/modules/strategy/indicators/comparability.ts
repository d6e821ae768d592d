import type { Definition } from './indicator.ts'

export const comparabilities = ['comparable', 'limited', 'not_comparable'] as const
/** Whether figures measured after a version of a definition can be compared with those before it. */
export type Comparability = (typeof comparabilities)[number]

/** A version with what is said of it and the one before. */
export type Step = {
  readonly version: number
  readonly comparability: Comparability
  /** Why only with limits. */
  readonly limits?: string | undefined
}

/** What of a contract can change without a figure being measured otherwise. */
type Measured = Pick<Definition, 'definition' | 'unit' | 'direction' | 'rhythm' | 'baseline' | 'target'>

/**
 * What is proposed for a changed contract: figures can be compared where only source, uncertainty, office or translations are others; where
 * anything else is, they cannot, until somebody says so.
 */
export function proposedComparability(before: Measured, after: Measured): Comparability {
  const said = ({ definition, unit, direction, rhythm, baseline, target }: Measured) =>
    JSON.stringify([definition.de, unit.de, direction, rhythm, baseline ?? null, target ?? null])
  return said(before) === said(after) ? 'comparable' : 'not_comparable'
}

/**
 * How figures of two versions can be compared: as the weakest of the versions between them allows, with all limits that these name. A version of
 * which nothing is known breaks it.
 */
export function comparisonOf(
  steps: readonly Step[],
  one: number,
  other: number,
): { readonly is: Comparability; readonly limits: readonly string[] } {
  const [from, to] = [Math.min(one, other), Math.max(one, other)]
  const known = new Map(steps.map((step) => [step.version, step]))
  const between = Array.from({ length: to - from }, (_, at) => known.get(from + at + 1))
  if (between.some((step) => !step || step.comparability === 'not_comparable'))
    return { is: 'not_comparable', limits: [] }
  const limits = between.flatMap((step) => (step?.comparability === 'limited' ? [step.limits ?? ''] : []))
  return { is: limits.length > 0 ? 'limited' : 'comparable', limits }
}

/** Whether a figure of a version says something about a contract, too: as long as nothing between them broke the series. */
export const speaksFor = (version: number, contract: Pick<Definition, 'version' | 'comparableFrom'>): boolean =>
  version >= contract.comparableFrom && version <= contract.version
