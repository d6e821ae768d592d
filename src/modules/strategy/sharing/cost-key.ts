/**
 * How costs are shared: by `population`, in `equal` parts, by measured `use`, or `mixed`: a share for everybody in equal parts and the rest by
 * population.
 */
export const costKeys = ['population', 'equal', 'use', 'mixed'] as const
export type CostKey =
  | { readonly kind: 'population' | 'equal' | 'use' }
  /** `baseShare` in basis points: 2000 is a fifth in equal parts. */
  | { readonly kind: 'mixed'; readonly baseShare: number }

/** One who pays. What a key asks for and nobody has said is undefined. */
export type Payer = {
  readonly id: string
  readonly inhabitants: number | undefined
  readonly use: number | undefined
}

/** What each pays, or who lacks the figure that the key needs: nothing is guessed. */
export type Shares =
  | { readonly ok: true; readonly rappen: ReadonlyMap<string, number> }
  | { readonly ok: false; readonly missing: readonly string[] }

/**
 * Shares an amount among payers so that the parts add up to it exactly, to the Rappen: everybody gets the whole Rappen of her quota, and those
 * with the largest remainders one more (Hare–Niemeyer; of equal ones the first by id).
 */
export function shareCosts(rappen: number, payers: readonly Payer[], key: CostKey): Shares {
  const weights = weightsOf(payers, key)
  const missing = payers.filter(({ id }) => weights.get(id) === undefined).map(({ id }) => id)
  if (missing.length > 0) return { ok: false, missing }
  if (key.kind !== 'mixed') return { ok: true, rappen: apportion(rappen, weights) }
  const base = Math.round((rappen * key.baseShare) / 10_000)
  const equal = apportion(base, new Map(payers.map(({ id }) => [id, 1])))
  const rest = apportion(rappen - base, weights)
  return { ok: true, rappen: new Map(payers.map(({ id }) => [id, (equal.get(id) ?? 0) + (rest.get(id) ?? 0)])) }
}

function weightsOf(payers: readonly Payer[], { kind }: CostKey): Map<string, number | undefined> {
  switch (kind) {
    case 'equal':
      return new Map(payers.map(({ id }) => [id, 1]))
    case 'use':
      return new Map(payers.map(({ id, use }) => [id, use]))
    case 'population':
    case 'mixed':
      return new Map(payers.map(({ id, inhabitants }) => [id, inhabitants]))
  }
}

/** Largest remainders, in whole numbers throughout: amounts times weights can be larger than what a `number` holds exactly. */
function apportion(rappen: number, weights: ReadonlyMap<string, number | undefined>): Map<string, number> {
  const parts = [...weights].map(([id, weight]) => ({ id, weight: BigInt(weight ?? 0) }))
  const all = parts.reduce((sum, { weight }) => sum + weight, 0n)
  if (all === 0n) {
    const equal = new Map(parts.map(({ id }) => [id, 1]))
    return equal.size === 0 ? equal : apportion(rappen, equal)
  }
  const quotas = parts.map(({ id, weight }) => {
    const product = BigInt(rappen) * weight
    return { id, whole: product / all, remainder: product % all }
  })
  const left = Number(BigInt(rappen) - quotas.reduce((sum, { whole }) => sum + whole, 0n))
  const byRemainder = quotas.toSorted((a, b) =>
    a.remainder === b.remainder ? (a.id < b.id ? -1 : 1) : a.remainder > b.remainder ? -1 : 1,
  )
  const more = new Set(byRemainder.slice(0, left).map(({ id }) => id))
  return new Map(quotas.map(({ id, whole }) => [id, Number(whole) + (more.has(id) ? 1 : 0)]))
}

/** A contribution per head: `rappenPerHead` for everybody who lives there. */
export const perHead = (rappenPerHead: number, inhabitants: number) => rappenPerHead * inhabitants
