import type { Standing } from '../graph/node.ts'

export const creditKinds = ['special', 'supplement', 'budget', 'additional', 'total'] as const
/**
 * Credits as the law of Lucerne's municipalities has them (FHGG, SRL 160, §§ 33 ff.): the special credit (Sonderkredit) and what supplements it
 * (Zusatzkredit), the budget credit (Budgetkredit) and what is added in the year (Nachtragskredit). `total`: a sum told by a source that is no
 * credit of its own.
 */
export type CreditKind = (typeof creditKinds)[number]

/** What must be known of an amount before it is added to another. */
export type Addable = {
  readonly id: string
  readonly kind: CreditKind | undefined
  readonly standing: Standing
  /** What it is an amount of; `undefined` where its source does not say. */
  readonly about: 'requested' | 'approved' | undefined
  readonly isExact: boolean
  /** The credit it is known to be contained in. */
  readonly partOf: string | undefined
}

export type WhyNot =
  | 'same_credit'
  | 'part_of'
  | 'relation_open'
  | 'different_kinds'
  | 'different_things'
  | 'not_exact'
  | 'is_total'

/**
 * Whether two amounts may be added, and if not, why. Only exact amounts of the same kind of statement and of credit (with what
 * supplements it), of two credits that our own books keep apart, make a sum. Whatever comes from texts of others stays single: how their figures relate, only they can say.
 */
export function mayAdd(one: Addable, other: Addable): WhyNot | undefined {
  if (one.id === other.id) return 'same_credit'
  if (one.partOf === other.id || other.partOf === one.id) return 'part_of'
  if (one.kind === 'total' || other.kind === 'total') return 'is_total'
  if (!isOwn(one) || !isOwn(other)) return 'relation_open'
  if (frameOf(one) !== frameOf(other)) return 'different_kinds'
  if (one.about === undefined || one.about !== other.about) return 'different_things'
  if (!one.isExact || !other.isExact) return 'not_exact'
  return undefined
}

/** What an amount is a frame for: several years, as the special credit, or one, as the budget credit; each with what supplements it. */
export const frames = ['special', 'budget'] as const
export const frameOf = ({ kind }: Pick<Addable, 'kind'>): (typeof frames)[number] =>
  kind === 'budget' || kind === 'additional' ? 'budget' : 'special'

/** Kept in the own books (or an invented example of them): each credit is an account of its own there. */
const isOwn = ({ standing, kind }: Addable) =>
  kind !== undefined && (standing === 'own_record' || standing === 'example')

/** The sum of amounts that may all be added to each other; otherwise the first reason why not. */
export function sumOf(
  amounts: readonly (Addable & { readonly rappen: number })[],
): { readonly sum: number } | { readonly whyNot: WhyNot } {
  for (const [index, one] of amounts.entries())
    for (const other of amounts.slice(index + 1)) {
      const whyNot = mayAdd(one, other)
      if (whyNot) return { whyNot }
    }
  return { sum: amounts.reduce((sum, { rappen }) => sum + rappen, 0) }
}
